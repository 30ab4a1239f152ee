"""The views of a Vega-Lite spec: of panels the one that is repeated, and layers."""

from __future__ import annotations

from collections.abc import Iterator


def parts(spec: dict) -> Iterator[dict]:
    """Yield the views of a spec that have encodings or layers, from the outside inwards."""
    yield spec
    for key in ("spec", "layer"):
        inner = spec.get(key, [])
        for one in inner if isinstance(inner, list) else [inner]:
            yield from parts(one)


def channels(view: dict, channel: str) -> Iterator[dict]:
    """Yield a channel of a view and of those within it."""
    for one in parts(view):
        found = one.get("encoding", {}).get(channel)
        if isinstance(found, dict):
            yield found


def mark_of(view: dict) -> str:
    """Return what a view is drawn by, such as "bar"; nothing if others within it are."""
    mark = view.get("mark", "")
    return str(mark["type"] if isinstance(mark, dict) else mark)
