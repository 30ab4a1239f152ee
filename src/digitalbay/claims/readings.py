"""Lenient, standard and strict readings of a threshold, and the value at which a verdict turns."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from digitalbay.statements import N_, Listed, Number, Statement, Word

from .combined import VERDICT_WORDS

NAMES = {"lenient": N_("lenient"), "standard": N_("standard"), "strict": N_("strict")}
# From the best verdict to the worst; not testable is no worse or better than any.
ORDER = ("supported", "partly", "contradicted")


class Reading(NamedTuple):
    """A threshold and the verdict that it gives."""

    threshold: float
    verdict: str


class Readings(NamedTuple):
    """The three readings of a rule's threshold, and the value at which the verdict turns.

    found: what was measured and is held against the threshold, which is where the verdict turns,
    empty if it is not known; form: how both are written.
    """

    lenient: Reading
    standard: Reading
    strict: Reading
    found: tuple[float, ...]
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
        if not self.found:
            return Statement(_OPEN, {"readings": Listed(each, ";")})
        found = Listed([Number(value, self.form) for value in self.found])
        return Statement(_TURNS, {"readings": Listed(each, ";"), "found": found})


def read(
    thresholds: tuple[float, float, float],
    judge: Callable[[float], str],
    found: tuple[float, ...],
    form: str = ",.10g",
) -> Readings:
    """Return what a rule gives at a lenient, its own and a strict threshold.

    judge: threshold → verdict; found: the values measured, at which the
    verdict turns.
    """
    return Readings(*(Reading(at, judge(at)) for at in thresholds), found, form)


_READING = N_("{name} ({threshold}) {verdict}")
_TURNS = N_("{readings}. The verdict turns at {found}.")
_OPEN = N_("{readings}.")
