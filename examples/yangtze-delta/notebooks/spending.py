"""The rule of claim S1: whether science takes a larger share of the budgets."""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.statements import N_, Listed, Named, Period, Portion, Statement

SCIENCE, BUDGET = "fiscal_expenditure_science_technology", "fiscal_expenditure_general_budget"


def spent(as_of: str | None) -> pd.DataFrame:
    """Read what the cities spent, from the year in which the budget was last defined anew."""
    (since,) = db.indicators().set_index("indicator").at[BUDGET, "breaks"].split()
    rows = db.observations([SCIENCE, BUDGET], areas=db.CITIES, as_of=as_of)
    return rows[rows["period"] >= since]


def shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the share of science in each city's budget, in per cent, where both are on record."""
    table = rows.pivot_table(index=["area", "period"], columns="indicator", values="value")
    table = table.reindex(columns=[SCIENCE, BUDGET]).dropna()
    share = (100 * table[SCIENCE] / table[BUDGET]).rename("value")
    return share.reset_index().assign(derived_from=f"{SCIENCE} {BUDGET}")


def decide_s1(rows: pd.DataFrame) -> Decision:
    """Compare each city's share in the first and the last year that all of them have."""
    found = shares(rows).pivot_table(index="period", columns="area", values="value").dropna()
    if len(found) < 2 or set(found) < set(db.CITIES):
        lacking = Statement(N_("No two years are on record for all."))
        return Decision("not_testable", lacking, [rows])
    first, last = found.index[0], found.index[-1]
    rose = [area for area in db.CITIES if found.at[last, area] > found.at[first, area]]
    verdict = {0: "contradicted", len(db.CITIES): "supported"}.get(len(rose), "partly")
    because = Statement(
        N_("From {first} to {last} the share rose in {part}: {which}."),
        {
            "first": Period(first),
            "last": Period(last),
            "part": Portion(len(rose), len(db.CITIES), "city"),
            "which": Listed([Named("area", area) for area in rose]),
        },
    )
    return Decision(verdict, because, [rows])


def s1(as_of: str | None = None) -> Decision:
    """Decide claim S1 as of a day, or as of today."""
    return decide_s1(spent(as_of))
