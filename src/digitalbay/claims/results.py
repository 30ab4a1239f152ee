"""H4 and P2: are the three results there? Before 2018, in 2018 to 2022, and after."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce

import pandas as pd

from digitalbay.statements import N_

from . import part
from .combined import all_of
from .decision import Decision
from .growth import SPELLS, span_of
from .series import breaks_between, exact, in_time

PARTS = tuple(SPELLS)
YEARS = [0, SPELLS["before"][1], SPELLS["report"][1], 9999]  # last years of the spells
EARLY = SPELLS["before"][0]  # where the first begins for changes

_H4 = N_("Verdicts on the parts: {parts}; none identifies a cause.")
_P2 = N_("Verdicts on the parts: {parts}.")


def h4(as_of: str | None = None, version: int | None = None) -> Decision:
    """Are the three results there? Supported or contradicted if H4a, H4b and H4c all are.

    version: of the rules for the parts. Facts: those of `combined.all_of`.
    """
    return all_of(_results(as_of, version), 3, _H4)


def p2(as_of: str | None = None, version: int | None = None) -> Decision:
    """Has innovation improved governance, business and services? The same parts as H4."""
    return all_of(_results(as_of, version), 3, _P2, by_name=True)


def _results(as_of: str | None, version: int | None) -> dict[str, Decision]:
    return {claim: part(claim, version)(as_of) for claim in ("H4a", "H4b", "H4c")}


def last_by_spell(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the last value of each series before 2018, in 2018 to 2022, and after.

    rows: observations. Columns: indicator, area, and for each spell ("before", "report", "after")
    its value, qualifier and period ("before_qualifier", …), missing where there is none.
    """
    ordered = in_time(rows)
    spell = pd.cut(ordered["period"].str[:4].astype("int64"), YEARS, labels=list(PARTS))
    parts = []
    for name in PARTS:
        last = ordered[spell == name].drop_duplicates(["indicator", "area"], keep="last")
        last = last.set_index(["indicator", "area"])[["value", "qualifier", "period"]]
        last.columns = [name, f"{name}_qualifier", f"{name}_period"]
        parts.append(last)
    return reduce(lambda one, other: one.join(other, how="outer"), parts).reset_index()


def yearly_by_spell(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return by how much each series changed a year in each spell, on one definition.

    From the last value of the spell before to the last of the spell; the first spell begins at
    `EARLY`. Only exact values of years count. Columns: indicator, area, spell, period (of the two
    values, "2017/2022"), change.
    """
    breaks = indicators.set_index("indicator")["breaks"]
    yearly = in_time(exact(rows).dropna(subset=["year"]))
    lines = []
    for (indicator, area), series in yearly.groupby(["indicator", "area"], sort=False):
        for spell, start, end in zip(PARTS, (EARLY, *YEARS[1:]), YEARS[1:], strict=False):
            inside = series[(series["year"] >= start) & (series["year"] <= end)]
            if len(inside) < 2:
                continue
            first, last = inside.iloc[0], inside.iloc[-1]
            if breaks_between(breaks[indicator], first["period"], last["period"]):
                continue
            change = (last["value"] - first["value"]) / (last["year"] - first["year"])
            lines.append((indicator, area, spell, f"{first['period']}/{last['period']}", change))
    names = ["indicator", "area", "spell", "period", "change"]
    return pd.DataFrame(lines, columns=names).astype({"change": "float64"})


def compared(rows: pd.DataFrame, here: Collection[str]) -> pd.DataFrame:
    """Return, for each indicator, the places elsewhere that have a value of a period as one here.

    rows: observations; here: keys of the areas that are judged. Columns: indicator, here (how
    many), others (keys, a tuple), n (how many), period (first to last year of those periods).
    """
    lines = []
    for indicator, found in rows.groupby("indicator", sort=False):
        inside = found["area"].isin(list(here))
        both = found[found["period"].isin(found.loc[inside, "period"])]
        both = both[both["period"].isin(found.loc[~inside, "period"])]
        others = tuple(dict.fromkeys(both.loc[~both["area"].isin(list(here)), "area"]))
        years = sorted(both["period"].str[:4])
        when = span_of(years) if years else ""
        lines.append((indicator, found.loc[inside, "area"].nunique(), others, len(others), when))
    return pd.DataFrame(lines, columns=["indicator", "here", "others", "n", "period"])


def improved(ranks: pd.DataFrame) -> pd.Series:
    """Tell of each indicator with more than one rank whether the last is better than the first.

    ranks: of one place.
    """
    ends = in_time(ranks).groupby("indicator")["value"].agg(["first", "last", "size"])
    ends = ends[ends["size"] > 1]
    return ends["last"] < ends["first"]


def led_by(ranks: pd.DataFrame, area: str, others: Collection[str]) -> pd.Series:
    """Tell of each indicator whether another place stands before an area.

    Counted is its newest list that has the area and one of the others; bounds are no rank.
    """
    table = ranks[ranks["qualifier"] == ""]
    table = table.pivot(index=["indicator", "period"], columns="area", values="value")
    table = table.reindex(columns=[area, *others]).dropna(subset=[area]).dropna(thresh=2)
    last = table.groupby("indicator").last()
    return last[list(others)].lt(last[area], axis=0).any(axis=1)


def on_both_sides(rows: pd.DataFrame) -> pd.Series:
    """Tell of each area on record whether it has values up to the end of "before" and after it."""
    years = rows.groupby("area")["year"].agg(["min", "max"])
    return (years["min"] <= SPELLS["before"][1]) & (years["max"] > SPELLS["before"][1])
