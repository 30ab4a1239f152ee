"""What crosses the borders of the Bay Area: documents, events and documented cases."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, last_day

from .decision import REPORT
from .shares import of_guangdong

SIDES = ("mainland", "hong_kong", "macao")
_MAINLAND = "粤|广东|广州|深圳|珠海|江门|南海|横琴|内地|国家|中国|工业"
_HONG_KONG = "香港|粤港|深港|港澳"
_MACAO = "澳|Macao"


def cross_border(as_of: str | None = None) -> pd.DataFrame:
    """Return what crosses the borders and was known on a day. See `crossing`."""
    cases = db.cases(grades=None, as_of=as_of)
    documents, events = db.documents(as_of=as_of), db.events(as_of=as_of)
    return crossing(documents, events, cases, of_guangdong(db.areas()))


def crossing(
    documents: pd.DataFrame, events: pd.DataFrame, cases: pd.DataFrame, guangdong: Collection[str]
) -> pd.DataFrame:
    """Return dated cross-border documents, events and documented cases of grade A or B.

    Documents are agreements and rules of the Bay Area on the theme; events those of the kind;
    cases those that join two sides. documents, events, cases: as the data room returns them;
    guangdong: keys of areas.

    Columns: key, kind (document, event, case), date, year, name_zh, digital (in government,
    society or data), mainland, hong_kong, macao (whether it names that side, or a case joins it),
    sides (how many),
    before (dated by the end of 2022), source.
    """
    named = pd.concat([_of_documents(documents), _of_events(events)])
    named = named.assign(**sides_of(named["text"], named["area"], set(guangdong)))
    found = pd.concat([named.drop(columns=["text", "area"]), _of_cases(cases)], ignore_index=True)
    found = db.dated(db.attested(found), "date")
    found = found.assign(
        year=found["date"].str[:4],
        before=found["date"].map(lambda text: last_day(text) <= as_day(REPORT)).astype("bool"),
        sides=sum(found[side].astype("int64") for side in SIDES),
    )
    return found.drop(columns="grade").reset_index(drop=True)


def _of_documents(documents: pd.DataFrame) -> pd.DataFrame:
    themes = documents["themes"].str.split()
    digital = themes.map(lambda names: bool({"government", "society", "data"} & set(names)))
    kept = (
        themes.map(lambda names: "cross_border" in names).astype("bool")
        & (documents["level"] == "regional")
        & documents["kind"].isin(["agreement", "regulation"])
    )
    found = documents.assign(
        key=documents["document"],
        kind="document",
        date=documents["issued"],
        name_zh=documents["title_zh"],
        text=documents["title_zh"] + documents["issuers"],
        digital=digital.astype("bool"),
    )
    return found.loc[kept, [*_COLUMNS, "text", "area"]]


def _of_events(events: pd.DataFrame) -> pd.DataFrame:
    kept = events["kind"] == "cross_border"
    text = events["name_zh"] + events["note"]
    found = events.assign(key=events["event"], kind="event", text=text, digital=True)
    return found.loc[kept, [*_COLUMNS, "text", "area"]]


def _of_cases(cases: pd.DataFrame) -> pd.DataFrame:
    joined = cases["joins"].str.split()
    sides = {
        side: joined.map(lambda names, side=side: side.replace("_", "-") in names).astype("bool")
        for side in SIDES
    }
    found = cases.assign(
        key=cases["case"],
        kind="case",
        date=cases["year"].astype("str").where(cases["year"].notna(), ""),
        digital=cases["theme"].isin(["digital_government", "digital_society"]),
        **sides,
    )
    several = sum(part.astype("int64") for part in sides.values()) > 1
    return found.loc[several, [*_COLUMNS, *SIDES]]


_COLUMNS = ["key", "kind", "date", "name_zh", "digital", "grade", "source"]


def sides_of(text: pd.Series, area: pd.Series, guangdong: set[str]) -> dict[str, pd.Series]:
    """Tell for each of `SIDES` which texts or areas name it. guangdong: keys of areas."""
    # "Financial regulators of the Bay Area" are those of all three sides; the region's own name
    # names all three too, but says nothing about who takes part.
    financial = text.str.contains("大湾区金融管理部门").astype("bool")
    text = text.str.replace("粤港澳大湾区", "")
    patterns = dict(zip(SIDES, (_MAINLAND, _HONG_KONG, _MACAO), strict=True))
    named = {side: text.str.contains(words).astype("bool") for side, words in patterns.items()}
    places = {"mainland": guangdong, "hong_kong": {"hong-kong"}, "macao": {"macao"}}
    return {side: named[side] | area.isin(places[side]) | financial for side in SIDES}
