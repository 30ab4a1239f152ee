"""Do poorer cities grow faster? Slopes and Theil's T by spell, of groups of cities."""

from __future__ import annotations

import pandas as pd

from digitalbay.methods.convergence import beta_convergence
from digitalbay.methods.distribution import theil

from .growth import SPELLS, Groups, span_of


def catching_up(
    levels: pd.DataFrame, growth: pd.DataFrame, population: pd.DataFrame, groups: Groups
) -> pd.DataFrame:
    """Return the slope of real growth per head on its level, and Theil's T, by spell and group.

    Parameters
    ----------
    levels : GDP per head in one currency, table years × cities
    growth : real growth per head in per cent, table
    population : weights of Theil's T, table
    groups : cities by name; at least three each

    Returns
    -------
    DataFrame: spell, group, period (years of growth on record for every city, "2014/2016"), n,
    slope and se (of yearly growth of the logarithm on the logarithm of the level before the first
    of these years), theil_first and theil_last (at the level before them and at their end).
    """
    everyone = sorted({city for cities in groups.values() for city in cities})
    whole = growth.reindex(columns=everyone).dropna()
    lines = []
    for spell, (start, end) in SPELLS.items():
        years = whole[(whole.index >= start) & (whole.index <= end)]
        before = years.index.min() - 1 if len(years) else None
        if before not in levels.index:
            continue
        when = span_of(years.index)
        for group, cities in groups.items():
            initial = levels.loc[before, list(cities)]
            final = initial * (1 + years[list(cities)] / 100).prod()
            fit = beta_convergence(initial, final, len(years))
            inequality = [
                theil(levels.loc[year, list(cities)], population.loc[year, list(cities)])
                if year in levels.index
                else float("nan")
                for year in (before, years.index[-1])
            ]
            lines.append((spell, group, when, fit.n, fit.slope, fit.stderr, *inequality))
    names = ["spell", "group", "period", "n", "slope", "se", "theil_first", "theil_last"]
    return pd.DataFrame(lines, columns=names).astype(dict.fromkeys(names[4:], "float64"))
