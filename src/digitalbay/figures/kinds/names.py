"""Names beside marks that keep apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd

from ..encodings import breadth

HEIGHT = 12  # of a name, in pixels
# Where a name may stand, in the order of preference: its alignment, and to which side it moves.
_PLACES: dict[str, tuple[Literal["left", "center", "right"], int, int]] = {
    "on": ("center", 0, 0),
    "right": ("left", 1, 0),
    "above": ("center", 0, -1),
    "below": ("center", 0, 1),
    "left": ("right", -1, 0),
}
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


def beside(
    base: alt.Chart,
    frame: pd.DataFrame,
    name: str,
    at: Sequence[Point],
    *,
    gap: float = 8,
    clear: Sequence[Box] = (),
    **mark: Any,
) -> list[alt.Chart]:
    """Return texts beside marks, each where it hides least of marks and other names.

    Parameters
    ----------
    base : chart with data, positions and the text
    frame : its rows; ``name`` is the column of the names, each of one row
    at : about where the marks stand, in pixels to the right and down
    gap : between the middle of a mark and its name, which may hide a mark if there is none
    clear : where no name should stand
    mark : further properties of the texts
    """
    chosen = _chosen([str(value) for value in frame[name]], at, gap, clear)
    layers = []
    for place, (align, right, down) in _PLACES.items():
        here = [value for value, found in zip(frame[name], chosen, strict=True) if found == place]
        if here:
            kept = base.transform_filter(alt.FieldOneOfPredicate(name, here))
            dy = down * (gap + HEIGHT / 2)
            layers.append(kept.mark_text(align=align, dx=right * gap, dy=dy, **mark))
    return layers


def apart(wanted: Sequence[float], step: float) -> list[float]:
    """Return places at least a step from each other, together as near as can be to those wanted.

    >>> apart([0, 0, 10], 4)
    [-2.0, 2.0, 10.0]
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    # Those that would overlap move as one, about the middle of what they want.
    groups: list[list[float]] = []
    for rank, n in enumerate(order):
        groups.append([wanted[n] - rank * step])
        while len(groups) > 1 and _mean(groups[-2]) > _mean(groups[-1]):
            last = groups.pop()
            groups[-1] += last
    moved = [_mean(group) for group in groups for _ in group]
    places = dict(zip(order, (at + rank * step for rank, at in enumerate(moved)), strict=True))
    return [places[n] for n in range(len(wanted))]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def pixels(
    values: Sequence[float], size: float, ends: Point | None = None, *, down: bool = False
) -> list[float]:
    """Return about where values stand on an axis of a size; ``ends``: of the axis, if fixed."""
    low, high = ends or (min(values), max(values))
    parts = [(value - low) / ((high - low) or 1) for value in values]
    return [size * (1 - part if down else part) for part in parts]


def _chosen(
    names: list[str], at: Sequence[Point], gap: float, clear: Sequence[Box] = ()
) -> list[str]:
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in at] + list(clear)
    chosen = []
    for number, (name, point) in enumerate(zip(names, at, strict=True)):
        others = taken[:number] + taken[number + 1 :]
        boxes = {p: _box(breadth(name), point, p, gap) for p in _PLACES if p != "on" or not gap}
        best = min(boxes, key=lambda place: sum(_shared(boxes[place], other) for other in others))
        taken.append(boxes[best])
        chosen.append(best)
    return chosen


def _box(width: float, point: Point, place: str, gap: float) -> Box:
    align, right, down = _PLACES[place]
    start = {"left": 0.0, "center": width / 2, "right": width}[align]
    left = point[0] + right * gap - start
    middle = point[1] + down * (gap + HEIGHT / 2)
    return left, middle - HEIGHT / 2, left + width, middle + HEIGHT / 2


def _shared(one: Box, other: Box) -> float:
    """Return the area that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)
