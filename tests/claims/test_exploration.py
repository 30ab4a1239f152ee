"""Windows of measures, and what goes with what across few places."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims import exploration
from digitalbay.claims.exploration import LEAST, Window, associations, least_p, over
from digitalbay.claims.profiles import Measure
from digitalbay.statements import Number

from .frames import rows

INDICATORS = pd.DataFrame({"indicator": ["x"], "breaks": [""]})
X = Measure("x", "k", "x")
FOUND = rows(
    ("a", "2015", 10), ("a", "2016", 20), ("a", "2017", 30), ("b", "2015", 5), ("b", "2017", 4),
    indicator="x",
)  # fmt: skip
PLACES = list("abcdefghi")


def test_a_mean_needs_every_year():
    found = over(FOUND, Window("w", X, 2015, 2017), INDICATORS)
    assert found["a"] == 20
    assert pd.isna(found["b"])


@pytest.mark.parametrize(("relative", "changes"), [(True, (200, -20)), (False, (20, -1))])
def test_a_change_needs_its_ends(relative, changes):
    window = Window("w", X, 2015, 2017, change=True, relative=relative)
    assert tuple(over(FOUND, window, INDICATORS)[["a", "b"]]) == pytest.approx(changes)


@pytest.mark.parametrize(("breaks", "empty"), [("2016", True), ("2015", False), ("2018", False)])
def test_nothing_is_taken_across_a_break(breaks, empty):
    found = over(FOUND, Window("w", X, 2015, 2017), INDICATORS.assign(breaks=breaks))
    assert found.empty is empty


def series(*values):
    return pd.Series(values, PLACES[: len(values)], dtype="float64")


def test_a_perfect_order_has_a_small_p_that_is_not_zero():
    x = series(*range(9))
    found = associations({"c": x}, {"up": x**3, "down": -x}, PLACES)
    assert found["rho"].tolist() == pytest.approx([1, -1])
    assert found["p"].between(1e-9, 0.01).all()
    assert found["n"].tolist() == [9, 9]


def test_places_that_lack_one_are_named_and_thin_pairs_are_not_correlated():
    short = series(*range(LEAST))
    found = associations({"c": series(*range(9))}, {"thin": short[:-1], "enough": short}, PLACES)
    assert found["rho"].notna().tolist() == [False, True]
    assert found["missing"].tolist() == [PLACES[LEAST - 1 :], PLACES[LEAST:]]


def test_what_does_not_vary_is_not_correlated():
    found = associations({"c": series(*range(9))}, {"flat": series(*[1] * 9)}, PLACES)
    assert found["rho"].isna().all()


@pytest.mark.parametrize(
    ("p", "fact"), [(0.0002, Number(0.001, ".3f", "at_most")), (0.02, Number(0.02, ".3f"))]
)
def test_no_p_is_written_as_zero(p, fact):
    assert least_p(series(p, 0.5)) == fact


def panel():
    """Nine cities: who spends more invents more, before as after; staff falls the other way."""
    window = exploration.EARLY[0].measure
    lines = []
    for n, city in enumerate(db.MAINLAND, 1):
        for year in map(str, range(2009, 2024)):
            value = {window.of: n, window.per: 100, exploration.PATENTS: n * (int(year) - 2000)}
            value |= {
                "population_year_end": 10,
                exploration.STAFF: 10 - n,
                "urban_unit_employees": 9,
            }
            lines += [(name, city, year, v) for name, v in value.items()]
    found = pd.DataFrame(lines, columns=["indicator", "area", "period", "value"])
    year = found["period"].astype("int64").astype("Int64")
    return found.assign(year=year, qualifier="", status="A")


def test_what_is_tied_is_found_and_checked():
    rows_, about = panel(), db.indicators().assign(breaks="")
    found = exploration.explored(rows_, about, db.MAINLAND)
    causes = [window.name for window in exploration.EARLY]
    outcomes = [window.name for window in (*exploration.LATER, exploration.PAST)]
    assert found["cause"].unique().tolist() == causes
    assert found["outcome"].unique().tolist() == outcomes
    tied = found.set_index(["cause", "outcome"])["rho"]
    assert tied[causes[0], exploration.GAIN.name] == pytest.approx(1)
    assert tied[causes[1], exploration.GAIN.name] == pytest.approx(-1)
    assert pd.isna(tied[causes[0], exploration.REAL_GROWTH.name])
    attention = rows(
        *((city, year, n) for n, city in enumerate(db.MAINLAND) for year in ("2016", "2017"))
    )
    checked = exploration.checks(rows_, attention, about, db.MAINLAND)
    assert checked["first"]["outcome"].tolist() == [exploration.GAIN.name]
    assert checked["past"]["rho"].abs().tolist() == pytest.approx([1])
    assert checked["without"]["n"].tolist() == [len(db.MAINLAND) - len(exploration.LEADING)]
    assert checked["heeded"]["rho"].tolist() == pytest.approx([1])


def test_without_a_small_p_there_is_nothing_to_check():
    rows_ = panel()
    rows_ = rows_[rows_["period"] < "2012"]
    checked = exploration.checks(rows_, rows(), db.indicators().assign(breaks=""), db.MAINLAND)
    assert all(checked[name].empty for name in ("first", "without", "past", "growth"))
    assert checked["heeded"]["rho"].isna().all()
