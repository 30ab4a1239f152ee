"""Software beside GDP, the nation and other provinces: what the measures of E2 say of it."""

from __future__ import annotations

import pandas as pd

REVENUE = "software_revenue"


def printed_with(growth: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the rows of the periods of which an area has a value too."""
    return growth[growth["period"].isin(growth.loc[growth["area"] == area, "period"])]


def of_measures(measures: pd.DataFrame, indicator: str = REVENUE) -> pd.Series:
    """Return what the measures of E2 say of an indicator; what they do not say is empty.

    measures: of `second.industry.decide_e2`. Index: years (of the indicator and GDP, "2018/2024"),
    growth and gdp_growth over them, faster (than GDP), start and end (years with the nation),
    beats_nation.
    """
    known = measures.set_index("indicator").reindex([indicator]).iloc[0]
    start, _, end = (known["nation_years"] if known.notna()["nation_years"] else "").partition("/")
    both = known.notna()["growth"]
    years = f"{known['first_period']}/{known['last_period']}" if both else ""
    told = known[["growth", "gdp_growth", "faster", "beats_nation"]]
    return pd.concat([told, pd.Series({"years": years, "start": start, "end": end})])


def rise(rows: pd.DataFrame, start: str, end: str) -> pd.Series:
    """Return by how many per cent each area's value rose between two years, bounds as they are."""
    table = rows.pivot(index="area", columns="period", values="value")
    table = table.reindex(columns=[start, end])
    return 100 * (table[end] / table[start] - 1) if start else pd.Series(dtype="float64")
