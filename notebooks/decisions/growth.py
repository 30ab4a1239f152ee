"""H4c: has the digital economy sped growth up?"""

from itertools import product
from typing import NamedTuple

import pandas as pd

import digitalbay as db

from .verdicts import Decision

BEFORE, AFTER = ("2012", "2016"), ("2018", "2022")
# Other periods that keep out the break of 2017 and the preliminary values after 2022.
WINDOWS = tuple(
    product(
        [(str(start), "2016") for start in range(2008, 2015)],
        [("2018", str(end)) for end in range(2020, 2023)],
    )
)


class Levels(NamedTuple):
    """GDP per head at current prices: of the cities by year, of the nation, and the rows read."""

    cities: pd.DataFrame
    nation: pd.Series
    rows: list


def h4c(as_of=None) -> Decision:
    """Has the digital economy sped growth up? GDP per head and the digital share around 2018.

    Growth is the mean annual growth at current prices, 2012–2016 and 2018–2022, so that it crosses
    neither the break of 2017 nor the change from revised to preliminary values after 2022; the
    nine cities are represented by their median, each from one vintage. The nation's GDP per head
    is the World Bank's in US dollars times its exchange rate. The share needs, for at least one
    of the nine and the nation, four values of one indicator at the ends of the two periods. The
    rule names no periods: `windows` shows what others would give.
    """
    levels = _levels(as_of)
    growth = _growth(levels, BEFORE, AFTER)
    gdp, gdp_against = _accelerated(*(growth[key] for key in _GROWTH))
    share, share_against, shares = _digital_shares(as_of)
    facts = growth | {"gdp_holds": gdp, "share_holds": share, "share_values": len(shares)}
    if gdp and share:
        verdict = "supported"
    elif gdp_against and share_against:
        verdict = "contradicted"
    elif gdp or share:
        verdict = "partly"
    else:
        verdict = "not_testable"
    return Decision(verdict, facts, [*levels.rows, shares])


def windows(as_of=None) -> pd.DataFrame:
    """Return what H4c's part on GDP per head gives for other periods.

    Columns: before, after ("2012–2016"), cities, nation (change of annual growth in points), gap
    (the cities' change less the nation's), holds (both conditions of the rule), against.
    """
    levels = _levels(as_of)
    lines = []
    for before, after in WINDOWS:
        growth = _growth(levels, before, after)
        values = [growth[key] for key in _GROWTH]
        if None in values:
            continue
        holds, against = _accelerated(*values)
        cities, nation = values[1] - values[0], values[3] - values[2]
        lines.append(
            ("–".join(before), "–".join(after), cities, nation, cities - nation, holds, against)
        )
    names = ["before", "after", "cities", "nation", "gap", "holds", "against"]
    return pd.DataFrame(lines, columns=names)


_GROWTH = ("growth_before", "growth_after", "nation_before", "nation_after")


def _levels(as_of) -> Levels:
    cities = db.observations("gdp_per_capita_current_prices", areas=db.MAINLAND, as_of=as_of)
    nation = db.observations(["gdp_current_usd", "population_total"], areas="china", as_of=as_of)
    rate = db.observations("exchange_rate_per_usd", areas="china", as_of=as_of)
    ends = {year for window in (*WINDOWS, (BEFORE, AFTER)) for span in window for year in span}
    vintages = cities[cities["period"].isin(ends)].groupby("area")["published"].nunique()
    head = cities.pivot(index="period", columns="area", values="value")
    head = head[[area for area in head if vintages.get(area, 0) == 1]]
    parts = nation.pivot(index="period", columns="indicator", values="value")
    national = pd.Series(dtype="float64")
    if {"gdp_current_usd", "population_total"} <= set(parts):
        rates = rate.set_index("period")["value"].reindex(parts.index)
        national = parts["gdp_current_usd"] * rates / parts["population_total"]
    return Levels(head, national, [cities, nation, rate])


def _growth(levels: Levels, before: tuple[str, str], after: tuple[str, str]) -> dict:
    ends = {when: _annual(levels.cities, when) for when in (before, after)}
    return {
        "before": before,
        "after": after,
        "cities": {when[0]: growth.to_dict() for when, growth in ends.items()},
        "n": int((ends[before].notna() & ends[after].notna()).sum()),
        "growth_before": _median(ends[before]),
        "growth_after": _median(ends[after]),
        "nation_before": _annual_of(levels.nation, before),
        "nation_after": _annual_of(levels.nation, after),
    }


def _annual(table: pd.DataFrame, when: tuple[str, str]) -> pd.Series:
    start, end = when
    if not {start, end} <= set(table.index):
        return pd.Series(float("nan"), index=table.columns, dtype="float64")
    return 100 * ((table.loc[end] / table.loc[start]) ** (1 / (int(end) - int(start))) - 1)


def _annual_of(series: pd.Series, when: tuple[str, str]) -> float | None:
    value = _annual(series.to_frame("value"), when)["value"]
    return None if pd.isna(value) else float(value)


def _median(values: pd.Series) -> float | None:
    return float(values.median()) if values.notna().any() else None


def _accelerated(before, after, nation_before, nation_after):
    """Return whether growth accelerated and rose more than the nation's, and the opposite."""
    if None in (before, after, nation_before, nation_after):
        return None, None
    change, nation = after - before, nation_after - nation_before
    return change > 0 and change > nation, change < 0 and change < nation


def _digital_shares(as_of):
    names = ["digital_core_industry_share_gdp", "digital_economy_share_gdp_caict"]
    rows = db.observations(names, areas=[*db.MAINLAND, "china"], as_of=as_of)
    for _, found in rows.groupby("indicator", sort=False):
        table = found.pivot(index="period", columns="area", values="value")
        ends = [*BEFORE, *AFTER]
        if "china" not in table or not set(ends) <= set(table.index):
            continue
        full = table.loc[ends].dropna(axis=1)
        cities = full.drop(columns="china", errors="ignore")
        if "china" not in full or not cities.shape[1]:
            continue
        steps = [full.loc[end] - full.loc[start] for start, end in (BEFORE, AFTER)]
        city = [float(step[cities.columns].median()) for step in steps]
        holds, against = _accelerated(*city, *(float(step["china"]) for step in steps))
        return holds, against, rows
    return None, None, rows
