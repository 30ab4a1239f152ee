"""Charts over time: lines, columns, timelines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import altair as alt
import pandas as pd

from digitalbay.data.periods import is_year
from digitalbay.statements import Period

from .. import encodings as enc
from ..columns import Column, time
from ..guarantees import card
from ..joins import lines_drawn
from ..language import Words
from ..prepared import Drawing, in_time, prepared, resolved, segmented
from .ends import end_names
from .layout import laid_out, panel_width

# Lines beyond which names stand in a legend.
NAMED = 8


def lines(
    frame: pd.DataFrame,
    words: Words,
    *,
    y: str | Column = "value",
    x: str = "period",
    color: str | Column | None = None,
    panel: str | Column | None = None,
    columns: int = 2,
    free: bool = False,
    bridge: int | None = None,
    stock: bool = False,
    alone: Collection[str] = (),
    band: tuple[str, str] | None = None,
    marks: int = 50,
    height: int | None = None,
    reference: dict[str, float] | None = None,
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw values over time, a line for each colour and each panel.

    Lines join exact values of one definition; they are cut at breaks, at bounds and at missing
    years. Bounds are triangles, values that are not final are hollow.

    Parameters
    ----------
    frame : rows with a period and a value; ``qualifier``, ``status``, ``indicator``, ``area`` are
        heeded where present, and ``derived_from``: the indicators, separated by spaces, that a
        value is computed from, whose breaks it has
    y, x, color, panel : columns
    columns : panels beside each other
    free : whether each panel has its own vertical axis
    bridge : years that a line may cross, for a survey that is not taken yearly; by default no
        longer than the series' usual step
    stock : whether a value is that of the end of its period: years and months beside each other
        then stand at their last days, not at their middles
    alone : values of ``color`` whose marks no line joins, such as targets
    band : columns of the ends of a range drawn behind the lines, where a row has them
    marks : size of the points, smaller where panels are
    height : of the chart or of a panel, in pixels
    reference : names and values of horizontal lines; not in panels
    also : further columns of tooltip and table
    """
    frame = enc.with_state_names(prepared(frame, words), words)
    value = resolved(y, frame, words)
    group, split = (resolved(c, frame, words) if c else None for c in (color, panel))
    series = [c.name for c in (group, split) if c]
    known = frame[frame[value.name].notna() & (frame[x].astype("str") != "")]
    omitted = len(frame) - len(known)
    if known.empty:
        return replace(card(words), omitted=omitted)
    frame = segmented(known, x, series, bridge)
    if group is not None and alone:
        single = frame[group.name].isin(list(alone))
        frame["segment"] = frame["segment"].where(~single, "alone-" + frame.index.astype("str"))
    frame, years = in_time(frame, x, end=stock)
    shown = [split, group, resolved(x, frame, words), value, enc.state_column(frame, words), *also]
    direct = group is not None and split is None and len(group.names) <= NAMED
    legend = group is not None and not direct and not (split and split.name == group.name)
    base = alt.Chart().encode(
        x=enc.moment(years, frame),
        y=enc.quantity(value if split is None else replace(value, title=None), alt.Y),
        color=enc.colored(group, frame, legend=legend),
        tooltip=enc.tooltips(shown),
    )
    kept = frame[_fields(shown, "state", "segment", "year" if years else "date", *(band or ()))]
    layers = [
        base.mark_line().encode(detail=alt.Detail("segment:N")),
        *enc.points(base, frame, words, marks),
    ]
    layers = _band(base, *band) + layers if band else layers
    room, tall = 0.0, height or 300
    if direct and group is not None:
        room = max((enc.breadth(name) for name in group.names), default=0)
        layers += end_names(frame, group, value, tall, years)
    chart = laid_out(
        layers,
        kept,
        split,
        whole={"width": int(enc.WIDTH - 20 - room), "height": tall},
        panel={"width": panel_width(columns), "height": height or 120},
        columns=columns,
        free=free,
        reference=reference,
    )
    joined = lines_drawn(frame, x)
    kind = words("Lines over time")
    return Drawing(chart, [c for c in shown if c], kind, omitted=omitted, joined=joined)


def _band(base: alt.Chart, low: str, high: str) -> list[alt.Chart]:
    known = base.transform_filter(f"isValid(datum.{low})").mark_area(opacity=0.2)
    y = alt.Y(f"{low}:Q", title=None)
    return [
        known.encode(
            y=y,
            y2=alt.Y2(f"{high}:Q"),
            detail=alt.Detail("segment:N"),
            color=alt.ColorValue(enc.GREY),
        )
    ]


def _fields(columns: list[Column | None], *others: str) -> list[str]:
    return list(dict.fromkeys([c.name for c in columns if c] + list(others)))


def columns(
    frame: pd.DataFrame,
    words: Words,
    *,
    y: str | Column = "value",
    x: str | Column = "period",
    color: str | Column | None = None,
    panel: str | Column | None = None,
    columns: int = 2,
    free: bool = False,
    grouped: bool = False,
    numbers: bool = False,
    height: int | None = None,
    reference: dict[str, float] | None = None,
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw upright bars over periods or names; of several colours stacked, or side by side.

    A bound is a pale bar with a triangle at its end.

    Parameters
    ----------
    frame, y, x, color, panel, columns, free, height, reference, also : as in `lines`
    grouped : bars of a period beside each other instead of on each other
    numbers : write each bar's value above it
    """
    frame = enc.with_state_names(prepared(frame, words), words)
    value, at = resolved(y, frame, words), resolved(x, frame, words)
    group, split = (resolved(c, frame, words) if c else None for c in (color, panel))
    shown = [split, at, group, value, enc.state_column(frame, words), *also]
    order = _whole(list(at.order or sorted(frame[at.name].astype("str").unique())))
    if at.kind == "time" and not all(is_year(period) for period in order):
        written = {period: words.write(Period(period)) for period in order}
        frame, order = frame.assign(said=frame[at.name].map(written)), list(written.values())
        axis = "said"
    else:
        axis = at.name
    horizontal = alt.X(
        f"{axis}:O",
        title=None,
        scale=alt.Scale(domain=list(order)),
        axis=alt.Axis(labelAngle=0, **_labelled(order)),
    )
    same = split is not None and group is not None and split.name == group.name
    base = alt.Chart().encode(
        x=horizontal,
        y=enc.quantity(value if split is None else replace(value, title=None), alt.Y),
        color=enc.colored(group, frame, legend=not same),
        tooltip=enc.tooltips(shown),
    )
    if grouped and group is not None:
        base = base.encode(xOffset=alt.XOffset(f"{group.name}:N", sort=group.names))
    layers = enc.filled(base, frame, words, stacked=group is not None and not grouped)
    if numbers:
        text = alt.Text(f"{value.name}:Q", format=value.form if value.form != ",.10g" else ",")
        layers.append(
            base.mark_text(dy=-8, fontSize=11).encode(text=text, color=alt.ColorValue(enc.GREY))
        )
    kept = frame[_fields(shown, "state", axis)]
    chart = laid_out(
        layers,
        kept,
        split,
        whole={"width": 600, "height": height or 280},
        panel={"width": panel_width(columns), "height": height or 120},
        columns=columns,
        free=free,
        reference=reference,
    )
    return Drawing(chart, [c for c in shown if c], words("Columns"))


def _labelled(order: list[str]) -> dict:
    """Return which columns an axis labels: of years as many as fit, what is no year always."""
    years = [name for name in order if is_year(name)]
    others = [name for name in order if not is_year(name)]
    if not years or not others or len(order) <= 8:
        return {"labelOverlap": True}
    # On a phone, whose plane is about 290 pixels, none of them reaches into the next.
    reach = max(map(enc.breadth, others)) / 2 + 20
    near = round(reach * len(order) / 290)
    step = next(n for n in (1, 2, 5, 10, 20) if len(years) / n <= 6)
    far = years[: len(years) - near + 1]
    return {"values": [y for y in far if int(y) % step == 0] + others, "labelOverlap": False}


def _whole(periods: list[str]) -> list[str]:
    """Years without a value keep their place; what is no year stands behind them."""
    years = [period for period in periods if is_year(period)]
    if not years or any(period[:1].isdigit() for period in set(periods) - set(years)):
        return periods
    between = [str(year) for year in range(int(years[0]), int(years[-1]) + 1)]
    return between + [period for period in periods if period not in years]


def timeline(
    frame: pd.DataFrame,
    words: Words,
    *,
    y: str | Column,
    x: str = "period",
    color: str | Column | None = None,
    title: str | Column | None = None,
    height: int | None = None,
    reference: dict[str, str] | None = None,
    also: tuple[Column, ...] = (),
) -> Drawing:
    """Draw dated things in rows; a date of a year or a month is a span, not its first day.

    Parameters
    ----------
    frame : one row for each thing, its date of any precision in ``x``
    y : category of the rows
    color : category within a row; it also shifts the marks, so that they do not hide each other
    title : column with the name of each thing, for tooltip and table
    reference : names and ISO days of upright lines
    """
    dated = frame[frame[x].astype("str") != ""]
    omitted = len(frame) - len(dated)
    if dated.empty:
        return replace(card(words), omitted=omitted)
    frame = in_time(prepared(dated, words), x, days=True)[0]
    row = resolved(y, frame, words)
    group, name = (resolved(c, frame, words) if c else None for c in (color, title))
    shown = [name, row, group, time(x, words("Date")), *also]
    base = alt.Chart(frame[_fields(shown, "date", "date_first", "date_last")]).encode(
        y=enc.named(row, grid=True),
        color=enc.colored(group, frame),
        tooltip=enc.tooltips(shown),
    )
    if group is not None:
        base = base.encode(yOffset=alt.YOffset(f"{group.name}:N", sort=group.names))
    span = base.mark_rule(strokeWidth=4, opacity=0.35, strokeCap="round").encode(
        x=enc.moment(False, frame, "date_first"), x2=alt.X2("date_last:T")
    )
    point = base.mark_point(filled=True, size=55, opacity=0.8).encode(x=enc.moment(False, frame))
    step = 34 if group is None else max(34, 13 * len(group.names))
    height = height or step * len(row.names)
    chart = alt.layer(span, point, *_days(reference or {}), width=520, height=height)
    return Drawing(chart, [c for c in shown if c], words("Timeline"), omitted=omitted)


def _days(reference: dict[str, str]) -> list[alt.Chart]:
    """Dashed lines at days, each with its name above."""
    if not reference:
        return []
    days = pd.DataFrame({"name": list(reference), "at": list(reference.values())})
    base = alt.Chart(days).encode(x=alt.X("at:T", scale=alt.Scale(type="utc")))
    rule = base.mark_rule(strokeDash=[4, 3]).encode(color=alt.ColorValue(enc.GREY))
    text = base.mark_text(fontSize=11, dy=-6)
    return [rule, text.encode(y=alt.YValue(0), text=alt.Text("name:N"))]
