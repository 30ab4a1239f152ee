"""What crosses the borders of the Bay Area: documents, events and documented cases."""

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, last_day

from .shares import guangdong, known_cases
from .verdicts import REPORT


def cross_border(as_of=None) -> pd.DataFrame:
    """Return dated cross-border documents, events and documented cases of grade A or B.

    Columns: key, kind (document, event, case), date, year, name_zh, digital (in government,
    society or data), mainland, hong_kong, macao (whether it names that side), sides, before
    (dated by the end of 2022), source.
    """
    documents = db.documents(as_of=as_of)
    documents = documents[
        documents["themes"].str.split().map(lambda themes: "cross_border" in themes)
        & (documents["level"] == "regional")
        & documents["kind"].isin(["agreement", "regulation"])
    ]
    events = db.events(as_of=as_of)
    events = events[events["kind"] == "cross_border"]
    cases = known_cases(as_of)
    cases = cases[cases["cross_border"].fillna(False).astype("bool")]
    digital = (
        documents["themes"]
        .str.split()
        .map(lambda themes: bool({"government", "society", "data"} & set(themes)))
    )
    parts = [
        pd.DataFrame(
            {
                "key": documents["document"],
                "kind": "document",
                "date": documents["issued"],
                "name_zh": documents["title_zh"],
                "text": documents["title_zh"] + documents["issuers"],
                "area": documents["area"],
                "digital": digital.astype("bool"),
                "grade": documents["grade"],
                "source": documents["source"],
            }
        ),
        pd.DataFrame(
            {
                "key": events["event"],
                "kind": "event",
                "date": events["date"],
                "name_zh": events["name_zh"],
                "text": events["name_zh"] + events["note"],
                "area": events["area"],
                "digital": True,
                "grade": events["grade"],
                "source": events["source"],
            }
        ),
        pd.DataFrame(
            {
                "key": cases["case"],
                "kind": "case",
                "date": cases["year"].astype("str"),
                "name_zh": cases["name_zh"],
                "text": cases["name_zh"] + cases["owner_zh"],
                "area": cases["area"],
                "digital": cases["theme"].isin(["digital_government", "digital_society"]),
                "grade": cases["grade"],
                "source": cases["source"],
            }
        ),
    ]
    found = pd.concat(parts, ignore_index=True)
    found = found[found["grade"].isin(["A", "B"]) & found["date"].str.match(r"\d{4}")]
    # "Financial regulators of the Bay Area" are those of all three sides; the region's own name
    # names all three too, but says nothing about who takes part.
    financial = found["text"].str.contains("大湾区金融管理部门")
    found["text"] = found["text"].str.replace("粤港澳大湾区", "")
    found = found.assign(
        year=found["date"].str[:4],
        mainland=_names(found, "粤|广东|广州|深圳|珠海|江门|南海|横琴|内地|国家|中国|工业")
        | found["area"].isin(guangdong())
        | financial,
        hong_kong=_names(found, "香港|粤港|深港|港澳") | (found["area"] == "hong-kong") | financial,
        macao=_names(found, "澳|Macao") | (found["area"] == "macao") | financial,
        before=found["date"].map(last_day) <= as_day(REPORT),
    )
    sides = found[["mainland", "hong_kong", "macao"]].sum(axis=1)
    return (
        found.drop(columns=["text", "area", "grade"])
        .assign(sides=sides.astype("int64"))
        .reset_index(drop=True)
    )


def _names(frame: pd.DataFrame, pattern: str) -> pd.Series:
    return frame["text"].str.contains(pattern).astype("bool")
