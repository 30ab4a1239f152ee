"""Charts of places and names side by side: bars, dots, intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from .. import encodings as enc
from ..columns import Column
from ..language import Words
from ..prepared import Drawing, prepared, resolved
from ..telling import BOUNDS
from .layout import has_own, laid_out

# Without triangles, which mark bounds; the last are a star, an hourglass and a pentagon.
SHAPES = [
    "circle",
    "square",
    "cross",
    "diamond",
    "M0,-1L.22,-.31H.95L.36,.12L.59,.81L0,.38L-.59,.81L-.36,.12L-.95,-.31H-.22Z",
    "M-1,-1H1L-1,1H1Z",
    "M0,-1L.95,-.31L.59,.81H-.59L-.95,-.31Z",
]


def bars(
    frame: pd.DataFrame,
    words: Words,
    *,
    x: str | Column = "value",
    y: str | Column = "place",
    color: str | Column | None = None,
    panel: str | Column | None = None,
    columns: int = 2,
    free: bool = False,
    ranked: bool | None = None,
    grouped: bool = False,
    numbers: bool = True,
    step: int = 24,
    reference: dict[str, float] | None = None,
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw level bars, the longest first unless the names have an order of their own.

    A bound is a pale bar with a triangle at its end, its number bears ≥ or ≤, and it is ranked
    with no value: names known by a bound come last. Several colours are stacked.

    Parameters
    ----------
    frame : one row for each name, or for each name and colour
    x, y, color, panel, columns, free, also : as in `lines`
    ranked : sort by value; by default if ``y`` has no given order and nothing is stacked
    grouped : bars of a name below each other instead of on each other
    numbers : write each bar's value at its end
    step : height of a row, in pixels
    reference : names and values of upright lines; not in panels
    """
    frame = enc.with_state_names(prepared(frame, words), words)
    given = isinstance(y, Column) and y.order is not None
    value, row = resolved(x, frame, words), resolved(y, frame, words)
    group, split = (resolved(c, frame, words) if c else None for c in (color, panel))
    stacked = group is not None and group.name != row.name and not grouped
    if ranked if ranked is not None else not (given or stacked or split):
        row = replace(row, order=_by_rank(frame, row, value, "sum"))
    shown = [split, row, group, value, enc.state_column(frame, words), *also]
    base = _base(frame, value, row, group, split, shown)
    if grouped and group is not None:
        base = base.encode(yOffset=alt.YOffset(f"{group.name}:N", sort=group.names))
    layers = enc.filled(base, frame, words, stacked=stacked)
    if numbers and not stacked:
        layers += _numbers(base, value, frame)
    sheet: dict[str, Any] = {"columns": columns, "free": free, "reference": reference, "step": step}
    chart = _sheet(layers, frame, shown, split, row, **sheet)
    return Drawing(chart, [c for c in shown if c], words("Bars"))


def _by_rank(frame: pd.DataFrame, row: Column, value: Column, how: str) -> list[str]:
    """Names by their values, the best first, then those of which a value is a bound."""
    bounded = frame["state"].isin(BOUNDS).groupby(frame[row.name]).any()
    values = frame.groupby(row.name, sort=False)[value.name].agg(how)
    values = values.sort_values(ascending=value.reverse, kind="stable")
    return sorted(values.index, key=bounded.get)


def _base(
    frame: pd.DataFrame,
    value: Column,
    row: Column,
    group: Column | None,
    split: Column | None,
    shown: list[Column | None],
    **axis: Any,
) -> alt.Chart:
    """Values along the rows of their names; what names or panels tell needs no legend."""
    told = {row.name, split.name if split else None}
    return alt.Chart().encode(
        x=enc.quantity(value, alt.X),
        y=enc.named(row, **axis),
        color=enc.colored(group, frame, legend=group is not None and group.name not in told),
        tooltip=enc.tooltips(shown),
    )


def _sheet(
    layers: list[alt.Chart],
    frame: pd.DataFrame,
    shown: list[Column | None],
    split: Column | None,
    row: Column,
    *,
    step: int,
    **how: Any,
) -> alt.LayerChart | alt.FacetChart:
    """Rows of one height beside their names, alone or in panels."""
    return laid_out(
        layers,
        frame[list(dict.fromkeys([c.name for c in shown if c] + ["state"]))],
        split,
        whole={"width": _room(row), "height": alt.Step(step)},
        panel={"width": _narrow(how["columns"], row), "height": alt.Step(step)},
        axis="x",
        names=row,
        **how,
    )


def _numbers(base: alt.Chart, value: Column, frame: pd.DataFrame) -> list[alt.Chart]:
    form = value.form if value.form != ",.10g" else ",.4~r"
    plain = base
    layers = []
    if frame["state"].isin(BOUNDS).any():
        plain = base.transform_filter("datum.state != 'at_least' && datum.state != 'at_most'")
        for bound, sign in zip(BOUNDS, "≥≤", strict=True):
            said = f"{sign!r} + format(datum[{value.name!r}], {form!r})"
            only = base.transform_filter(f"datum.state == {bound!r}").transform_calculate(said=said)
            layers.append(_text(only, alt.Text("said:N")))
    return [_text(plain, alt.Text(f"{value.name}:Q", format=form)), *layers]


def _text(base: alt.Chart, text: alt.Text) -> alt.Chart:
    mark = base.mark_text(align="left", dx=9, fontSize=11)
    return mark.encode(text=text, color=alt.ColorValue(enc.GREY))


def _names(row: Column) -> float:
    return min(max((enc.breadth(name) for name in row.names), default=0), 260)


def _room(row: Column) -> int:
    return int(enc.WIDTH - 60 - _names(row))


def _narrow(columns: int, row: Column) -> int:
    return int(max(80, (enc.WIDTH - columns * (_names(row) + 60)) / columns))


def dots(
    frame: pd.DataFrame,
    words: Words,
    *,
    x: str | Column = "value",
    y: str | Column = "place",
    color: str | Column | None = None,
    shape: str | Column | None = None,
    panel: str | Column | None = None,
    columns: int = 2,
    free: bool = False,
    ranked: bool = False,
    numbers: bool = False,
    step: int = 24,
    reference: dict[str, float] | None = None,
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw a mark for each value in the row of its name: several values of a name on one line.

    Bounds are triangles, values that are not final are hollow. Parameters as in `bars`; ``shape``
    is a category that shapes tell apart, besides ``color``.
    """
    frame = enc.with_state_names(prepared(frame, words), words)
    value, row = resolved(x, frame, words), resolved(y, frame, words)
    group, form, split = (resolved(c, frame, words) if c else None for c in (color, shape, panel))
    if ranked:
        row = replace(row, order=_by_rank(frame, row, value, "max"))
    shown = [split, row, group, form, value, enc.state_column(frame, words), *also]
    base = _base(frame, value, row, group, split, shown, grid=True)
    if form is not None:
        base = base.encode(shape=_shape(form, enc.colored(group, frame)))
        layers = [base.mark_point(filled=True, size=60)]
    elif split is not None and has_own(frame, split, row):
        layers = [enc.points_together(base, frame, words, enc.colored(group, frame), size=60)]
    else:
        layers = enc.points(base, frame, words, size=60)
    if numbers:
        layers += _numbers(base, value, frame)
    sheet: dict[str, Any] = {"columns": columns, "free": free, "reference": reference, "step": step}
    chart = _sheet(layers, frame, shown, split, row, **sheet)
    return Drawing(chart, [c for c in shown if c], words("Dots"))


def _shape(form: Column, color: alt.Color | alt.ColorValue) -> alt.Shape:
    """The shapes of a category; told in one legend with its colours where it has both."""
    field = f"{form.name}:N"
    if not isinstance(color, alt.Color) or color["shorthand"] != field:
        scale = alt.Scale(range=SHAPES)
        return alt.Shape(field, title=None, sort=form.names, scale=scale)
    scale = alt.Scale(domain=color["scale"]["domain"], range=SHAPES)
    return alt.Shape(field, title=None, sort=color["sort"], scale=scale, legend=color["legend"])


def intervals(
    frame: pd.DataFrame,
    words: Words,
    *,
    low: str | Column,
    high: str | Column,
    y: str | Column = "place",
    point: str | Column | None = None,
    color: str | Column | None = None,
    ends: bool = False,
    grouped: bool = False,
    title: str | None = None,
    step: int = 26,
    reference: dict[str, float] | None = None,
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw a bar from one value to another in each row, and a mark at a third.

    Parameters
    ----------
    low, high : measures at the ends; their axis is that of ``low``
    point : measure at the mark, if any
    ends : a dumbbell: a hollow mark at ``low`` and a filled one at ``high``, each named in a legend
        by its measure's title
    grouped : bars of a name below each other, each in its colour
    title : of the axis; by default that of the mark, or of ``low`` if it is no dumbbell
    y, color, step, reference, also : as in `bars`
    """
    frame = prepared(frame, words)
    start, end, row = (resolved(c, frame, words) for c in (low, high, y))
    mark, group = (resolved(c, frame, words) if c else None for c in (point, color))
    shown = [row, group, start, mark, end, *also]
    base = alt.Chart().encode(
        y=enc.named(row, grid=True),
        color=enc.colored(group, frame, legend=group is not None and group.name != row.name),
        tooltip=enc.tooltips(shown),
    )
    if grouped and group is not None:
        base = base.encode(yOffset=alt.YOffset(f"{group.name}:N", sort=group.names))
    own = mark.title if mark else None if ends else start.title
    axis = enc.quantity(replace(start, title=title or own), alt.X)
    width = 2 if ends else 6
    layers = [
        base.mark_rule(strokeWidth=width, opacity=0.4).encode(x=axis, x2=alt.X2(f"{end.name}:Q"))
    ]
    if ends:
        layers += _ends(base, start, end)
    if mark is not None:
        layers.append(base.mark_point(filled=True, size=65).encode(x=alt.X(f"{mark.name}:Q")))
    sheet: dict[str, Any] = {"columns": 1, "free": False, "reference": reference, "step": step}
    chart = _sheet(layers, frame, shown, None, row, **sheet)
    return Drawing(chart, [c for c in shown if c], words("Intervals"))


def _ends(base: alt.Chart, start: Column, end: Column) -> list[alt.Chart]:
    scale = alt.Scale(domain=[start.title, end.title], range=["transparent", enc.CATEGORIES[0]])
    layers = []
    for column in (start, end):
        marked = base.transform_calculate(which=f"{column.title!r}").mark_point(
            size=65, filled=False
        )
        fill = alt.Fill("which:N", title=None, scale=scale, sort=None)
        layers.append(marked.encode(x=alt.X(f"{column.name}:Q"), fill=fill))
    return layers
