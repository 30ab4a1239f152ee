"""Headline numbers of the chapters, computed anew from the CSV files by the csv module alone.

Nothing of the package is imported. The texts are golden: who changes a number changes it here.
"""

import csv
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RECORD = "application/vnd.digitalbay.record+json"


@cache
def table(name):
    """Rows of a file of the data package."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def observations():
    files = sorted((ROOT / "data" / "observations").glob("*.csv"))
    return [row for path in files for row in table(f"observations/{path.stem}")]


@cache
def grades():
    return {row["source"]: row["grade"] for row in table("reference/sources")}


def day(text):
    """A day that is a month or a year counts as its last."""
    return text.ljust(10, "9")


def value(indicator, area, period, *, first=False):
    """The newest copy of an observation, or the first, of grade A or B."""
    wanted = (indicator, area, period)
    held = [
        (day(row["published"]), float(row["value"]))
        for row in observations()
        if (row["indicator"], row["area"], row["period"]) == wanted
        and grades()[row["source"]] in "AB"
    ]
    return (min if first else max)(held, key=lambda copy: copy[0])[1]


def newest_alone():
    """Observations without their older copies."""
    return {(row["indicator"], row["area"], row["period"]) for row in observations()}


def count_of_one():
    return sum(n == 1 for n in Counter(indicator for indicator, _, _ in newest_alone()).values())


def of_grade(name, letters):
    return sum(grades()[row["source"]] in letters for row in table(name))


# Chapter, fact, its text, and what gives it.
VALUES = [
    ("01-1-policy-background", "peak-density", "20.4", "work_report_digital_density china 2022"),
    ("01-2-foundations", "pisa-shanghai", "536", "pisa_problem_solving_score shanghai 2012"),
    ("01-2-foundations", "pisa-singapore", "562", "pisa_problem_solving_score singapore 2012"),
    ("01-2-foundations", "macao-2022", "2,016.23", "gdp_current_prices macao 2022"),
    ("01-2-foundations", "literacy", "60.6", "digital_literacy_adults_share china 2024"),
    ("01-2-foundations", "online-hong-kong", "96.0", "internet_users_share hong-kong 2023"),
    (
        "02-2-digital-government",
        "satisfaction-first",
        "71.2",
        "public_service_satisfaction_score guangdong 2014",
    ),
    (
        "02-2-digital-government",
        "satisfaction-last",
        "77.9",
        "public_service_satisfaction_score guangdong 2020",
    ),
    ("02-2-digital-government", "cn-business-last", "31", "doing_business_rank china 2019"),
    (
        "02-2-digital-government",
        "hk-ready",
        "78.5",
        "bready_operational_efficiency_score hong-kong 2024",
    ),
    (
        "02-2-digital-government",
        "cass-shenzhen",
        "93.8",
        "cass_business_environment_score shenzhen 2019",
    ),
    (
        "02-3-digital-society",
        "rural-last",
        "69.2",
        "internet_users_share_rural_cnnic china 2025-06",
    ),
    ("02-3-digital-society", "pay-cn", "85", "online_payment_users_share_cnnic china 2022-12"),
    (
        "02-3-digital-society",
        "pay-hk-last",
        "66",
        "mobile_payment_users_share_15plus_csd hong-kong 2024",
    ),
    (
        "02-3-digital-society",
        "phone-hk-last",
        "91",
        "smartphone_ownership_65plus_csd hong-kong 2022",
    ),
    (
        "02-3-digital-society",
        "phone-sg-last",
        "89",
        "smartphone_ownership_60plus_imda singapore 2022",
    ),
    ("02-3-digital-society", "alerts", "5,557", "city_safety_alerts_handled foshan 2022"),
    ("02-3-digital-society", "grid-staff", "10,392", "grid_staff dongguan 2023-12"),
    ("02-3-digital-society", "imd-guangzhou", "55", "imd_smart_city_rank guangzhou 2025"),
    ("02-3-digital-society", "rate-last", "30", "volunteering_rate singapore 2023"),
    (
        "02-3-digital-society",
        "messages",
        "1,924",
        "leader_message_board_messages shenzhen 2025-09",
    ),
    ("02-4-digital-economy", "robots-last", "336,300", "industrial_robot_output guangdong 2025"),
    (
        "02-4-digital-economy",
        "caict-guangdong",
        "49.7",
        "digital_economy_share_gdp_caict guangdong 2022",
    ),
    (
        "02-4-digital-economy",
        "core-hangzhou",
        "28.8",
        "digital_core_industry_share_gdp hangzhou 2024",
    ),
    (
        "02-4-digital-economy",
        "listed-shenzhen",
        "423",
        "listed_companies_patent_database shenzhen 2024",
    ),
    ("02-4-digital-economy", "robots-first", "44,700", "industrial_robot_output guangdong 2019"),
]
COUNTS = [
    (
        "01-2-foundations",
        "macao-2022-first",
        "1,773.00",
        lambda: value("gdp_current_prices", "macao", "2022", first=True),
    ),
    (
        "01-1-policy-background",
        "documents-total",
        "290",
        lambda: of_grade("policies/documents", "AB"),
    ),
    ("01-1-policy-background", "targets-total", "160", lambda: of_grade("policies/targets", "AB")),
    ("a1-cases", "cases-a", "58", lambda: of_grade("cases/cases", "A")),
    ("a1-cases", "cases-b", "176", lambda: of_grade("cases/cases", "B")),
    ("a1-cases", "cases-total", "255", lambda: len(table("cases/cases"))),
    (
        "a1-cases",
        "last-year",
        "2026",
        lambda: max(int(r["year"]) for r in table("cases/cases") if r["year"]),
    ),
    ("a2-data", "observations", "19,472", lambda: len(observations())),
    ("a2-data", "indicators-defined", "1,185", lambda: len(table("reference/indicators"))),
    ("a2-data", "indicators", "1,124", lambda: len({r["indicator"] for r in observations()})),
    ("a2-data", "areas", "120", lambda: len({r["area"] for r in observations()})),
    ("a2-data", "sources", "1,172", lambda: len({r["source"] for r in observations()})),
    ("a2-data", "single-facts", "486", count_of_one),
]


@cache
def facts(notebook):
    """Facts of a chapter by name, as they are committed."""
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    records = [output.get("data", {}).get(RECORD, {}).get("facts", {}) for output in outputs]
    return {name: fact for record in records for name, fact in record.items()}


def test_there_are_enough():
    assert len({(notebook, fact) for notebook, fact, *_ in [*VALUES, *COUNTS]}) >= 39


@pytest.mark.parametrize(("notebook", "fact", "text", "series"), VALUES)
def test_a_value_is_that_of_its_row(notebook, fact, text, series):
    found = facts(notebook)[fact]
    assert found["text"] == text
    assert float(found["value"]) == pytest.approx(value(*series.split()), rel=1e-9)


@pytest.mark.parametrize(("notebook", "fact", "text", "counted"), COUNTS)
def test_a_count_is_that_of_its_rows(notebook, fact, text, counted):
    found = facts(notebook)[fact]
    assert found["text"] == text
    assert float(found["value"]) == pytest.approx(counted(), rel=1e-9)
