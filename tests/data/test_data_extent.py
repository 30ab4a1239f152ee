"""How much the package holds, counted from its files alone."""

import csv
from collections import defaultdict

import pytest

from digitalbay.data import location

NINE = {
    "guangzhou", "shenzhen", "zhuhai", "foshan", "huizhou", "dongguan", "zhongshan", "jiangmen",
    "zhaoqing",
}  # fmt: skip
DIGITAL = {
    "fiscal_expenditure_science_technology", "fixed_telephone_subscribers",
    "invention_patents_granted_cnrds", "invention_patents_granted_yearbook",
    "listed_companies_patent_database", "mobile_phone_subscribers_yearbook",
    "patent_applications_cnrds", "patents_granted_all_yearbook", "patents_granted_cnrds",
    "pku_dfiic_aggregate", "pku_dfiic_coverage_breadth", "pku_dfiic_digitisation",
    "pku_dfiic_usage_depth", "urban_unit_employees_information_software",
    "urban_unit_employees_scientific_technical",
}  # fmt: skip
"""Of digital matters, innovation or communication."""


@pytest.fixture(scope="module")
def package():
    root = location.root()

    def table(path):
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    rows = [row for path in sorted((root / "observations").glob("*.csv")) for row in table(path)]
    grades = {row["source"]: row["grade"] for row in table(root / "reference/sources.csv")}
    attested = [row for row in rows if grades[row["source"]] in "AB"]
    return rows, attested, table(root / "reference/indicators.csv")


def years(rows):
    found = defaultdict(lambda: defaultdict(set))
    for row in rows:
        found[row["indicator"]][row["area"]].add(row["period"][:4])
    return found


def test_fifteen_thousand_observations_of_grades_a_and_b(package):
    assert len(package[1]) >= 15_000


def test_panels_of_the_nine_mainland_cities(package):
    panels = {
        indicator
        for indicator, areas in years(package[1]).items()
        if sum(
            all(year in areas[city] for city in NINE) for year in set().union(*areas.values())
        ) >= 5
    }  # fmt: skip
    assert len(panels) >= 45
    assert panels >= DIGITAL
    assert len(DIGITAL) >= 15


@pytest.mark.parametrize("area", ["hong-kong", "macao"])
def test_series_of_hong_kong_and_macao(package, area):
    assert sum(len(areas[area]) >= 5 for areas in years(package[1]).values()) >= 40


def test_few_indicators_are_single_facts_and_each_is_marked_as_one(package):
    rows, _, indicators = package
    held = defaultdict(set)
    for row in rows:
        held[row["indicator"]].add((row["area"], row["period"]))
    single = {indicator for indicator, keys in held.items() if len(keys) == 1}
    assert single == {row["indicator"] for row in indicators if row["single_fact"] == "true"}
    assert len(single) <= 0.45 * len(held)
    assert all(row["family"] for row in indicators)
