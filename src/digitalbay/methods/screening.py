"""Screening by availability, and denomination. OECD/JRC (2008) *Handbook*, step 2."""

from collections.abc import Mapping

import pandas as pd

from digitalbay.methods import ensure


def availability(x: pd.DataFrame, groups: Mapping | pd.Series | None = None) -> pd.DataFrame:
    """Share of indicators that each unit has.

    Parameters
    ----------
    x : DataFrame, units × indicators
    groups : group of each indicator (its pillar, say); optional

    Returns
    -------
    DataFrame by unit with a column ``all`` and one for each group, from 0 to 1.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, None], "b": [2.0, 3.0]}, index=["v", "w"])
    >>> availability(x)["all"].to_dict()
    {'v': 1.0, 'w': 0.5}
    """
    have = ensure.table(x).notna()
    shares = pd.DataFrame({"all": have.mean(axis=1)})
    if groups is not None:
        groups = ensure.every(groups, x.columns, "group", further=True)
        if "all" in set(groups):
            raise ValueError("a group can't be called 'all', which is the share of all indicators")
        shares = shares.join(have.T.groupby(groups).mean().T)
    return shares


def screen(x: pd.DataFrame, *, min_indicator: float = 0.0, min_unit: float = 0.0) -> pd.DataFrame:
    """Keep indicators, then units, with at least these shares of their values.

    Raises
    ------
    ValueError
        A threshold outside 0..1, a unit that is kept without any value, or nothing kept.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1, 2, None], "b": [1, None, None], "c": [3, 4, 5]}, list("uvw"))
    >>> screen(x, min_indicator=0.5, min_unit=1).index.tolist()
    ['u', 'v']
    """
    for name, share in {"min_indicator": min_indicator, "min_unit": min_unit}.items():
        ensure.number(share, name, 0, 1)
    x = ensure.table(x)
    x = x.loc[:, x.notna().mean() >= min_indicator]
    if x.columns.empty:
        raise ValueError(f"no indicator has {min_indicator:.0%} of its values")
    x = x[x.notna().mean(axis=1) >= min_unit]
    if x.index.empty:
        raise ValueError(f"no unit has {min_unit:.0%} of its values")
    ensure.observed(x)
    return x


def denominate(
    x: pd.DataFrame,
    denominators: pd.DataFrame,
    by: Mapping | pd.Series,
    *,
    per: float | Mapping | pd.Series = 1.0,
) -> pd.DataFrame:
    """Divide indicators by the size of the unit.

    Parameters
    ----------
    x : DataFrame, units × indicators
    denominators : DataFrame, units × denominators (population, GDP, area …)
    by : name of the denominator of each indicator to divide; others stay
    per : multiplier, one or by indicator (10_000 gives values per 10,000)

    Raises
    ------
    ValueError
        Unknown indicator, denominator or unit, a multiplier of an indicator that isn't divided,
        or a denominator or multiplier that isn't positive.

    Examples
    --------
    >>> x = pd.DataFrame({"patents": [50.0, 30.0]}, index=["v", "w"])
    >>> people = pd.DataFrame({"people": [100_000, 20_000]}, index=["v", "w"])
    >>> denominate(x, people, {"patents": "people"}, per=10_000)["patents"].to_dict()
    {'v': 5.0, 'w': 15.0}
    """
    x = ensure.table(x)
    by = ensure.some(by, x.columns, "denominator").dropna()
    if isinstance(per, Mapping | pd.Series):
        per = ensure.some(per, by.index, "multiplier").astype(float)
    else:
        per = pd.Series(float(ensure.number(per, "per")), index=by.index)
    if not (per > 0).all():
        raise ValueError(f"multipliers must be positive, not so for {ensure.named(~(per > 0))}")
    for what, have, wanted in (
        ("denominator", denominators.columns, by),
        ("unit in denominators", denominators.index, x.index),
    ):
        absent = pd.Index(wanted).difference(have).unique().tolist()
        if absent:
            raise ValueError(f"unknown {what}: {absent}")
    size = ensure.numeric(denominators).loc[x.index, by.unique()]
    bad = size <= 0
    if bad.any(axis=None):
        raise ValueError(
            f"denominators must be positive, not so: {ensure.named(bad.any())} of "
            f"{ensure.named(bad.any(axis=1))}"
        )
    x = x.copy()
    for indicator, name in by.items():
        x[indicator] = x[indicator] / size[name] * per.get(indicator, 1.0)
    return x
