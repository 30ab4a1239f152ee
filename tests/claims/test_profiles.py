"""Measures of places, their places among others, and what has moved."""

import pandas as pd
import pytest

from digitalbay.claims.profiles import (
    Measure,
    beside,
    measured,
    middle_of,
    part_of,
    standing,
)

INDICATORS = pd.DataFrame({"indicator": ["x", "n"], "breaks": ["", ""]})
SHARE = Measure("share", "economy", "x", "n", 100)
PLAIN = Measure("plain", "economy", "x")
YEARS = {"2018": {"a": 1.0, "b": 2.0, "c": 3.0}, "2023": {"a": 6.0, "b": 4.0, "c": 5.0}}


def rows(years, indicator="x", qualifier=""):
    cells = [(indicator, a, y, v) for y, each in years.items() for a, v in each.items()]
    frame = pd.DataFrame(cells, columns=["indicator", "area", "period", "value"])
    year = pd.to_numeric(frame["period"]).astype("Int64")
    return frame.assign(year=year, qualifier=qualifier, status="A")


def stands(frame, measure=PLAIN, area="a", indicators=INDICATORS, **how):
    found = standing(
        measured(frame, [measure]),
        area,
        [measure],
        indicators,
        **{"since": "2018", "least": 3} | how,
    )
    return found.iloc[0] if len(found) else None


def test_a_measure_divides_and_says_what_it_is_made_of():
    both = pd.concat([rows(YEARS), rows({"2023": {"a": 12.0, "b": 0.0}}, "n")])
    found = measured(both, [SHARE])
    assert found[["area", "period", "value"]].to_numpy().tolist() == [["a", "2023", 50.0]]
    assert found["derived_from"].tolist() == ["x n"]


def test_a_bound_makes_no_value():
    assert measured(rows(YEARS, qualifier="at_least"), [PLAIN]).empty


def test_a_share_needs_every_area_and_no_bound():
    both = rows(YEARS | {"2019": {"a": 1.0, "b": 3.0}})
    found = part_of(both, ["a", "b"], ["a", "b", "c"])
    assert found["period"].tolist() == ["2018", "2023"]
    assert found["value"].tolist() == pytest.approx([50, 100 * 10 / 15])
    assert part_of(rows(YEARS, qualifier="at_least"), ["a"], ["a", "b"]).empty


def test_an_area_beside_others_in_the_periods_that_all_have():
    found = beside(rows(YEARS | {"2019": {"a": 1.0, "b": 3.0}}), "a", ["b", "c"])
    shares = found.set_index(["area", "period"])["value"]
    assert shares["b", "2018"] == 50
    assert shares["b", "2023"] == 150
    assert set(found["period"]) == {"2018", "2023"}
    assert beside(rows(YEARS, qualifier="at_least"), "a", ["b"]).empty


def test_the_middle_needs_every_area():
    found = middle_of(rows(YEARS | {"2019": {"a": 1.0, "b": 3.0}}), ["a", "b", "c"])
    assert found.to_numpy().tolist() == [["2018", 2.0], ["2023", 5.0]]
    assert middle_of(rows(YEARS), ["a", "z"]).empty


def test_places_medians_and_moves():
    told = stands(rows(YEARS))
    assert (told["value"], told["middle"], told["place"], told["among"]) == (6.0, 4.5, 1, 3)
    assert (told["earlier"], told["before"], told["change"]) == ("2018", 1.0, 5.0)
    assert (told["place_before"], told["place_after"]) == (3, 1)


def test_of_ranks_the_lowest_is_first():
    assert stands(rows(YEARS), Measure("rank", "k", "x", ranks=True))["place"] == 3


@pytest.mark.parametrize(("breaks", "earlier"), [("2019", None), ("2018", "2018")])
def test_nothing_is_compared_across_a_break(breaks, earlier):
    told = stands(rows(YEARS), indicators=INDICATORS.assign(breaks=[breaks, ""]))
    assert told["earlier"] == earlier if earlier else pd.isna(told["earlier"])
    assert told["value"] == 6.0


def test_where_too_few_are_known_there_is_a_value_and_no_place():
    told = stands(rows(YEARS), least=4)
    assert told["value"] == 6.0
    assert pd.isna(told["place"])
    assert pd.isna(told["middle"])


def test_the_newest_year_is_one_of_which_enough_are_known():
    told = stands(rows(YEARS | {"2024": {"a": 9.0}}))
    assert (told["period"], told["value"]) == ("2023", 6.0)


def test_moves_are_told_among_those_that_have_both_years():
    more = {"2018": YEARS["2018"], "2023": YEARS["2023"] | {"d": 9.0}}
    told = stands(rows(more))
    assert (told["place"], told["place_after"]) == (2, 1)


def test_a_place_without_values_has_no_row():
    assert stands(rows(YEARS), area="z") is None
