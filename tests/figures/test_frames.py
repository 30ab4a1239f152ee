"""Frames as they are handed over: what a table shows of them, and what it refuses by name."""

import datetime
import json
import math
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitalbay.figures.cells import column, significant, written
from digitalbay.figures.columns import Column, category, code, measure, text, time
from digitalbay.figures.frames import checked, explored, html, plain, resource
from digitalbay.figures.language import Words

WORDS = Words("en")
WHERE = "chapter, table it"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def cells(values, heading="Value", **how):
    return column(pd.Series(values, **how), heading, "here")


def shown(values, heading="Value", **how):
    kind, found = cells(values, heading, **how)
    return [written(value, kind) for value in found]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([2020, 2021], r"chapter, table it: column 2020 is not a text"),
        ([None, 1], "is not a text"),
        (["a", "a"], "two columns are headed 'a'"),
        (["a b", "a  b "], "two columns are headed 'a b'"),
        (["é", "e\u0301"], "two columns are headed"),
        (["", "b"], "has no heading"),
        (pd.MultiIndex.from_tuples([("a", 1), ("a", 2)]), "have 2 levels"),
        ([("a", 1), "b"], "is not a text"),
    ],
)
def test_columns_are_headed_by_different_texts(columns, message):
    frame = pd.DataFrame([[1, 2]])
    frame.columns = columns
    with pytest.raises(ValueError, match=message):
        resource(frame, WORDS, WHERE)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1 + 2j, "complex numbers"),
        (b"a", "bytes"),
        ([1, 2], "values of several parts"),
        (np.array([1, 2]), "values of several parts"),
        (pd.Timedelta("3 days"), "durations"),
        (pd.Interval(0, 1), "intervals"),
        (object(), "values of type object"),
    ],
)
def test_what_no_table_can_show_is_refused_by_name(value, message):
    frame = pd.DataFrame({"odd": pd.Series([value], dtype="object")})
    with pytest.raises(ValueError, match=f"chapter, table it, column 'odd' holds {message}"):
        resource(frame, WORDS, WHERE)


def test_a_series_and_columns_of_these_types_are_refused_too():
    with pytest.raises(ValueError, match="expected a DataFrame, got Series"):
        checked(pd.Series([1]), WHERE)
    for values in (pd.timedelta_range("1D", periods=2), pd.interval_range(0, 2), np.array([1j, 2])):
        with pytest.raises(ValueError, match="column 'odd' holds"):
            resource(pd.DataFrame({"odd": values}), WORDS, WHERE)


def test_dates_are_dates_and_zones_are_kept():
    days = ["2021-02-18", "2022-03-01"]
    assert cells(pd.to_datetime(days)) == ("date", days)
    assert cells(pd.to_datetime(days).tz_localize("Asia/Shanghai")) == ("date", days)
    assert cells([datetime.date(2021, 2, 18), None], dtype="object") == ("date", [days[0], None])
    assert cells([pd.Timestamp(days[0]), pd.NaT]) == ("date", [days[0], None])
    noon = pd.to_datetime(["2021-02-18 12:30", "2021-02-18 00:00"])
    assert shown(noon) == ["2021-02-18 12:30", "2021-02-18 00:00"]
    assert shown(noon.tz_localize(SHANGHAI))[0] == "2021-02-18 12:30+08:00"
    assert shown(pd.to_datetime(["2021-02-18 12:30:05"])) == ["2021-02-18 12:30:05"]


def test_periods_are_written_to_their_precision():
    assert shown(pd.period_range("2020", periods=2, freq="Y")) == ["2020", "2021"]
    assert shown(pd.period_range("2020-01", periods=1, freq="Q")) == ["2020-Q1"]
    assert shown(pd.period_range("2020-01", periods=1, freq="M")) == ["2020-01"]
    assert shown(pd.period_range("2020-01-05", periods=1, freq="D")) == ["2020-01-05"]


def test_tiny_and_infinite_values_are_shown_right():
    assert cells([3.2e-12, 1 / 3, 1e22]) == ("number", [3.2e-12, 0.3333333333, 1e22])
    assert shown([3.2e-12]) == ["3.2e-12"]
    assert shown([math.inf, -math.inf, math.nan, 1234.5]) == ["∞", "−∞", "–", "1,234.5"]
    assert shown([-0.0]) == ["0.0"]
    assert shown(np.array([0.1, 16777216], dtype="float32")) == ["0.1", "16,777,220.0"]


def test_missing_values_are_missing_in_every_type():
    for dtype in ("Int64", "Float64", "boolean", "string", "object"):
        assert cells([None, pd.NA], dtype=dtype)[1] == [None, None]
    assert cells([None, float("nan"), pd.NaT, pd.NA], dtype="object")[1] == [None] * 4
    assert cells(["a", None], dtype="category") == ("string", ["a", None])
    assert cells([Decimal("NaN")])[1] == [None]


@pytest.mark.parametrize(
    "heading", ["Year", "year", "Base year", "Period", "Year (end)", "年份", "年"]
)
@pytest.mark.parametrize("values", [[2020, 2021], [2020.0, None]])
def test_years_have_no_separators(heading, values):
    kind, found = cells(values, heading)
    assert kind == "year"
    assert written(found[0], kind) == "2020"


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Documents", [1950]),
        ("Documents per year", [1950]),
        ("每年", [1950]),
        ("Year", [12020]),
        ("Period", [1500, 1950]),
    ],
)
def test_quantities_keep_theirs(heading, values):
    assert cells(values, heading) == ("integer", values)
    assert "," in shown(values, heading)[0]


@pytest.mark.parametrize(
    "heading", ["Code", "Area code", "area_code", "ID", "代码", "行政区划代碼"]
)
def test_codes_have_no_separators(heading):
    assert cells([440100, 440300], heading) == ("string", ["440100", "440300"])
    assert cells([440100.0, None], heading) == ("string", ["440100", None])


def test_integers_that_scripts_misread_are_texts():
    assert cells([2**53, 1]) == ("integer", [2**53, 1])
    assert cells([2**53 + 1, 1]) == ("string", [str(2**53 + 1), "1"])
    assert cells(np.array([2**64 - 1], dtype="uint64")) == ("string", [str(2**64 - 1)])


def test_mixed_columns_decimals_and_answers():
    assert cells([1, 2.5], dtype="object") == ("number", [1, 2.5])
    assert shown([1000, 2.5], dtype="object") == ["1,000", "2.5"]
    assert cells(["a", 1, 2.5, True], dtype="object") == ("string", ["a", "1", "2.5", "yes"])
    assert cells([Decimal("1.5"), Decimal("20")]) == ("number", [1.5, 20])
    assert cells([True, False]) == ("string", ["yes", "no"])
    found = resource(pd.DataFrame({"是否": [True, False]}), Words("zh-Hans"), WHERE)
    assert [row["是否"] for row in found["data"]] == ["是", "否"]


def test_an_empty_frame_has_fields_and_no_rows():
    frame = pd.DataFrame({"a": pd.Series(dtype="float64"), "b": pd.Series(dtype="str")})
    fields = [{"name": "a", "type": "number"}, {"name": "b", "type": "string"}]
    assert resource(frame, WORDS, WHERE) == {"schema": {"fields": fields}, "data": []}


def test_columns_said_to_be_years_codes_and_times_are_written_so():
    frame = pd.DataFrame(
        {
            "founded": [2010.0, None],
            "division": [440100.0, 440300.0],
            "issued": [2020, 2021],
            "day": pd.to_datetime(["2021-02-18", None]),
            "level": pd.Categorical(["city", None]),
            "documents": [2020, 2021],
        }
    )
    columns = [
        Column("founded", "Founded", "year"),
        code("division", "Division"),
        time("issued", "Issued"),
        time("day", "Day"),
        category("level", "Level"),
        measure("documents", "Year", ",.0f"),
    ]
    found = resource(frame, WORDS, WHERE, columns)
    kinds = [field["type"] for field in found["schema"]["fields"]]
    rows = [
        [written(value, kind) for value, kind in zip(row.values(), kinds, strict=True)]
        for row in found["data"]
    ]
    assert rows == [
        ["2010", "440100", "2020", "18 February 2021", "city", "2,020"],
        ["–", "440300", "2021", "–", "–", "2,021"],
    ]


def test_quantities_are_rounded_to_their_format():
    frame = pd.DataFrame({"a": [1234.56, math.inf, None], "b": [0.123, -0.04, 1]})
    columns = [measure("a", "A", ",.0f"), measure("b", "B", ".1f")]
    found = resource(frame, WORDS, WHERE, columns)["data"]
    assert found == [{"A": 1235, "B": 0.1}, {"A": "∞", "B": 0.0}, {"A": None, "B": 1.0}]
    share = resource(frame, WORDS, WHERE, [measure("b", "B", ".0%")])["data"]
    assert [row["B"] for row in share] == ["12%", "\N{MINUS SIGN}4%", "100%"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([text("none", "N")], "chapter, table it: no column 'none'"),
        ([text("a", None)], "chapter, table it, column 'a': no title"),
        ([text("a", "A"), text("b", "A")], "chapter, table it: two columns are headed 'A'"),
        ([measure("a", "A", ".1f")], "column 'a': 'x' is no number"),
    ],
)
def test_columns_are_refused_by_name(columns, message):
    frame = pd.DataFrame({"a": ["x"], "b": ["y"]})
    with pytest.raises(ValueError, match=message):
        resource(frame, WORDS, WHERE, columns)


def test_an_explorer_names_columns_that_are_there():
    found = resource(pd.DataFrame({"k": ["a", "A"], "t": ["x", "y"]}), WORDS, WHERE)
    layout = {"key": "t", "title": "t", "under": [], "also": [], "filters": {}, "printed": ["t"]}
    assert explored(found, layout, WHERE) == layout
    with pytest.raises(ValueError, match="no column 'z'; it has k, t"):
        explored(found, layout | {"printed": ["z"]}, WHERE)
    with pytest.raises(ValueError, match="column 'k': 'a' is used twice"):
        explored(found, layout | {"key": "k"}, WHERE)


def test_html_and_text_say_what_the_table_says():
    frame = pd.DataFrame({"Year": [2020], "<b>": ["<script>" + "x" * 80], "Value": [1234.5]})
    found = resource(frame, WORDS, WHERE)
    page = html(found)
    assert "<th>&lt;b&gt;</th>" in page
    assert "&lt;script&gt;" + "x" * 80 in page
    assert "<td>2020</td>" in page
    assert "<td>1,234.5</td>" in page
    assert plain(found).split() == [
        "Year",
        "<b>",
        "Value",
        "2020",
        "<script>" + "x" * 80,
        "1,234.5",
    ]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(SHANGHAI)),
    st.times(),
    st.just(pd.NaT),
    st.just(pd.NA),
)


@given(st.lists(VALUES, max_size=6), st.sampled_from(["Value", "Year", "Code"]))
@example([Decimal("sNaN")], "Value")
def test_any_cell_is_strict_json_and_of_its_type(values, heading):
    found = resource(pd.DataFrame({heading: pd.Series(values, dtype="object")}), WORDS, WHERE)
    kind = found["schema"]["fields"][0]["type"]
    again = json.loads(json.dumps(found, allow_nan=False))
    assert again == found
    assert len(found["data"]) == len(values)
    for row in found["data"]:
        value = row[heading]
        if kind in ("number", "integer", "year"):
            assert value is None or value in ("∞", "−∞") or not isinstance(value, str)
        else:
            assert value is None or isinstance(value, str)
        assert isinstance(written(value, kind), str)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_ten_digits_are_kept_however_small(value):
    kept = significant(value)
    assert kept == value or abs(kept - value) <= 1e-9 * abs(value) or abs(value) < 1e-300
    assert significant(kept) == kept


def test_bounds_of_any_column_are_told():
    frame = pd.DataFrame(
        {"value": [5.0, 7.0], "here": [1.0, math.nan], "here_qualifier": ["at_least", ""]}
    )
    columns = [measure("value", "Aim", ".0f"), measure("here", "Count", ".1f")]
    rows = resource(frame, WORDS, WHERE, columns)["data"]
    assert [row["Count"] for row in rows] == ["at least 1.0", "–"]
    assert [row["Aim"] for row in rows] == [5, 7]
