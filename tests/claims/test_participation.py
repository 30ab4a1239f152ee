"""Requests per head of the newest period that counts, and of a place without people none."""

import math

import pytest

from digitalbay.claims.participation import Asked, monthly

from .frames import rows

CALLS = "hotline_1823_calls"
COUNTS = rows(("hong-kong", "2019", 240), ("hong-kong", "2020", 480), ("hong-kong", "2023", 9))
COUNTS = COUNTS.assign(indicator=CALLS)
PEOPLE = rows(("hong-kong", "2021", 8), ("hong-kong", "2010", 1), indicator="population_year_end")


@pytest.mark.parametrize(("until", "value"), [("2020", 10), ("2019", 5), (None, 9 / 48)])
def test_requests_are_of_the_newest_period_by_a_year(until, value):
    found = monthly(COUNTS, PEOPLE, [Asked(CALLS, "hong-kong", 6, until)])
    assert found["value"].tolist() == pytest.approx([value])


def test_what_is_not_on_record_is_left_out_or_unknown():
    asked = [Asked(CALLS, "hong-kong", 12), Asked(CALLS, "macao", 12)]
    assert list(monthly(COUNTS, PEOPLE, asked)["area"]) == ["hong-kong"]
    assert math.isnan(monthly(COUNTS, PEOPLE[:0], asked)["value"].iloc[0])
