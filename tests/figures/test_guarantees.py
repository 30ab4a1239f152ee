"""What a chart in free form must keep, and what must not be held against it."""

import altair as alt
import pandas as pd
import pytest

from digitalbay.figures.guarantees import card, guaranteed, spec_of
from digitalbay.figures.language import Words

ROWS = pd.DataFrame(
    {
        "date": ["2020-01-01", "2021-01-01", "2022-01-01"],
        "value": [1.0, 2.0, 3.0],
        "place": ["a", "b", "c"],
    }
)
BOUNDED = ROWS.assign(qualifier=["", "at_least", ""])
BASE = alt.Chart(ROWS)
X = alt.X("place:N", title="Place")
Y = alt.Y("value:Q", title="Value")
UTC = alt.X("date:T", title=None, scale=alt.Scale(type="utc"))


def check(chart):
    return guaranteed(spec_of(chart), "chapter, figure it")


def refused(chart, message):
    with pytest.raises(ValueError, match=message) as told:
        check(chart)
    assert str(told.value).startswith("chapter, figure it: ")


@pytest.mark.parametrize(
    "encoding",
    [
        {"x": "place:N", "y": Y},
        {"x": X, "y": "count()"},
        {"x": X, "y": Y, "color": "place:N"},
        {"x": X, "y": Y, "stroke": "place:N"},
        {"x": X, "y": Y, "tooltip": ["place:N"]},
        {"x": X, "y": Y, "row": "place:N"},
        {"x": X, "y": Y, "color": alt.condition("datum.value > 1", "place:N", alt.value("red"))},
    ],
)
def test_what_a_reader_sees_has_a_title(encoding):
    refused(BASE.mark_bar().encode(**encoding), "has no title; give title")


@pytest.mark.parametrize(
    "encoding",
    [
        {"x": X, "y": Y},
        {"x": alt.X("place:N", axis=alt.Axis(title="Place")), "y": Y},
        {"x": alt.X("place:N", axis=None), "y": Y},
        {"x": X, "y": Y, "color": alt.Color("place:N", legend=None)},
        {"x": X, "y": Y, "color": alt.Color("place:N", legend=alt.Legend(title="Place"))},
        {"x": X, "y": alt.Y("count()", title="Places")},
        {"x": X, "y": Y, "y2": "value:Q", "detail": "place:N", "order": "value:Q"},
        {"x": X, "y": Y, "xOffset": "place:N", "text": "place:N", "key": "place:N"},
        {"longitude": "value:Q", "latitude": "value:Q"},
        {"x": alt.XValue(3), "y": alt.YDatum(3)},
        {"x": X, "y": Y, "opacity": alt.condition("datum.value > 1", alt.value(1), alt.value(0))},
        {"x": X, "y": Y, "tooltip": alt.value(None)},
        {"x": X, "y": Y, "column": alt.Column("place:N", header=alt.Header(title=None))},
    ],
)
def test_what_heads_nothing_needs_no_title(encoding):
    assert check(BASE.mark_point().encode(**encoding))


def test_layers_share_the_title_of_an_axis():
    rule = BASE.mark_rule().encode(x=X, y="value:Q")
    point = BASE.mark_point().encode(x="place:N", y=Y)
    assert check(rule + point)
    refused(rule + rule, "y 'value' has no title")


def test_layers_inherit_what_the_chart_encodes():
    layered = alt.layer(BASE.mark_line(), BASE.mark_point()).encode(x=X, y=Y)
    assert check(layered)
    assert check(alt.layer(layered, BASE.mark_rule().encode(x=X, y=Y)))
    refused(alt.layer(BASE.mark_line(), BASE.mark_point()).encode(x=X, y="value:Q"), "'value'")


def test_charts_beside_each_other_are_looked_at_one_by_one():
    good, bad = BASE.mark_bar().encode(x=X, y=Y), BASE.mark_bar().encode(x="place:N", y=Y)
    assert check(good | good)
    for chart in (good | bad, good & bad, alt.concat(good, good & bad)):
        refused(chart, "x 'place' has no title")


def test_panels_are_headed_too():
    base = alt.layer(BASE.mark_line(), data=ROWS).encode(x=X, y=Y)
    assert check(base.facet(facet=alt.Facet("place:N", title=None)))
    assert check(base.facet(row=alt.Row("place:N", header=alt.Header(title="Place"))))
    refused(base.facet("place:N"), "facet 'place' has no title")
    refused(base.facet(row="place:N"), "row 'place' has no title")


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ({"x": alt.X("date:T", title=None), "y": Y}, "x 'date' is in local time; give scale"),
        ({"x": alt.X("year(date):T", title=None), "y": Y}, "use timeUnit 'utc…'"),
        ({"x": alt.X("yearmonth(date):O", title=None), "y": Y}, "use timeUnit 'utc…'"),
        ({"x": UTC, "y": Y, "tooltip": alt.Tooltip("date:T", title="Day")}, "tooltip 'date' shows"),
        ({"x": UTC, "y": Y, "text": "date:T"}, "text 'date' shows local time; give it as text"),
        ({"x": UTC, "y": Y, "column": alt.Column("date:T", title=None)}, "column 'date' shows"),
        ({"x": X, "y": Y, "color": alt.Color("date:T", title=None)}, "color 'date' is in local"),
    ],
)
def test_local_time_is_refused(encoding, message):
    refused(BASE.mark_point().encode(**encoding), message)


def test_time_in_utc_and_as_text_is_not():
    unit = alt.X("utcyearmonth(date):T", title=None)
    tip = alt.Tooltip("utcyearmonthdate(date):T", title="Day")
    for encoding in (
        {"x": UTC},
        {"x": unit},
        {"x": alt.X("date:O", title=None)},
        {"x": UTC, "tooltip": tip},
    ):
        assert check(BASE.mark_point().encode(y=Y, **encoding))
    assert check(BASE.mark_rule().encode(x="date:T", y=Y) + BASE.mark_point().encode(x=UTC, y=Y))
    ends = BASE.mark_rule().encode(x=UTC, x2="date:T", y=Y)
    assert check(ends)


def test_transforms_into_local_time_are_refused():
    base = BASE.mark_bar().encode(x=alt.X("at:O", title=None), y=Y)
    refused(base.transform_timeunit(at="year(date)"), "transform of 'date' is in local time")
    assert check(base.transform_timeunit(at="utcyear(date)"))


def test_tooltips_of_all_columns_and_data_from_elsewhere_are_refused():
    refused(BASE.mark_point(tooltip={"content": "data"}).encode(x=X, y=Y), "columns without titles")
    refused(
        alt.Chart("https://example.org/a.csv").mark_bar().encode(x=X, y=Y), "loaded from 'https"
    )


@pytest.mark.parametrize("mark", ["point", "line", "bar", "circle", "area", "tick"])
def test_a_bound_is_not_drawn_as_a_value(mark):
    chart = alt.Chart(BOUNDED, mark=mark).encode(x=X, y=Y)
    refused(chart, r"a bound is drawn as a value \(at_least\); use chapter.lines")


def test_a_bound_may_be_told_by_a_mark():
    base = alt.Chart(BOUNDED.assign(kind=["told", "least", "told"])).encode(x=X, y=Y)
    shape = alt.Shape("qualifier:N", title=None)
    faint = alt.condition("datum.qualifier == ''", alt.value(1), alt.value(0.4))
    told = [
        base.mark_point().encode(shape=shape),
        base.mark_point().encode(shape=alt.Shape("kind:N", title=None)),
        base.mark_bar().encode(opacity=faint),
        base.mark_bar() + base.mark_text().encode(text="qualifier:N"),
        base.mark_line() + base.mark_point().encode(shape=shape),
        base.mark_bar()
        + base.transform_filter("datum.qualifier != ''").mark_point(shape="triangle"),
        base.transform_filter(alt.datum.qualifier == "").mark_point(),
        base.transform_filter(alt.FieldEqualPredicate(field="qualifier", equal="")).mark_point(),
    ]
    for chart in told:
        assert check(chart)


def test_a_place_and_its_colour_tell_no_bound():
    color = alt.Color("place:N", title=None)
    refused(alt.Chart(BOUNDED).mark_point().encode(x=X, y=Y, color=color), "a bound is drawn")
    shape = alt.Shape("place:N", title=None)
    four = pd.concat([BOUNDED, BOUNDED.assign(qualifier="", place=["b", "b", "d"])])
    refused(alt.Chart(four).mark_point().encode(x=X, y=Y, shape=shape), "a bound is drawn")


def test_bounds_that_are_not_drawn_are_no_matter():
    words = alt.Chart(BOUNDED).mark_text().encode(x=X, y=Y, text="place:N")
    counts = alt.Chart(BOUNDED).mark_bar().encode(x=X, y=alt.Y("count()", title="Rows"))
    unknown = BOUNDED.assign(value=[1.0, None, 3.0])
    about = BOUNDED.assign(qualifier=["", "about", ""])
    for chart in (
        words,
        counts,
        *(alt.Chart(f).mark_bar().encode(x=X, y=Y) for f in (unknown, about)),
    ):
        assert check(chart)


def test_bounds_are_found_in_panels_and_layers():
    base = alt.Chart(BOUNDED).mark_bar().encode(x=X, y=Y)
    rule = alt.Chart(pd.DataFrame({"y": [1]})).mark_rule().encode(y=alt.Y("y:Q", title=None))
    good = BASE.mark_bar().encode(x=X, y=Y)
    faceted = base.facet(facet=alt.Facet("place:N", title=None))
    for chart in (
        base + rule,
        good | base,
        faceted,
        base.encode(facet=alt.Facet("place:N", title=None)),
    ):
        refused(chart, "a bound is drawn as a value")


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
def test_the_card_of_nothing_keeps_all(lang):
    assert check(card(Words(lang)).chart)


def test_datasets_are_named_by_the_digits_that_they_show():
    def spec(value):
        frame = pd.DataFrame({"x": [1.0, value]})
        marks = alt.Chart(frame).mark_point().encode(x="x:Q")
        return spec_of(alt.hconcat(marks, alt.layer(marks, marks)))

    one, other, third = spec(0.1 + 0.2), spec(0.3), spec(0.300001)
    assert one == other
    assert list(one["datasets"]) != list(third["datasets"])
    (name,) = one["datasets"]
    drawn = [one["data"]] if "data" in one else [part["data"] for part in one["hconcat"]]
    assert {data["name"] for data in drawn} == {name}
