"""Whether a mark tells a bound from a value: by a shape, a colour, a word, or by leaving it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

BOUNDS = ("at_least", "at_most")
# Columns of the data room and of the grammar that say how a value is known.
_NAMED = ("qualifier", "state", "state_name", "bound")
# Channels by which a reader sees a difference, on paper too.
_SEEN = (
    "shape", "color", "fill", "stroke", "opacity", "fillOpacity", "strokeOpacity", "strokeDash",
    "text", "row", "column", "facet",
)  # fmt: skip


def telling_fields(rows: Sequence[dict]) -> set[str]:
    """Return the fields of a dataset that are as good as its qualifier.

    Each bound has one value of the field, exact values have one other: a place that happens to
    have no exact value tells nothing.
    """
    found = set(_NAMED)
    for field in rows[0] if rows else ():
        by_bound = defaultdict(set)
        for row in rows:
            qualifier = row.get("qualifier")
            by_bound[qualifier if qualifier in BOUNDS else ""].add(_key(row.get(field)))
        exact = by_bound.pop("", set())
        bounded = set().union(*by_bound.values())
        single = all(len(values) == 1 for values in by_bound.values())
        if single and len(exact) == 1 and not bounded & exact:
            found.add(field)
    return found


def tells(mark: dict, encoding: dict, transforms: Iterable[dict], fields: set[str]) -> bool:
    """Return whether a mark shows, or leaves out by a filter, what the fields tell."""
    if "triangle" in str(mark.get("shape", "")):
        return True
    for channel, definition in encoding.items():
        if channel in _SEEN and isinstance(definition, dict):
            conditions = definition.get("condition", [])
            for one in [
                definition,
                *(conditions if isinstance(conditions, list) else [conditions]),
            ]:
                if one.get("field") in fields or _mentions(one.get("test"), fields):
                    return True
    return any(_mentions(transform.get("filter"), fields) for transform in transforms)


def _mentions(test: object, fields: set[str]) -> bool:
    """Return whether an expression or a predicate speaks of one of the fields."""
    if isinstance(test, dict):
        named = test.get("field") in fields
        return named or any(_mentions(value, fields) for value in test.values())
    if isinstance(test, list):
        return any(_mentions(value, fields) for value in test)
    if not isinstance(test, str):
        return False
    forms = (f"datum.{field}" for field in fields), (f"datum['{field}']" for field in fields)
    return any(form in test for each in forms for form in each)


def _key(value: object) -> str:
    return repr(value)
