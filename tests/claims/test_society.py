import pytest

import digitalbay as db
from digitalbay.claims import society
from digitalbay.claims.shares import by_period
from digitalbay.claims.society import decide_s1, decide_s2, decide_s3

from .frames import rows, together

INDICATORS = db.indicators()
USE = "internet_users_share"


def use(**ends: tuple):
    """Shares of 2016 and 2020 by place, with underscores for hyphens."""
    lines = [
        (area.replace("_", "-"), year, *(value if isinstance(value, tuple) else (value,)))
        for area, pair in ends.items()
        for year, value in zip(("2016", "2020"), pair, strict=True)
    ]
    return rows(*lines, indicator=USE)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (use(china=(50, 60), hong_kong=(50, 60), macao=(50, 60)), "supported"),
        (use(china=(50, 60), hong_kong=(50, 60), macao=(60, 50)), "partly"),
        (use(china=(50, 60), hong_kong=(50, 60)), "partly"),
        (use(china=(60, 50), hong_kong=(60, 50), macao=(50, 60)), "contradicted"),
        (use(china=(60, 50), hong_kong=(50, 60)), "not_testable"),
        (use(china=(50, 60)), "not_testable"),
        (rows(indicator=USE), "not_testable"),
        (use(china=(50, 60), hong_kong=(50, 60), macao=(60, (50, "at_least"))), "partly"),
        (use(china=(60, (50, "at_least")), hong_kong=(60, (50, "at_least"))), "not_testable"),
    ],
)
def test_s1(found, verdict):
    assert decide_s1(found, INDICATORS).verdict == verdict


def test_s1_counts_from_2015_and_not_across_a_break():
    old = rows(("china", "2014", 40), ("macao", "2014", 90), indicator=USE)
    recent = rows(("china", "2016", 50), ("macao", "2016", 50), indicator=USE)
    assert decide_s1(together(old, recent), INDICATORS).verdict == "not_testable"
    after = rows(("china", "2023", 90), ("macao", "2023", 90), indicator=USE)  # broken in 2023
    assert decide_s1(together(recent, after), INDICATORS).verdict == "not_testable"


def test_s1_of_whole_populations():
    whole = use(china=(50, 60), hong_kong=(50, 60), macao=(50, 60))
    group = rows(
        ("china", "2016", 60), ("china", "2020", 50), indicator="internet_users_share_60plus"
    )
    facts = decide_s1(together(whole, group), INDICATORS).facts
    assert (facts["n"], facts["rose"], facts["fell"]) == (4, 3, 1)
    assert (facts["everybody"], facts["everybody_n"]) == ("supported", 3)
    assert facts["largest"]["change"] == 10


EFFECT, ACTIVITY = "hotline_12345_satisfaction", "hotline_12345_cases"
THREE = rows(*((area, "2021", 1) for area in db.CITIES[:3]), indicator=ACTIVITY)


def effect(*found: tuple):
    return rows(*(("dongguan", *line) for line in found), indicator=EFFECT)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (effect(("2019", 90), ("2021", 95)), "supported"),
        (together(effect(("2021", 95)), THREE), "partly"),
        (rows(("guangdong", "2021", 1), indicator=ACTIVITY), "partly"),
        (THREE[:2], "not_testable"),
        (rows(), "not_testable"),
        (rows(*((area, "2021", 1) for area in db.CITIES), indicator="grid_staff"), "not_testable"),
        # An effect that did not improve is not "no effect".
        (together(effect(("2019", 95), ("2021", 90)), THREE), "not_testable"),
        (together(effect(("2019", 95), ("2021", 90, "at_least")), THREE), "not_testable"),
    ],
)
def test_s2(found, verdict):
    assert decide_s2(found, INDICATORS).verdict == verdict


def test_s2_reads_no_effect_across_a_break():
    found = effect(("2019", 90), ("2021", 95))
    assert decide_s2(found, INDICATORS.assign(breaks="2020")).verdict == "not_testable"


def test_s2_names_the_cities():
    assert decide_s2(THREE, INDICATORS).facts["cities"] == list(db.CITIES[:3])


def taken_part(*found: tuple, indicator: str = "registered_volunteers"):
    return rows(*(("guangdong", *line) for line in found), indicator=indicator)


UP, DOWN = (("2020-01", 5), ("2020-06", 9)), (("2020-01", 9), ("2020-06", 5))
REPLIES, VIEWS = {"indicator": "leader_message_board_replies"}, {"indicator": "open_data_views"}


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (together(taken_part(*UP), taken_part(*UP, **REPLIES)), "supported"),
        (together(taken_part(*UP), taken_part(("2020-01", 5), ("2021", 6, "at_least"), **REPLIES)),
         "supported"),
        (taken_part(*UP), "partly"),
        (together(taken_part(*UP), taken_part(*DOWN, **REPLIES)), "partly"),
        (together(taken_part(*UP), taken_part(*DOWN, **REPLIES), taken_part(*DOWN, **VIEWS)),
         "contradicted"),
        (taken_part(("2020", 5), ("2021", 5)), "not_testable"),
        (taken_part(("2020", 5), ("2021", 4, "at_least")), "not_testable"),
        (taken_part(("2020", 5)), "not_testable"),
        (taken_part(), "not_testable"),
    ],
)  # fmt: skip
def test_s3(found, verdict):
    assert decide_s3(found, INDICATORS).verdict == verdict


def test_s3_reads_nothing_across_a_break():
    broken = INDICATORS.assign(breaks="2020-03")
    assert decide_s3(taken_part(*UP), broken).verdict == "not_testable"


@pytest.mark.parametrize(
    ("claim", "verdict"), {"s1": "supported", "s2": "partly", "s3": "supported"}.items()
)
def test_the_verdicts_of_the_data(claim, verdict):
    assert getattr(society, claim)().verdict == verdict


def test_a_gap_is_of_years_that_have_both():
    everyone = rows(("hong-kong", "2010", 70), ("hong-kong", "2020", 90), indicator=USE)
    old = rows(("hong-kong", "2020", 60), indicator="internet_users_share_65plus_csd")
    found = society.gap(together(everyone, old), USE, "internet_users_share_65plus_csd")
    assert found.to_dict() == {2020: 30}
    assert society.gap(everyone, USE, "internet_users_share_65plus_csd").empty


def test_a_share_by_period_is_of_periods_that_have_both():
    whole = rows(("guangdong", "2020-01", 50), ("guangdong", "2020-02", 40), indicator="valid")
    part = rows(("guangdong", "2020-02", 30), indicator="closed")
    found = by_period(together(whole, part), "closed", "valid")
    assert found.to_dict("records") == [
        {"period": "2020-02", "value": 75, "qualifier": "", "whole": 40}
    ]
    assert by_period(whole, "closed", "valid").empty
