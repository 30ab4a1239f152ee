"""Imputation of missing values. OECD/JRC (2008) *Handbook*, step 3."""

from collections.abc import Mapping

import pandas as pd

from digitalbay.methods import ensure

METHODS = ("none", "mean", "median", "group_mean", "group_median")


def impute(x: pd.DataFrame, method: str, groups: Mapping | pd.Series | None = None) -> pd.DataFrame:
    """Fill missing values from the other units.

    Parameters
    ----------
    x : DataFrame, units × indicators
    method : "none" (leave them: weights then pass to the unit's other indicators), "mean",
        "median", "group_mean" or "group_median"
    groups : group of each unit, for the group methods

    Raises
    ------
    ValueError
        Unknown method, groups that the method has no use for, a unit without group, a unit
        without any value, or nothing to impute from.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 3.0, None, 8.0], "b": 1.0}, index=list("uvwx"))
    >>> impute(x, "group_mean", {"u": 1, "v": 1, "w": 1, "x": 2})["a"].tolist()
    [1.0, 3.0, 2.0, 8.0]
    """
    if method not in METHODS:
        raise ValueError(f"unknown imputation {method!r}: expected one of {METHODS}")
    x = ensure.table(x)
    ensure.observed(x)
    if groups is not None and not method.startswith("group"):
        raise ValueError(f"imputation {method!r} takes no groups")
    if method == "none":
        return x
    if method.startswith("group"):
        if groups is None:
            raise ValueError(f"{method} needs the group of each unit")
        groups = ensure.every(groups, x.index, "group", "unit", further=True)
        filling = x.groupby(groups).transform(method.removeprefix("group_"))
    else:
        filling = pd.DataFrame({code: getattr(x[code], method)() for code in x}, index=x.index)
    filled = x.fillna(filling)
    empty = filled.isna()
    if empty.any(axis=None):
        raise ValueError(
            f"{method}: nothing to impute {ensure.named(empty.any())} "
            f"of {ensure.named(empty.any(axis=1))} from"
        )
    return filled


def impute_panel(panel: pd.DataFrame, method: str, *, limit: int | None = None) -> pd.DataFrame:
    """Fill missing values of a panel from the same unit's other times.

    Parameters
    ----------
    panel : DataFrame indexed by (unit, time), × indicators; times are numbers in any order
    method : "latest" (carry the last value forward) or "interpolate" (linear in time,
        never beyond the first and last value)
    limit : longest run of times filled; no limit by default

    Raises
    ------
    ValueError
        Unknown method, or an index that isn't (unit, time).

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["v"], [2020, 2021, 2022]])
    >>> panel = pd.DataFrame({"a": [1.0, None, 3.0]}, index=index)
    >>> impute_panel(panel, "interpolate")["a"].tolist()
    [1.0, 2.0, 3.0]
    """
    if panel.index.nlevels != 2:
        raise ValueError("expected a panel indexed by (unit, time)")
    panel = ensure.table(panel)
    if limit is not None:
        ensure.whole(limit, "limit", 1)
    by_unit = panel.sort_index().groupby(level=0, group_keys=False)
    if method == "latest":
        filled = by_unit.ffill(limit=limit)
    elif method == "interpolate":
        times = panel.index.get_level_values(1)
        if not pd.api.types.is_numeric_dtype(times):
            raise ValueError(f"times must be numbers, got {times[0]!r}")
        filled = by_unit.apply(lambda one: _interpolate(one, limit))
    else:
        raise ValueError(f"unknown method {method!r}: expected latest or interpolate")
    return filled.reindex(panel.index)


def _interpolate(one: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    by_time = one.droplevel(0)
    filled = by_time.interpolate(method="index", limit=limit, limit_area="inside")
    return filled.set_axis(one.index)
