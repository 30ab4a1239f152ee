import numpy as np
import pandas as pd
import pytest

from digitalbay.claims.catching_up import catching_up
from digitalbay.claims.growth import (
    between,
    by_place,
    by_year,
    course,
    less,
    pace,
    per_head,
    spells,
    yearly,
)
from digitalbay.figures.language import Words

from .frames import rows

GROUPS = {"here": ("a", "b", "c"), "there": ("d", "e")}
YEARS = [2014, 2015, 2016, 2018, 2019, 2023]


def table(**columns):
    return pd.DataFrame(columns, index=YEARS, dtype="float64")


def growth(lead):
    """Cities here ahead by a lead, those there level with the nation, each with its own way."""
    return table(a=[8 + lead] * 6, b=[7 + lead] * 6, c=[6 + lead] * 6, d=[8] * 6, e=[6] * 6)


NATION = pd.Series(7.0, index=YEARS)


def test_bounds_and_parts_of_years_are_no_yearly_growth():
    found = rows(("a", "2018", 5), ("a", "2019", 6, "at_least"), ("a", "2020-H1", 7))
    assert by_year(found).to_dict() == {"a": {2018: 5.0}}


def test_growth_per_head_is_less_than_growth_where_people_come():
    people = pd.DataFrame({"a": [100, 100, 100, 120], "b": 100.0}, index=range(2012, 2016))
    found = per_head(table(a=[5.0] * 6, b=[5.0] * 6), people)
    assert found.loc[2014, "a"] == pytest.approx(5)
    # Mean population 100, then 110.
    assert found.loc[2015, "a"] == pytest.approx(100 * (1.05 / 1.1 - 1))
    assert found.loc[2015, "b"] == pytest.approx(5)
    # A year without the population before it has none.
    assert found.loc[2016:].isna().all(axis=None)


def test_a_gap_in_population_is_not_bridged():
    people = pd.DataFrame({"a": [100.0, 100, 100]}, index=[2013, 2015, 2016])
    assert per_head(table(a=[5.0] * 6), people)["a"].isna().all()


def test_spells_take_years_that_all_cities_have():
    ahead = less(growth(1).mask(growth(1).index.to_series().eq(2015), axis=0), NATION)
    found = spells(ahead, GROUPS).set_index(["spell", "group"])
    assert found.loc[("before", "here"), ["period", "years", "n"]].to_list() == ["2014/2016", 2, 3]
    assert found.loc[("report", "here"), "mean"] == pytest.approx(1)
    assert found.loc[("report", "here"), "se"] == pytest.approx(1 / np.sqrt(3))
    assert found.loc[("after", "there"), ["period", "years"]].to_list() == ["2023", 1]


def test_places_have_means_of_the_years_that_some_must_have():
    ahead = table(a=[1, 2, 3, 4, 6, None], b=[1, None, 3, 4, 6, 8])
    found = by_place(ahead, ["a"]).set_index(["spell", "area"])["points"]
    assert found.to_dict() == {
        ("before", "a"): 2, ("before", "b"): 2, ("report", "a"): 5, ("report", "b"): 5,
    }  # fmt: skip


def test_a_year_has_its_mean_and_its_reach():
    found = yearly(less(growth(1), NATION), GROUPS).set_index(["period", "group"])
    assert found.loc[("2018", "here"), "value"] == pytest.approx(1)
    reach = found["high"] - found["value"]
    assert reach["2018", "here"] == pytest.approx(2 / np.sqrt(3))
    assert yearly(less(growth(1), NATION)[:0], GROUPS).empty


@pytest.mark.parametrize(("lead", "stands"), [(0.5, "level"), (9, "ahead"), (-9, "behind")])
def test_groups_are_level_within_their_errors(lead, stands):
    found = between(less(growth(lead), NATION), GROUPS).set_index("spell").loc["report"]
    assert found["difference"] == pytest.approx(lead)
    assert found["stands"] == stands
    by_group = spells(less(growth(lead), NATION), GROUPS).set_index(["group", "spell"])["stands"]
    assert by_group["here", "report"] == stands
    assert by_group["there", "report"] == "level"
    # Ten ways to choose three of five: no smaller p than a tenth.
    assert found["p"] >= 0.1
    assert found["seen"] > found["se"]


def test_a_course_is_told_once_if_it_stays():
    write = Words("en").write
    assert write(course(["level", "level"])) == "about level each time"
    assert write(course(["ahead", "behind"])) == "ahead and behind"
    assert write(course(["ahead", "level", "level"])) == "ahead at first and about level since"
    assert write(course(["ahead", "level", "ahead"])) == "ahead, about level and ahead"
    assert course([]) is None


@pytest.mark.parametrize(
    ("before", "report", "words"),
    [("ahead", "level", "lost"), ("ahead", "behind", "fell"), ("level", "ahead", "did not lead")],
)
def test_what_became_of_a_lead(before, report, words):
    times = pd.DataFrame(
        {"group": "nine", "spell": ["before", "report"], "stands": [before, report]}
    )
    assert words in Words("en").write(pace(times))
    assert pace(times[:1]) is None


def test_nothing_is_known_without_the_nation():
    ahead = less(growth(1), pd.Series(dtype="float64"))
    assert spells(ahead, GROUPS).empty
    assert between(ahead, GROUPS).empty


def test_poorer_cities_catch_up_in_one_group_only():
    levels = pd.DataFrame({"a": [1.0], "b": [2.0], "c": [4.0], "d": [64.0]}, index=[2013])
    people = levels * 0 + 1
    fast = pd.DataFrame({"a": [6.0], "b": [6.0], "c": [6.0], "d": [0.0]}, index=[2014])
    groups = {"all": ("a", "b", "c", "d"), "three": ("a", "b", "c")}
    found = catching_up(levels, fast, people, groups).set_index("group")
    assert found.loc["three", "slope"] == pytest.approx(0)
    assert found.loc["all", "slope"] < -0.01
    assert found.loc["all", ["period", "n"]].to_list() == ["2014", 4]
    assert found.loc["three", "theil_first"] < found.loc["all", "theil_first"]
    assert np.isnan(found.loc["all", "theil_last"])
    assert catching_up(levels[:0], fast, people, groups).empty
