"""What a frame needs before it is drawn: names, places in time, segments of lines, states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

import digitalbay as db
from digitalbay.claims.series import later_copies
from digitalbay.data.periods import first_day, is_year, last_day

from .columns import Column, category, measure, time
from .language import Words
from .telling import BOUNDS

if TYPE_CHECKING:
    import altair as alt

# How a value is known: exactly, in a copy later than the day asked of, not finally, with a doubt,
# or only within a bound. The order of the legend. Of which values there is a doubt a chapter says
# itself, in a column ``state``.
STATES = ("exact", "later", "provisional", "uncertain", "at_least", "at_most")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Drawing:
    """A chart with the columns that its table shows, in order, and its kind in words.

    ``rows`` are those of the table where the chart's own data do not hold them; ``omitted`` is how
    many rows have no date or value and are not drawn; ``joined`` yields what lines join.
    """

    chart: alt.TopLevelMixin
    columns: list[Column]
    kind: str
    rows: pd.DataFrame | None = None
    omitted: int = 0
    joined: Iterable[tuple[str, list[dict]]] = ()


def prepared(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Add the names of places and the state of each value; lines and marks go by them.

    Adds ``place`` (name of ``area``), ``measure`` (name of ``indicator``) and ``state`` (one of
    `STATES`), where the frame has what they need and not them. A bound stays one, whatever state
    the frame gives it.
    """
    frame = frame.reset_index(drop=True)
    if "area" in frame and "place" not in frame:
        frame = frame.assign(place=[words.label("area", area) for area in frame["area"]])
    if "indicator" in frame and "measure" not in frame:
        names = {key: words.label("indicator", key) for key in frame["indicator"].unique()}
        frame = frame.assign(measure=frame["indicator"].map(names).astype("str"))
    states = pd.Series(_states(frame), index=frame.index, dtype="object")
    given = frame.get("state", states)
    return frame.assign(state=states.where(states.isin(BOUNDS), given))


def resolved(column: str | Column, frame: pd.DataFrame, words: Words) -> Column:
    """Return a column as given, or what its name means in frames of the data room.

    Raises ValueError if the frame lacks it, or its name is none that a chart can hold.
    """
    name = column if isinstance(column, str) else column.name
    name = {"area": "place", "indicator": "measure"}.get(name, name)
    if name not in frame:
        raise ValueError(f"no column {name!r} in the frame; it has {', '.join(map(str, frame))}")
    if not _FIELD.fullmatch(name):
        raise ValueError(f"column {name!r}: letters, digits and _ only, such as 'per_head'")
    if isinstance(column, Column):
        found = column if column.name == name else replace(column, name=name)
    elif name == "place":
        found = category("place", words("Place"))
    elif name == "measure":
        found = category("measure", words("Indicator"))
    elif name == "period":
        found = time("period", words("Period"))
    elif name == "value" and "indicator" in frame:
        found = measure("value", _unit(frame, words), ",.10g")
    else:
        raise ValueError(f"column {name!r} has no title; pass measure(), category() or time()")
    if found.kind == "category" and found.order is None:
        found = replace(found, order=_order(frame, name))
    return found


def in_time(
    frame: pd.DataFrame, name: str, *, days: bool = False, end: bool = False
) -> tuple[pd.DataFrame, bool]:
    """Return the frame with the place of each period on an axis, and whether all are years.

    Years stand at their number, in ``year``; other periods at their middle, in ``date``, with
    their ends in ``date_first`` and ``date_last`` (ISO days): an axis of dates is in UTC. With
    ``days``, years too stand at their middle; with ``end``, dates are the last days.
    """
    periods = frame[name].astype("str")
    if not days and periods.map(is_year).all():
        return frame.assign(year=periods.astype("int64")), True
    ends = [(first_day(period), last_day(period)) for period in periods]
    return frame.assign(
        date=[(last if end else first + (last - first) / 2).isoformat() for first, last in ends],
        date_first=[first.isoformat() for first, _last in ends],
        date_last=[last.isoformat() for _first, last in ends],
    ), False


def segmented(
    frame: pd.DataFrame, name: str, series: list[str], bridge: int | None = None
) -> pd.DataFrame:
    """Number the segments of lines: cut at breaks, at bounds and at missing years.

    Parameters
    ----------
    frame : with the periods in ``name``; ``indicator`` and ``qualifier`` where it has them;
        ``derived_from``, the indicators (separated by spaces) that values are computed from
    series : columns whose values tell one line from another
    bridge : years that a line may cross; by default the series' usual step

    A line joins exact values of one definition only, and a value of a later vintage only to others
    of its source: between first prints and revised values it would show what nobody measured. A
    year is missing where the step to the
    next value is longer than the series' usual one.
    """
    keys = [key for key in (*series, "indicator", "area") if key in frame]
    groups = frame.groupby(keys, sort=False, dropna=False) if keys else [("", frame)]
    found: dict[object, str] = {}
    about = breaks()
    for number, (_key, rows) in enumerate(groups):
        ordered = rows.sort_values(name, key=lambda p: p.map(last_day), kind="stable")
        for row, cut in zip(ordered.index, _cuts(ordered, name, bridge, about), strict=True):
            found[row] = f"{number}-{cut}"
    return frame.assign(segment=pd.Series([found[row] for row in frame.index], frame.index, "str"))


def breaks() -> dict[str, str]:
    """Return the periods, separated by spaces, at which definitions break, by indicator."""
    table = db.indicators()
    table = table[table["breaks"] != ""]
    return dict(zip(table["indicator"], table["breaks"], strict=True))


def _cuts(rows: pd.DataFrame, name: str, bridge: int | None, about: Mapping[str, str]) -> list[int]:
    days = [last_day(period) for period in rows[name]]
    steps = [later.year - earlier.year for earlier, later in pairwise(days)]
    usual = bridge or max(1, _usual(steps))
    bound = rows["state"].isin(BOUNDS).tolist()
    starts = _breaks(rows, about)
    copies = later_copies(rows).tolist()
    cut, cuts = 0, [0]
    for n, step in enumerate(steps):
        crossed = any(days[n] < at <= days[n + 1] for at in starts)
        mixed = copies[n] != copies[n + 1]
        cut += bool(step > usual or bound[n] or bound[n + 1] or crossed or mixed)
        cuts.append(cut)
    return cuts if len(rows) else []


def _usual(steps: list[int]) -> int:
    counted = Counter(step for step in steps if step)
    return min(counted, key=lambda step: (-counted[step], step)) if counted else 1


def _breaks(rows: pd.DataFrame, about: Mapping[str, str]) -> list[date]:
    columns = [rows[column].dropna() for column in ("indicator", "derived_from") if column in rows]
    names = {name for column in columns for text in column.unique() for name in text.split()}
    return [first_day(at) for name in sorted(names) for at in about.get(name, "").split()]


def _states(frame: pd.DataFrame) -> list[str]:
    bounds = frame["qualifier"] if "qualifier" in frame else [""] * len(frame)
    status = frame["status"] if "status" in frame else [""] * len(frame)
    vintage = frame["vintage"] if "vintage" in frame else [""] * len(frame)
    return [_state(*of) for of in zip(bounds, vintage, status, strict=True)]


def _state(bound: str, vintage: str, status: str) -> str:
    if bound in STATES:
        return bound
    if vintage == "later":
        return "later"
    return "provisional" if status in ("P", "E") else "exact"


def _unit(frame: pd.DataFrame, words: Words) -> str:
    about = db.indicators().set_index("indicator")["unit"]
    units = {about[name] for name in frame["indicator"].unique()}
    return words.label("unit", units.pop()) if len(units) == 1 else words("Value")


def _order(frame: pd.DataFrame, name: str) -> list[str]:
    """Places in the order of the data room, other names as they come."""
    values = list(dict.fromkeys(frame[name].dropna()))
    if name != "place" or "area" not in frame:
        return values
    order = db.areas().set_index("area")["order"]
    place = dict(zip(frame["place"], frame["area"].map(order), strict=True))
    return sorted(values, key=lambda value: place[value])
