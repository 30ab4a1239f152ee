"""What a figure is of, in a line above it: its unit, its places, its period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import first_day, is_period, last_day
from digitalbay.statements import N_, Listed, Period

from .columns import Column
from .language import Words

# Measures and places that a line has room for.
MEASURES, PLACES = 2, 5
BETWEEN = " · "
# Where a row says what it is about.
_TIMES = ("period", "issued", "date", "due", "start")


def scope(
    measures: Sequence[str], drawn: pd.DataFrame, uses: Sequence[pd.DataFrame], words: Words
) -> str:
    """Return unit, places and period of what a figure draws, as far as its rows tell them.

    Parameters
    ----------
    measures : titles of what it measures, as `measures_of` returns them
    drawn : the frame that is shown; what it does not tell is looked up in ``uses``
    """
    frames = [drawn, *uses]
    units = [title for title in dict.fromkeys(measures) if title][:MEASURES]
    parts = [words.write(Listed(units, ",")) if units else "", _places(frames, words)]
    return BETWEEN.join(part for part in [*parts, _period(frames, words)] if part)


def measures_of(spec: dict, columns: Sequence[Column] = ()) -> list[str]:
    """Return what a chart measures: titles of its axes, or of the first quantity of its columns."""
    quantities = [c.title for c in columns if c.kind == "quantity" and c.title]
    return list(_axes(spec)) or quantities[:1]


def _axes(spec: object) -> Iterator[str]:
    """Yield the titles of quantities on the axes, in the colours and sizes of a chart."""
    if isinstance(spec, list):
        for part in spec:
            yield from _axes(part)
    if not isinstance(spec, dict):
        return
    for channel in ("x", "y", "color", "size"):
        one = spec.get("encoding", {}).get(channel)
        if isinstance(one, dict) and one.get("type") == "quantitative":
            title = one.get("title") or (one.get("axis") or {}).get("title")
            if isinstance(title, str):
                yield title
    for key in ("layer", "spec", "hconcat", "vconcat", "concat"):
        yield from _axes(spec.get(key))


def _places(frames: Sequence[pd.DataFrame], words: Words) -> str:
    found: set[str] = set()
    for frame in frames:
        if "area" in frame:
            found = {area for area in frame["area"].dropna() if area}
        if found:
            break
    named = [words.label("area", area) for area in gathered(found)]
    if len(named) > PLACES:
        more = len(named) - PLACES + 1
        rest = words(N_("{n} more places"), n=more)
        named = [*named[: PLACES - 1], rest]
    return words.write(Listed(named, ",")) if named else ""


def gathered(areas: set[str]) -> list[str]:
    """Return areas in their order, those of the region as the largest group that they fill."""
    region = db.data.region()
    kinds = [region, db.data.region("city")]
    table = db.areas()
    order = [area for area in table["area"] if area in areas]
    aggregates = table[table["members"].fillna("") != ""]
    for members in kinds:
        if len(members) > 1 and set(members) <= areas:
            groups = zip(aggregates["area"], aggregates["members"], strict=True)
            whole = [a for a, listed in groups if set(listed.split()) == set(members)]
            if whole:
                rest = [area for area in order if area not in {*members, whole[0]}]
                return [whole[0], *rest]
    return order


def _period(frames: Sequence[pd.DataFrame], words: Words) -> str:
    for frame in frames:
        for name in _TIMES:
            # What compares two periods has the other in a column of its own: "period_end".
            alike = ((str(of), rows.tolist()) for of, rows in frame.items())
            columns = [rows for of, rows in alike if of == name or of.startswith(f"{name}_")]
            told = dict.fromkeys(chain.from_iterable(zip(*columns, strict=True)))
            periods = [p for p in map(str, told) if is_period(p)]
            if periods:
                return words.write(Period(_span(periods)))
    return ""


def _span(periods: Sequence[str]) -> str:
    first = min(periods, key=first_day).split("/")[0]
    last = max(periods, key=last_day).rsplit("/", 1)[-1]
    if first[:4] != last[:4] and (len(first) != len(last) or len(first) > len("2021-06")):
        # Days are more than a reader asks of several years.
        first, last = first[:4], last[:4]
    return first if first == last else f"{first}/{last}"
