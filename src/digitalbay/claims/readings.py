"""Lenient, standard and strict readings of a threshold, and the value at which a verdict turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from digitalbay.statements import N_, Listed, Number, Statement, Word

from .combined import VERDICT_WORDS

NAMES = {"lenient": N_("lenient"), "standard": N_("standard"), "strict": N_("strict")}
# From the best verdict to the worst; not testable is no worse or better than any.
ORDER = ("supported", "partly", "contradicted")


LITTLE = 1e-6


class Reading(NamedTuple):
    """A threshold and the verdict that it gives."""

    threshold: float
    verdict: str


class Readings(NamedTuple):
    """The three readings of a rule's threshold, and the value at which the verdict turns.

    turns: the thresholds at which the verdict turns, empty if none is known; form: how numbers are
    written.
    """

    lenient: Reading
    standard: Reading
    strict: Reading
    turns: tuple[float, ...]
    form: str = ",.10g"

    def told(self) -> Statement:
        """Return the readings in words."""
        each = [
            Statement(
                _READING,
                {
                    "name": Word(NAMES[name]),
                    "threshold": Number(reading.threshold, self.form),
                    "verdict": Word(VERDICT_WORDS[reading.verdict]),
                },
            )
            for name, reading in zip(NAMES, self[:3], strict=True)
        ]
        if not self.turns:
            return Statement(_OPEN, {"readings": Listed(each, ";")})
        turns = Listed([Number(value, self.form) for value in self.turns])
        return Statement(_TURNS, {"readings": Listed(each, ";"), "turns": turns})


def read(
    thresholds: tuple[float, float, float],
    judge: Callable[[float], str],
    found: Iterable[float],
    form: str = ",.10g",
) -> Readings:
    """Return what a rule gives at a lenient, its own and a strict threshold.

    judge: threshold → verdict; found: what was measured, at which the verdict may turn.
    """
    turns = [value for value in found if judge(value - LITTLE) != judge(value + LITTLE)]
    lenient, own, strict = (Reading(at, judge(at)) for at in thresholds)
    return Readings(lenient, own, strict, tuple(turns), form)


_READING = N_("{name} ({threshold}) {verdict}")
_TURNS = N_("{readings}. The verdict turns at {turns}.")
_OPEN = N_("{readings}.")
