import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims import finance, industry, networks
from digitalbay.claims.finance import INDEX, apart, decide_e4
from digitalbay.claims.industry import GDP, decide_e1, decide_e2
from digitalbay.claims.networks import FIXED, MOBILE, STATIONS, decide_e3, station_years

from .frames import rows, together

INDICATORS = db.indicators()
CLOUD = {"indicator": "firms_on_cloud_cumulative"}


def promised(*found: tuple) -> pd.DataFrame:
    return rows(*found, **CLOUD).assign(target="t", document="d")


TWO = promised(("guangdong", "2020", 10), ("shenzhen", "2020", 10))


@pytest.mark.parametrize(
    ("targets", "counts", "verdict"),
    [
        (TWO, [("guangdong", "2020", 11), ("shenzhen", "2020", 10)], "supported"),
        (TWO, [("guangdong", "2020", 11)], "supported"),
        (TWO, [("guangdong", "2020", 11), ("shenzhen", "2020", 9)], "partly"),
        (TWO, [("guangdong", "2020", 9)], "contradicted"),
        (TWO, [("guangdong", "2020", 9, "at_most")], "contradicted"),
        (TWO, [("guangdong", "2020", 9, "at_least")], "not_testable"),
        (TWO, [("guangdong", "2020", 11, "at_least")], "supported"),
        (TWO, [], "not_testable"),
        (TWO[:0], [("guangdong", "2020", 11)], "not_testable"),
        (TWO.assign(grade="C"), [("guangdong", "2020", 11)], "not_testable"),
    ],
)
def test_e1(targets, counts, verdict):
    assert decide_e1(targets, rows(*counts, **CLOUD)).verdict == verdict


def test_e1_read_strictly_counts_a_bound_as_missed():
    counts = rows(("guangdong", "2020", 9, "at_least"), **CLOUD)
    facts = decide_e1(TWO, counts).facts
    assert (facts["n"], facts["decided"], facts["strict"]) == (2, 0, "contradicted")


def made(*found: tuple, indicator: str = "software_revenue", status: str = "A"):
    lines = (("guangdong", *line) for line in found)
    return rows(*lines, indicator=indicator, status=status)


def gross(*found: tuple, status: str = "A"):
    return made(*found, indicator=GDP, status=status)


GROSS = gross(("2018", 100), ("2022", 140))
FAST, SLOW = made(("2018", 10), ("2022", 20)), made(("2018", 10), ("2022", 11))
REVENUE = "digital_industry_revenue"


@pytest.mark.parametrize(
    ("measures", "gdp", "verdict"),
    [
        (FAST, GROSS, "supported"),
        (together(FAST, SLOW.assign(indicator=REVENUE)), GROSS, "partly"),
        (SLOW, GROSS, "contradicted"),
        (made(("2018", 10), ("2022", 20, "at_least")), GROSS, "supported"),
        (made(("2018", 10), ("2022", 11, "at_least")), GROSS, "not_testable"),
        (made(("2018", 10), ("2022", 11, "at_most")), GROSS, "contradicted"),
        (FAST[:1], GROSS, "not_testable"),
        (FAST, GROSS[:1], "not_testable"),
        (FAST, gross(), "not_testable"),
        (made(), GROSS, "not_testable"),
        # Whole years only; revised GDP beside preliminary; GDP across its break of 2017.
        (made(("2018-06", 10), ("2022", 20)), GROSS, "not_testable"),
        (FAST, together(GROSS[:1], gross(("2022", 140), status="P")), "not_testable"),
        (made(("2015", 10), ("2022", 20)), gross(("2015", 70), ("2022", 140)), "not_testable"),
    ],
)
def test_e2(measures, gdp, verdict):
    assert decide_e2(measures, gdp, INDICATORS).verdict == verdict


def test_e2_takes_the_widest_years_that_compare():
    measures = made(("2015", 5), ("2018", 10), ("2020", 12), ("2022", 20))
    wide = gross(("2015", 70), ("2018", 100), ("2020", 120), ("2022", 140))
    found = decide_e2(measures, wide, INDICATORS).facts["measures"].iloc[0]
    assert (found["first_period"], found["last_period"]) == ("2018", "2022")
    assert (found["growth"], round(found["gdp_growth"])) == (100, 40)


CENSUS = rows(
    ("guangdong", "2020-11-01", 10), ("china", "2020-11-01", 100), indicator="population_census"
)


def lines(here: float, nation: float = 50, qualifier: str = ""):
    found = [("hong-kong", "2023", here, qualifier), ("macao", "2023", here, qualifier)]
    found.append(("china", "2023", nation))
    return together(*(rows(*found, indicator=name) for name in (FIXED, MOBILE)))


def stations(here: float, nation: float, *, at: str = "2022-11", qualifier: str = ""):
    return rows(("guangdong", at, here, qualifier), ("china", "2022", nation), indicator=STATIONS)


@pytest.mark.parametrize(
    ("subscriptions", "counts", "verdict"),
    [
        (lines(60), stations(20, 100), "supported"),
        (lines(60), stations(20, 100, qualifier="at_least"), "supported"),
        (lines(40), stations(20, 100), "partly"),
        (lines(40), stations(9, 100), "contradicted"),
        # Four comparisons, the fifth is open; then only two, or none.
        (lines(60), stations(9, 100, qualifier="at_least"), "partly"),
        (lines(60), rows(), "partly"),
        (lines(40, qualifier="at_least"), stations(20, 100), "not_testable"),
        (lines(60)[:3], rows(), "not_testable"),
        (lines(60)[:0], rows(), "not_testable"),
    ],
)
def test_e3(subscriptions, counts, verdict):
    assert decide_e3(subscriptions, counts, CENSUS).verdict == verdict


def test_e3_without_mobile_subscriptions():
    facts = decide_e3(lines(60), stations(9, 100), CENSUS).facts
    assert (facts["made"], facts["ahead"]) == (5, 4)
    assert (facts["narrow"], facts["narrow_ahead"], facts["narrow_verdict"]) == (3, 2, "partly")


def test_stations_stand_for_a_year_from_which_they_are_half_a_year_away():
    assert list(station_years(stations(20, 100), CENSUS)) == [2022]
    assert station_years(stations(20, 100, at="2022-05"), CENSUS) == {}
    assert station_years(stations(20, 100), CENSUS[:1]) == {}


def index(start: list[float], end: list[float], qualifier: str = "") -> pd.DataFrame:
    found = [(area, "2011", value) for area, value in zip(db.MAINLAND, start, strict=False)]
    found += [
        (area, "2022", value, qualifier) for area, value in zip(db.MAINLAND, end, strict=False)
    ]
    return rows(*found, indicator=INDEX)


LOW = [50.0, *[80.0] * 8]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (index(LOW, [290, *[300] * 8]), "supported"),
        (index(LOW, [200, *[300] * 8]), "partly"),
        (index(LOW, [40, *[300] * 8]), "contradicted"),
        (index(LOW, [50, *[300] * 8]), "not_testable"),
        (index(LOW, [290, *[300] * 7]), "not_testable"),
        (index(LOW, [290, *[300] * 8], "at_least"), "not_testable"),
        (index([], []), "not_testable"),
    ],
)
def test_e4(found, verdict):
    assert decide_e4(found, INDICATORS).verdict == verdict


def test_e4_judges_no_change_across_a_break():
    broken = INDICATORS.assign(breaks="2015")
    assert decide_e4(index(LOW, [290, *[300] * 8]), broken).verdict == "not_testable"


def test_how_far_apart_cities_are_by_period():
    found = index(LOW, [200, *[300] * 8])
    found = found.assign(measure="m", derived_from=INDEX)
    spread = apart(found, db.MAINLAND)
    assert spread["gap"].tolist() == [30, 100]
    assert spread["value"].tolist() == pytest.approx([max(LOW) / min(LOW), 1.5])
    assert decide_e4(found, INDICATORS).facts["gap_last"] == 100
    assert list(apart(found[1:], db.MAINLAND)["gap"]) == [100]


@pytest.mark.parametrize(
    ("room", "claim", "verdict"),
    [
        (industry, "e1", "not_testable"),
        (industry, "e2", "supported"),
        (networks, "e3", "partly"),
        (finance, "e4", "partly"),
    ],
)
def test_the_verdicts_of_the_data(room, claim, verdict):
    assert getattr(room, claim)().verdict == verdict
