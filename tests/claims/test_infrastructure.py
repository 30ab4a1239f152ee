import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims import infrastructure
from digitalbay.claims.infrastructure import CORES, RACKS, STAGES

from .frames import rows, together

PEOPLE = rows(
    ("guangdong", "2020-11-01", 100),
    ("beijing", "2020-11-01", 10),
    ("shanghai", "2020-11-01", 100),
    ("zhejiang", "2020-11-01", 100),
    indicator="population_census",
)


def stations(guangdong, beijing, years=("2021", "2022"), qualifier=""):
    """Return counts of three places for years; the third is always below the others."""
    places = {"guangdong": guangdong, "beijing": beijing, "shanghai": 1}
    found = [
        (place, year, number, qualifier if place == "guangdong" else "")
        for year in years
        for place, number in places.items()
    ]
    return rows(*found)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        (stations(1000, 90), "supported"),
        (stations(1000, 90, qualifier="at_least"), "supported"),
        (stations(500, 90), "partly"),
        (stations(50, 90), "contradicted"),
        (stations(50, 90, qualifier="at_most"), "contradicted"),
        (stations(50, 90, qualifier="at_least"), "not_testable"),
        (stations(500, 90, qualifier="at_least"), "partly"),
        (stations(1000, 90, years=("2021",)), "not_testable"),
        (stations(1000, 90, years=()), "not_testable"),
    ],
)
def test_h1_asks_for_number_and_number_per_head(counts, verdict):
    assert infrastructure.decide_h1(counts, PEOPLE).verdict == verdict


def test_h1_names_the_years_that_bounds_leave_open():
    counts = together(
        stations(500, 90, years=("2021",)),
        stations(500, 90, years=("2022",), qualifier="at_least"),
    )
    facts = infrastructure.decide_h1(counts, PEOPLE).facts
    assert facts["absolute"] == [2021, 2022]
    assert (facts["per_head"], facts["undecided_per_head"]) == ([], [2022])


def test_h1_needs_guangdong_and_two_others_within_six_months():
    few = rows(("guangdong", "2021", 9), ("beijing", "2021", 1), ("shanghai", "2021-05", 1))
    density = infrastructure.per_resident(few, PEOPLE)
    assert infrastructure.comparable_ends(density).empty
    near = rows(("guangdong", "2021", 9), ("beijing", "2021-07", 1), ("shanghai", "2022-06", 1))
    ends = infrastructure.comparable_ends(infrastructure.per_resident(near, PEOPLE))
    assert list(ends["year_end"].unique()) == [2021]


def test_h1_takes_the_value_nearest_to_the_end_of_the_year():
    counts = rows(
        ("guangdong", "2021-10", 7), ("guangdong", "2022-01", 9), ("guangdong", "2022-06", 11)
    )
    end = infrastructure.at_year_end(infrastructure.per_resident(counts, PEOPLE), 2021)
    assert list(end["value"]) == [9]
    assert list(end["per_10k"]) == [0.09]


def test_h1_without_a_census_has_nothing_to_compare():
    decision = infrastructure.decide_h1(stations(1000, 90), PEOPLE.head(0))
    assert decision.verdict == "not_testable"


@pytest.fixture(scope="module")
def areas():
    return db.areas()


def racks(cores, others=(10, 10), year="2024", qualifier=""):
    """Return racks of the three cities, and of others of which the first may be a bound."""
    found = [(core, year, number) for core, number in zip(CORES, cores, strict=False)]
    found += [
        (place, year, number, qualifier if place == "foshan" else "")
        for place, number in zip(("foshan", "zhuhai"), others, strict=False)
    ]
    return rows(*found, ("guangdong", year, 9999), indicator=RACKS)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        (racks((30, 20, 10)), "supported"),
        (racks((30, 20, 5)), "contradicted"),
        (racks((30, 20, 15), qualifier="at_least"), "not_testable"),
        (racks((30, 20, 5), qualifier="at_least"), "contradicted"),
        (racks((30, 20, 15), others=(10,)), "not_testable"),
        (racks((30, 20)), "not_testable"),
        (rows(indicator=RACKS), "not_testable"),
    ],
)
def test_t3_compares_cities_of_one_year(counts, verdict, areas):
    assert infrastructure.decide_t3(counts, areas).verdict == verdict


def test_t3_takes_the_newest_full_year(areas):
    counts = together(racks((30, 20, 10), year="2022"), racks((30, 20, 5), year="2023"))
    decision = infrastructure.decide_t3(counts, areas)
    assert decision.verdict == "contradicted"
    assert decision.facts["year"] == "2023"
    assert decision.facts["leaders"][:2] == ["guangzhou", "shenzhen"]


def things(*names):
    return together(rows(), *(rows(("guangdong", "2020", 5), indicator=name) for name in names))


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        (things("iot_companies"), "partly"),
        (things("iot_cellular_connections"), "partly"),
        (rows(("guangdong", "2020", 5, "at_least"), indicator="iot_companies"), "partly"),
        (things(*(f"iot_companies_{stage}" for stage in STAGES)), "supported"),
        (things(*(f"iot_companies_{stage}" for stage in STAGES[:3])), "partly"),
        (things("iot_market_size", "iot_patent_applications"), "not_testable"),
        (rows(), "not_testable"),
    ],
)
def test_t6_counts_companies_and_connections_only(counts, verdict):
    assert infrastructure.decide_t6(counts).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"), {"h1": "partly", "t3": "not_testable", "t6": "partly"}.items()
)
def test_the_data_decide_as_published(claim, verdict):
    decision = getattr(infrastructure, claim)()
    assert decision.verdict == verdict
    assert all(isinstance(frame, pd.DataFrame) for frame in decision.rows)


@pytest.mark.parametrize("claim", ["h1", "t3", "t6"])
def test_before_the_counts_nothing_can_be_tested(claim):
    assert getattr(infrastructure, claim)("2005-12-31").verdict == "not_testable"
