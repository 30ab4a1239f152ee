"""Answers that may be undecided: True, False, or None where a bound leaves a question open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .bounds import Span, above


def every(answers: Iterable[bool | None]) -> bool | None:
    """Tell whether every answer is yes: no if one is no, else undecided if one is undecided."""
    answers = list(answers)
    if False in answers:
        return False
    return None if None in answers else True


def some(answers: Iterable[bool | None]) -> bool | None:
    """Tell whether any answer is yes: undecided if none is and one is undecided."""
    answers = list(answers)
    if True in answers:
        return True
    return None if None in answers else False


def agreed(answers: Iterable[bool]) -> bool | None:
    """Tell what all answers say: None if they say different things, or if there are none."""
    said = set(answers)
    return said.pop() if len(said) == 1 else None


def equals(found: Span, number: float) -> bool | None:
    """Tell whether what a source says is a number; None if it is a bound that allows it."""
    if found.low == found.high:
        return found.low == number
    return None if found.low <= number <= found.high else False


def not_below(one: Span, other: Span) -> bool | None:
    """Tell whether the one is at least as high as the other."""
    lower = above(other, one)
    return None if lower is None else not lower


def leads(values: Mapping[str, Span], area: str) -> bool | None:
    """Tell whether no other area has more than the one named."""
    return every(not_below(values[area], value) for key, value in values.items() if key != area)
