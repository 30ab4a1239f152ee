"""Charts that differ in the form of their Chinese characters only: one is drawn for both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from .views import mark_of

# All of one width, in whatever form.
_CHINESE = re.compile("[㐀-鿿]")
# Channels whose values stand where others put them, and marks that are piled up by name.
_UNSORTED, _PILED = ("text", "tooltip", "href", "key"), ("bar", "area")


def shape(spec: dict) -> str:
    """Return a Vega-Lite spec with all Chinese characters alike: what decides where things are."""
    return _CHINESE.sub("一", _text(spec))


def exchanged(spec: dict, other: dict) -> dict[int, str] | None:
    """Return the characters whose exchange makes one spec another, and one picture the other.

    Returns
    -------
    dict or None
        For `str.translate`. None if the specs differ in more than Chinese characters, one of these
        has two forms, or Vega would put names in another order: it sorts them by their code.
    """
    pairs = set(zip(_text(spec), _text(other), strict=False))
    if shape(spec) != shape(other) or len({ours for ours, _ in pairs}) < len(pairs):
        return None
    forms = str.maketrans({ours: theirs for ours, theirs in pairs if ours != theirs})
    names = [sorted(_names(spec, field)) for field in _sorted_by_name(spec)]
    others = [[name.translate(forms) for name in each] for each in names]
    return forms if all(each and each == sorted(each) for each in others) else None


def rows_of(spec: dict) -> list[str]:
    """Return the names of a spec's rows in the order in which it takes them."""
    takes = json.dumps({key: value for key, value in spec.items() if key != "datasets"})
    return sorted(spec.get("datasets", ()), key=lambda name: takes.find(json.dumps(name)))


def _text(spec: dict) -> str:
    """Return a spec as text in which rows are named and ordered by their place.

    In the spec they are named, and ordered, by their content.
    """
    names = rows_of(spec)
    ordered = {"datasets": {name: spec["datasets"][name] for name in names}} if names else {}
    text = json.dumps(spec | ordered, ensure_ascii=False)
    for n, name in enumerate(names):
        text = text.replace(json.dumps(name), f'"rows {n}"')
    return text


def _names(spec: dict, field: str) -> set[str]:
    rows = [row for each in spec.get("datasets", {}).values() for row in each]
    return {str(row[field]) for row in rows if isinstance(row, dict) and field in row}


def _sorted_by_name(spec: dict) -> set[str]:
    """Return the fields whose values Vega sorts, as the spec does not say in which order."""
    piled = any(mark_of(one) in _PILED for _, one in _within("", spec))
    found = set()
    for name, one in _within("", spec):
        if "field" in one and one.get("type") in ("nominal", "ordinal"):
            told = isinstance(one.get("sort"), list) or (one.get("scale") or {}).get("domain")
            if not told or (piled and name not in ("x", "y")):
                found.add(one["field"])
    return found


def _within(name: str, part: object) -> Iterator[tuple[str, dict]]:
    """Yield every part of a spec and its name, but for rows and channels that sort nothing."""
    if isinstance(part, dict):
        yield name, part
        for key, value in part.items():
            if key not in (*_UNSORTED, "datasets"):
                yield from _within(key, value)
    elif isinstance(part, list):
        for value in part:
            yield from _within(name, value)
