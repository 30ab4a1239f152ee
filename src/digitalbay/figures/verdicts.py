"""What is said of a verdict beside the verdict itself."""

from __future__ import annotations

from digitalbay.claims.combined import VERDICT_WORDS
from digitalbay.claims.decision import Decision
from digitalbay.statements import N_, Word

from .language import Words
from .provenance import LATER, later_values

WEAKER = N_("With evidence of grade C counted in, the verdict would be: {verdict}.")


def because(decision: Decision, words: Words) -> str:
    """Return the deciding facts in words, with how firmly they are known.

    Added are how many values are of a later copy, and whether weaker evidence turns the verdict.
    """
    sentences = [words.write(decision.because)]
    if number := later_values(decision.rows):
        sentences.append(words(LATER, n=number))
    if decision.weaker not in ("", decision.verdict):
        sentences.append(words(WEAKER, verdict=Word(VERDICT_WORDS[decision.weaker])))
    return words.gap.join(sentences)
