"""E4: has digital finance been explored?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import segment
from digitalbay.statements import N_, Number, Period, Portion, Statement

INDEX = "pku_dfiic_aggregate"
START, END = "2011", "2022"


def e4(as_of: str | None = None) -> Decision:
    """Has digital finance been explored? See `decide_e4`."""
    return decide_e4(db.observations(INDEX, areas=db.MAINLAND, as_of=as_of), db.indicators())


def decide_e4(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did the index rise in all nine cities from 2011 to 2022, and its gap in points narrow?

    A bound is no value, and no change is judged across a break of the definition.

    Facts: first, last (years), change (points by city), rose (how many), gap_first, gap_last
    (highest less lowest); None where the nine are not on record in both years.
    """
    exact = rows[~rows["qualifier"].isin(["at_least", "at_most"])]
    table = exact.pivot(index="period", columns="area", values="value")
    table = table.reindex(index=[START, END], columns=list(db.MAINLAND))
    breaks = indicators.set_index("indicator")["breaks"][INDEX]
    facts = {"first": START, "last": END} | dict.fromkeys(
        ("change", "rose", "gap_first", "gap_last")
    )
    if table.isna().any(axis=None) or segment(START, breaks) != segment(END, breaks):
        return Decision("not_testable", Statement(_INCOMPLETE), [rows], facts)
    change = table.loc[END] - table.loc[START]
    gaps = table.max(axis=1) - table.min(axis=1)
    facts |= {
        "change": change.to_dict(),
        "rose": int((change > 0).sum()),
        "gap_first": float(gaps[START]),
        "gap_last": float(gaps[END]),
    }
    if (change < 0).any():
        verdict = "contradicted"
    elif (change > 0).all():
        verdict = "supported" if gaps[END] < gaps[START] else "partly"
    else:
        verdict = "not_testable"
    return Decision(verdict, _because(facts), [rows], facts)


def apart(values: pd.DataFrame, cities: Collection[str]) -> pd.DataFrame:
    """Return how far cities are apart in each measure, in the periods that all of them have.

    values: of `profiles.measured`. Columns: measure, derived_from, period, value (highest over
    lowest), gap (highest less lowest).
    """
    values = values[values["area"].isin(list(cities))]
    keys = ["measure", "derived_from", "period"]
    spread = values.groupby(keys)["value"].agg(["max", "min", "count"]).reset_index()
    spread = spread[spread["count"] == len(cities)]
    spread = spread.assign(value=spread["max"] / spread["min"], gap=spread["max"] - spread["min"])
    return spread[[*keys, "value", "gap"]]


_CHANGED = N_(
    "Between {first} and {last} the index rose in {n} cities; the gap between highest and lowest"
    " went from {start} to {end} points."
)
_INCOMPLETE = N_("The index is not on record for all nine cities in both years on one definition.")


def _because(facts: dict) -> Statement:
    return Statement(
        _CHANGED,
        {
            "first": Period(facts["first"]),
            "last": Period(facts["last"]),
            "n": Portion(facts["rose"], len(facts["change"]), "city"),
            "start": Number(facts["gap_first"], ".1f"),
            "end": Number(facts["gap_last"], ".1f"),
        },
    )
