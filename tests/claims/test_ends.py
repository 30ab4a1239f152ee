import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims.bounds import Span, above, direction, growth, reached, span
from digitalbay.claims.ends import first_and_last, improvement, of_series, segment
from digitalbay.claims.outturns import beside, nearest
from digitalbay.statements import Number, Period

from .frames import rows, together

INDICATORS = db.indicators()


def value(number: float, qualifier: str = "") -> pd.Series:
    return pd.Series({"value": number, "qualifier": qualifier})


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (span(2), span(1), True),
        (span(1), span(1), False),
        (span(2, "at_least"), span(1), True),
        (span(1, "at_least"), span(2), None),
        (span(1, "at_most"), span(1), False),
        (span(3, "at_most"), span(1), None),
        (span(2, "about"), span(1), True),
    ],
)
def test_bounds_answer_only_what_they_show(one, other, answer):
    assert above(one, other) is answer


@pytest.mark.parametrize(
    ("first", "last", "answer"),
    [
        (value(1), value(2), "rose"),
        (value(2), value(1), "fell"),
        (value(2), value(2), "unchanged"),
        (value(1), value(2, "at_least"), "rose"),
        (value(2), value(1, "at_least"), "undecided"),
        (value(2), value(2, "at_least"), "undecided"),
        (value(1, "at_least"), value(2), "undecided"),
        (value(2, "at_least"), value(2, "at_least"), "undecided"),
    ],
)
def test_direction_of_bounds(first, last, answer):
    assert direction(first, last) == answer


def test_growth_from_and_to_bounds():
    assert growth(span(100), span(150)) == Span(50, 50)
    assert growth(span(100), span(150, "at_least")).low == 50
    assert growth(span(100, "at_least"), span(150)).high == 50
    assert growth(span(100), span(150, "at_most")) == Span(-100, 50)


@pytest.mark.parametrize(
    ("target", "outturn", "answer"),
    [
        (value(10), value(10), True),
        (value(10), value(9), False),
        (value(10), value(9, "at_least"), None),
        (value(10, "at_least"), value(11, "at_least"), True),
        (value(10), value(9, "at_most"), False),
        (value(10, "at_most"), value(9), True),
        (value(10, "at_most"), value(11), False),
    ],
)
def test_reached(target, outturn, answer):
    assert reached(target, outturn) is answer


def test_the_widest_pair_of_different_years():
    found = rows(("macao", "2016", 5), ("macao", "2020", 9), ("macao", "2018", 7))
    pair = first_and_last(found, INDICATORS).iloc[0]
    assert (pair["first_period"], pair["last_period"], pair["change"]) == ("2016", "2020", 4)


def test_two_dates_of_one_year_pair_only_if_asked():
    found = rows(("macao", "2020-01", 5), ("macao", "2020-12", 9))
    assert first_and_last(found, INDICATORS).empty
    assert len(first_and_last(found, INDICATORS, years=False)) == 1


def test_a_bound_that_decides_nothing_gives_way_to_a_certain_pair():
    found = rows(("macao", "2016", 5), ("macao", "2018", 7), ("macao", "2020", 4, "at_least"))
    assert first_and_last(found, INDICATORS)["last_period"].tolist() == ["2018"]
    alone = first_and_last(found.iloc[[0, 2]], INDICATORS)
    assert alone["direction"].tolist() == ["undecided"]


def test_a_break_separates_series():
    found = rows(("china", "2012", 5), ("china", "2016", 9), indicator="un_hci")
    assert first_and_last(found, INDICATORS).empty
    assert segment("2013", "2014") == 0
    assert segment("2014", "2014") == 1


def test_no_rows_no_pairs():
    pairs = first_and_last(rows(), INDICATORS)
    assert pairs.empty
    assert improvement(pairs, INDICATORS).empty


def test_less_may_be_better():
    up, down = rows(("macao", "2016", 5), ("macao", "2020", 9)), "doing_business_rank"
    pairs = first_and_last(together(up, up.assign(indicator=down)), INDICATORS)
    assert improvement(pairs, INDICATORS).tolist() == ["improved", "worsened"]


def test_the_nearest_outturn():
    counts = rows(("macao", "2018", 5), ("macao", "2020-06", 9), ("china", "2020", 1))
    target = rows(("macao", "2020", 8)).iloc[0]
    assert nearest(target, counts)["period"] == "2020-06"
    assert nearest(target, counts[:0]) is None
    assert nearest(rows(("macao", "2020", 8)).assign(period="").iloc[0], counts) is None


def test_targets_beside_outturns():
    targets = rows(("macao", "2020", 8), ("guangdong", "2020", 8), ("hong-kong", "2020", 8))
    counts = rows(("macao", "2020", 9), ("guangdong", "2020", 7, "at_least"))
    pairs = beside(targets, counts)
    assert pairs["result"].tolist() == ["reached", "undecided", "unrecorded"]
    assert beside(targets[:0], counts)["result"].empty


def test_a_series_tells_its_widest_pair_or_that_it_is_not_known():
    told = of_series(rows(("macao", "2016", 5), ("macao", "2020", 9)), INDICATORS, ".0f")
    assert (told["first"], told["last_at"]) == (Number(5.0, ".0f"), Period("2020"))
    single = of_series(rows(("macao", "2016", 5)), INDICATORS)
    assert (single["first"].value, single["last_at"].text) == (None, None)
