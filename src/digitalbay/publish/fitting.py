"""Charts laid out for where they are read: the column of a page, or a phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from digitalbay.figures.encodings import ENDS, breadth

from . import grids
from .lines import LINE, broken, in_lines, lifted
from .views import channels, mark_of, parts

# Widths of pictures, in pixels of their own: on a page they fill the column.
WIDE, NARROW = 660, 330
# Most that a line of an axis' title takes on a phone.
_TITLE = 300
# Names of rows that the theme breaks into two lines are longer.
_LONG = 250
# Names at the ends of lines stand in a legend from this breadth on.
_END = 96
# By how much cells may grow, and the least that a cell takes with a number, and without.
_MOST, _CELL, _BARE = 1.5, 23, 5
_PROBE = 10

Measured = Callable[[dict], float]


def fitted(spec: dict, width: int, measured: Measured) -> dict:
    """Return a Vega-Lite spec whose picture is as wide as ``width``, all its names included.

    Cells have a least and a greatest size: a picture of many cells stays wider, of few narrower.

    Parameters
    ----------
    spec : as `digitalbay.figures.Chapter` publishes it
    width : `NARROW` also breaks long names and sets panels below each other
    measured : gives the width of the picture of a spec
    """
    if any(key in spec for key in ("hconcat", "vconcat", "concat", "repeat")):
        return spec
    made = json.loads(json.dumps({k: v for k, v in spec.items() if k != "datasets"}))
    if "datasets" in spec:
        made["datasets"] = spec["datasets"]
    if width == NARROW:
        _narrowed(made)
    else:
        _part_long_names(made)
    _fold_legends(made, width)
    inner = made["spec"] if "facet" in made else made
    # Beside a height in steps, Vega-Lite fits the width but warns in the reader's console.
    steps = any(isinstance(inner.get(side), dict) for side in ("width", "height"))
    if inner is made and not steps and not _has_texts(made):
        return made | {"width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    size = inner.get("width")
    _solve(made, inner, width, measured)
    if width == NARROW and grids.is_grid(inner):
        rows = spec.get("spec", spec)["height"]["step"]
        for change in (grids.upright, lambda one: grids.names_above(one, rows, width)):
            if measured(made) > width + 2:
                change(made)
                inner["width"] = size
                _solve(made, inner, width, measured)
    return made


def _has_texts(spec: dict) -> bool:
    """Tell whether marks bear texts: these may reach beyond what Vega fits."""
    return any(mark_of(one) == "text" for one in parts(spec))


def _solve(whole: dict, inner: dict, width: int, measured: Measured) -> None:
    """Set the width of panels or cells so that the whole has a width; both grow in step."""
    size = inner.get("width", width - 100)
    at = float(size["step"] if isinstance(size, dict) else size)

    def set_to(value: float) -> None:
        inner["width"] = {"step": value} if isinstance(size, dict) else value

    before = measured(whole)
    if (number := _beside(whole, inner)) is None:
        set_to(at + _PROBE)
        number = max((measured(whole) - before) / _PROBE, 1)
    wanted = at + (width - before) / number
    if isinstance(size, dict):
        least = _CELL if _has_texts(inner) else _BARE
        set_to(round(min(max(wanted, min(least, at)), _MOST * at), 1))
        return
    set_to(max(round(wanted), 60))
    # Other ticks may have come with another width.
    set_to(max(round(wanted + (width - measured(whole)) / number), 60))


def _beside(whole: dict, inner: dict) -> float | None:
    """Return how many panels stand beside each other, or None of cells, which nobody counted."""
    if isinstance(inner.get("width"), dict):
        return None
    return whole.get("columns") if "facet" in whole else 1


def _narrowed(spec: dict) -> None:
    if "facet" in spec:
        spec["columns"] = _columns(spec)
    if any("projection" in one for one in parts(spec)):
        spec["height"] = round(spec.get("height", 300) * 0.62)
    _name_in_legend(spec)
    for part in parts(spec):
        _shorten_names(part)
    _shorten_heads(spec)
    if "facet" in spec:
        _break_heads_of_panels(spec)
    if lift := _break_titles(spec):
        spec["config"] = {"legend": {"offset": 26 + lift}, "axisY": {"titleY": -12 - lift}}


def _columns(spec: dict) -> int:
    """Return how many panels stand beside each other on a phone: two if they are small."""
    inner = spec["spec"]
    rows = any(isinstance(one.get("sort"), list) for one in channels(inner, "y"))
    names = max((breadth(str(name)) for name in spec["facet"].get("sort") or [""]), default=0)
    small = not rows and not isinstance(inner.get("width"), dict) and spec.get("columns", 1) > 2
    return 2 if small and names < NARROW / 2 - 20 else 1


def _name_in_legend(spec: dict) -> None:
    """Name lines in a legend if names at their ends would take too much of the width."""
    ends = [one for one in spec.get("layer", []) if one.get("name", "").startswith(ENDS)]
    order = [n for one in ends for c in channels(one, "color") for n in c["scale"]["domain"]]
    if max((breadth(str(name)) for name in order), default=0) < _END:
        return
    spec["layer"] = [one for one in spec["layer"] if one not in ends]
    for one in channels(spec, "color"):
        if "field" in one:
            one["legend"] = {"symbolOpacity": 1}


def _fold_legends(spec: dict, width: int) -> None:
    """Give legends as many columns as there is room for beside the names of rows."""
    room, total, number = width - _left(spec, width), 0.0, 0
    for one in _legends(spec):
        names = [str(name) for name in (one.get("scale") or {}).get("domain", [])]
        number += 1
        if longest := max((breadth(name) for name in names), default=0):
            columns = max(1, min(len(names), int(room / (longest + 30))))
            lines = in_lines({name: broken(name, room - 30) for name in names})
            one["legend"] = (one.get("legend") or {}) | {"columns": columns, **lines}
            one["legend"]["labelLimit"] = width
            total += columns * (longest + 34)
    if width == NARROW or (number > 1 and total > room):
        layout = {"direction": "vertical", "anchor": "start", "bounds": "full", "margin": 6}
        config = spec.setdefault("config", {})
        config["legend"] = config.get("legend", {}) | {"layout": {"top": layout}}


def _left(spec: dict, width: int = NARROW) -> float:
    """Return about how much of the width the names of rows take, or numbers on an axis."""
    rows = [str(n) for one in channels(spec, "y") for n in one.get("sort") or []]
    if width == NARROW:
        rows = [line for name in rows for line in broken(name)]
    return min(max(map(breadth, rows), default=20), 260)


def _shorten_heads(spec: dict) -> None:
    """Break the names of columns, none of which may be left out; years may."""
    for one in channels(spec, "x"):
        names = [str(name) for name in (one.get("scale") or {}).get("domain", [])]
        if one.get("type") == "ordinal" and names and not all(name.isdigit() for name in names):
            most = (NARROW - 50) / len(names) - 6
            lines = in_lines({name: broken(name, most) for name in names})
            if most > LINE * 3:
                one["axis"] = (one.get("axis") or {}) | {"labelOverlap": False, **lines}


def _break_heads_of_panels(spec: dict) -> None:
    """Break the heads of panels, which start beside the names of rows."""
    facet, room = spec["facet"], NARROW - _left(spec) - 10
    names = [str(name) for name in facet.get("sort") or [] if spec["columns"] == 1]
    if lines := in_lines({name: broken(name, room) for name in names}):
        # In heads of panels Vega-Lite knows each of the two words once.
        told = lines["labelExpr"].replace("|| datum.label", "|| datum.value")
        facet["header"] = (facet.get("header") or {}) | {"labelExpr": told}


def _legends(spec: dict) -> Iterator[dict]:
    for channel in ("color", "fill", "shape"):
        for one in channels(spec, channel):
            if "field" in one and one.get("legend", True) is not None:
                yield one


def _shorten_names(part: dict) -> None:
    """Break the names of rows, and give each row the height that its lines take."""
    lines: dict = {}
    for one in channels(part, "y"):
        if one.get("type") in ("nominal", "ordinal") and isinstance(one.get("sort"), list):
            lines |= {name: broken(str(name)) for name in one["sort"]}
            one["axis"] = (one.get("axis") or {}) | _named_in_lines(lines)
    most = max((len(each) for each in lines.values()), default=1)
    if most < 2:
        return
    needed, height = most * LINE + 4, part.get("height")
    if isinstance(height, dict):
        part["height"] = height | {"step": max(height["step"], needed)}
    elif height:
        part["height"] = max(height, needed * len(lines))


def _part_long_names(spec: dict) -> None:
    """Give rows the height of two lines where the theme breaks a name of theirs into two."""
    for part in parts(spec):
        names = [str(name) for one in channels(part, "y") for name in one.get("sort") or []]
        if isinstance(part.get("height"), dict) and any(breadth(name) > _LONG for name in names):
            part["height"] = part["height"] | {"step": max(part["height"]["step"], 2 * LINE + 4)}


def _named_in_lines(lines: dict[str, list[str]]) -> dict:
    """Return what an axis of rows needs to write names in lines, about the middle of each row."""
    if not (told := in_lines(lines)):
        return {}
    return told | {"labelBaseline": lifted(lines, "middle"), "labelLineHeight": LINE}


def _break_titles(spec: dict) -> float:
    """Break the titles of axes; return by how much those above an axis must start higher."""
    most = 1
    for channel in ("x", "y"):
        for one in channels(spec, channel):
            title = one.get("title")
            room = _TITLE if channel == "y" else NARROW - _left(spec) - 20
            if isinstance(title, str) and breadth(title) > room:
                one["title"] = broken(title, room)
                most = max(most, len(one["title"]) if channel == "y" else 1)
    return LINE * 1.2 * (most - 1)
