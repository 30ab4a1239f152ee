"""How figures, notes and verdicts show what was known on a day."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.series import yearly_change
from digitalbay.figures.chapter import Chapter
from digitalbay.figures.columns import measure
from digitalbay.figures.language import Words
from digitalbay.figures.mime import CHART, RECORD
from digitalbay.figures.prepared import prepared, segmented
from digitalbay.figures.provenance import absent
from digitalbay.statements import Statement

DAY, WORDS = "2022-12-31", Words("en")
LATER = "values were public by then but are held only in a later copy"


@pytest.fixture
def gdp():
    """GDP of Macao: 2013 and 2015 in later copies only, 2016 and 2017 as first released."""
    years = [str(year) for year in range(2013, 2018)]
    return db.observations("gdp_current_prices", areas="macao", periods=years, as_of=DAY)


def drawn(kind, frame, **how):
    chapter = Chapter("chapter", "en", DAY)
    getattr(chapter, kind)(
        frame, id="gdp", finding="It fell.", caption="GDP", uses=[frame], **how
    )  # fmt: skip


def test_a_later_vintage_has_a_state_of_its_own(gdp):
    assert list(prepared(gdp, WORDS)["state"]) == [
        "later", "provisional", "later", "provisional", "provisional",
    ]  # fmt: skip
    bound = gdp.assign(qualifier="at_least")
    assert set(prepared(bound, WORDS)["state"]) == {"at_least"}


def test_a_line_joins_no_later_copy_to_what_stood_then():
    years = [str(year) for year in range(2016, 2021)]
    rows = db.observations("population_year_end", areas="macao", periods=years, as_of=DAY)
    assert list(rows["vintage"]) == ["later"] * 2 + ["recorded"] * 3
    parts = list(segmented(prepared(rows, WORDS), "period", [])["segment"])
    assert parts == ["0-0"] * 2 + ["0-1"] * 3
    change = yearly_change(rows, db.indicators())["change"]
    assert change.notna().tolist() == [False, True, False, True, True]


@pytest.mark.parametrize("kind", ["lines", "columns", "dots"])
def test_it_is_marked_and_counted(published, gdp, kind):
    drawn(kind, gdp)
    bundle, meta = published[0]
    text = str(bundle[CHART])
    assert "later vintage" in text
    if kind != "columns":
        assert "square" in text
    assert f"2 of these {LATER}." in meta["note"]
    assert "newest published 28 February 2018" in meta["note"]


def test_places_on_a_plane_carry_it_in_their_table(published):
    frame = db.observations("gdp_current_prices", areas=db.MAINLAND, periods="2004", as_of=DAY)
    drawn("map", frame, color=measure("value", "GDP", ",.0f"))
    states = {row["State"] for row in published[0][1]["data"]}
    assert "later vintage" in states


def test_today_there_is_none(published, gdp):
    rows = db.observations("gdp_current_prices", areas="macao", periods=list(gdp["period"]))
    chapter = Chapter("chapter", "en", None)
    chapter.lines(rows, id="gdp", finding="It fell.", caption="GDP", uses=[rows])
    bundle, meta = published[0]
    assert "later" not in meta["note"] + str(bundle[CHART])


@pytest.mark.parametrize(
    ("indicator", "area", "period", "said"),
    [
        ("gdp_current_prices", "macao", "2022", "Nothing had been published by 31 December 2022."),
        ("population_year_end", "prd9", "2023", "No vintage from before 31 December 2022 is held."),
        ("gdp_current_prices", "macao", "1066", "Nothing is on record as of 31 December 2022."),
    ],
)
def test_an_empty_figure_says_why(published, indicator, area, period, said):
    rows = db.observations(indicator, areas=area, periods=period, as_of=DAY)
    drawn("lines", rows)
    bundle, meta = published[0]
    assert meta["note"] == said
    assert "Nothing is on record." in str(bundle[CHART]["datasets"])


def test_what_is_unpublished_for_one_series_is_not_said_of_two():
    left_out = [{"unpublished": 1}, {"unknown": 2}]
    frames = []
    for states in left_out:
        frame = pd.DataFrame({"source": []})
        frame.attrs["left_out"] = states
        frames.append(frame)
    assert absent(frames[:1], WORDS, DAY).startswith("Nothing had been published")
    assert absent(frames, WORDS, DAY).startswith("No vintage from before")


def test_a_verdict_says_how_many_of_its_values_are_of_a_later_copy(published, gdp):
    decision = Decision("partly", Statement("It fell."), (gdp,))
    Chapter("chapter", "en", DAY).verdict("H1", decision)
    assert published[0][0][RECORD]["because"] == f"It fell. 2 of these {LATER}."


def test_a_rate_of_a_later_copy_makes_the_amount_one():
    rows = db.observations("gdp_current_prices", areas="macao", periods="2020", as_of=DAY)
    rate = db.observations("exchange_rate_per_usd", areas="macao", periods="2020", as_of=DAY)
    assert (rows["vintage"].item(), rate["vintage"].item()) == ("recorded", "later")
    assert db.convert(rows, as_of=DAY)["vintage"].item() == "later"
