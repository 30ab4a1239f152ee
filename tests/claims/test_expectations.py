"""What is expected of values not yet published: each can be met and not met, none is edited."""

import csv
import subprocess
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims import expectations
from digitalbay.claims.bounds import Span
from digitalbay.data.package import load
from digitalbay.data.registered import DECIDING, UNEDITED, digest

from .frames import rows, together

REGISTRY = "data/claims/expectations.csv"
DIGESTS = Path(__file__).with_name("expectations.txt")
ROOT = Path(__file__).parents[2]
BEFORE = date(2027, 1, 1)
AFTER = date(2027, 12, 31)


def expected(**fields):
    row = {
        "expectation": "F01",
        "indicator": "base_stations_5g",
        "area": "guangdong",
        "period": "2026",
        "since": "",
        "operator": "above",
        "against": "held",
        "reference": "2025",
        "threshold": 100.0,
        "due": "2027-03",
        "registered": "2026-11-30",
    }
    return pd.DataFrame([row | fields])


def indicators(breaks=""):
    return pd.DataFrame({"indicator": ["base_stations_5g"], "breaks": [breaks]})


def published(day, *found):
    return rows(*found).assign(published=day)


def outcome(table, *found, day=AFTER, breaks=""):
    held = together(*found) if found else rows()
    return expectations.judge(table, held, indicators(breaks), day).iloc[0]


def state(table, *found, day=AFTER, breaks=""):
    return outcome(table, *found, day=day, breaks=breaks)["state"]


NEW = "2027-02-10"


@pytest.mark.parametrize(
    ("operator", "met", "not_met"),
    [("above", 101, 100), ("at_least", 100, 99), ("below", 99, 100), ("at_most", 100, 101)],
)
def test_each_operator_against_a_value_held_or_promised(operator, met, not_met):
    for against in ("held", "target"):
        table = expected(operator=operator, against=against)
        assert state(table, published(NEW, ("guangdong", "2026", met))) == "met"
        assert state(table, published(NEW, ("guangdong", "2026", not_met))) == "not_met"


@pytest.mark.parametrize(("other", "told"), [(90, "met"), (110, "not_met"), (100, "not_met")])
def test_another_area_in_its_own_period(other, told):
    table = expected(against="other", reference="china 2026-12", threshold=float("nan"))
    found = published(NEW, ("guangdong", "2026", 100), ("china", "2026-12", other))
    assert state(table, found) == told


@pytest.mark.parametrize(("last", "told"), [(130, "met"), (110, "not_met"), (120, "not_met")])
def test_growth_against_growth(last, told):
    table = expected(since="2025", against="other", reference="china 2026 2025")
    base = published("2026-02", ("guangdong", "2025", 100), ("china", "2025", 1000))
    new = published(NEW, ("guangdong", "2026", last), ("china", "2026", 1200))
    judged = outcome(table, base, new)
    assert judged["state"] == told
    assert (judged["found"], judged["beside"]) == pytest.approx((last - 100, 20))


@pytest.mark.parametrize(
    ("value", "bound", "told"),
    [
        (120, "at_least", "met"),
        (90, "at_least", "undecided"),
        (90, "at_most", "not_met"),
        (120, "at_most", "undecided"),
        (120, "about", "met"),
    ],
)
def test_a_bound_decides_only_what_it_shows(value, bound, told):
    assert state(expected(), published(NEW, ("guangdong", "2026", value, bound))) == told


def test_growth_from_a_bound_is_undecided():
    table = expected(since="2025", against="other", reference="china 2026 2025")
    base = published("2026-02", ("guangdong", "2025", 100, "at_least"), ("china", "2025", 1000))
    new = published(NEW, ("guangdong", "2026", 130), ("china", "2026", 1200))
    assert state(table, base, new) == "undecided"


def test_a_break_leaves_it_open_in_every_kind_that_looks_back():
    new = published(NEW, ("guangdong", "2026", 130))
    assert state(expected(), new, breaks="2026") == "undecided"
    assert state(expected(), new, breaks="2025") == "met"
    assert state(expected(against="target"), new, breaks="2026") == "met"
    grown = expected(since="2025", against="other", reference="china 2026 2025")
    base = published("2026-02", ("guangdong", "2025", 100), ("china", "2025", 1000))
    new = published(NEW, ("guangdong", "2026", 130), ("china", "2026", 1200))
    assert state(grown, base, new, breaks="2026") == "undecided"


def test_open_until_due_and_overdue_after_its_last_day():
    assert state(expected(), day=date(2027, 3, 31)) == "open"
    assert state(expected(), day=date(2027, 4, 1)) == "overdue"
    late = published("2027-06-01", ("guangdong", "2026", 130))
    assert state(expected(), late, day=date(2027, 5, 1)) == "overdue"
    assert state(expected(), late, day=date(2027, 6, 1)) == "met"


def test_it_waits_for_every_value_that_it_needs():
    table = expected(against="other", reference="china 2026")
    own = published(NEW, ("guangdong", "2026", 100))
    assert state(table, own, day=date(2027, 3, 1)) == "open"
    judged = outcome(table, own, published("2027-02-20", ("china", "2026", 90)))
    assert (judged["state"], judged["decided"]) == ("met", "2027-02-20")


def test_the_first_print_decides_and_a_revision_does_not():
    first = published(NEW, ("guangdong", "2026", 130))
    revised = published("2027-09", ("guangdong", "2026", 90))
    judged = outcome(expected(), first, revised)
    assert (judged["state"], judged["found"], judged["decided"]) == ("met", 130, NEW)


def test_growth_counts_from_the_base_as_known_then():
    table = expected(since="2025", against="other", reference="china 2026 2025")
    first = published("2026-02", ("guangdong", "2025", 100), ("china", "2025", 1000))
    revised = published("2027-01-15", ("guangdong", "2025", 120))
    new = published(NEW, ("guangdong", "2026", 130), ("china", "2026", 1100))
    assert state(table, first, new) == "met"
    assert state(table, first, revised, new) == "not_met"


def test_what_was_public_when_registered_is_void():
    assert state(expected(), published("2026-11-30", ("guangdong", "2026", 130))) == "void"
    assert state(expected(), published("2026-12", ("guangdong", "2026", 130))) == "met"


def test_an_operator_that_there_is_not():
    with pytest.raises(ValueError, match="operator 'near'"):
        expectations.compare("near", Span(1, 1), Span(1, 1))


@pytest.fixture(scope="module")
def table():
    return db.expectations()


def test_every_state_and_nothing_else(table):
    assert set(expectations.expectations("2030")["state"]) <= set(expectations.STATES)
    assert expectations.expectations("2022").empty
    assert len(table) == len(expectations.expectations())


def test_as_registered_none_was_decided(table):
    then = expectations.expectations(table["registered"].max())
    assert set(then["state"]) == {"open"}


@pytest.mark.parametrize("met", [True, False])
def test_each_registered_expectation_can_be_met_and_not_met(table, met):
    """Values are made for every row of the registry, on either side of what it is compared with."""
    better = {"above": 1.5, "at_least": 1.5, "below": 0.5, "at_most": 0.5}
    for _line, row in table.iterrows():
        factor = better[row["operator"]] if met else 1 / better[row["operator"]]
        base = 100 if row["against"] == "other" else row["threshold"]
        found = [(row["area"], row["period"], base * factor)]
        if row["against"] == "other":
            area, *periods = row["reference"].split()
            found += [(area, period, 100) for period in periods]
        if row["since"]:
            found.append((row["area"], row["since"], 100))
        held = rows(*found, indicator=row["indicator"]).assign(published="2029")
        judged = expectations.judge(row.to_frame().T, held, db.indicators(), date(2030, 1, 1))
        assert list(judged["state"]) == ["met" if met else "not_met"], row["expectation"]


def test_at_least_one_for_each_section_with_a_judgement(table):
    sections = set(db.contents()["entry"])
    judged = {s for s in sections if s[0] in "1234"} - {"1.1", "1.2", "2.1", "2.2", "2.3"}
    assert judged - {"2.4", "2.5"} == set(table["section"])
    assert table["due"].max() < "2029"


def test_no_registered_row_is_edited_or_lost():
    """Add the digest of a new row here; one that stands stays as it is."""
    registered = dict(line.split() for line in DIGESTS.read_text("utf-8").splitlines())
    texts = load().texts["expectations"]
    now = {row["expectation"]: digest(row) for _line, row in texts.iterrows()}
    changed = [name for name, kept in registered.items() if now.get(name) != kept]
    assert not changed, f"{', '.join(changed)}: edited or lost; add a row that supersedes it"
    assert now == registered, f"{DIGESTS.name} lacks {', '.join(set(now) - set(registered))}"
    assert now == dict(zip(texts["expectation"], texts["digest"], strict=True))


def history():
    """Each version of the registry in git, oldest first, with the day of its commit."""
    git = ["git", "-C", str(ROOT)]
    log = [*git, "log", "--reverse", "--format=%H %ct", "--", REGISTRY]
    try:
        commits = subprocess.run(log, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    for commit, moment in map(str.split, commits.splitlines()):
        shown = subprocess.run(
            [*git, "show", f"{commit}:{REGISTRY}"], check=False, capture_output=True
        )
        if shown.returncode == 0:
            lines = csv.DictReader(StringIO(shown.stdout.decode("utf-8")))
            yield datetime.fromtimestamp(int(moment), UTC).date(), list(lines)


def test_git_knows_each_row_since_its_registration():
    found = {}
    for day, lines in history():
        for line in lines:
            found.setdefault(line["expectation"], (day, line))
    if not found:
        pytest.skip("no history of the registry here")
    texts = load().texts["expectations"].set_index("expectation", drop=False)
    for name, (day, line) in found.items():
        assert name in texts.index, f"{name} was registered on {day} and is gone"
        row = texts.loc[name]
        assert {c: line[c] for c in DECIDING} == dict(row[list(DECIDING)]), f"{name}: {UNEDITED}"
        assert row["registered"] <= day.isoformat(), f"{name} was committed on {day}"
