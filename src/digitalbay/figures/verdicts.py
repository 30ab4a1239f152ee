"""What is said of a verdict beside the verdict itself."""

from __future__ import annotations

from digitalbay.claims.combined import VERDICT_WORDS
from digitalbay.claims.decision import Decision
from digitalbay.statements import N_, Word

from .language import Words
from .provenance import LATER, later_values

WEAKER = N_("With evidence of grade C counted in, the verdict would be: {verdict}.")


def judged(decision: Decision, words: Words) -> dict:
    """Return the verdict and, in words, the deciding facts with how firmly they are known.

    Added are how many values are of a later copy, and the verdict with evidence of grade C counted
    in, as ``weaker`` too, if it is another.
    """
    other = "" if decision.weaker == decision.verdict else decision.weaker
    sentences = [words.write(decision.because)]
    if number := later_values(decision.rows):
        sentences.append(words(LATER, n=number))
    if other:
        sentences.append(words(WEAKER, verdict=Word(VERDICT_WORDS[other])))
    found = {"verdict": decision.verdict, "because": words.gap.join(sentences)}
    return found | ({"weaker": other} if other else {})
