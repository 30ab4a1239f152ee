"""The rule of claim S2: whether more inventions were granted a patent every year."""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.statements import N_, Listed, Named, Period, Statement

GRANTED, RESIDENTS = "invention_patents_granted_yearbook", "population_year_end"


def granted(as_of: str | None) -> pd.DataFrame:
    """Read the invention patents granted in the cities, year by year."""
    return db.observations(GRANTED, areas=db.CITIES, as_of=as_of)


def per_head(as_of: str | None) -> pd.DataFrame:
    """Return patents per 10,000 residents, of the years that have a count of residents."""
    people = db.observations(RESIDENTS, areas=db.CITIES, as_of=as_of)
    both = granted(as_of).merge(people, on=["area", "period"], suffixes=("", "_people"))
    return both.assign(value=both["value"] / both["value_people"])


def decide_s2(rows: pd.DataFrame) -> Decision:
    """Look for years with no more patents than the year before."""
    table = rows.pivot_table(index="period", columns="area", values="value")
    if len(table) < 2 or set(table) < set(db.CITIES) or table.isna().any(axis=None):
        return Decision("not_testable", Statement(N_("Not every city has every year.")), [rows])
    fell = table.columns[(table.diff().iloc[1:] <= 0).any()]
    grew = [area for area in db.CITIES if area not in fell]
    verdict = {0: "contradicted", len(db.CITIES): "supported"}.get(len(grew), "partly")
    because = Statement(
        N_("From {first} to {last} more were granted every year in {grew}; not so in {fell}."),
        {
            "first": Period(table.index[0]),
            "last": Period(table.index[-1]),
            "grew": Listed([Named("area", area) for area in grew]),
            "fell": Listed([Named("area", area) for area in db.CITIES if area in fell]),
        },
    )
    return Decision(verdict, because, [rows])


def s2(as_of: str | None = None) -> Decision:
    """Decide claim S2 as of a day, or as of today."""
    return decide_s2(granted(as_of))
