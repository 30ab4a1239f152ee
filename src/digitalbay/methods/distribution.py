"""Inequality and concentration between units.

Theil, Gini, Atkinson and the coefficient of variation compare units in proportion, so they need
a ratio scale: every function takes ``scale`` and refuses any other, with the reason. For
index points and other interval data use `absolute_gap`.

References: Theil (1967) *Economics and Information Theory*; Shorrocks (1980) Econometrica 48(3);
Gini (1912); Atkinson (1970) J. Economic Theory 2(3); Hirschman (1964) AER 54(5).
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from digitalbay.methods import ensure


def theil(x: pd.Series, population: pd.Series | None = None, *, scale: str = "ratio") -> float:
    """Theil's T, sum of s ln(s / p): s share of the total, p share of the population.

    Parameters
    ----------
    x : Series by unit, value per head (or per unit), non-negative; missing units are dropped.
        Divide totals by population first.
    population : Series by unit, positive; by default every unit counts once
    scale : must be "ratio"

    Returns
    -------
    float, 0 for equality, ln n if one of n units has all.

    Raises
    ------
    ValueError
        Not a ratio scale, a negative value, a zero total, or population missing.

    Examples
    --------
    >>> round(theil(pd.Series([0, 0, 0, 10, 10, 10])), 4)
    0.6931
    """
    s, p = shares(x, population, scale, "Theil's T")
    return _theil(s, p)


class Decomposition(NamedTuple):
    """Result of `theil_decomposition`: total = between + within.

    groups : DataFrame by group: ``share`` of the total, ``population`` share, ``theil``
        within the group, and ``between`` and ``within``, its terms of the two sums.
    """

    total: float
    between: float
    within: float
    groups: pd.DataFrame


def theil_decomposition(
    x: pd.Series,
    groups: Mapping | pd.Series,
    population: pd.Series | None = None,
    *,
    scale: str = "ratio",
) -> Decomposition:
    """Split Theil's T exactly: T = sum_g s_g ln(s_g / p_g) + sum_g s_g T_g.

    Parameters
    ----------
    x, population, scale : as in `theil`
    groups : group of each unit

    Raises
    ------
    ValueError
        As `theil`, or a unit without group.

    Examples
    --------
    >>> x = pd.Series({"u": 1.0, "v": 1.0, "w": 4.0})
    >>> parts = theil_decomposition(x, {"u": "west", "v": "west", "w": "east"})
    >>> round(float(parts.between), 4), round(float(parts.within), 4)
    (0.231, 0.0)
    """
    s, p = shares(x, population, scale, "Theil's T")
    groups = ensure.every(groups, s.index, "group", "unit", further=True)
    table = pd.DataFrame({"share": s.groupby(groups).sum(), "population": p.groupby(groups).sum()})
    table["theil"] = [
        _theil(s[groups == g] / row["share"], p[groups == g] / row["population"])
        if row["share"] > 0
        else 0.0
        for g, row in table.iterrows()
    ]
    table["between"] = _xlogx(table["share"], table["population"])
    table["within"] = table["share"] * table["theil"]
    return Decomposition(_theil(s, p), table["between"].sum(), table["within"].sum(), table)


def gini(x: pd.Series, population: pd.Series | None = None, *, scale: str = "ratio") -> float:
    """Gini coefficient, mean absolute difference over twice the mean.

    Without population it is 2 sum i x_(i) / (n sum x) - (n + 1) / n for ordered x. See `theil` for
    the parameters and errors.

    >>> round(gini(pd.Series([1.0, 2.0, 3.0])), 4)
    0.2222
    """
    s, p = shares(x, population, scale, "Gini")
    order = (s / p).sort_values().index
    s, p = s[order].to_numpy(), p[order].to_numpy()
    below = s.cumsum() - s / 2
    return max(float(1 - 2 * (p * below).sum()), 0.0)


def atkinson(x: pd.Series, epsilon: float, *, scale: str = "ratio") -> float:
    """Atkinson index, 1 - (equally distributed equivalent) / mean, with aversion epsilon > 0.

    >>> round(atkinson(pd.Series([1.0, 2.0, 3.0]), 0.5), 4)
    0.0449
    """
    if not ensure.number(epsilon, "epsilon") > 0:
        raise ValueError(f"epsilon must be positive, got {epsilon}")
    ensure.ratio_scale(scale, "Atkinson")
    x = ensure.positive(x, "Atkinson", zero=epsilon < 1)
    if not x.mean() > 0:
        raise ValueError("Atkinson needs a positive mean")
    with np.errstate(divide="ignore"):
        log = np.log(x / x.mean()).to_numpy()
    power = 1 - epsilon
    if power == 0:
        mean = log.mean()
    elif abs(power) < 0.1:  # near the limit, without loss of digits
        mean = np.log1p(np.expm1(power * log).mean()) / power
    else:
        mean = special.logsumexp(power * log, b=1 / len(x)) / power
    return float(max(-np.expm1(mean), 0.0))


def cv(x: pd.Series, *, ddof: int = 1, scale: str = "ratio") -> float:
    """Coefficient of variation, standard deviation over mean.

    Parameters
    ----------
    x : Series by unit, non-negative with a positive mean
    ddof : 1 for a sample, 0 if the units are the population
    scale : must be "ratio"

    Raises
    ------
    ValueError
        An interval-scale series: its mean, and so its CV, depends on an arbitrary zero.

    Examples
    --------
    >>> round(cv(pd.Series([1.0, 2.0, 3.0])), 3)
    0.5
    """
    ensure.ratio_scale(scale, "the coefficient of variation")
    x = ensure.positive(x, "the coefficient of variation", zero=True)
    if not x.mean() > 0:
        raise ValueError("the coefficient of variation needs a positive mean")
    if ddof not in (0, 1):
        raise ValueError(f"ddof is 1 for a sample and 0 for a population, got {ddof!r}")
    if len(x) <= ddof:
        raise ValueError(f"the coefficient of variation needs more than {ddof} unit(s)")
    return float(x.std(ddof=ddof) / x.mean())


def absolute_gap(x: pd.Series) -> pd.Series:
    """Gaps in the unit of x, for any scale.

    Returns
    -------
    Series: ``n``, ``min``, ``max``, ``range``, ``sd`` (ddof = 1), ``iqr`` (interquartile
    range), ``lowest`` and ``highest`` unit.

    Examples
    --------
    >>> gap = absolute_gap(pd.Series({"v": 2.0, "w": 8.0, "x": 5.0}))
    >>> gap[["range", "lowest", "highest"]].to_dict()
    {'range': 6.0, 'lowest': 'v', 'highest': 'w'}
    """
    x = ensure.numeric(x).dropna()
    if x.empty:
        raise ValueError("absolute gaps need at least one value, all are missing")
    low, high = x.min(), x.max()
    iqr = x.quantile(0.75) - x.quantile(0.25)
    return pd.Series(
        {
            "n": len(x),
            "min": low,
            "max": high,
            "range": high - low,
            "sd": x.std(),
            "iqr": iqr,
            "lowest": x.idxmin(),
            "highest": x.idxmax(),
        }
    )


def hhi(x: pd.Series, *, normalised: bool = False) -> float:
    """Herfindahl–Hirschman index, the sum of squared shares.

    Parameters
    ----------
    x : Series of amounts or shares by unit, non-negative; divided by their sum
    normalised : (H - 1/n) / (1 - 1/n), from 0 for equal shares to 1

    Raises
    ------
    ValueError
        A negative value, a zero total, or normalised with fewer than two units.

    Examples
    --------
    >>> round(hhi(pd.Series([50, 30, 20])), 2)
    0.38
    """
    x = ensure.positive(x, "HHI", zero=True)
    if not x.sum() > 0:
        raise ValueError("HHI needs a positive total")
    h, n = float(((x / x.sum()) ** 2).sum()), len(x)
    if not normalised:
        return h
    if n < 2:
        raise ValueError("normalised HHI needs at least two units")
    return (h - 1 / n) / (1 - 1 / n)


def location_quotient(x: pd.DataFrame, total: pd.Series | None = None) -> pd.DataFrame:
    """Location quotient, (E_ij / E_i) / (E_j / E): above 1, sector j is over-represented in i.

    Parameters
    ----------
    x : DataFrame, regions × sectors, amounts, complete and non-negative
    total : Series by sector, of a larger reference area; by default the sum of the regions

    Raises
    ------
    ValueError
        A missing or negative amount, or a region or sector whose total isn't positive.

    Examples
    --------
    >>> x = pd.DataFrame({"software": [8, 2], "textiles": [2, 8]}, index=["v", "w"])
    >>> location_quotient(x).loc["v"].to_dict()
    {'software': 1.6, 'textiles': 0.4}
    """
    x = ensure.complete(x, "a location quotient")
    ensure.not_negative(x, "location quotients need non-negative amounts")
    if total is None:
        total = x.sum()
    total = ensure.numeric(ensure.every(total, x.columns, "total", "sector"))
    for what, sums in {"region": x.sum(axis=1), "sector": total}.items():
        if not (sums > 0).all():
            raise ValueError(f"no positive total for {what} {ensure.named(~(sums > 0))}")
    return x.div(x.sum(axis=1), axis=0) / (total / total.sum())


def shares(
    x: pd.Series, population: pd.Series | None, scale: str, measure: str
) -> tuple[pd.Series, pd.Series]:
    """Shares of the total and of the population by unit, of values per head."""
    ensure.ratio_scale(scale, measure)
    x = ensure.positive(x, measure, zero=True)
    people = pd.Series(1.0, index=x.index)
    if population is not None:
        if not isinstance(population, pd.Series):
            raise ValueError(f"population must be a Series by unit, got {population!r}")
        people = ensure.numeric(population).reindex(x.index)
        if not (people > 0).all():
            raise ValueError(f"population must be positive, not so: {ensure.named(~(people > 0))}")
    amount = x * people
    if not amount.sum() > 0:
        raise ValueError(f"{measure} needs a positive total")
    return amount / amount.sum(), people / people.sum()


def _xlogx(s: pd.Series, p: pd.Series) -> pd.Series:
    """Terms s ln(s / p), zero where s is (the limit)."""
    return s * np.log((s / p).where(s > 0, 1.0))


def _theil(s: pd.Series, p: pd.Series) -> float:
    return max(float(_xlogx(s, p).sum()), 0.0)  # not below by rounding
