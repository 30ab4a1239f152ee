"""Names that keep apart, and marks that no line joins."""

import altair as alt
import pandas as pd
import pytest

from digitalbay.figures.columns import category, measure
from digitalbay.figures.kinds.names import beside, pixels
from digitalbay.figures.kinds.over_time import lines
from digitalbay.figures.language import Words
from digitalbay.figures.pairs import told


@pytest.mark.parametrize(
    ("at", "places"),
    [
        ([(0, 0)], ["left"]),
        ([(0, 0), (100, 0)], ["left"]),
        ([(0, 0), (12, 0)], ["center", "left"]),
        ([(0, 0), (12, 0), (6, -14)], ["center", "left"]),
    ],
)
def test_names_stand_where_they_hide_least(at, places):
    frame = pd.DataFrame({"place": [f"place {n}" for n in range(len(at))]})
    marks = [layer.mark for layer in beside(alt.Chart(frame), frame, "place", at)]
    assert sorted({mark.align for mark in marks}) == places


def test_no_name_stands_where_another_text_is():
    frame = pd.DataFrame({"place": ["here", "there"]})
    at = [(0.0, 0.0), (12.0, 0.0)]
    (name,) = {layer.mark.align for layer in beside(alt.Chart(frame), frame, "place", at)} - {
        "left"
    }
    assert name == "center"
    layers = beside(alt.Chart(frame), frame, "place", at, clear=[(-20, -30, 100, 0)])
    assert {layer.mark.dy for layer in layers} == {0, 14}


def test_every_name_stands_once():
    frame = pd.DataFrame({"place": ["A", "B", "C", "D"]})
    layers = beside(alt.Chart(frame), frame, "place", [(0, 0)] * 4)
    named = [name for layer in layers for name in layer.transform[0].filter.oneOf]
    assert sorted(named) == ["A", "B", "C", "D"]


def test_pixels_run_from_the_start_of_an_axis():
    assert pixels([1, 2, 3], 100) == [0, 50, 100]
    assert pixels([1, 3], 100, down=True) == [100, 0]
    assert pixels([2], 100, (0, 4)) == [50]
    assert pixels([2, 2], 100) == [0, 0]


def test_no_line_joins_targets():
    rows = pd.DataFrame(
        {
            "period": ["2020", "2021", "2020", "2021"],
            "value": [1.0, 2.0, 3.0, 4.0],
            "kind": ["outturn", "outturn", "target", "target"],
        }
    )
    drawing = lines(
        rows,
        Words("en"),
        y=measure("value", "Value"),
        color=category("kind", "Kind"),
        alone=["target"],
    )
    segments = drawing.chart.data.groupby("kind")["segment"].nunique()
    assert dict(segments) == {"outturn": 1, "target": 2}


def test_values_are_told_with_their_bounds():
    values, bounds = pd.Series([1000.0, None, 2.0]), pd.Series(["at_least", "", ""])
    assert told(values, bounds, Words("en"), ",.0f") == ["at least 1,000", "", "2"]
