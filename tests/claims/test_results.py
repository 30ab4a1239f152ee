import pandas as pd
import pytest

import digitalbay as db
from digitalbay import claims
from digitalbay.claims.results import (
    compared,
    improved,
    last_by_spell,
    led_by,
    on_both_sides,
    yearly_by_spell,
)
from digitalbay.claims.services import RANK, decide_h4a, examined
from digitalbay.claims.use import decide_h4b

from .frames import rows, together

INDICATORS = db.indicators()
PROVINCES = {"guangdong", "zhejiang", "jiangsu"}
ONLINE, LICENCES = "gov_service_online_rate", "licence_items_online_rate"


def service(first, last, *others, indicator=ONLINE):
    """Guangdong in 2016 and 2022, and other provinces in the same years."""
    places = zip(["guangdong", "zhejiang", "jiangsu"], [(first, last), *others], strict=False)
    lines = [
        (area, year, *(value if isinstance(value, tuple) else (value,)))
        for area, pair in places
        for year, value in zip(("2016", "2022"), pair, strict=True)
        if value is not None
    ]
    return rows(*lines, indicator=indicator)


def broken(indicator, at):
    return INDICATORS.assign(
        breaks=INDICATORS["breaks"].where(INDICATORS["indicator"] != indicator, at)
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (together(service(50, 90, (60, 70)), service(50, 90, (60, 70), indicator=LICENCES)),
         "supported"),
        # Without a comparison group, or with one that changed more.
        (together(service(50, 90, (None, 70)), service(50, 90, indicator=LICENCES)), "partly"),
        (together(service(50, 90, (10, 70)), service(50, 90, (60, 70), indicator=LICENCES)),
         "partly"),
        (service(9, 1, indicator=RANK), "partly"),
        (service(90, 80, (60, 70)), "partly"),
        (service(90, 60, (60, 70)), "contradicted"),
        (service(10, 20, indicator=RANK), "contradicted"),
        # A bound is no value of Guangdong's, nor of the median.
        (service(50, (90, "at_least"), (60, 70)), "not_testable"),
        (service(90, 60, (60, (70, "at_most"))), "not_testable"),
        (service(50, None), "not_testable"),
        (rows(indicator=ONLINE), "not_testable"),
    ],
)  # fmt: skip
def test_h4a(found, verdict):
    assert decide_h4a(found, INDICATORS, PROVINCES).verdict == verdict


def test_h4a_does_not_compare_across_a_break():
    decision = decide_h4a(service(9, 1, indicator=RANK), broken(RANK, "2019"), PROVINCES)
    assert decision.verdict == "not_testable"
    assert decision.facts["n"] == 0


def test_h4a_tells_what_was_compared_and_what_was_looked_for():
    found = together(service(9, 1, indicator=RANK), service(50, (90, "at_least")))
    facts = decide_h4a(found, INDICATORS, PROVINCES).facts
    only = facts["measures"].iloc[0]
    assert (only["first"], only["last"], only["median"], only["group"]) == (9, 1, 16.5, 0)
    assert (facts["n"], facts["both"], facts["with_group"], facts["examined"]) == (1, 1, 0, 7)
    table = examined(found).set_index("indicator")
    assert table.loc[ONLINE, ["before", "after", "after_qualifier"]].tolist() == [
        50, 90, "at_least",
    ]  # fmt: skip
    assert pd.isna(table.loc[LICENCES, "before"])


SHARE, PAYMENTS, OLDER = (
    "ebanking_users_share_of_internet_users_dsec",
    "mobile_payment_transactions",
    "internet_users_share_65plus_dsec",
)


def use(*ends, indicator=SHARE, area="macao"):
    lines = [
        (area, year, *(value if isinstance(value, tuple) else (value,)))
        for year, value in zip(("2016", "2020"), ends, strict=True)
    ]
    return rows(*lines, indicator=indicator)


def three(*ends, less=None):
    """Three measures of Macao, with an area outside if wanted."""
    names = (SHARE, PAYMENTS, OLDER)
    outside = [use(*less, indicator=name, area="shanghai") for name in names] if less else []
    return together(*(use(*ends, indicator=name) for name in names), *outside)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (three(1, 9, less=(1, 2)), "supported"),
        (three(1, 9, less=(1, 20)), "partly"),
        (three(1, 9), "partly"),
        (together(use(1, 2), use(9, 1, indicator=PAYMENTS)), "partly"),
        (use(9, 1), "contradicted"),
        (use(5, 5), "not_testable"),
        # A lower bound above the first value is a rise, one below it decides nothing.
        (use(1, (2, "at_least")), "partly"),
        (use(3, (2, "at_least")), "not_testable"),
        (three(1, 9, less=(1, (2, "at_least"))), "partly"),
        (rows(indicator=SHARE), "not_testable"),
        # Outside the Bay Area and Guangdong nothing is judged.
        (use(1, 2, area="shanghai"), "not_testable"),
    ],
)
def test_h4b(found, verdict):
    assert decide_h4b(found, INDICATORS).verdict == verdict


def test_h4b_does_not_compare_across_a_break():
    assert decide_h4b(use(1, 2), broken(SHARE, "2018")).verdict == "not_testable"


def test_h4b_names_places_only_if_they_are_all():
    words = [
        str(decide_h4b(together(use(1, 2), *more), INDICATORS).because)
        for more in ([], [use(1, 2, area="guangdong")])
    ]
    assert ["All are of Hong Kong or Macao." in text for text in words] == [True, False]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    {
        "h4a": "partly",
        "h4b": "partly",
        "h4c": "not_testable",
        "h4": "partly",
        "p2": "partly",
    }.items(),
)
def test_the_verdicts_of_the_data(claim, verdict):
    assert claims.rule(claim, 1)().verdict == verdict


def test_nothing_is_known_before_anything_was_published():
    assert claims.h4("1990").verdict == "not_testable"


def test_the_last_value_of_each_spell_with_its_bound():
    found = rows(
        ("a", "2015", 9), ("a", "2017", 7), ("a", "2021", 11, "at_least"), ("b", "2024", 2)
    )
    table = last_by_spell(found).set_index("area")
    assert table.loc["a", ["before", "before_period"]].to_list() == [7, "2017"]
    assert table.loc["a", ["report", "report_qualifier"]].to_list() == [11, "at_least"]
    assert pd.isna(table.loc["b", "before"])
    assert table.loc["b", "after"] == 2


def test_change_a_year_by_spell_crosses_no_break():
    values = [
        ("a", "2012", 0),
        ("a", "2013", 10),
        ("a", "2017", 30),
        ("a", "2022", 40),
        ("a", "2024", 41),
    ]
    found = yearly_by_spell(rows(*values), broken("base_stations_5g", "2023"))
    assert found["spell"].to_list() == ["before", "report"]
    assert found["change"].to_list() == [5, 2]
    assert found["period"].to_list() == ["2013/2017", "2017/2022"]


def test_a_better_rank_is_a_lower_one_and_one_rank_has_no_course():
    ranks = together(
        rows(("a", "2018", 5), ("a", "2016", 9), indicator="x"),
        rows(("a", "2016", 3), ("a", "2018", 4), indicator="y"),
        rows(("a", "2018", 1), indicator="z"),
    )
    assert improved(ranks).to_dict() == {"x": True, "y": False}


def test_who_stands_before_a_place_is_told_by_the_newest_list_with_both():
    ranks = rows(
        ("a", "2016", 2), ("b", "2016", 1), ("a", "2018", 1), ("c", "2018", 3), ("a", "2020", 9),
        ("b", "2020", 5, "at_most"),
    )  # fmt: skip
    assert led_by(ranks, "a", ["b", "c"]).to_list() == [False]
    assert led_by(ranks[ranks["period"] < "2018"], "a", ["b", "c"]).to_list() == [True]


def test_both_sides_of_the_first_spell():
    found = rows(("a", "2016", 1), ("a", "2020", 1), ("b", "2018", 1), ("c", "2017", 1))
    assert on_both_sides(found).to_dict() == {"a": True, "b": False, "c": False}


def test_places_compare_if_a_period_is_common():
    found = rows(("a", "2020", 1), ("x", "2020", 2), ("y", "2021", 3), ("a", "2022", 1))
    line = compared(found, ["a"]).iloc[0]
    assert line[["here", "others", "n", "period"]].to_list() == [1, ("x",), 1, "2020"]
    assert compared(found[found["area"] == "a"], ["a"])["n"].to_list() == [0]
