"""Fields of cells on a phone: heads upright, names of rows above their cells."""

from __future__ import annotations

from .lines import LINE, broken, in_lines, lifted
from .views import channels, mark_of

# Space below a row's cells, and the least that a number takes in a cell.
_GAP, _NUMBER = 6, 18
# Most of a head that is written upright.
_HEAD = 220


def upright(spec: dict) -> None:
    """Write the heads of columns upwards, so that none reaches beyond the last column."""
    for one in channels(spec, "x"):
        axis = one.get("axis") or {}
        if axis.get("labelAngle"):
            one["axis"] = axis | {"labelAngle": -90, "labelLimit": _HEAD}


def names_above(spec: dict, height: float, width: float) -> None:
    """Write each row's name above its cells, which then have the whole width.

    Parameters
    ----------
    spec : chart whose rows and columns have steps; changed; panels have names of their own
    height : of a cell
    width : of the picture: cells too narrow for numbers lose them, and a legend tells colours
    """
    if "facet" in spec:
        return
    names = [str(name) for one in channels(spec, "y") for name in one.get("sort") or []]
    lines = {name: broken(name, width - 6) for name in names}
    taken = LINE * max(map(len, lines.values()), default=1) + _GAP
    room = taken / (height + taken)
    for one in channels(spec, "y"):
        one["scale"] = (one.get("scale") or {}) | {"paddingInner": room, "paddingOuter": room}
        one["axis"] = (one.get("axis") or {}) | {
            **{"labelAlign": "left", "tickSize": 0, "labelPadding": 0, "labelLimit": width},
            **{"labelExpr": "datum.label"} | in_lines(lines),
            # A second line stands below the first.
            "labelBaseline": lifted(lines, "top"),
            "labelLineHeight": LINE,
            "labelOffset": -height / 2 - LINE - 2,
        }
    spec["height"] = {"step": height + taken}
    if width / max(_columns(spec), 1) < _NUMBER:
        _tell_by_colour(spec)


def _tell_by_colour(spec: dict) -> None:
    cells = [one for one in spec.get("layer", []) if mark_of(one) != "text"]
    if not cells or len(cells) == len(spec["layer"]):
        return
    spec["layer"] = cells
    for one in channels(spec, "color"):
        if one.get("type") == "quantitative" and one.get("legend", True) is None:
            one["legend"] = {"title": one.get("title"), "gradientLength": 160}


def _columns(inner: dict) -> int:
    return max((len(one.get("sort") or []) for one in channels(inner, "x")), default=0)


def is_grid(inner: dict) -> bool:
    """Tell whether a view is a field of cells: both its sides are steps, its marks rectangles."""
    sides = all(isinstance(inner.get(side), dict) for side in ("width", "height"))
    return sides and any(mark_of(one) == "rect" for one in (inner, *inner.get("layer", [])))
