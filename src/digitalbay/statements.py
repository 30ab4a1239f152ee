"""Statements before any language: a template in English and the values that stand in it.

A rule or a chapter says *what* is stated; `digitalbay.figures.language` writes it, with names,
numbers, dates and lists as a reader of English, simplified or traditional Chinese expects them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:  # noqa: N802 - gettext's name for a word that is translated later
    """Mark a text for the catalogs without translating it here."""
    return text


@dataclass(frozen=True)
class Number:
    """A number and how it is written: a format such as ``",.1f"``; None or NaN is not known.

    ``bound`` is the reservation of its source: "at_least", "at_most", "about" or "".
    """

    value: float | None
    form: str = ",.10g"
    bound: str = ""


@dataclass(frozen=True)
class Rank(Number):
    """A place in an order, one being best: "9th"; of a bound, "below 10th" or "10th or better"."""

    form: str = ",.0f"


@dataclass(frozen=True)
class Period:
    """A date or period as ISO 8601 writes it, of any precision: 2019, 2019-12, 2021-H1."""

    text: str | None


@dataclass(frozen=True)
class Named:
    """A row of a reference table by its kind ("area", "indicator", "unit", …) and its key."""

    kind: str
    key: str


@dataclass(frozen=True)
class Word:
    """A word or sentence of the catalogs, without values."""

    text: str


@dataclass(frozen=True)
class Listed:
    """Several values, joined as the language joins them; of none, "none" is written.

    ``joint`` is "and" for the members of a sentence, "," for a plain row, ";" for clauses.
    """

    items: Sequence[Any]
    joint: str = "and"


@dataclass(frozen=True)
class Portion:
    """How many of how many: "none of the four", "two of the four", "all four".

    ``counter`` is what is counted, "item", "city", "side" or "year": Chinese has a word for each.
    A part that is None, or one of nothing, is not known.
    """

    part: int | None
    whole: int
    counter: str = "item"


@dataclass(frozen=True)
class Bilingual:
    """A text that the data give in English and in simplified Chinese."""

    en: str
    zh: str


@dataclass(frozen=True)
class Statement:
    """A template with ``{placeholders}`` and their values; it may be a value of another."""

    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Joined:
    """Statements that follow each other as sentences."""

    parts: Sequence[Statement]
