"""Values of one series at two times: which may be compared, and what others did."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from digitalbay.data.left_out import keep
from digitalbay.data.periods import last_day

from .bounds import direction
from .ends import segment

Pair = tuple[pd.Series, pd.Series]


def exact(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that state a value and no bound; "about" is taken as said."""
    return keep(rows, ~rows["qualifier"].isin(["at_least", "at_most"]), "bound")


def alike(
    rows: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    bounds: bool = False,
    breaks: bool = False,
    statuses: bool = False,
) -> pd.DataFrame:
    """Return rows that may be ranked, averaged or followed in time, and refuse those that may not.

    Parameters
    ----------
    rows : observations
    indicators : the table of indicators, which says where definitions break
    bounds, breaks, statuses : what the caller lets pass, because it heeds it or says so: bounds
        among values, both sides of a break, final values beside provisional or estimated ones

    Raises
    ------
    ValueError
        Naming the indicator, the place and the period of the first that is refused.
    """
    bounded = rows[rows["qualifier"].isin(["at_least", "at_most"])]
    if not bounds and len(bounded):
        raise ValueError(f"{_named(bounded.iloc[0])} is a bound ({bounded['qualifier'].iloc[0]})")
    definitions = indicators.set_index("indicator")["breaks"]
    for (indicator, _area), series in rows.groupby(["indicator", "area"], sort=False):
        parts = series["period"].map(lambda p, b=definitions[indicator]: segment(p, b))
        if not breaks and parts.nunique() > 1:
            at = definitions[indicator]
            raise ValueError(f"{_named(series.iloc[-1])} is compared across a break ({at})")
    for _indicator, group in rows.groupby("indicator", sort=False):
        open_ = group["status"].isin(["P", "E"])
        if not statuses and open_.nunique() > 1:
            raise ValueError(f"{_named(group[open_].iloc[0])} is not final, as others are")
    return rows


def in_time(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in the order of the days their periods end."""
    return rows.sort_values("period", key=lambda p: p.map(last_day), kind="stable")


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the row of each indicator and area whose period ends last."""
    return in_time(rows).drop_duplicates(["indicator", "area"], keep="last")


def later_copies(rows: pd.DataFrame) -> pd.Series:
    """Return the source of each value of a later vintage, and "" of all others.

    Values compare where it is the same: those of one later copy, or those of their day.
    """
    if "vintage" not in rows:
        return pd.Series("", index=rows.index)
    return rows["source"].where(rows["vintage"] == "later", "")


def yearly_change(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return yearly values with their change on the year before, in per cent.

    Values compare if both are exact, of one definition, both final or both provisional, and both of
    one later copy or neither of any.

    rows: observations; indicators: the table of indicators, which says where definitions break.
    Column added: change (NaN if the year before is missing or does not compare).
    """
    rows = exact(rows)
    breaks = indicators.set_index("indicator")["breaks"]
    provisional = rows["status"].isin(["P", "E"])
    keys = [rows["indicator"], rows["area"], provisional, later_copies(rows)]
    pairs = zip(rows["period"], rows["indicator"], strict=True)
    parts = pd.Series([segment(period, breaks[name]) for period, name in pairs], rows.index)
    groups = rows.groupby([*keys, parts], sort=False)
    change = 100 * groups["value"].pct_change(fill_method=None)
    return rows.assign(change=change.where(groups["year"].diff().eq(1)).astype("float64"))


def before_after(rows: pd.DataFrame, before: str, after: str) -> Pair | None:
    """Return the first unqualified value before a year and the last from a year on, or None.

    rows: observations of one series; before, after: years such as "2019".
    """
    rows = in_time(rows[rows["qualifier"] == ""])
    early = rows[rows["period"].str[:4] < before]
    late = rows[rows["period"].str[:4] >= after]
    return (early.iloc[0], late.iloc[-1]) if len(early) and len(late) else None


def breaks_between(breaks: str, first: str, last: str) -> bool:
    """Tell whether a definition breaks between two periods. `breaks`: as in the indicators."""
    return segment(first, breaks) != segment(last, breaks)


def comparable(rows: pd.DataFrame, breaks: str) -> Pair | None:
    """Return the widest pair of values that compare and whose direction is certain, or None.

    Two periods compare if they are the same part of different years and the definition does not
    break between them. rows: observations of one series; breaks: as in the indicators.
    """
    ordered = [row for _, row in in_time(rows).iterrows()]
    pairs = [
        (first, last)
        for first, last in combinations(ordered, 2)
        if _same_part(first["period"], last["period"])
        and not breaks_between(breaks, first["period"], last["period"])
        and direction(first, last) != "undecided"
    ]
    return max(pairs, key=_days) if pairs else None


def peer_changes(rows: pd.DataFrame, first: str, last: str, sign: int = 1) -> list[float]:
    """Return the change of every area that has exact values in both periods, times a sign.

    rows: observations of one indicator.
    """
    table = exact(rows).pivot(index="area", columns="period", values="value")
    if first not in table or last not in table:
        return []
    return list((sign * (table[last] - table[first])).dropna())


def _named(row: pd.Series) -> str:
    return f"{row['indicator']} of {row['area']} in {row['period']}"


def _same_part(first: str, last: str) -> bool:
    return first[4:] == last[4:] and "/" not in first and first[:4] < last[:4]


def _days(pair: Pair) -> int:
    first, last = pair
    return (last_day(last["period"]) - last_day(first["period"])).days
