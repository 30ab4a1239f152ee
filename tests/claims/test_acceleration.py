import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims import acceleration
from digitalbay.claims.acceleration import (
    AFTER,
    BEFORE,
    accelerated,
    decide_h4c,
)

from .frames import rows, together

INDICATORS = db.indicators()
SHARE = "digital_core_industry_share_gdp"
ENDS = (*BEFORE, *AFTER)


def grown(before, after):
    """Levels at the four ends whose mean annual growth is as wanted, in per cent."""
    steps = [(1 + rate / 100) ** 4 for rate in (before, after)]
    return [100, 100 * steps[0], 100 * steps[0], 100 * steps[0] * steps[1]]


def levels(before, after, area="shenzhen", indicator=acceleration.PER_HEAD):
    values = zip(ENDS, grown(before, after), strict=True)
    return rows(*((area, year, value) for year, value in values), indicator=indicator)


def nation(before, after):
    flat = [levels(0, 0, "china", name) for name in ("population_total", "exchange_rate_per_usd")]
    return together(levels(before, after, "china", "gdp_current_usd"), *flat)


def shares(city, china):
    """Shares at the four ends of a city and the nation."""
    lines = [
        (area, year, value)
        for area, values in (("shenzhen", city), ("china", china))
        for year, value in zip(ENDS, values, strict=True)
    ]
    return rows(*lines, indicator=SHARE)


FAST, SLOW = levels(2, 6), levels(6, 2)
STEADY = nation(4, 4)
UP, DOWN, EVEN = (10, 11, 11, 19), (10, 18, 18, 19), (10, 12, 12, 14)
NONE = rows(indicator=SHARE)


@pytest.mark.parametrize(
    ("cities", "china", "digital", "verdict"),
    [
        (FAST, STEADY, shares(UP, EVEN), "supported"),
        (SLOW, STEADY, shares(DOWN, EVEN), "contradicted"),
        (FAST, STEADY, NONE, "partly"),
        (SLOW, STEADY, shares(UP, EVEN), "partly"),
        (FAST, nation(1, 9), NONE, "not_testable"),
        (SLOW, STEADY, NONE, "not_testable"),
        (FAST[:0], STEADY, NONE, "not_testable"),
        (FAST, STEADY[:0], NONE, "not_testable"),
        (FAST[:3], STEADY, NONE, "not_testable"),
        # Of two vintages, or a bound: no growth.
        (FAST.assign(published=["2020", "2020", "2020", "2023"]), STEADY, NONE, "not_testable"),
        (FAST.assign(qualifier=["", "", "", "at_least"]), STEADY, NONE, "not_testable"),
        (SLOW, STEADY, shares(UP, EVEN).assign(qualifier="at_least"), "not_testable"),
    ],
)
def test_h4c(cities, china, digital, verdict):
    assert decide_h4c(cities, china, digital, INDICATORS).verdict == verdict


@pytest.mark.parametrize("indicator", [acceleration.PER_HEAD, "gdp_current_prices"])
def test_no_growth_across_a_break(indicator):
    at = INDICATORS["breaks"].where(INDICATORS["indicator"] != indicator, "2014")
    decision = decide_h4c(FAST, STEADY, NONE, INDICATORS.assign(breaks=at))
    assert decision.verdict == "not_testable"
    assert decision.facts["growth_before"] is None


def test_h4c_gives_the_growth_it_compares():
    both = together(FAST, levels(4, 4, "dongguan"), levels(1, 3, "foshan")[:2])
    facts = decide_h4c(both, STEADY, NONE, INDICATORS).facts
    assert facts["growth_before"] == pytest.approx(2)
    assert facts["growth_after"] == pytest.approx(5)
    assert facts["nation_after"] == pytest.approx(4)
    assert (facts["n"], facts["sped_up"]) == (2, 1)
    assert (facts["gdp_holds"], facts["share_holds"]) == (True, None)
    assert facts["by_city"].loc["shenzhen"].tolist() == pytest.approx([2, 6])


def test_what_accelerates():
    assert accelerated(1, 3, 1, 2) == (True, False)
    assert accelerated(3, 1, 2, 1) == (False, True)
    assert accelerated(3, 1, 3, 0) == (False, False)
    assert accelerated(1, 3, None, 2) == (None, None)


def test_rows_are_those_read():
    read = [FAST, STEADY, NONE]
    for one, other in zip(decide_h4c(*read, INDICATORS).rows, read, strict=True):
        pd.testing.assert_frame_equal(one, other)
