import pandas as pd
import pytest

from digitalbay.claims.series import (
    alike,
    before_after,
    breaks_between,
    comparable,
    exact,
    newest,
    peer_changes,
    yearly_change,
)

from .frames import rows, together

INDICATORS = pd.DataFrame({"indicator": ["x"], "breaks": ["2020"]})


def series(*lines):
    columns = ["area", "period", "value", "qualifier", "status"]
    return pd.DataFrame(lines, columns=columns).assign(indicator="x")


@pytest.mark.parametrize(
    ("found", "refused", "told"),
    [
        ([("a", "2018", 1, "at_least", "A")], "x of a in 2018 is a bound", "bounds"),
        (
            [("a", "2019", 1, "", "A"), ("b", "2021", 1, "", "A"), ("a", "2020", 2, "", "B")],
            "x of a in 2020 is compared across a break",
            "breaks",
        ),
        (
            [("a", "2018", 1, "", "A"), ("b", "2018", 2, "", "P")],
            "x of b in 2018 is not final",
            "statuses",
        ),
    ],
)
def test_what_is_not_alike_is_refused_unless_told(found, refused, told):
    rows = series(*found)
    with pytest.raises(ValueError, match=refused):
        alike(rows, INDICATORS)
    assert alike(rows, INDICATORS, **{told: True}) is rows
    assert alike(rows.iloc[:1], INDICATORS, bounds=True) is not None


def test_about_and_different_places_are_alike():
    rows = series(("a", "2019", 1, "about", "A"), ("b", "2021", 2, "", "U"))
    assert alike(rows, INDICATORS) is rows
    assert alike(rows[:0], INDICATORS).empty


def ends(pair):
    return pair and tuple(row["period"] for row in pair)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ([("2016", 1), ("2017", 2), ("2022", 3), ("2023", 4)], ("2016", "2023")),
        ([("2016", 1), ("2020", 2)], None),
        ([("2019", 1), ("2022", 2)], None),
        # A value with a reservation is no value before or after.
        ([("2016", 1, "about"), ("2017", 1), ("2022", 2)], ("2017", "2022")),
        ([("2016", 1), ("2022", 2, "at_least")], None),
        ([], None),
    ],
)
def test_before_and_after(found, wanted):
    series = rows(*(("guangdong", *line) for line in found))
    assert ends(before_after(series, "2019", "2022")) == wanted


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ([("2016", 1), ("2018", 2), ("2020", 2)], ("2016", "2020")),
        # The same part of different years, and no span of months.
        ([("2020-Q2", 1), ("2020-Q3", 2), ("2023-Q2", 2)], ("2020-Q2", "2023-Q2")),
        ([("2020-08", 1), ("2021", 2)], None),
        ([("2020-01/2020-06", 1), ("2021-01/2021-06", 2)], None),
        # Bounds may or may not leave the direction open.
        ([("2016", 1), ("2020", 2, "at_least")], ("2016", "2020")),
        ([("2016", 3), ("2018", 4), ("2020", 2, "at_least")], ("2016", "2018")),
        ([("2016", 2), ("2020", 2, "at_least")], None),
        ([("2016", 1, "about"), ("2020", 2)], ("2016", "2020")),
    ],
)
def test_the_widest_comparable_pair(found, wanted):
    assert ends(comparable(rows(*(("macao", *line) for line in found)), "")) == wanted


def test_no_pair_across_a_break():
    series = rows(("macao", "2016", 1), ("macao", "2018", 2), ("macao", "2020", 3))
    assert ends(comparable(series, "2017")) == ("2018", "2020")
    assert comparable(series, "2017 2019") is None
    assert breaks_between("2017", "2016", "2017")
    assert not breaks_between("2017", "2017", "2020")


def test_changes_of_others_rest_on_exact_values_of_both_periods():
    others = rows(
        ("macao", "2016", 1), ("macao", "2020", 4),
        ("hong-kong", "2016", 1),
        ("shanghai", "2016", 1), ("shanghai", "2020", 9, "at_least"),
    )  # fmt: skip
    assert peer_changes(others, "2016", "2020") == [3]
    assert peer_changes(others, "2016", "2020", sign=-1) == [-3]
    assert peer_changes(others, "2016", "2021") == []
    assert peer_changes(others[:0], "2016", "2020") == []
    assert len(exact(others)) == 4
    assert list(newest(others)["period"]) == ["2016", "2020", "2020"]


def test_yearly_changes_cross_no_gap_break_bound_or_change_of_status():
    final = rows(
        ("macao", "2014", 100), ("macao", "2015", 110), ("macao", "2017", 120),
        ("macao", "2018", 60), ("macao", "2019", 90, "at_least"), ("macao", "2020", 66),
        ("hong-kong", "2016", 1),
    )  # fmt: skip
    provisional = rows(("macao", "2021", 99), ("macao", "2022", 198), status="P")
    about = pd.DataFrame({"indicator": ["base_stations_5g"], "breaks": ["2018"]})
    found = yearly_change(together(final, provisional), about)
    changes = dict(zip(found["period"], found["change"].round(6), strict=True))
    known = {year: change for year, change in changes.items() if pd.notna(change)}
    assert known == {"2015": 10, "2022": 100}
    assert "2019" not in changes
    assert yearly_change(final[:0], about).empty
