"""H3: is the public's digital literacy high?"""

from __future__ import annotations

import re

import pandas as pd

import digitalbay as db
from digitalbay.claims.answers import every
from digitalbay.claims.bounds import above, span
from digitalbay.claims.decision import Decision
from digitalbay.claims.literacy import HERE, SHARE, same_surveys
from digitalbay.statements import N_, Joined, Listed, Named, Number, Period, Statement

from .common import verdict_of

SCHOOL = ("pisa_digital_reading_score", "pisa_problem_solving_score")
MEAN = "oecd"  # the mean of the OECD countries that took part
REGIONS = ("hong-kong", "macao")


def h3(as_of: str | None = None) -> Decision:
    """Is the public's digital literacy high? See `decide_h3`."""
    names = [name for name in db.indicators()["indicator"] if re.fullmatch(SHARE, name)]
    school = db.observations(list(SCHOOL), areas=[*REGIONS, MEAN], as_of=as_of)
    return decide_h3(school, db.observations(names, as_of=as_of), db.CITIES)


def decide_h3(school: pd.DataFrame, adults: pd.DataFrame, cities: tuple[str, ...]) -> Decision:
    """Are pupils above the OECD mean, and adults above the nation?

    school: scores of persons aged 15 in Hong Kong, Macao and on average in the OECD, of which the
    newest test decides; adults: shares of the literate, as for the first rule.

    Facts: test, at (of the newest test, or None), scores (area → score), pupils, adults (whether
    each is above, None if open or not on record).
    """
    tests = school.groupby(["period", "indicator"])["area"].agg(set)
    tests = tests[tests.map({*REGIONS, MEAN}.issubset).astype("bool")]
    scores, pupils, newest = {}, None, (None, None)
    if len(tests):
        newest = max(tests.index)
        rows = school[school["period"].eq(newest[0]) & school["indicator"].eq(newest[1])]
        spans = {row.area: span(row.value, row.qualifier) for row in rows.itertuples()}
        scores = {row.area: float(row.value) for row in rows.itertuples()}
        pupils = every(above(spans[area], spans[MEAN]) for area in REGIONS)
    surveys = same_surveys(adults, [*HERE, *cities])
    grown = None
    if len(surveys):
        last = surveys.iloc[-1]
        here, nation = (span(last[n], last[f"{n}_qualifier"]) for n in ("here", "nation"))
        grown = above(here, nation)
    answers = [*([pupils] if scores else []), *([grown] if len(surveys) else [])]
    verdict = verdict_of(answers)
    if len(answers) < 2 and verdict in ("supported", "contradicted"):
        verdict = "partly" if verdict == "supported" else "not_testable"
    facts = {"test": newest[1], "at": newest[0], "scores": scores, "pupils": pupils}
    facts["adults"] = grown
    return Decision(verdict, _because(facts, len(surveys)), [school, adults], facts, "unpublished")


_PUPILS = N_("{test} ({at}), persons aged 15: {scores}.")
_SCORE = N_("{place} {score}")
_NO_PUPILS = N_("No international test of pupils with both regions and a mean is on record.")
_NO_ADULTS = N_(
    "No survey of adults' skills with one instrument in the Bay Area and the nation is known."
)
_ABOVE = N_("Adults' skills are above the nation's.")
_NOT_ABOVE = N_("Adults' skills are not surely above the nation's.")


def _because(facts: dict, surveys: int) -> Joined:
    if facts["scores"]:
        scores = [
            Statement(_SCORE, {"place": Named("area", area), "score": Number(score, ".0f")})
            for area, score in facts["scores"].items()
        ]
        told = {"test": Named("indicator", facts["test"]), "at": Period(facts["at"])}
        parts = [Statement(_PUPILS, told | {"scores": Listed(scores, ",")})]
    else:
        parts = [Statement(_NO_PUPILS)]
    if not surveys:
        return Joined([*parts, Statement(_NO_ADULTS)])
    return Joined([*parts, Statement(_ABOVE if facts["adults"] else _NOT_ABOVE)])
