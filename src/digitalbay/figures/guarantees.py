"""What every figure guarantees, checked on charts drawn in free form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from .cells import significant
from .language import Words
from .prepared import Drawing
from .telling import BOUNDS, telling_fields, tells

# Channels whose title a reader sees: by an axis, a legend, a header. Ends of spans, positions on
# a map, keys and orders have none.
_AXES = ("x", "y")
_LEGENDS = (
    "color", "fill", "stroke", "shape", "size", "opacity", "fillOpacity", "strokeOpacity",
    "strokeDash", "strokeWidth",
)  # fmt: skip
_HEADERS = ("facet", "row", "column")
_GUIDES = (
    dict.fromkeys(_AXES, "axis") | dict.fromkeys(_LEGENDS, "legend")
    | dict.fromkeys(_HEADERS, "header")
)  # fmt: skip
# Marks whose place or length is read as a value.
_DRAWN = ("point", "circle", "square", "line", "trail", "area", "bar", "tick")
_COUNTS = ("count", "distinct", "valid", "missing")


@dataclass(frozen=True)
class Unit:
    """One mark: its encodings with those of its parents, its data, the transforms before it."""

    mark: dict
    encoding: dict
    data: str | None
    transforms: tuple[dict, ...]


def card(words: Words) -> Drawing:
    """Return what stands in a figure's place where nothing is on record; its note says why."""
    said = pd.DataFrame({"text": [words("Nothing is on record.")]})
    mark = alt.Chart(said).mark_text(fontSize=13).encode(text="text:N")
    return Drawing(mark.properties(width=480, height=60), [], words("Card"))


def drawn(
    kind: Callable[..., Drawing], frame: pd.DataFrame, words: Words, how: Mapping[str, object]
) -> Drawing:
    """Return what a kind draws of a frame; if that is empty, the card."""
    # `spec_of` checks it whole; Altair would check each of its parts too, as it is made.
    with debug_mode(False):
        return kind(frame, words, **how) if len(frame) else card(words)


def spec_of(chart: alt.TopLevelMixin) -> dict:
    """Return a chart's Vega-Lite spec without its configuration: the book's theme has that.

    Numbers have their significant digits, and datasets are named by these: of the digits behind
    them, the last are the processor's.
    """
    spec = significant(chart.to_dict())
    spec.pop("config", None)
    rows = spec.get("datasets", {})
    return _renamed(spec, {name: _by_content(dataset) for name, dataset in rows.items()})


def _by_content(dataset: list) -> str:
    content = json.dumps(dataset, sort_keys=True, default=str)
    return f"data-{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def _renamed(part: Any, names: dict[str, str]) -> Any:
    """Return a part of a spec with datasets called by other names."""
    if isinstance(part, list):
        return [_renamed(one, names) for one in part]
    if not isinstance(part, dict):
        return part
    renamed = {key: _renamed(one, names) for key, one in part.items() if key != "datasets"}
    if "datasets" in part:
        renamed["datasets"] = {names[name]: rows for name, rows in part["datasets"].items()}
    if part.get("name") in names:
        renamed["name"] = names[part["name"]]
    return renamed


def guaranteed(spec: dict, where: str) -> dict:
    """Return a Vega-Lite spec that keeps the book's guarantees.

    Raises
    ------
    ValueError
        Naming the figure and what to do: a field without a title, time that is not in UTC, a
        bound drawn as a value.
    """
    _check_at_hand(spec, where)
    for definition in _headers(spec):
        for channel, one in definition:
            _check_title(channel, one, set(), where)
            _check_time(channel, one, set(), where)
    for units in views(spec, Unit({}, {}, None, ())):
        titled = {c for unit in units for c, one in _fields(unit) if _is_titled(c, one)}
        in_utc = {c for unit in units for c, one in _fields(unit) if _is_utc(one)}
        for unit in units:
            _check_transforms(unit, where)
            for channel, one in _fields(unit):
                _check_title(channel, one, titled, where)
                _check_time(channel, one, in_utc, where)
        _check_bounds(units, spec.get("datasets", {}), where)
    return spec


def _check_at_hand(spec: object, where: str) -> None:
    if isinstance(spec, list):
        for value in spec:
            _check_at_hand(value, where)
    elif isinstance(spec, dict):
        data = spec.get("data")
        if isinstance(data, dict) and "url" in data:
            raise ValueError(f"{where}: data are loaded from {data['url']!r}; pass them as a frame")
        for key, value in spec.items():
            if key not in ("datasets", "data"):
                _check_at_hand(value, where)


def views(spec: dict, above: Unit) -> Iterator[list[Unit]]:
    """Yield the marks of each view of a spec: those that share axes stand in one list."""
    for key in ("hconcat", "vconcat", "concat"):
        for part in spec.get(key, []):
            yield from views(part, _below(above, spec))
    if isinstance(spec.get("spec"), dict):
        yield from views(spec["spec"], _below(above, spec))
    elif units := list(_units(spec, above)):
        yield units


def _units(spec: dict, above: Unit) -> Iterator[Unit]:
    here = _below(above, spec)
    if "layer" in spec:
        for layer in spec["layer"]:
            yield from _units(layer, here)
    elif "mark" in spec:
        yield here


def _below(above: Unit, spec: dict) -> Unit:
    mark = spec.get("mark", {})
    data = spec.get("data")
    return Unit(
        {"type": mark} if isinstance(mark, str) else mark,
        above.encoding | spec.get("encoding", {}),
        above.data if data is None else data.get("name", "") if isinstance(data, dict) else None,
        (*above.transforms, *spec.get("transform", [])),
    )


def _headers(spec: object) -> Iterator[list[tuple[str, dict]]]:
    """Yield the channels of a facet, which stand beside the view that it repeats."""
    if isinstance(spec, list):
        for value in spec:
            yield from _headers(value)
    if not isinstance(spec, dict):
        return
    if isinstance(facet := spec.get("facet"), dict) and "spec" in spec:
        whole = [("facet", facet)] if _is_field(facet) else []
        yield whole or [(c, one) for c, one in facet.items() if _is_field(one)]
    for key, value in spec.items():
        if key not in ("datasets", "data", "encoding", "facet"):
            yield from _headers(value)


def _fields(unit: Unit) -> Iterator[tuple[str, dict]]:
    """Yield the channels that show a field, also those that do so on a condition."""
    for channel, definition in unit.encoding.items():
        for one in definition if isinstance(definition, list) else [definition]:
            if not isinstance(one, dict):
                continue
            conditions = one.get("condition", [])
            for each in [one, *(conditions if isinstance(conditions, list) else [conditions])]:
                if _is_field(each):
                    yield channel, each


def _is_field(one: object) -> bool:
    return isinstance(one, dict) and ("field" in one or one.get("aggregate") in _COUNTS)


def _is_titled(channel: str, one: dict) -> bool:
    guide = one.get(_GUIDES.get(channel, ""), {})
    # Without an axis, a legend or a header there is nothing to head.
    return "title" in one or guide is None or "title" in guide


def _is_utc(one: dict) -> bool:
    unit = one.get("timeUnit") or ""
    if isinstance(unit, dict):
        return bool(unit.get("utc")) or str(unit.get("unit", "")).startswith("utc")
    return unit.startswith("utc") or (one.get("scale") or {}).get("type") == "utc"


def _check_title(channel: str, one: dict, titled: set[str], where: str) -> None:
    shown = channel in _GUIDES and channel not in titled
    if (shown or channel == "tooltip") and not _is_titled(channel, one):
        raise ValueError(f"{where}: {channel} {_name(one)} has no title; give title=_(…) or None")
    guide = one.get(_GUIDES.get(channel, "")) or {}
    if any("\\" in str(words.get("title")) for words in (one, guide)):
        # Vega-Lite writes titles into expressions, where it would end or change a string.
        raise ValueError(f"{where}: a backslash stands in the title of {channel} {_name(one)}")


def _check_time(channel: str, one: dict, in_utc: set[str], where: str) -> None:
    unit = one.get("timeUnit")
    if not (one.get("type") == "temporal" or unit) or _is_utc(one):
        return
    if channel in (*_HEADERS, "tooltip", "text"):
        raise ValueError(f"{where}: {channel} {_name(one)} shows local time; give it as text")
    if unit:
        raise ValueError(f"{where}: {channel} {_name(one)} is in local time; use timeUnit 'utc…'")
    if channel in (*_AXES, *_LEGENDS) and channel not in in_utc:
        raise ValueError(
            f"{where}: {channel} {_name(one)} is in local time; give scale=alt.Scale(type='utc')"
        )


def _name(one: dict) -> str:
    return repr(one.get("field", one.get("aggregate")))


def _check_transforms(unit: Unit, where: str) -> None:
    for one in unit.transforms:
        if "timeUnit" in one and not _is_utc(one):
            raise ValueError(
                f"{where}: the transform of {_name(one)} is in local time; use timeUnit 'utc…'"
            )
    tooltip = unit.mark.get("tooltip")
    if isinstance(tooltip, dict) and tooltip.get("content") == "data":
        raise ValueError(f"{where}: the tooltip shows columns without titles; encode tooltip=[…]")


def _check_bounds(units: list[Unit], datasets: dict, where: str) -> None:
    """Refuse a view that draws bounds and has no mark that tells them from values."""
    for name in dict.fromkeys(unit.data for unit in units):
        rows = datasets.get(name) or []
        here = [unit for unit in units if unit.data == name]
        drawn = [field for unit in here for field in _quantities(unit)]
        bounded = [
            row
            for row in rows
            if row.get("qualifier") in BOUNDS and any(row.get(f) is not None for f in drawn)
        ]
        if not bounded:
            continue
        fields = telling_fields(rows)
        if not any(tells(u.mark, u.encoding, u.transforms, fields) for u in here):
            raise ValueError(
                f"{where}: a bound is drawn as a value ({bounded[0]['qualifier']}); use "
                "chapter.lines, bars or dots, which draw it as a triangle, encode shape by its "
                "qualifier, or leave the bounds out and say so"
            )


def _quantities(unit: Unit) -> list[str]:
    """Fields whose values a reader takes from the place or the length of the mark."""
    if unit.mark.get("type") not in _DRAWN:
        return []
    return [
        one["field"]
        for channel, one in _fields(unit)
        if channel in ("x", "y", "size")
        and one.get("type") == "quantitative"
        and one.get("aggregate") not in _COUNTS
        and isinstance(one.get("field"), str)
    ]
