"""Segments of lines, states of values and places in time."""

from itertools import pairwise

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.figures.columns import measure
from digitalbay.figures.language import Words
from digitalbay.figures.prepared import in_time, prepared, resolved, segmented

WORDS = Words("en")


def series(*rows):
    frame = pd.DataFrame(rows, columns=["period", "value", "qualifier"])
    return prepared(frame.assign(area="macao", indicator="internet_users_share_3plus_dsec"), WORDS)


def joined(frame, **how):
    """Pairs of neighbouring periods that a line joins."""
    found = segmented(frame, "period", [], **how)
    rows = list(found.sort_values("period").itertuples())
    return [(a.period, b.period) for a, b in pairwise(rows) if a.segment == b.segment]


def test_a_line_joins_years_that_follow_each_other():
    assert joined(series(("2019", 1, ""), ("2020", 2, ""), ("2021", 3, ""))) == [
        ("2019", "2020"),
        ("2020", "2021"),
    ]


def test_a_missing_year_is_a_gap_and_a_survey_may_bridge_it():
    rows = series(("2018", 1, ""), ("2019", 1, ""), ("2021", 2, ""), ("2022", 2, ""))
    assert joined(rows) == [("2018", "2019"), ("2021", "2022")]
    assert ("2019", "2021") in joined(rows, bridge=2)


def test_a_survey_every_second_year_has_no_gap():
    assert len(joined(series(("2016", 1, ""), ("2018", 2, ""), ("2020", 3, "")))) == 2


@pytest.mark.parametrize("bound", ["at_least", "at_most"])
def test_a_line_joins_no_bound(bound):
    rows = series(("2019", 1, ""), ("2020", 2, bound), ("2021", 3, ""))
    assert joined(rows) == []
    assert list(rows["state"]) == ["exact", bound, "exact"]


def test_a_line_crosses_no_break():
    about = db.indicators().set_index("indicator")["breaks"]
    name, at = next((i, b.split()[0][:4]) for i, b in about.items() if b and len(b.split()) == 1)
    years = [str(int(at) + step) for step in (-2, -1, 0, 1)]
    frame = pd.DataFrame({"period": years, "value": 1.0, "indicator": name, "area": "macao"})
    assert joined(prepared(frame, WORDS)) == [(years[0], years[1]), (years[2], years[3])]


def test_preliminary_and_estimated_values_are_not_exact():
    frame = pd.DataFrame({"period": ["2019"] * 3, "value": 1.0, "status": ["A", "P", "E"]})
    assert list(prepared(frame, WORDS)["state"]) == ["exact", "provisional", "provisional"]


def test_years_stand_at_their_number_and_months_at_their_middle():
    years, whole = in_time(pd.DataFrame({"period": ["2019", "2020"]}), "period")
    assert whole
    assert list(years["year"]) == [2019, 2020]
    mixed, whole = in_time(pd.DataFrame({"period": ["2019", "2020-06"]}), "period")
    assert not whole
    assert list(mixed["date"]) == ["2019-07-02", "2020-06-15"]
    assert list(mixed["date_first"]) == ["2019-01-01", "2020-06-01"]
    assert list(mixed["date_last"]) == ["2019-12-31", "2020-06-30"]


def test_a_column_without_a_title_is_refused():
    frame = pd.DataFrame({"per_head": [1.0], "a b": [2.0]})
    with pytest.raises(ValueError, match="'per_head' has no title"):
        resolved("per_head", frame, WORDS)
    with pytest.raises(ValueError, match="no column 'share'"):
        resolved(measure("share", "Share"), frame, WORDS)
    with pytest.raises(ValueError, match="letters, digits and _ only"):
        resolved(measure("a b", "A"), frame, WORDS)
    assert resolved(measure("per_head", "Per head"), frame, WORDS).title == "Per head"


def test_columns_of_the_data_room_name_themselves():
    rows = prepared(db.observations("gdp_current_prices", areas=["macao", "zhuhai"]), WORDS)
    unit = db.indicators().set_index("indicator").loc["gdp_current_prices", "unit"]
    assert resolved("value", rows, WORDS).title == WORDS.label("unit", unit)
    assert list(resolved("area", rows, WORDS).order) == ["Zhuhai", "Macao"]
    assert resolved("period", rows, WORDS).kind == "time"
