"""Software beside the nation and other provinces."""

import math

import pandas as pd
import pytest

from digitalbay.claims.software import of_measures, printed_with, rise

from .frames import rows

MEASURES = pd.DataFrame(
    {
        "indicator": ["software_revenue"],
        "first_period": ["2018"],
        "last_period": ["2024"],
        "growth": [90.0],
        "gdp_growth": [40.0],
        "faster": [True],
        "nation_years": ["2020/2024"],
        "beats_nation": [None],
    }
)


def test_periods_are_those_in_which_one_place_was_printed():
    found = rows(("a", "2020", 1), ("b", "2020", 2), ("a", "2021", 3))
    assert printed_with(found, "b")["period"].tolist() == ["2020", "2020"]
    assert printed_with(found, "c").empty


def test_what_the_measures_say_and_what_they_do_not():
    told = of_measures(MEASURES)
    assert told[["years", "start", "end"]].tolist() == ["2018/2024", "2020", "2024"]
    assert told[["faster", "growth"]].tolist() == [True, 90.0]
    none = of_measures(MEASURES[:0])
    assert none[["years", "start", "end"]].tolist() == ["", "", ""]
    unmatched = MEASURES.assign(first_period="", last_period="", growth=math.nan, nation_years="")
    assert of_measures(unmatched)[["years", "start"]].tolist() == ["", ""]


def test_a_rise_between_two_years():
    found = rows(("a", "2020", 10), ("a", "2024", 15), ("b", "2020", 10))
    risen = rise(found, "2020", "2024")
    assert risen["a"] == pytest.approx(50)
    assert math.isnan(risen["b"])
    assert rise(found, "", "").empty
