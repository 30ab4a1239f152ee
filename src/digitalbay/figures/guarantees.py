"""What every figure guarantees, checked on charts drawn in free form."""

from __future__ import annotations

from collections.abc import Iterator

_AXES = ("x", "y", "color", "fill", "shape", "size", "opacity", "facet", "row", "column")


def guaranteed(spec: dict, where: str) -> dict:
    """Return a Vega-Lite spec that keeps the book's guarantees.

    Raises
    ------
    ValueError
        Naming the figure and what to do: a field without a title, time that is not in UTC, a
        bound drawn as a value.
    """
    for encoding in _encodings(spec):
        for channel, definition in encoding.items():
            for one in definition if isinstance(definition, list) else [definition]:
                _check(channel, one, where)
    for rows in spec.get("datasets", {}).values():
        bounds = {row.get("qualifier") for row in rows} & {"at_least", "at_most"}
        if bounds and "shape" not in str(spec.get("layer", spec.get("encoding"))):
            raise ValueError(
                f"{where}: a bound is drawn as a value; use chapter.lines, bars or dots, which "
                "draw it as a triangle, or leave the bounds out and say so"
            )
    return spec


def _check(channel: str, one: object, where: str) -> None:
    if not isinstance(one, dict) or "field" not in one:
        return
    if channel in (*_AXES, "tooltip") and "title" not in one:
        raise ValueError(
            f"{where}: {channel} {one['field']!r} has no title; give title=_(…) or title=None"
        )
    if one.get("type") != "temporal":
        return
    if channel == "tooltip":
        raise ValueError(f"{where}: tooltip {one['field']!r} shows local time; give it as text")
    scale = one.get("scale") or {}
    utc = scale.get("type") == "utc" or str(one.get("timeUnit", "")).startswith("utc")
    if channel in ("x", "y") and not utc:
        raise ValueError(f"{where}: {channel} is in local time; give scale=alt.Scale(type='utc')")


def _encodings(spec: object) -> Iterator[dict]:
    if isinstance(spec, dict):
        if isinstance(spec.get("encoding"), dict):
            yield spec["encoding"]
        for key, value in spec.items():
            if key not in ("datasets", "data", "encoding"):
                yield from _encodings(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _encodings(value)
