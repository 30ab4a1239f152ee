"""What is said of a verdict beside the verdict itself."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

import digitalbay as db
from digitalbay.claims.combined import VERDICT_WORDS
from digitalbay.claims.decision import Decision, Part
from digitalbay.statements import N_, Word

from .language import Words
from .provenance import with_later

VERSIONS = {1: "first", 2: "second"}  # what older rules are called in a record
WEAKER = N_("With evidence of grade C counted in, the verdict would be: {verdict}.")


def judged(decision: Decision, words: Words) -> dict:
    """Return the verdict and, in words, the deciding facts with how firmly they are known.

    Added are how many values are of a later copy, and the verdict with evidence of grade C counted
    in, as ``weaker`` too, if it is another. Where they are: ``first`` and ``second``, the verdicts
    by older rules, with ``first_weaker`` and ``second_weaker``, those on evidence of grade C too,
    if they are others; ``lack``, why the claim is not testable; ``readings``, other thresholds in
    words; ``parts``, the parts of the claim that are decided apart, each with its name, verdict,
    lack and reason; ``areas``, those that the deciding rows are of.
    """
    other = "" if decision.weaker == decision.verdict else decision.weaker
    text = with_later(words.write(decision.because), decision.rows, words)
    if other:
        text += words.gap + words(WEAKER, verdict=Word(VERDICT_WORDS[other]))
    found = {
        "verdict": decision.verdict,
        "because": text,
        "weaker": other,
        **_earlier(decision),
        "lack": decision.lack if decision.verdict == "not_testable" else "",
        "readings": words.write(decision.readings.told()) if decision.readings else "",
        "parts": [_part(part, words) for part in decision.parts],
        "areas": areas_of(decision.rows),
    }
    return {name: value for name, value in found.items() if value}


def areas_of(rows: Sequence[pd.DataFrame]) -> list[str]:
    """Return the areas that rows are of, and that cases among them join, in the data's order."""
    found = {area for frame in rows if "area" in frame for area in frame["area"].dropna()}
    joined = [frame["joins"].dropna() for frame in rows if "joins" in frame]
    found |= {area for joins in joined for each in joins for area in each.split()}
    return [area for area in db.areas()["area"] if area in found]


def _earlier(decision: Decision) -> dict[str, str]:
    found = {}
    for number, (verdict, weaker) in decision.earlier.items():
        found[VERSIONS[number]] = verdict
        found[f"{VERSIONS[number]}_weaker"] = "" if weaker == verdict else weaker
    return found


def _part(part: Part, words: Words) -> dict:
    found = {"name": words.write(part.name), "verdict": part.verdict, "lack": part.lack}
    found["because"] = words.write(part.because) if part.because else ""
    return {name: value for name, value in found.items() if value}
