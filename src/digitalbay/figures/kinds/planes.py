"""Charts on a plane: heat maps, scatters, maps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

import digitalbay as db

from .. import encodings as enc
from ..columns import Column
from ..language import Words
from ..maps import polygons
from ..prepared import Drawing, prepared, resolved
from .layout import laid_out
from .names import beside, pixels
from .places import SMALL, clear_of, names_on_map, ring, rounds

# Width of a cell, in pixels, up to which its head is written upright.
NARROW = 24
# From pale to strong, legible on both pages.
_SEQUENCE = ["#9ecae1", "#08519c"]
# Paler, as names are written on it.
_MAPPED, _INK = ["#d6e6f4", "#5ba3d0"], "#17202b"


def heatmap(
    frame: pd.DataFrame,
    words: Words,
    *,
    x: str | Column,
    y: str | Column,
    color: Column,
    label: Column | None = None,
    panel: str | Column | None = None,
    columns: int = 1,
    free: bool = False,
    numbers: bool = True,
    cell: tuple[int, int] = (46, 26),
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw a field of cells coloured by a measure or a category, its values written in them.

    A pair without a row stays empty: it is not a zero.

    Parameters
    ----------
    frame : one row for each pair
    x, y : categories of columns and rows
    color : measure (pale to strong) or category; a cell without a value stays uncoloured
    label : text or measure written in the cells instead of the value, which a legend then tells
    panel, columns : category of panels, and how many stand beside each other
    free : whether each panel has its own rows
    numbers : write the measure's value in each cell
    cell : width and height of a cell, in pixels
    """
    frame = enc.with_state_names(prepared(frame, words), words)
    across, row, value = (resolved(c, frame, words) for c in (x, y, color))
    split = resolved(panel, frame, words) if panel else None
    state = enc.later_column(frame, words)
    shown = [c for c in (split, row, across, label, value, state, *also) if c]
    order = across.order or sorted(frame[across.name].unique())
    turned = -40 if cell[0] > NARROW else -90
    # Above the heads of panels; upright ones that would overlap are left out.
    above: dict[str, Any] = {"offset": 18, "domain": False, "labelOverlap": turned == -90}
    axis = alt.Axis(orient="top", labelAngle=turned, ticks=False, **(above if split else {}))
    base = alt.Chart().encode(
        x=alt.X(f"{across.name}:N", title=None, sort=list(order), axis=axis),
        y=enc.named(row),
        tooltip=enc.tooltips(shown),
    )
    layers = [base.mark_rect(stroke="white").encode(color=_shade(value, frame, numbers, label))]
    if numbers and value.kind != "category":
        layers.append(_numbers(base, frame, value, label))
    size = {"width": alt.Step(cell[0]), "height": alt.Step(cell[1])}
    kept = frame[list(dict.fromkeys(c.name for c in shown))]
    if split is None:
        chart = layers[0] if len(layers) == 1 else alt.layer(*layers)
        return Drawing(chart.properties(data=kept, **size), shown, words("Heat map"))
    chart = laid_out(
        layers,
        kept,
        split,
        whole=size,
        panel=size,
        columns=columns,
        free=False,
        axis="x",
        names=row if free else None,
    )
    return Drawing(chart, shown, words("Heat map"))


def _shade(
    value: Column, frame: pd.DataFrame, numbers: bool, label: Column | None
) -> alt.Color | alt.ColorValue:
    if value.kind == "category":
        return enc.colored(value, frame)
    domain = list(value.domain) if value.domain else alt.Undefined
    # Values that are written in the cells need no legend.
    told = numbers and label is None
    form = value.form if label else alt.Undefined
    legend = None if told else alt.Legend(title=value.title, gradientLength=160, format=form)
    scale = alt.Scale(range=_SEQUENCE, domain=domain)
    return alt.Color(f"{value.name}:Q", scale=scale, title=value.title, legend=legend)


def _numbers(
    base: alt.Chart, frame: pd.DataFrame, value: Column, label: Column | None
) -> alt.Chart:
    low, high = value.domain or (frame[value.name].min(), frame[value.name].max())
    middle = 0 if frame[value.name].isna().all() else (low + high) / 2
    strong = f"datum.{value.name} > {middle}"
    ink: Any = alt.condition(strong, alt.value("white"), alt.value(_INK))
    if frame[value.name].isna().any():
        # On an uncoloured cell the page shows through, which may be dark.
        bare = alt.when(f"!isValid(datum.{value.name})").then(alt.value(enc.GREY))
        ink = bare.when(strong).then(alt.value("white")).otherwise(alt.value(_INK))
    told = label or value
    form = told.form if told.form != ",.10g" else ",.4~r"
    text = f"{told.name}:N" if told.kind != "quantity" else alt.Text(f"{told.name}:Q", format=form)
    if label is None and frame[value.name].isna().any():
        base = base.transform_filter(f"isValid(datum.{value.name})")
    return base.mark_text(fontSize=11).encode(text=text, color=alt.ColorValue(**ink))


def scatter(
    frame: pd.DataFrame,
    words: Words,
    *,
    x: Column,
    y: Column,
    name: str | Column = "place",
    names: bool = True,
    apart: bool = False,
    color: str | Column | None = None,
    fit: tuple[float, float] | None = None,
    height: int = 340,
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw two measures against each other, each mark with its name.

    Parameters
    ----------
    frame : one row for each mark
    x, y : measures; axes need not start at zero
    name : column of the names beside the marks
    names : write them; else the legend of ``color`` tells
    apart : place them so that they keep apart, not all to the right
    color : category; of places, the colour of each
    fit : intercept and slope of a line through the marks
    """
    frame = enc.with_state_names(prepared(frame, words), words)
    across, up, label = (resolved(c, frame, words) for c in (x, y, name))
    group = resolved(color, frame, words) if color else None
    shown = [label, group, across, up, enc.later_column(frame, words), *also]
    base = alt.Chart(frame[list(dict.fromkeys(c.name for c in shown if c))]).encode(
        x=enc.quantity(replace(across, zero=False), alt.X),
        y=enc.quantity(replace(up, zero=False), alt.Y),
        tooltip=enc.tooltips(shown),
    )
    legend = group is not None and (group.name != label.name or not names)
    marks = base.mark_point(filled=True, size=70).encode(
        color=enc.colored(group, frame, legend=legend)
    )
    layers = [marks]
    named = base.encode(text=alt.Text(f"{label.name}:N"))
    if names and apart:
        at = zip(
            _along(frame, across, SMALL * 540), _along(frame, up, height, down=True), strict=True
        )
        # Above the plane stands the title of its axis.
        title = (0.0, -24.0, enc.breadth(up.title or ""), 0.0)
        layers += beside(named, frame, label.name, list(at), clear=[title], fontSize=11)
    elif names:
        layers.append(named.mark_text(align="left", dx=8, fontSize=11))
    if fit is not None and len(frame):
        ends = pd.DataFrame({across.name: [frame[across.name].min(), frame[across.name].max()]})
        ends[up.name] = fit[0] + fit[1] * ends[across.name]
        line = alt.Chart(ends).mark_line(strokeDash=[4, 3], color=enc.GREY)
        layers.insert(0, line.encode(x=alt.X(f"{across.name}:Q"), y=alt.Y(f"{up.name}:Q")))
    chart = alt.layer(*layers, width=540, height=height)
    return Drawing(chart, [c for c in shown if c], words("Scatter of named points"))


def _along(frame: pd.DataFrame, column: Column, size: float, *, down: bool = False) -> list[float]:
    """Return about where a measure's values stand on its axis, in pixels."""
    ends = column.domain
    values = frame[column.name]
    if column.log:
        values, ends = np.log(values), ends and tuple(np.log(ends))
    return pixels(list(values), size, ends, down=down)


def map(
    frame: pd.DataFrame,
    words: Words,
    *,
    color: Column,
    names: bool = True,
    focus: str | None = None,
    neighbours: list[str] | None = None,
    circles: Column | None = None,
    size: tuple[int, int] = (600, 420),
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw places on a map, coloured by a measure or a category, each with its name.

    Parameters
    ----------
    frame : one row for each ``area``
    color : measure or category
    names : write the names of the places and of their neighbours
    focus : the one area that is ringed, and named larger, however small
    neighbours : areas drawn without colour around them
    circles : measure drawn as circles, so that small places are seen too
    size : width and height, in pixels
    """
    frame = enc.with_state_names(prepared(frame, words), words)
    value = resolved(color, frame, words)
    place, later = resolved("place", frame, words), enc.later_column(frame, words)
    shown = [column for column in (place, value, circles, later, *also) if column]
    known = frame[["area", *dict.fromkeys(c.name for c in shown)]]
    rows = {row["area"]: row for row in known.to_dict("records")}
    about = db.areas().set_index("area", drop=False)
    collection = polygons(about.loc[list(rows)])
    features = [
        {**feature, **{k: v for k, v in rows[feature["properties"]["area"]].items() if k != "area"}}
        for feature in collection["features"]
    ]
    shapes = (
        alt.Chart(alt.Data(values=features))
        .mark_geoshape(strokeWidth=0.8)
        .encode(color=_paint(value, frame, circles), tooltip=enc.tooltips(shown))
    )
    layers = [shapes]
    around = polygons(about.loc[neighbours])["features"] if neighbours else []
    if around:
        faint = alt.Chart(alt.Data(values=around)).mark_geoshape(
            fill=enc.GREY, fillOpacity=0.12, stroke=enc.GREY, strokeWidth=0.5
        )
        layers.insert(0, faint)
    if circles:
        layers.append(rounds(features, circles, shown))
    told = clear_of(focus, features, size) if names else []
    around = [one | {"place": words.label("area", one["properties"]["area"])} for one in around]
    layers += names_on_map([*told, *around], size, gap=13 if circles else 0)
    if focus:
        layers += ring([f for f in features if f["properties"]["area"] == focus])
    chart = alt.layer(*layers, width=size[0], height=size[1]).project("mercator")
    return Drawing(chart, shown, words("Map"), rows=known)


def _paint(
    value: Column, frame: pd.DataFrame, circles: Column | None
) -> alt.Color | alt.ColorValue:
    if value.kind == "category":
        return enc.colored(value, frame)
    return alt.Color(
        f"{value.name}:Q",
        title=value.title,
        scale=alt.Scale(range=_MAPPED),
        # Beside another legend, the numbers at its ends need room.
        legend=alt.Legend(format=value.form, padding=14 if circles else alt.Undefined),
    )
