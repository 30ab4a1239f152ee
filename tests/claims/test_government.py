import pytest

import digitalbay as db
from digitalbay.claims import government
from digitalbay.claims.government import GRADES, RANK, REVIEWS, decide_g1, decide_g2, decide_g3

from .frames import rows, together

INDICATORS = db.indicators()
MECHANISM = [(area, "2022", 1) for area in db.MAINLAND[:5]]


def ranks(*found: tuple):
    return rows(*(("guangdong", *line) for line in found), indicator=RANK)


def reviews(good: float, bad: float, ungraded: float = 0, period: str = "2023-07", bound: str = ""):
    counts = dict(zip(GRADES, (good, 0, 0, bad, 0), strict=True))
    graded = [
        rows(("guangdong", period, n), indicator=f"gov_service_reviews_{grade}_monthly")
        for grade, n in counts.items()
    ]
    return together(
        rows(("guangdong", period, good + bad + ungraded, bound), indicator=REVIEWS), *graded
    )


NO_REVIEWS, NO_RANKS = reviews(1, 1)[:0], ranks()


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (ranks(("2018", 1), ("2020", 1)), reviews(97, 3), "supported"),
        (ranks(("2018", 1), ("2020", 2)), reviews(97, 3), "partly"),
        (ranks(("2018", 1)), NO_REVIEWS, "partly"),
        (ranks(("2018", 1), ("2020", 17)), reviews(97, 3), "contradicted"),
        (ranks(("2018", 1)), reviews(79, 21), "contradicted"),
        (ranks(("2018", 2)), reviews(90, 10), "not_testable"),
        (NO_RANKS, NO_REVIEWS, "not_testable"),
        # Before 2018 no rank counts.
        (ranks(("2017", 9), ("2018", 1)), reviews(97, 3), "supported"),
        # 96 of 120 are good, and 96 of 100 with a grade: the readings differ.
        (ranks(("2018", 1)), reviews(96, 4, ungraded=20), "partly"),
        # A rank "at least" 20 is below the middle, "at most" 20 may be above it.
        (ranks(("2018", 20, "at_least")), NO_REVIEWS, "contradicted"),
        (ranks(("2018", 20, "at_most")), reviews(97, 3), "partly"),
        (ranks(("2018", 1)), reviews(10, 90, bound="at_least"), "partly"),
    ],
)
def test_g1(first, second, verdict):
    assert decide_g1(first, second).verdict == verdict


def test_g1_takes_the_newest_month():
    both = together(reviews(10, 90, period="2020-01"), reviews(97, 3))
    facts = decide_g1(ranks(("2018", 1)), both).facts
    assert facts["month"] == "2023-07"
    assert facts["good_of_all"] == 97
    assert facts["ranks"] == {"2018": 1}


def business(*found: tuple, indicator: str = "doing_business_rank"):
    return rows(*found, indicator=indicator)


FELL = (("hong-kong", "2015", 5), ("hong-kong", "2017", 3))  # a lower rank is better
ROSE = (("hong-kong", "2015", 3), ("hong-kong", "2017", 5))
SCORE = {"indicator": "cass_business_environment_score"}


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (together(business(*FELL), business(*ROSE, **SCORE)), "supported"),
        (together(business(*FELL), business(*FELL, **SCORE)), "partly"),
        (business(*FELL), "partly"),
        (business(*ROSE), "contradicted"),
        (business(("hong-kong", "2015", 5), ("hong-kong", "2017", 5)), "not_testable"),
        (business(("hong-kong", "2015", 5)), "not_testable"),
        (business(), "not_testable"),
        (business(("hong-kong", "2015", 5, "at_most"), ("hong-kong", "2017", 3)), "not_testable"),
        # Another place is no evidence, and the procedures of 2011 are of another definition.
        (business(("china", "2015", 80), ("china", "2017", 78)), "not_testable"),
        (
            business(
                ("guangdong", "2011", 14),
                ("guangdong", "2019-12", 3),
                indicator="starting_business_procedures",
            ),
            "not_testable",
        ),
    ],
)
def test_g2(found, verdict):
    assert decide_g2(found, INDICATORS).verdict == verdict


def test_g2_says_what_the_nation_would_add():
    nation = business(("china", "2015", 80), ("china", "2017", 78))
    decision = decide_g2(nation, INDICATORS)
    assert decision.facts["wider"] == "partly"
    assert decision.facts["improved"] == 0


def test_g2_reads_no_series_across_a_break():
    broken = INDICATORS.assign(breaks="2016")
    assert decide_g2(business(*FELL), broken).verdict == "not_testable"


def outcome(*found: tuple):
    return rows(*(("guangdong", *line) for line in found), indicator="gov_service_online_rate")


@pytest.mark.parametrize(
    ("working", "pilots", "verdict"),
    [
        (outcome(("2019", 80), ("2021", 90)), [], "supported"),
        (outcome(("2019", 90), ("2021", 80)), MECHANISM, "not_testable"),
        (outcome(("2019", 90), ("2021", 80, "at_least")), MECHANISM, "not_testable"),
        (outcome(("2019", 90)), MECHANISM, "partly"),
        (outcome(), MECHANISM, "partly"),
        (outcome(), MECHANISM[:4], "not_testable"),
        (outcome(), [], "not_testable"),
        (outcome(), [(area, "2023", 1) for area in db.MAINLAND], "not_testable"),
        (outcome(), [*MECHANISM[:4], ("huizhou", "2021", 0), ("huizhou", "2022", 1)], "partly"),
    ],
)
def test_g3(working, pilots, verdict):
    named = rows(*pilots, indicator="cdo_pilot_city")
    assert decide_g3(working, named, INDICATORS).verdict == verdict


def test_g3_reads_no_outcome_across_a_break():
    found = outcome(("2019", 80), ("2021", 90))
    none = rows(indicator="cdo_pilot_city")
    assert decide_g3(found, none, INDICATORS.assign(breaks="2020")).verdict == "not_testable"


@pytest.mark.parametrize(
    ("claim", "verdict"), {"g1": "supported", "g2": "partly", "g3": "partly"}.items()
)
def test_the_verdicts_of_the_data(claim, verdict):
    assert getattr(government, claim)().verdict == verdict
