"""Verdicts on answers of which some are open: one is given only if it is sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from digitalbay.claims.combined import VERDICT_WORDS
from digitalbay.claims.readings import ORDER
from digitalbay.statements import N_, Listed, Statement, Word

Judge = Callable[[tuple[bool, ...]], str]


def possible(answers: Sequence[bool | None], judge: Judge) -> tuple[str, ...]:
    """Return the verdicts that answers allow, the best for the claim first.

    answers: yes, no, or open (None); judge: answers of which none is open → verdict.
    """
    ways = product(*([True, False] if answer is None else [answer] for answer in answers))
    return tuple(sorted({judge(way) for way in ways}, key=ORDER.index))


def sure(verdicts: Sequence[str]) -> str:
    """Return the verdict that is left, or "not_testable" if several are possible."""
    return verdicts[0] if len(verdicts) == 1 else "not_testable"


def told(verdicts: Sequence[str]) -> list[Statement]:
    """Return a sentence on what remains possible; none if the verdict is sure."""
    if len(verdicts) == 1:
        return []
    words = Listed([Word(VERDICT_WORDS[verdict]) for verdict in verdicts], ",")
    return [Statement(_ANY if len(verdicts) == len(ORDER) else _OPEN, {"verdicts": words})]


_OPEN = N_("As far as that is unknown, possible verdicts are: {verdicts}.")
_ANY = N_("As far as that is unknown, every verdict is possible: {verdicts}.")
