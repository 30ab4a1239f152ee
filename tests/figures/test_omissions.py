"""What figures leave out is counted in their notes, in every language, with where it is."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.policy import UNDATED
from digitalbay.claims.series import exact
from digitalbay.figures import chapter as module
from digitalbay.figures.chapter import Chapter
from digitalbay.figures.language import Words
from digitalbay.figures.mime import RECORD
from digitalbay.figures.omissions import omissions, places, said
from digitalbay.statements import Statement

STATIONS = "base_stations_5g"
RANKS = "gfci_rank"


@pytest.fixture
def shown(monkeypatch):
    """What a chapter displays, as (bundle, metadata) pairs."""
    found = []
    monkeypatch.setattr(
        module, "publish_display_data", lambda data, meta: found.append((data, meta["digitalbay"]))
    )
    return found


@pytest.fixture
def ranks():
    return db.observations(RANKS)


def drawn(frame, uses, lang="en"):
    Chapter("chapter", lang, None).lines(frame, id="rank", finding="f", caption="c", uses=uses)


@pytest.mark.parametrize(
    ("lang", "form"),
    [
        ("en", " Rows held and not shown: {n} of grade C."),
        ("zh-Hans", "。已收录而未显示：C级{n}行。"),
        ("zh-Hant", "。已收錄而未顯示：C級{n}行。"),
    ],
)
def test_a_note_counts_weaker_values_and_says_where_they_are(shown, ranks, lang, form):
    drawn(ranks, [ranks], lang)
    meta = shown[0][1]
    number = db.observations(RANKS, grades=["C"])[["area", "period"]]
    number = number.merge(ranks[["area", "period"]], how="left", indicator=True)
    assert meta["note"].endswith(form.format(n=number["_merge"].eq("left_only").sum()))
    assert meta["left_out"] == [RANKS]


def test_where_nothing_is_left_out_nothing_is_said(shown):
    rows = db.observations(RANKS, grades=None)
    drawn(rows, [rows])
    meta = shown[0][1]
    assert "not shown" not in meta["note"]
    assert "left_out" not in meta


def test_what_another_frame_holds_is_no_omission(ranks):
    weaker = db.observations(RANKS, grades=["C"])
    assert len(omissions([ranks]))
    assert omissions([ranks, weaker]).empty


def test_a_narrowed_frame_tells_of_its_own_places_and_periods_only(ranks):
    whole = omissions([ranks])
    area = whole["area"].iloc[0]
    held = ranks[ranks["area"] == area]
    own = omissions([held])
    ends = held["period"].min(), held["period"].max()
    expected = whole[(whole["area"] == area) & whole["period"].between(*ends)]
    assert own["period"].tolist() == expected["period"].tolist()
    assert omissions([ranks[:0]]).empty


def test_what_pandas_forgets_is_still_counted(ranks):
    whole = omissions([ranks])
    names = db.areas()[["area", "name_en"]]
    for frame in (ranks.merge(names, on="area"), pd.concat([ranks, db.observations(STATIONS)])):
        assert "left_out" not in frame.attrs
        found = omissions([frame])
        again = found[found["indicator"] == RANKS]
        columns = ["area", "period", "reason"]
        assert again[columns].to_numpy().tolist() == whole[columns].to_numpy().tolist()
    cases = db.cases()
    assert len(omissions([cases.merge(names, on="area")])) == len(omissions([cases])) > 0
    assert omissions([db.cases(grades=None).merge(names, on="area")]).empty


def test_bounds_are_counted_unless_they_are_drawn():
    rows = db.observations(STATIONS, areas="guangdong")
    bounds = rows["qualifier"].isin(["at_least", "at_most"]).sum()
    assert bounds
    assert omissions([exact(rows)])["reason"].eq("bound").sum() == bounds
    assert omissions([exact(rows)], rows)["reason"].eq("bound").sum() == 0
    assert f"{bounds} known only as bounds" in said(omissions([exact(rows)]), Words("en"))


def test_documents_without_a_date_are_counted_once_and_found_in_the_package():
    documents = db.dated(db.attested(db.documents()), "issued")
    left = omissions([documents, documents])
    counts = documents.attrs["left_out"]
    assert left["reason"].value_counts().to_dict() == dict(counts)
    assert places(left) == [""]
    told = said(left, Words("en"))
    assert told == (
        f"Rows held and not shown: {counts['grade']} of grade C, "
        f"{counts['undated']} without a date."
    )


def test_targets_are_not_taken_for_observations():
    left = omissions([db.attested(db.targets(STATIONS))])
    assert len(left)
    assert places(left) == [""]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "With evidence of grade C counted in, the verdict would be: contradicted."),
        ("zh-Hans", "若计入C级证据，判定为：不成立。"),
    ],
)
def test_a_verdict_that_weaker_evidence_turns_says_so(shown, lang, sentence):
    rows = pd.DataFrame({"source": pd.Series([], dtype="str")})
    for weaker in ("contradicted", "partly", ""):
        decision = Decision("partly", Statement(UNDATED), (rows,), weaker=weaker)
        Chapter("chapter", lang, None).verdict("H1", decision)
    told = [bundle[RECORD]["because"] for bundle, _ in shown]
    assert told[0].endswith(sentence)
    assert [bundle[RECORD].get("weaker") for bundle, _ in shown] == ["contradicted", None, None]
    assert told[1] == told[2] == told[0].removesuffix(sentence).rstrip()
