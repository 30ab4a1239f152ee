"""H4c: has growth sped up, or its lead over a like region grown?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.readings import read
from digitalbay.claims.series import exact
from digitalbay.statements import N_, Joined, Number, Period, Statement

GROWTH = "gdp_growth"
DELTA = ("shanghai", "nanjing", "suzhou", "hangzhou")
BEFORE, AFTER = ("2013", "2017"), ("2018", "2022")
LEAST_YEARS = 3
POINTS = (0.0, 0.5, 1.0)  # by which the lead must have grown: lenient, by the rule, strict


def h4c(as_of: str | None = None) -> Decision:
    """Has the digital economy sped growth up? See `decide_h4c`."""
    rows = db.observations(GROWTH, areas=[*db.MAINLAND, *DELTA], as_of=as_of)
    return decide_h4c(rows, db.MAINLAND)


def decide_h4c(rows: pd.DataFrame, cities: tuple[str, ...]) -> Decision:
    """Did real growth of the nine, or its lead over four cities of the Yangtze delta, rise?

    Growth of a group is the median of its cities' yearly real growth, 2013 to 2017 and 2018 to
    2022; only years count of which all cities of both groups are on record, at least three of
    either time. A cause is not inferred.

    rows: yearly real growth of GDP.

    Facts: years (before and after, those that count), nine and delta (median growth before and
    after), lead (change of the nine's lead, in points, or None).
    """
    wanted = [*cities, *DELTA]
    table = exact(rows).pivot(index="period", columns="area", values="value")
    table = table.reindex(columns=wanted).dropna()
    parts = [table[(table.index >= start) & (table.index <= end)] for start, end in (BEFORE, AFTER)]
    if min(map(len, parts)) < LEAST_YEARS:
        return Decision("not_testable", Statement(_FEW), [rows], {"lead": None})
    nine, delta = (
        [float(part[list(group)].mean().median()) for part in parts] for group in (cities, DELTA)
    )
    lead = (nine[1] - delta[1]) - (nine[0] - delta[0])

    def judge(least: float) -> str:
        grown = lead > least or (least > 0 and lead == least)
        if grown:
            return "supported"
        return "partly" if nine[1] > nine[0] else "contradicted"

    facts = {"years": [list(part.index) for part in parts], "nine": nine, "delta": delta}
    facts["lead"] = lead
    readings = read(POINTS, judge, (lead,), ".1f")
    return Decision(judge(POINTS[1]), _because(facts), [rows], facts, readings=readings)


_WENT = N_(
    "Real growth of the nine (median) went from {before} per cent a year ({early} to {early_end})"
    " to {after} ({late} to {late_end}), that of four cities of the Yangtze delta from {other} to"
    " {other_after}: the lead changed by {lead} points."
)
_SHARE = N_("The digital economy's share of the cities before 2018 was not found.")
_FEW = N_(
    "Real growth of the nine and of four cities of the Yangtze delta is on record together for too"
    " few years."
)


def _because(facts: dict) -> Joined:
    (early, late), (nine, delta) = facts["years"], (facts["nine"], facts["delta"])
    values = {"before": nine[0], "after": nine[1], "other": delta[0], "other_after": delta[1]}
    told: dict[str, object] = {name: Number(value, ".1f") for name, value in values.items()}
    told |= {"early": Period(early[0]), "early_end": Period(early[-1])}
    told |= {"late": Period(late[0]), "late_end": Period(late[-1])}
    told |= {"lead": Number(facts["lead"], "+.1f")}
    return Joined([Statement(_WENT, told), Statement(_SHARE)])
