"""Encodings that every kind of chart shares: axes, colours, tooltips, marks of states, panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import altair as alt
import pandas as pd

from .columns import Column
from .language import Words
from .prepared import STATES
from .theme import CATEGORIES, GREY, named_places, place_colors

Axis = TypeVar("Axis", alt.X, alt.Y)
WIDTH = 640  # of the text
ENDS = "ends"  # how the layers are called that name lines at their ends
_FLUSH = 12  # labels this near to the end of an axis stay beside it
_SHAPES = {
    "exact": "circle",
    "later": "square",
    "provisional": "circle",
    "uncertain": "diamond",
    "at_least": "triangle-up",
    "at_most": "triangle-down",
}
# Zero has no sign, whatever other ticks have.
_SIGNED = "datum.value ? datum.label : '0'"


def quantity(column: Column, channel: type[Axis], **axis: Any) -> Axis:
    """Return the axis of a measure."""
    # Where little is best, as of ranks, nothing is nought; a logarithm has no zero to start from.
    zero = column.zero and not column.reverse
    scale: dict[str, Any] = {"type": "log"} if column.log else {"zero": zero}
    scale["reverse"] = column.reverse
    if column.reverse and not column.log:
        # Half a place beyond the first and the last, so that no mark stands on the edge.
        first, last = column.domain or (1, None)
        scale |= {"nice": False, "domainMin": first - 0.5}
        scale |= {"domainMax": last + 0.5} if last else {}
    elif column.domain:
        scale |= {"domain": list(column.domain), "nice": False}
    # Zeros that say nothing are left out of the ticks.
    if column.form not in ("", ",.10g"):
        axis = {"format": column.form.replace("f", "~f")} | axis
    if column.form.startswith("+"):
        axis = {"labelExpr": _SIGNED} | axis
    return channel(
        f"{column.name}:Q",
        title=column.title,
        scale=alt.Scale(**scale),
        axis=alt.Axis(tickCount=5, **axis),
    )


def moment(years: bool, frame: pd.DataFrame, field: str = "date") -> alt.X:
    """Return the axis of time: years as numbers, other periods as days in UTC."""
    if years:
        first, last = int(frame["year"].min()), int(frame["year"].max())
        ticks = _ticks(first, last)
        axis = alt.Axis(format="d", values=ticks, grid=False, labelFlush=_FLUSH)
        scale = alt.Scale(domain=[first, last], zero=False, nice=False, padding=8)
        return alt.X("year:Q", title=None, axis=axis, scale=scale)
    span = int(frame["date_last"].max()[:4]) - int(frame["date_first"].min()[:4])
    axis = alt.Axis(
        format="%Y" if span > 1 else "%Y-%m",
        tickCount={"interval": "year", "step": max(1, round(span / 8))} if span > 1 else 6,
        grid=False,
        labelFlush=_FLUSH,
    )
    return alt.X(f"{field}:T", title=None, axis=axis, scale=alt.Scale(type="utc", padding=8))


def _ticks(first: int, last: int) -> list[int]:
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= 10)
    return [year for year in range(first, last + 1) if year % step == 0 or step == 1]


def named(column: Column, **axis: Any) -> alt.Y:
    """Return the axis of names, in their order."""
    return alt.Y(
        f"{column.name}:N",
        title=None,
        sort=column.names,
        axis=alt.Axis(**{"labelAngle": 0, "ticks": False, "domain": False, **axis}),
    )


def colored(
    column: Column | None, frame: pd.DataFrame, *, legend: bool = True
) -> alt.Color | alt.ColorValue:
    """Return the colour of a category: of a place always the same; in one colour without it."""
    if column is None:
        return alt.ColorValue(CATEGORIES[0])
    order = [value for value in column.names if value in set(frame[column.name])]
    return alt.Color(
        f"{column.name}:N",
        title=None,
        sort=order,
        scale=alt.Scale(domain=order, range=colors_of(column, frame, order)),
        legend=alt.Legend(columns=_legend_columns(order), symbolOpacity=1) if legend else None,
    )


def colors_of(column: Column, frame: pd.DataFrame, order: Sequence[str]) -> list[str]:
    """Return the colours of a category's values: of places their own, of others given or in turn.

    What is no place has no colour of a place that is there too.
    """
    whole = column.names
    given = column.colors or [CATEGORIES[n % len(CATEGORIES)] for n in range(len(whole))]
    areas = dict(zip(frame["place"], frame["area"], strict=True)) if _has_places(frame) else {}
    own = {v: _color_of(v, areas) for v in whole if column.name == "place" or v in named_places()}
    free = [color for color in CATEGORIES if color not in {*own.values(), *given}]
    colors = {}
    for value, color in zip(whole, given, strict=True):
        taken = value not in own and color in own.values() and free
        colors[value] = own.get(value) or (free.pop(0) if taken else color)
    return [colors[value] for value in order]


def _has_places(frame: pd.DataFrame) -> bool:
    return {"place", "area"} <= set(frame)


def _color_of(value: str, areas: Mapping[str, str]) -> str:
    return place_colors().get(areas.get(value) or named_places().get(value, ""), GREY)


def _legend_columns(order: Sequence[str]) -> int:
    longest = max((breadth(value) for value in order), default=1)
    return max(1, min(len(order), int(WIDTH / (longest + 34))))


def breadth(text: str) -> float:
    """Return about how many pixels a text takes at the size of labels."""
    return sum(12.5 if ord(letter) > 0x2E80 else 6.6 for letter in str(text))


def tooltips(columns: Sequence[Column | None]) -> list[alt.Tooltip]:
    """Return one line for each column that has a title."""
    shown = {column.name: column for column in columns if column and column.title}
    return [
        alt.Tooltip(
            f"{c.name}:{'Q' if c.kind == 'quantity' else 'N'}",
            title=c.title,
            format=c.form if c.kind == "quantity" and c.form else alt.Undefined,
        )
        for c in shown.values()
    ]


def points(base: alt.Chart, frame: pd.DataFrame, words: Words, size: int = 50) -> list[alt.Chart]:
    """Return the marks of values: filled if exact, hollow if not final, triangles for bounds."""
    present = [state for state in STATES if (frame["state"] == state).any()]
    names = state_names(words)
    layers = []
    if "exact" in present:
        layers.append(
            base.transform_filter("datum.state == 'exact'").mark_point(filled=True, size=size)
        )
    others = [state for state in present if state != "exact"]
    if others:
        shape = _shape_of(others, names)
        hollow = base.transform_filter("datum.state != 'exact'")
        layers.append(hollow.mark_point(filled=False, size=size * 1.3).encode(shape=shape))
    return layers


def _shape_of(states: list[str], names: dict[str, str], **how: Any) -> alt.Shape:
    domain, shapes = [names[state] for state in states], [_SHAPES[state] for state in states]
    scale = alt.Scale(domain=domain, range=shapes)
    return alt.Shape("state_name:N", title=None, sort=domain, scale=scale, **how)


def points_together(
    base: alt.Chart,
    frame: pd.DataFrame,
    words: Words,
    color: alt.Color | alt.ColorValue,
    size: int = 50,
) -> alt.Chart:
    """Return the marks of `points` as one: panels of their own names take these from one table."""
    present = [state for state in STATES if (frame["state"] == state).any()]
    if present == ["exact"]:
        return base.mark_point(filled=True, size=size)
    names = state_names(words)
    legend = alt.Legend(values=[names[state] for state in present if state != "exact"])
    shape = _shape_of(present, names, legend=legend)
    fill = alt.condition("datum.state == 'exact'", color, alt.value("transparent"))
    return base.mark_point(filled=False, size=size).encode(shape=shape, fill=fill)


def with_state_names(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Add the words of the states, for marks, tooltips and tables."""
    return frame.assign(state_name=frame["state"].map(state_names(words)))


def state_names(words: Words) -> dict[str, str]:
    """Return what readers call each state of a value."""
    return {
        "exact": words("exact"),
        "later": words("later vintage"),
        "provisional": words("provisional or estimated"),
        "uncertain": words("uncertain"),
        "at_least": words("lower bound"),
        "at_most": words("upper bound"),
    }


def state_column(frame: pd.DataFrame, words: Words) -> Column | None:
    """Return the column of states where not all values are exact."""
    if (frame["state"] == "exact").all():
        return None
    return Column("state_name", words("State"), "text")


def later_column(frame: pd.DataFrame, words: Words) -> Column | None:
    """Return the column of states where some values are held only in a later copy."""
    return state_column(frame, words) if (frame["state"] == "later").any() else None


def filled(
    base: alt.Chart, frame: pd.DataFrame, words: Words, *, stacked: bool = False
) -> list[alt.Chart]:
    """Return bars: full if exact, pale if not, those of a bound with a triangle at the end."""
    exact = {"test": "datum.state == 'exact'", "value": 1}
    opacity = alt.OpacityValue(0.45, condition=exact)
    bars = base.mark_bar().encode(opacity=opacity)
    bounded = frame["state"].isin(["at_least", "at_most"]).any()
    if stacked or not bounded:
        return [bars]
    marks = points(
        base.transform_filter("datum.state == 'at_least' || datum.state == 'at_most'"),
        frame[frame["state"].isin(["at_least", "at_most"])],
        words,
    )
    return [bars, *marks]
