"""H2: is practical experience rich, as national selections see it?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.readings import read
from digitalbay.statements import N_, Joined, Listed, Named, Number, Statement

LEADING, TOP_HUNDRED = "tsinghua_digital_gov_leading_city", "ccid_digital_top100_cities"
PEOPLE = "population_census"
TIMES = (1, 2, 4)  # the share of a selection over that of population: lenient, by the rule, strict


def h2(as_of: str | None = None) -> Decision:
    """Is practical experience rich? See `decide_h2`."""
    chosen = db.observations([LEADING, TOP_HUNDRED], as_of=as_of)
    people = db.observations("population_year_end", areas=[*db.MAINLAND, "china"], as_of=as_of)
    return decide_h2(chosen, people, db.MAINLAND)


def decide_h2(chosen: pd.DataFrame, people: pd.DataFrame, cities: tuple[str, ...]) -> Decision:
    """Have the nine cities at least twice their share of people in two national selections?

    chosen: cities named as leading (1 each, of all on record), and how many of a hundred cities
    are of the nine; people: of the nine and the nation, of which the newest common year counts.

    Facts: shares (selection → share of the nine), people (their share of the nation, or None),
    times (selection → how many times the one is the other).
    """
    shares = _shares(chosen, set(cities))
    part = _part(people, cities)
    times = {name: share / part for name, share in shares.items()} if part else {}

    def judge(wanted: float) -> str:
        if len(times) < 2:
            return "not_testable"
        enough = [value >= wanted for value in times.values()]
        return "supported" if all(enough) else "partly" if any(enough) else "contradicted"

    facts = {"shares": shares, "people": part, "times": times}
    readings = read(TIMES, judge, tuple(sorted(times.values())), ".1f") if times else None
    return Decision(judge(TIMES[1]), _because(facts), [chosen, people], facts, readings=readings)


def _shares(chosen: pd.DataFrame, cities: set[str]) -> dict[str, float]:
    shares = {}
    chosen = chosen[chosen["period"].str[:4] <= "2023"]
    leading = chosen[(chosen["indicator"] == LEADING) & chosen["value"].eq(1)]
    if len(leading):
        shares[LEADING] = float(leading["area"].isin(cities).mean())
    hundred = chosen[(chosen["indicator"] == TOP_HUNDRED) & chosen["area"].eq("prd9")]
    if len(hundred):
        shares[TOP_HUNDRED] = float(hundred.sort_values("period")["value"].iloc[-1] / 100)
    return shares


def _part(people: pd.DataFrame, cities: tuple[str, ...]) -> float | None:
    table = people.pivot(index="period", columns="area", values="value").dropna()
    if table.empty or not {*cities, "china"} <= set(table):
        return None
    newest = table.iloc[-1]
    return float(newest[list(cities)].sum() / newest["china"])


_CHOSEN = N_("{selection}: {share} per cent are of the nine mainland cities")
_TOLD = N_(
    "{selections}. The nine have {people} per cent of the nation's people. Both selections judge"
    " cities, not single cases."
)
_NOTHING = N_("No two national selections are on record beside the share of population.")


def _because(facts: dict) -> Joined | Statement:
    if len(facts["times"]) < 2:
        return Statement(_NOTHING)
    each = [
        Statement(
            _CHOSEN,
            {"selection": Named("indicator", name), "share": Number(100 * share, ".0f")},
        )
        for name, share in facts["shares"].items()
    ]
    people = Number(100 * facts["people"], ".1f")
    return Statement(_TOLD, {"selections": Listed(each, ";"), "people": people})
