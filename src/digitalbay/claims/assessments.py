"""Places of governments in assessments by others: who was first, and who moved."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from digitalbay.statements import Portion


class FirstPlaces(NamedTuple):
    """How often a place was first: in most years (None of no year), of its years, beside others."""

    mostly: bool | None
    years: Portion
    shared: Portion


def first_places(ranks: pd.DataFrame, area: str) -> FirstPlaces:
    """Return how often a place was first, and in how many of these years others were too.

    ranks: observations of one assessment, of one rank a place and year.
    """
    top, own = ranks[ranks["value"].eq(1)], ranks[ranks["area"].eq(area)]
    won = top.loc[top["area"].eq(area), "period"]
    beside = won.isin(top.loc[top["area"].ne(area), "period"])
    return FirstPlaces(
        len(won) > len(own) / 2 if len(own) else None,
        Portion(len(won), len(own), "year"),
        Portion(int(beside.sum()), len(won), "year"),
    )


def moves(ranks: pd.DataFrame, before: str, after: str) -> pd.DataFrame:
    """Return the places of those ranked in two editions, counted within each edition's rows.

    ranks: observations of one assessment. Columns: area, before, after; the first afterwards first.
    """
    placed = ranks.assign(place=ranks.groupby("period")["value"].rank())
    table = placed.pivot(index="area", columns="period", values="place")
    table = table.reindex(columns=[before, after]).dropna().sort_values(after).reset_index()
    return table.rename(columns={before: "before", after: "after"}).rename_axis(columns=None)
