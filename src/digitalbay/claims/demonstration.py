"""A demonstration index of the eleven cities, made to be taken apart, and its controls."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

import digitalbay as db
from digitalbay import methods as dm

RANKS = ["area", "median", "low", "high", "tier"]
ORDERS = ("first", "total")
SHIFTS = [f"{order}{end}" for order in ORDERS for end in ("", "_low", "_high")]


def ratios(
    usd: pd.DataFrame,
    workers: pd.DataFrame,
    land: pd.DataFrame,
    people: pd.DataFrame,
    years: tuple[str, str],
) -> pd.DataFrame:
    """Return the ratios of the index by city, those of the later of two years; NaN without a part.

    usd: output in 100 million US dollars; workers: in 10,000; land: in km²; of each one value a
    city. people: in 10,000, in both years.

    Columns: output_per_worker (1,000 USD), jobs_per_resident (of 100), output_per_km2 (million
    USD), residents_per_km2 (1,000), population_growth (times), output_per_head (1,000 USD; for
    comparison, no part of the index).
    """
    output, employed, area = (rows.set_index("area")["value"] for rows in (usd, workers, land))
    residents = people.pivot(index="area", columns="period", values="value")
    residents = residents.reindex(columns=list(years)).astype("float64")
    first, last = (residents[year] for year in years)
    table = {
        "output_per_worker": 10 * output / employed,
        "jobs_per_resident": 100 * employed / last,
        "output_per_km2": 100 * output / area,
        "residents_per_km2": 10 * last / area,
        "population_growth": last / first,
        "output_per_head": 10 * output / last,
    }
    return pd.DataFrame(table).reindex(db.CITIES)


class Demonstration(NamedTuple):
    """What a design makes of an index: empty frames, and no draws, of no cities."""

    draws: int | None
    ranks: pd.DataFrame
    above: pd.DataFrame
    shifts: pd.DataFrame
    controls: pd.DataFrame


def demonstrate(
    data: pd.DataFrame, tree: dm.Framework, design: dm.Design, reference: pd.Series
) -> Demonstration:
    """Return ranks with intervals and tiers, pairs, shares of variance and negative controls.

    data: cities × ratios, complete or empty; tree, design: as `monte_carlo` takes them;
    reference: what alone may rank the cities as the index does.

    Columns of ranks: `RANKS`; above: as `MonteCarlo.above`; of shifts, by choice: `SHIFTS`; of
    controls: as `negative_controls` returns them.
    """
    if data.empty:
        controls = pd.DataFrame(columns=["kendall_reference", "resolved"])
        none = pd.DataFrame(columns=RANKS), pd.DataFrame(), pd.DataFrame(columns=SHIFTS)
        return Demonstration(None, *none, controls)
    run = dm.monte_carlo(data, tree, design, 10_000)
    ranks = run.rank_summary().assign(tier=run.tiers()).rename_axis("area").reset_index()
    shifts = dm.sensitivity(data, tree, design, 2048, n_bootstrap=200).loc["mean rank shift"]
    controls = dm.negative_controls(data, tree, design, reference, 1000)
    return Demonstration(run.n, ranks, run.above, shifts, controls)


def by_order(shifts: pd.DataFrame) -> pd.DataFrame:
    """Return shares of variance one a row. Columns: factor, value, low, high, order (`ORDERS`)."""
    names = ["value", "low", "high"]
    parts = [
        shifts[[order, f"{order}_low", f"{order}_high"]].set_axis(names, axis=1).assign(order=order)
        for order in ORDERS
    ]
    return pd.concat(parts).rename_axis("factor").reset_index()
