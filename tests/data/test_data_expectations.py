"""A registered expectation is refused if it is edited, late, or from nowhere."""

from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

from digitalbay.cli import main
from digitalbay.data.package import Package, load
from digitalbay.data.registered import awaited, digest, registered


def package_with(name, fields, sealed=True):
    """The package with one expectation changed, its digest made anew unless `sealed` is false."""
    found = load()
    table = found.texts["expectations"].copy()
    at = table.index[table["expectation"] == name][0]
    for column, value in fields.items():
        table.loc[at, column] = value
    if sealed:
        table.loc[at, "digest"] = digest(table.loc[at])
    return Package(found.descriptor, found.files, found.texts | {"expectations": table}, {})


def test_the_registry_is_sound():
    assert registered(load()) == []


def test_an_edit_is_refused_with_what_to_do():
    for column, value in {"threshold": "13", "operator": "below", "due": "2028"}.items():
        problems = registered(package_with("F01", {column: value}, sealed=False))
        assert problems[0].column == "digest"
        assert "add a row that supersedes it" in problems[0].expected


def test_a_text_may_be_mended():
    assert registered(package_with("F01", {"reason_en": "Other words."}, sealed=False)) == []


@pytest.mark.parametrize(
    ("name", "fields", "column", "expected"),
    [
        ("F01", {"due": "2025"}, "due", "a date after it was registered, 2026-11-30"),
        ("F02", {"due": "2027-02"}, "due", "the date of guangdong-work-report-2026, 2026-01-31"),
        ("F12", {"due": "2027-04"}, "due", "2027-03-05, the day of the calendar of releases"),
        ("F01", {"threshold": "14"}, "threshold", "a value of china held for 2025"),
        ("F17", {"threshold": "15"}, "reference", "a target of this indicator"),
        ("F17", {"reference": "no-such"}, "reference", "a target of this indicator"),
        ("F05", {"reference": "guangzhou 2027"}, "reference", "another area"),
        ("F05", {"reference": "hangzhou"}, "reference", "another area"),
        ("F05", {"reference": "hangzhou soon"}, "reference", "another area"),
        ("F25", {"reference": "china 2026"}, "reference", "another area"),
        ("F05", {"threshold": "3"}, "threshold", "nothing"),
        ("F01", {"unit": "percent"}, "unit", "per_10k_characters"),
        ("F25", {"unit": "lcu_100m"}, "unit", "percent"),
        ("F02", {"supersedes": "F03"}, "supersedes", "an expectation registered before"),
    ],
)
def test_faults_of_a_row(name, fields, column, expected):
    problems = registered(package_with(name, fields))
    assert [(p.file, p.column) for p in problems] == [("claims/expectations.csv", column)]
    assert expected in problems[0].expected


def test_a_row_may_supersede_an_earlier_one():
    assert registered(package_with("F02", {"supersedes": "F01"})) == []


def test_what_is_awaited_is_due_and_not_held():
    found = load()
    table = found.files["expectations"]
    assert awaited(found, date(2026, 11, 30)).empty
    assert list(awaited(found, date(2030, 1, 1))["expectation"].sort_values()) == [
        *table["expectation"]
    ]
    row = table[table["expectation"] == "F19"].iloc[0]
    assert "F19" not in set(awaited(found, date(2027, 4, 29))["expectation"])
    assert "F19" in set(awaited(found, date(2027, 4, 30))["expectation"])
    name = "observations-infrastructure"
    new = {"indicator": row["indicator"], "area": row["area"], "period": row["period"]}
    rest = {"value": 80.0, "published": "2027-04", "source": row["source"], "status": "A"}
    rows = pd.concat([found.files[name], pd.DataFrame([new | rest])]).fillna({"qualifier": ""})
    held = Package(found.descriptor, found.files | {name: rows}, found.texts, {})
    assert "F19" not in set(awaited(held, date(2027, 4, 30))["expectation"])


def test_stale_names_the_expectations_that_are_due():
    output = CliRunner().invoke(main, ["data", "stale", "--as-of", "2027-04-30"]).output
    wanted = "expectation F19 (mobile_subscriptions_5g_share, macao): value for 2027-03 due 2027-04"
    assert wanted in output
    assert "F01" not in output
