"""Periods: their spans, and what SDMX makes of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitalbay.data.periods import as_day, span
from digitalbay.data.sdmx import from_sdmx, to_sdmx

DAYS = st.dates(date(1900, 1, 1), date(2999, 1, 1))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-02-03", "2020-02-03", "2020-02-03"),
        ("2020-H2", "2020-07-01", "2020-12-31"),
        ("2020-Q1", "2020-01-01", "2020-03-31"),
        ("2019-01/2019-09", "2019-01-01", "2019-09-30"),
    ],
)
def test_spans(text, first, last):
    assert span(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["", "20", "2021-02-30", "2021-13", "2021-H3", "2021-Q5", "2021/2020", "2020/2021-01", "now"],
)
def test_what_is_no_period(text):
    with pytest.raises(ValueError, match=r".*"):
        span(text)


def test_a_vague_day_is_its_last():
    assert as_day("2022") == date(2022, 12, 31)
    assert as_day(date(2022, 3, 4)) == date(2022, 3, 4)


@given(DAYS, st.integers(0, 5000), st.sampled_from([4, 7, 10]))
def test_sdmx_spans_come_back(start, days, precision):
    ends = [day.isoformat()[:precision] for day in (start, start + timedelta(days))]
    assert from_sdmx(to_sdmx("/".join(ends))) == "/".join(ends)


@pytest.mark.parametrize("text", ["2020", "2020-05", "2020-05-06", "2020-H1", "2020-Q4"])
def test_sdmx_simple_periods_come_back(text):
    assert from_sdmx(to_sdmx(text)) == text
