"""H4a: has digital government become service-oriented, as independent assessors see it?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import above, direction, span
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import segment
from digitalbay.claims.government import FIELD, RANK
from digitalbay.claims.readings import read
from digitalbay.claims.series import Pair, in_time
from digitalbay.statements import N_, Joined, Listed, Named, Number, Period, Statement

# Assessors and their rank of provinces; each ranks the same field every time.
ASSESSORS = {
    "state_council": RANK,
    "tsinghua": "tsinghua_digital_gov_index_rank_provinces",
}
PLACES = (16, 8, 3)  # of 32: lenient, the upper quarter, strict
APART = 2  # years between first and last


def h4a(as_of: str | None = None) -> Decision:
    """Has digital government become service-oriented? See `decide_h4a`."""
    ranks = db.observations(list(ASSESSORS.values()), areas="guangdong", as_of=as_of)
    return decide_h4a(ranks, db.indicators())


def decide_h4a(ranks: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Is Guangdong in the upper quarter and better than before with two assessors?

    A rank in a fixed field is its own comparison: who rises, others fall. ranks: of Guangdong by
    `ASSESSORS`, up to 2022, of which the first and the last at least two years apart count.

    Facts: pairs (assessor → indicator, first, first_period, last, last_period, change), level
    (assessor → whether the last is in the upper quarter), better (assessor → whether it improved).
    """
    pairs = _pairs(ranks[ranks["period"].str[:4] <= "2022"], indicators)
    # A rank improves as it falls.
    ways: dict[str, bool | None] = {"fell": True, "undecided": None}
    better = {name: ways.get(direction(*pair), False) for name, pair in pairs.items()}

    def level(place: float) -> dict[str, bool | None]:
        spans = {name: span(p[1]["value"], p[1]["qualifier"]) for name, p in pairs.items()}
        worse = {name: above(found, span(place)) for name, found in spans.items()}
        return {name: None if answer is None else not answer for name, answer in worse.items()}

    def judge(place: float) -> str:
        high = level(place)
        both: list[bool | None] = [high[name] and better[name] for name in pairs]
        if both.count(True) >= 2:
            return "supported"
        if any(both) or any(high.values()):
            return "partly"
        lost = [level((FIELD + 1) / 2)[name] is False for name in pairs]
        return "contradicted" if pairs and all(lost) else "not_testable"

    facts = {"pairs": pairs, "level": level(PLACES[1]), "better": better}
    found = tuple(float(pair[1]["value"]) for pair in pairs.values())
    readings = read(PLACES, judge, tuple(sorted(found)), ",.0f") if pairs else None
    return Decision(judge(PLACES[1]), _because(facts), [ranks], facts, readings=readings)


def _pairs(ranks: pd.DataFrame, indicators: pd.DataFrame) -> dict[str, Pair]:
    """Return each assessor's first and last rank, if they compare."""
    breaks = indicators.set_index("indicator")["breaks"]
    pairs = {}
    for assessor, indicator in ASSESSORS.items():
        rows = in_time(ranks[ranks["indicator"] == indicator])
        if len(rows) < 2:
            continue
        first, last = rows.iloc[0], rows.iloc[-1]
        parts = [segment(row["period"], breaks.get(indicator, "")) for row in (first, last)]
        wide = int(last["period"][:4]) - int(first["period"][:4]) >= APART
        if wide and parts[0] == parts[1]:
            pairs[assessor] = (first, last)
    return pairs


_RANKS = N_("Places of Guangdong: {which}.")
_ONE = N_("{indicator}: {first} ({first_at}), {last} ({last_at})")
_BOTH = N_("High and better than before: with {n} of the assessors.")
_NONE = N_("No assessor ranks Guangdong twice, at least two years apart, by 2022.")


def _because(facts: dict) -> Joined | Statement:
    if not facts["pairs"]:
        return Statement(_NONE)
    each = []
    for first, last in facts["pairs"].values():
        told: dict[str, object] = {"indicator": Named("indicator", first["indicator"])}
        for end, row in (("first", first), ("last", last)):
            told |= {end: Number(row["value"], ",.0f", row["qualifier"])}
            told |= {f"{end}_at": Period(row["period"])}
        each.append(Statement(_ONE, told))
    both = sum(bool(facts["level"][name] and facts["better"][name]) for name in facts["pairs"])
    parts = [Statement(_RANKS, {"which": Listed(each, ";")})]
    if both:
        parts.append(Statement(_BOTH, {"n": both}))
    return Joined(parts)
