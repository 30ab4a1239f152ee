"""H4c: has the digital economy sped growth up?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Joined, Number, Statement

from .decision import Decision
from .series import breaks_between, exact

Window = tuple[str, str]
BEFORE, AFTER = ("2012", "2016"), ("2018", "2022")
PER_HEAD = "gdp_per_capita_current_prices"
DIGITAL_SHARES = ("digital_core_industry_share_gdp", "digital_economy_share_gdp_caict")
GROWTH = ("growth_before", "growth_after", "nation_before", "nation_after")


class Levels(NamedTuple):
    """GDP per head at current prices: of the cities by year, of the nation, and where it breaks."""

    cities: pd.DataFrame
    nation: pd.Series
    breaks: str


def h4c(as_of: str | None = None) -> Decision:
    """Has the digital economy sped growth up? See `decide_h4c`."""
    areas = [*db.MAINLAND, "china"]
    shares = db.observations(list(DIGITAL_SHARES), areas=areas, as_of=as_of)
    return decide_h4c(*_read(as_of), shares, db.indicators())


def decide_h4c(
    cities: pd.DataFrame, nation: pd.DataFrame, shares: pd.DataFrame, indicators: pd.DataFrame
) -> Decision:
    """Did growth of GDP per head and the digital share of the nine speed up, beyond the nation's?

    Growth is the mean annual growth at current prices, 2012–2016 and 2018–2022, so that it crosses
    neither the break of 2017 nor the change from revised to preliminary values after 2022; the
    nine are represented by their median, each from one vintage. The share needs, for at least one
    of the nine and the nation, four values of one indicator at the ends of the two periods. The
    rule names no periods.

    cities: GDP per head of the nine; nation: GDP in US dollars, population and exchange rate of
    China; shares: of `DIGITAL_SHARES`, of the nine and China.

    Facts: before, after (windows), by_city (per cent a year, a frame by city with the columns
    before and after), n (cities with both), sped_up (how many of them), growth_before,
    growth_after, nation_before, nation_after (per cent a year, or None), gdp_holds and share_holds
    (whether the condition holds, None if it can't be told).
    """
    growth = growth_of(levels_of(cities, nation, indicators), BEFORE, AFTER)
    gdp, gdp_against = accelerated(*(growth[key] for key in GROWTH))
    share, share_against = accelerated(*share_changes(shares, indicators))
    if gdp and share:
        verdict = "supported"
    elif gdp_against and share_against:
        verdict = "contradicted"
    else:
        verdict = "partly" if gdp or share else "not_testable"
    facts = growth | {"gdp_holds": gdp, "share_holds": share}
    return Decision(verdict, _because(facts), [cities, nation, shares], facts)


def levels_of(cities: pd.DataFrame, nation: pd.DataFrame, indicators: pd.DataFrame) -> Levels:
    """Return GDP per head of cities of one vintage, and of the nation in its own currency.

    Arguments as of `decide_h4c`. Bounds are left out.
    """
    cities, nation = exact(cities), exact(nation)
    ends = {*BEFORE, *AFTER}
    vintages = cities[cities["period"].isin(ends)].groupby("area")["published"].nunique()
    head = cities.pivot(index="period", columns="area", values="value")
    head = head[[area for area in head if vintages.get(area, 0) == 1]]
    names = ["gdp_current_usd", "population_total", "exchange_rate_per_usd"]
    parts = nation.pivot(index="period", columns="indicator", values="value")
    usd, people, rate = (parts.reindex(columns=names)[name] for name in names)
    # GDP per head breaks where GDP does.
    about = indicators.set_index("indicator")["breaks"]
    breaks = f"{about[PER_HEAD]} {about['gdp_current_prices']}"
    return Levels(head, (usd * rate / people).astype("float64"), breaks)


def growth_of(levels: Levels, before: Window, after: Window) -> dict:
    """Return the annual growth of GDP per head in two windows. Keys: see `decide_h4c`."""
    ends = {
        name: _annual(levels.cities, when, levels.breaks)
        for name, when in (("before", before), ("after", after))
    }
    by_city = pd.DataFrame(ends, columns=["before", "after"]).dropna()
    nation = levels.nation.to_frame("value")
    national = [_annual(nation, when, levels.breaks)["value"] for when in (before, after)]
    found = [ends["before"].median(), ends["after"].median(), *national]
    return {
        "before": before,
        "after": after,
        "by_city": by_city,
        "n": len(by_city),
        "sped_up": int((by_city["after"] > by_city["before"]).sum()),
        **{
            key: None if pd.isna(value) else float(value)
            for key, value in zip(GROWTH, found, strict=True)
        },
    }


def accelerated(
    before: float | None,
    after: float | None,
    nation_before: float | None,
    nation_after: float | None,
) -> tuple[bool | None, bool | None]:
    """Tell whether the first two rose, and by more than the others; and the opposite.

    None and None if one is not known.
    """
    if before is None or after is None or nation_before is None or nation_after is None:
        return None, None
    change, nation = after - before, nation_after - nation_before
    return change > 0 and change > nation, change < 0 and change < nation


def share_changes(rows: pd.DataFrame, indicators: pd.DataFrame) -> list[float | None]:
    """Return by how many points the digital share changed in both windows.

    In the order of `accelerated`: the median of the nine before and after, the nation before and
    after; None if no indicator is on record at the four ends for both, without a break within a
    window.
    """
    breaks = indicators.set_index("indicator")["breaks"]
    for indicator, found in exact(rows).groupby("indicator", sort=False):
        if any(breaks_between(breaks[indicator], *when) for when in (BEFORE, AFTER)):
            continue
        table = found.pivot(index="period", columns="area", values="value")
        full = table.reindex([*BEFORE, *AFTER]).dropna(axis=1)
        if "china" in full and full.shape[1] > 1:
            steps = [full.loc[end] - full.loc[start] for start, end in (BEFORE, AFTER)]
            cities = [float(step.drop("china").median()) for step in steps]
            return [*cities, *(float(step["china"]) for step in steps)]
    return [None] * 4


def _read(as_of: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    cities = db.observations(PER_HEAD, areas=db.MAINLAND, as_of=as_of)
    parts = ["gdp_current_usd", "population_total", "exchange_rate_per_usd"]
    return cities, db.observations(parts, areas="china", as_of=as_of)


def _annual(table: pd.DataFrame, when: Window, breaks: str) -> pd.Series:
    start, end = when
    if not {start, end} <= set(table.index) or breaks_between(breaks, start, end):
        return pd.Series(float("nan"), index=table.columns, dtype="float64")
    return 100 * ((table.loc[end] / table.loc[start]) ** (1 / (int(end) - int(start))) - 1)


_SLOWER = N_(
    "Growth of GDP per head of the nine (median) went from {before} to {after} per cent a year,"
    " the nation's from {nation_before} to {nation_after}: neither sped up."
)
_WENT = N_(
    "Growth of GDP per head of the nine (median) went from {before} to {after} per cent a year,"
    " the nation's from {nation_before} to {nation_after}."
)
_NO_GROWTH = N_("GDP per head of the two periods is not on record.")
_SHARE = N_("The digital economy's share of the nine is on record for both periods.")
_NO_SHARE = N_("The digital economy's share of the nine is not on record for both periods.")
_NOTHING = N_(
    "Neither GDP per head of the two periods nor the digital economy's share is on record."
)


def _because(facts: dict) -> Statement | Joined:
    values = [facts[key] for key in GROWTH]
    shared = facts["share_holds"] is not None
    if None in values:
        return Joined([Statement(_NO_GROWTH), Statement(_SHARE)]) if shared else Statement(_NOTHING)
    before, after, nation_before, nation_after = values
    slower = after <= before and nation_after <= nation_before
    keys = ("before", "after", "nation_before", "nation_after")
    told = {key: Number(value, ".1f") for key, value in zip(keys, values, strict=True)}
    went = Statement(_SLOWER if slower else _WENT, told)
    return Joined([went, Statement(_SHARE if shared else _NO_SHARE)])
