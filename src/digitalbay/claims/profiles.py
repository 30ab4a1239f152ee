"""How a place stands among others: measures of many series, places by size, what has moved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from .series import breaks_between, exact, in_time

STANDING = [
    "measure", "kind", "period", "value", "middle", "place", "among",
    "earlier", "before", "change", "place_before", "place_after",
]  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """What is compared: an indicator, or one for each unit of another, times a factor.

    ``kind`` groups measures; of ``ranks``, 1 is the best.
    """

    name: str
    kind: str
    of: str
    per: str = ""
    times: float = 1
    unit: str = ""
    ranks: bool = False

    @property
    def indicators(self) -> list[str]:
        """Indicators that it is made of."""
        return [name for name in (self.of, self.per) if name]


def measured(rows: pd.DataFrame, measures: Sequence[Measure]) -> pd.DataFrame:
    """Return the yearly values of measures; a bound or a missing part makes none.

    rows: observations. Columns: measure, kind, indicator (counted), derived_from (all that it is
    made of), area, period, year, value, status (of what is counted).
    """
    told = ["indicator", "area", "period", "year", "value", "status"]
    yearly = exact(rows).dropna(subset=["year"])[told]
    parts = []
    for measure in measures:
        found = yearly[yearly["indicator"] == measure.of]
        if measure.per:
            per = yearly[yearly["indicator"] == measure.per].set_index(["area", "period"])["value"]
            found = found.join(per[per > 0].rename("per"), on=["area", "period"], how="inner")
            found = found.assign(value=found["value"] / found["per"])
        parts.append(
            found.assign(
                measure=measure.name,
                kind=measure.kind,
                derived_from=" ".join(measure.indicators),
                value=found["value"] * measure.times,
            )
        )
    columns = ["measure", "kind", "indicator", "derived_from", "area", "period", "year", "value"]
    return pd.concat(parts, ignore_index=True)[[*columns, "status"]]


def part_of(rows: pd.DataFrame, some: Sequence[str], every: Sequence[str]) -> pd.DataFrame:
    """Return the share of some areas in the total of all, in per cent, by indicator and period.

    A share needs the exact values of every area: a period that lacks one has none.

    rows: observations of counts. Columns: indicator, period, value.
    """
    held = exact(rows).pivot(index=["indicator", "period"], columns="area", values="value")
    held = held.reindex(columns=list(every)).dropna()
    share = 100 * held[list(some)].sum(axis=1) / held.sum(axis=1)
    return share.rename("value").reset_index()


def beside(rows: pd.DataFrame, area: str, others: Sequence[str]) -> pd.DataFrame:
    """Return an area's value in per cent of that of each other, in time.

    A period of which the exact value of one of them is missing has none.

    rows: observations of one indicator. Columns: area (the other one), period, value.
    """
    held = exact(rows).pivot(index="period", columns="area", values="value")
    held = held.reindex(columns=[area, *others]).dropna()
    shares = 100 * held[list(others)].rdiv(held[area], axis=0)
    return in_time(shares.reset_index().melt("period", var_name="area"))


def middle_of(values: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """Return the median of areas in the periods that all have, in columns period and value."""
    table = values.pivot(index="period", columns="area", values="value")
    table = table.reindex(columns=list(areas)).dropna()
    return table.median(axis=1).rename("value").reset_index()


def standing(
    values: pd.DataFrame,
    area: str,
    measures: Sequence[Measure],
    indicators: pd.DataFrame,
    *,
    since: str,
    least: int,
) -> pd.DataFrame:
    """Return a row for each measure of an area: its newest value, its place, and what it was.

    Parameters
    ----------
    values : of `measured`, of the area and of those it is compared with
    indicators : the table of indicators, which says where definitions break
    since : the year from which the earlier value is taken, the first without a break since
    least : places from which a place and a median are told

    Returns
    -------
    DataFrame of measure, kind, period and value (of the newest year for which enough have values,
    or else of the newest), middle (median of the others), place (1 is the highest; of ranks, the
    lowest) and among (how many have values); earlier, before and change (the period and the value
    then, and the difference); place_before and place_after, in both years, among those that have
    both. What is not known is missing.
    """
    breaks = indicators.set_index("indicator")["breaks"]
    found = []
    every = values.pivot(index=["measure", "area"], columns="period", values="value")
    for measure in measures:
        if (measure.name, area) in every.index:
            table = every.loc[measure.name]
            told = _stands(table, area, measure, breaks, since, least)
            found.append({"measure": measure.name, "kind": measure.kind} | told)
    return pd.DataFrame(found, columns=STANDING)


def _stands(
    table: pd.DataFrame, area: str, measure: Measure, breaks: pd.Series, since: str, least: int
) -> dict:
    own, held = table.loc[area].dropna(), table.notna().sum()
    enough = [period for period in own.index if held[period] >= least]
    at = max(enough, default=own.index.max())
    told = {"period": at, "value": own[at]}
    if enough:
        others = table[at].drop(area)
        told |= {"middle": others.median(), "among": int(held[at])}
        told["place"] = _place(table[at], area, measure.ranks)
    earlier = _start(own.index, at, since, [breaks[name] for name in measure.indicators])
    if earlier is None:
        return told
    told |= {"earlier": earlier, "before": own[earlier], "change": own[at] - own[earlier]}
    both = table[[earlier, at]].dropna()
    if len(both) >= least:
        told["place_before"] = _place(both[earlier], area, measure.ranks)
        told["place_after"] = _place(both[at], area, measure.ranks)
    return told


def _place(values: pd.Series, area: str, ranks: bool) -> int:
    return int(values.rank(ascending=ranks, method="min")[area])


def _start(periods: Collection[str], at: str, since: str, breaks: Collection[str]) -> str | None:
    """Return the first period of those that compares with the last."""
    ordered = sorted(period for period in periods if since <= period < at)
    alike = (p for p in ordered if not any(breaks_between(each, p, at) for each in breaks))
    return next(alike, None)
