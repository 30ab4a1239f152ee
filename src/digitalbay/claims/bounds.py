"""Comparisons with bounds: yes, no, or undecided (None).

A source that says "more than 100" gives a lower bound. It shows that 90 was exceeded; whether 110
was, it leaves open. "About" is taken as said.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

Row: TypeAlias = pd.Series | Mapping[str, Any]


class Span(NamedTuple):
    """The values that a statement of a source allows, both ends included."""

    low: float
    high: float


def span(value: float, qualifier: str = "") -> Span:
    """Return what a value and its qualifier allow: at_least, at_most, about or empty."""
    return Span(
        -math.inf if qualifier == "at_most" else value,
        math.inf if qualifier == "at_least" else value,
    )


def above(one: Span, other: Span) -> bool | None:
    """Tell whether the one is above the other; None if the bounds leave it open."""
    if one.low > other.high:
        return True
    return False if one.high <= other.low else None


def growth(first: Span, last: Span) -> Span:
    """Return how much positive values grew, in per cent, as far as their bounds say."""
    low = last.low / first.high if first.high < math.inf and last.low > 0 else 0.0
    high = last.high / first.low if first.low > 0 else math.inf
    return Span(100 * (low - 1), 100 * (high - 1))


def reached(target: pd.Series, outturn: pd.Series) -> bool | None:
    """Tell whether an outturn reached a target, both rows with value and qualifier.

    A target "at most" is reached from above, every other from below.
    """
    found = span(outturn["value"], outturn["qualifier"])
    aim = Span(target["value"], target["value"])
    missed = above(found, aim) if target["qualifier"] == "at_most" else above(aim, found)
    return None if missed is None else not missed


def direction(first: Row, last: Row) -> str:
    """Return "rose", "fell", "unchanged" or "undecided" for two rows with value and qualifier."""
    before, after = (span(row["value"], row["qualifier"]) for row in (first, last))
    if above(after, before):
        return "rose"
    if above(before, after):
        return "fell"
    return "unchanged" if before == after and before.low == before.high else "undecided"
