"""What was known when: the calendar of releases, the three states, and what is due."""

from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

import digitalbay as db
from digitalbay.cli import main
from digitalbay.data.checks import inspect
from digitalbay.data.package import load
from digitalbay.data.periods import first_day, last_day, later, shifted
from digitalbay.data.releases import Release, calendar, stale
from digitalbay.data.states import STATES

GDP, PER_HEAD, PEOPLE = (
    "gdp_current_prices",
    "gdp_per_capita_current_prices",
    "population_year_end",
)
DAY = date(2022, 12, 31)


def bay(*arguments):
    return CliRunner().invoke(main, ["data", *map(str, arguments)])


@pytest.mark.parametrize(
    ("day", "lag", "expected"),
    [
        ("2022-12-31", "P2M", "2023-02-28"),
        ("2019-12-31", "P2M15D", "2020-03-15"),
        ("2020-12-31", "P1Y5M", "2022-05-31"),
        ("2021-12-31", "P21D", "2022-01-21"),
        ("2022-01-01", "P8M29D", "2022-09-30"),
        ("2022-06-30", "P0D", "2022-06-30"),
    ],
)
def test_a_lag_is_months_then_days(day, lag, expected):
    assert later(date.fromisoformat(day), lag).isoformat() == expected


@pytest.mark.parametrize("lag", ["", "P", "2M", "P2W", "-P1M", "P1D2M"])
def test_a_lag_that_is_none_is_refused(lag):
    with pytest.raises(ValueError, match="not a duration"):
        later(DAY, lag)


@pytest.mark.parametrize(
    ("period", "months", "expected"),
    [("2024", 12, "2025"), ("2024-06", 6, "2024-12"), ("2024-H2", 6, "2025-H1"),
     ("2024-Q4", 3, "2025-Q1")],
)  # fmt: skip
def test_the_next_period_has_the_same_form(period, months, expected):
    assert shifted(period, months) == expected


def test_what_is_older_than_the_first_attested_period_waits_for_it():
    rule = Release("r", "annual", "end", "P2M", "2018")
    assert rule.due("2018") == rule.due("2009") == date(2019, 2, 28)
    assert rule.due("2020") == date(2021, 2, 28)
    assert rule.due("2020-06") is None


def test_irregular_editions_are_their_dates():
    rule = Release(
        "r", "irregular", "end", "", "2011", (("2011/2015", "2016-12"), ("2021", "2022"))
    )
    assert rule.due("2013") == date(2016, 12, 31)
    assert rule.due("2021") == date(2022, 12, 31)
    assert rule.due("2018") is None


# The calendar itself.


def test_every_date_of_the_calendar_obeys_its_rule():
    package = load()
    dates = package.table("release_dates")
    assert dates["release"].value_counts().min() >= 2
    for row in dates.itertuples():
        release = calendar(package).releases[row.release]
        assert first_day(row.period) <= last_day(row.published)
        if release.lag:
            assert last_day(row.published) <= release.due(row.period)


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        ("releases", "end,P1M15D", "end,", "expected a duration, unless irregular"),
        ("releases", "P1M15D", "P20D", "expected a date from 2018 to 2019-01-20"),
        ("releases", "P1M15D", "soon", 'column lag, "soon"'),
        ("releases", "members:prd9", "members:atlantis", "expected areas that exist"),
        ("releases", ",gdp_current_prices,", ",gdp_of_atlantis,", "expected indicators that exist"),
        ("releases", ",hong-kong,", ",zhuhai,", "a series that city-gdp does not cover"),
        ("release_dates", ",dongguan-gdp-2022,", ",nobody,", "expected one of sources"),
        ("release_dates", "2018,2019-01-31", "2018,2017-01-31", "expected a date from 2018 to"),
        ("release_dates", "hong-kong-gdp,2017", "city-gdp,2017", "two dates in release_dates"),
    ],
)
def test_a_wrong_calendar_is_told(small_copy, table, old, new, expected):
    path = small_copy / "reference" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    rows = text.replace(old, new, 1).splitlines()
    path.write_text("\n".join([rows[0], *sorted(rows[1:])]) + "\n", encoding="utf-8")
    problems = inspect(small_copy, sealed=False)[1]
    if new == "":
        return
    assert any(expected in str(problem) for problem in problems), problems


# As of a day.


def test_nearly_all_that_was_public_by_the_end_of_2022_is_shown():
    """Public is every value held that was due, and each period of a rule's own, held or not."""
    package, public = load(), set()
    rows = db.observations(None, as_of=DAY)
    shown = set(rows[["indicator", "area", "period"]].itertuples(index=False, name=None))
    held = db.observations(None).groupby(["indicator", "area"])["period"].agg(list).to_dict()
    for series, release in calendar(package).series.items():
        alike = [p for p in held.get(series, []) if len(p) == len(release.first)]
        public |= {(*series, p) for p in alike if (release.due(p) or date.max) <= DAY}
        period = max(min(alike), release.first) if alike else None
        while period and release.next(period) and release.due(period) <= DAY:
            public.add((*series, period))
            period = release.next(period)
    assert len(public) > 2000
    assert len(shown & public) / len(public) >= 0.95
    assert set(rows["vintage"]) == {"recorded", "later"}


def test_no_value_in_the_calendar_is_called_unknown():
    states = db.availability(as_of=DAY)
    assert set(states["state"]) == set(STATES)
    assert (states.loc[states["due"] == "", "state"].isin(["recorded", "unknown"])).all()
    assert (states.loc[states["due"] != "", "state"] != "unknown").all()
    due = states["due"].where(states["due"] != "", "9999")
    assert (due[states["state"] == "unpublished"] > DAY.isoformat()).all()
    assert (due[states["state"] == "later"] <= DAY.isoformat()).all()


def test_gdp_of_the_nine_cities_was_recorded_by_mid_2023():
    rows = db.observations(
        GDP, areas=db.MAINLAND, periods="2022", as_of="2023-06-30", vintages="recorded"
    )
    assert rows["value"].sum() == pytest.approx(104_681.82, abs=0.001)
    assert set(rows["vintage"]) == {"recorded"}
    assert len(rows) == 9


@pytest.mark.parametrize(
    ("indicator", "area", "period", "day", "first", "newest"),
    [
        (PEOPLE, "zhongshan", "2019", "2020-12-31", "338", "438.73"),
        (PEOPLE, "huizhou", "2019", "2024-04-30", "488", "597.23"),
        (GDP, "dongguan", "2022", "2023-06-30", "11200.32", "11375.6639"),
        (GDP, "macao", "2022", "2023-06-30", "1773", "2016.23"),
        (GDP, "zhongshan", "2018", "2020-12-31", "3632.7013", "3053.73"),
        (GDP, "zhaoqing", "2016", "2018-12-31", "2084.019", "1810.67"),
        (GDP, "zhaoqing", "2013", "2015-12-31", "1660.072", "1437.04"),
        (PER_HEAD, "zhongshan", "2018", "2020-12-31", "110585", "72119"),
        (PER_HEAD, "guangzhou", "2018", "2020-12-31", "155491", "118511"),
        (PER_HEAD, "shenzhen", "2019", "2021-12-31", "203489", "159883"),
        (PER_HEAD, "foshan", "2010", "2012-12-31", "93983", "80511"),
        (PER_HEAD, "huizhou", "2016", "2018-12-31", "71605", "60361"),
    ],
)
def test_first_prints_and_their_revisions_are_shown(indicator, area, period, day, first, newest):
    arguments = ["show", indicator, "--area", area, "--period", period]
    then = bay(*arguments, "--as-of", day, "--recorded").output.splitlines()
    assert then[-1].split()[:3] == [area, period, first]
    assert then[-1].endswith("recorded")
    assert bay(*arguments).output.splitlines()[-1].split()[:3] == [area, period, newest]


def test_the_values_of_the_world_bank_bear_the_day_of_their_copy():
    rows = db.vintages("gdp_current_usd", areas="china", periods="2023")
    assert rows["published"].tolist() == ["2024-10-21", "2025-12-17"]
    assert (rows["value"] / 1e9).round(1).tolist() == [17794.8, 18270.4]


def test_another_choice_of_vintages_is_refused():
    with pytest.raises(ValueError, match='expected "recorded" or "nearest"'):
        db.observations(GDP, vintages="best")


def test_a_wide_table_shows_the_same_values():
    table = db.wide(GDP, areas="macao", as_of=DAY)
    rows = db.observations(GDP, areas="macao", as_of=DAY)
    assert table["macao"].tolist() == rows["value"].tolist()
    assert table.attrs["left_out"] == rows.attrs["left_out"] != {}


# What is due.


def test_stale_lists_the_first_value_that_each_series_lacks():
    package = load()
    table = stale(package, date(2026, 11, 30))
    row = table.set_index(["indicator", "area"]).loc[("population_year_end", "macao")]
    assert row[["release", "period", "due", "newest"]].tolist() == [
        "macao-population", "2025", "2026-03-20", "2024",
    ]  # fmt: skip
    held = set(zip(*(db.vintages(grades=None)[c] for c in ("indicator", "area", "period")),
                   strict=True))  # fmt: skip
    assert not held & set(table[["indicator", "area", "period"]].itertuples(index=False, name=None))
    assert (table["due"] <= "2026-11-30").all()
    assert stale(package, date(2019, 1, 1)).empty


def test_stale_is_a_list_of_what_to_do():
    output = bay("stale", "--as-of", "2026-04-01").output
    line = (
        "Macao: year-end population (population_year_end, macao): "
        "value for 2025 due 2026-03-20: not in the package"
    )
    assert line in output.splitlines()
    assert output.splitlines()[-1].endswith("value(s) due")
    assert "nothing is due" in bay("stale", "--as-of", "2015").output
    assert bay("stale", "--as-of", "soon").exit_code == 2


def test_an_unchanged_frame_of_states_has_text_columns():
    states = db.availability(GDP, areas="macao")
    assert list(states.columns) == ["indicator", "area", "period", "state", "due", "first"]
    assert all(isinstance(dtype, pd.StringDtype) for dtype in states.dtypes)
