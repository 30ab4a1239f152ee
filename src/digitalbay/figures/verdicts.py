"""What is said of a verdict beside the verdict itself."""

from __future__ import annotations

from digitalbay.claims.combined import VERDICT_WORDS
from digitalbay.claims.decision import Decision
from digitalbay.statements import N_, Word

from .language import Words
from .provenance import with_later

WEAKER = N_("With evidence of grade C counted in, the verdict would be: {verdict}.")


def because(decision: Decision, words: Words) -> str:
    """Return the deciding facts in words, with how firmly they are known.

    Added are how many values are of a later copy, and whether weaker evidence turns the verdict.
    """
    text = with_later(words.write(decision.because), decision.rows, words)
    if decision.weaker in ("", decision.verdict):
        return text
    return text + words.gap + words(WEAKER, verdict=Word(VERDICT_WORDS[decision.weaker]))
