"""E3: has digital infrastructure been built up?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.networks import CENSUS, FIXED, STATIONS, WHAT, comparisons
from digitalbay.statements import N_, Joined, Listed, Named, Statement, Word

from .common import lack_of, verdict_of

YEAR = 2021  # the last whole year before the report's


def e3(as_of: str | None = None) -> Decision:
    """Has digital infrastructure been built up? See `decide_e3`."""
    places = ["guangdong", "china"]
    return decide_e3(
        db.observations(FIXED, areas=["hong-kong", "macao", "china"], as_of=as_of),
        db.observations(STATIONS, areas=places, as_of=as_of),
        db.observations("population_census", areas=places, periods=CENSUS, as_of=as_of),
    )


def decide_e3(lines: pd.DataFrame, stations: pd.DataFrame, census: pd.DataFrame) -> Decision:
    """Were three places ahead of mainland China at the end of 2021?

    Mobile subscriptions, which count prepaid cards, are not compared.

    Facts: comparisons (of `networks.comparisons`, of 2021), made, ahead (how many).
    """
    lines = lines[(lines["indicator"] == FIXED) & lines["year"].eq(YEAR)]
    # A count stands for the year-end to which it is nearest, up to half a year later.
    stations = stations[stations["period"].str[:7] <= f"{YEAR + 1}-06"]
    stations = stations[~(stations["period"] == f"{YEAR + 1}")]
    found = comparisons(lines, stations, census)
    found = found[found["year"].eq(YEAR)]
    answers = list(found["ahead"])
    verdict = verdict_of(answers) if len(found) > 1 else "not_testable"
    facts = {"comparisons": found, "made": len(found), "ahead": answers.count(True)}
    return Decision(verdict, _because(found), [lines, stations, census], facts, lack_of(answers))


_AHEAD = N_("Ahead of mainland China at the end of 2021: {which}.")
_BEHIND = N_("Not ahead: {which}.")
_OPEN = N_("Left open by bounds: {which}.")
_NOTHING = N_("No comparison for the end of 2021 can be made.")
_ONE = N_("{place}: {what}")


def _because(found: pd.DataFrame) -> Joined:
    parts = []
    for form, answer in ((_AHEAD, True), (_BEHIND, False), (_OPEN, None)):
        which = [
            Statement(_ONE, {"place": Named("area", row.area), "what": Word(WHAT[row.indicator])})
            for row in found.itertuples()
            if row.ahead is answer
        ]
        parts += [Statement(form, {"which": Listed(which, ",")})] if which else []
    return Joined(parts or [Statement(_NOTHING)])
