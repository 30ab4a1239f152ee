"""Generalised entropy: mean log deviation, Theil's T and their kin, and Theil's T of nested groups.

References: Shorrocks (1980) Econometrica 48(3); Theil (1967) *Economics and Information Theory*;
Akita (2003) Annals of Regional Science 37(1), for nested groups.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from digitalbay.methods import ensure
from digitalbay.methods.distribution import shares, theil


def generalised_entropy(
    x: pd.Series, alpha: float, population: pd.Series | None = None, *, scale: str = "ratio"
) -> float:
    """Generalised entropy index GE(alpha), the larger alpha, the more the top counts.

    (mean of r^alpha - 1) / (alpha (alpha - 1)) with r = x / mean; its limits are the mean log
    deviation (Theil's L), -mean of ln r, for 0, and Theil's T, mean of r ln r, for 1. GE(2) is half
    the squared coefficient of variation (ddof 0).

    Parameters
    ----------
    x, population, scale : as in `theil`
    alpha : any number; x must be positive for 0 and below

    Raises
    ------
    ValueError
        As `theil`, or a value of zero with alpha of 0 or below.

    Examples
    --------
    >>> round(generalised_entropy(pd.Series([1.0, 2.0, 3.0]), 2), 4)
    0.0833
    """
    ensure.number(alpha, "alpha")
    if alpha == 1:
        return theil(x, population, scale=scale)
    s, p = shares(x, population, scale, "generalised entropy")
    if alpha <= 0 and (s == 0).any():
        raise ValueError(
            f"generalised entropy with alpha {alpha} needs positive values, not so for "
            f"{ensure.named(s == 0)}"
        )
    with np.errstate(divide="ignore"):
        log = np.log(s / p)
    if alpha == 0:
        return max(float(-(p * log).sum()), 0.0)
    # Both powers are written as differences from their limits, which loses no digits near them.
    if abs(alpha) < abs(alpha - 1):
        value = (p * np.expm1(alpha * log)).sum() / (alpha * (alpha - 1))
    else:
        value = (s * np.expm1((alpha - 1) * log)).sum() / (alpha * (alpha - 1))
    return max(float(value), 0.0)


def mean_log_deviation(
    x: pd.Series, population: pd.Series | None = None, *, scale: str = "ratio"
) -> float:
    """Theil's L, sum of p ln(p / s): `generalised_entropy` with alpha 0.

    Examples
    --------
    >>> round(mean_log_deviation(pd.Series([8, 5, 1, 3, 5, 6, 7, 6, 3])), 6)
    0.139746
    """
    return generalised_entropy(x, 0, population, scale=scale)


def theil_nested(
    x: pd.Series,
    levels: pd.DataFrame,
    population: pd.Series | None = None,
    *,
    scale: str = "ratio",
) -> pd.Series:
    """Split Theil's T by groups within groups: between the widest, then within them, and so on.

    Parameters
    ----------
    x, population, scale : as in `theil`
    levels : DataFrame by unit, its columns from the widest groups to the narrowest, each group of
        a column lying in one of the column before

    Returns
    -------
    Series: ``total``; a part for each column, between its groups within those of the column
    before; ``within``, inside the narrowest groups. The parts add up to the total.

    Raises
    ------
    ValueError
        As `theil`, no level, a unit without group, or groups that aren't nested.

    Examples
    --------
    >>> x = pd.Series({"u": 1.0, "v": 2.0, "w": 4.0})
    >>> levels = pd.DataFrame({"side": ["west", "west", "east"]}, index=["u", "v", "w"])
    >>> theil_nested(x, levels).round(4).to_dict()
    {'total': 0.1429, 'side': 0.1186, 'within': 0.0243}
    """
    s, p = shares(x, population, scale, "Theil's T")
    parts, before = {}, 0.0
    for column in _nested(levels, s.index):
        groups = levels[column].reindex(s.index)
        between = _between(s.groupby(groups).sum(), p.groupby(groups).sum())
        parts[column], before = between - before, between
    total = _between(s, p)
    return pd.Series({"total": total, **parts, "within": total - before})


def _nested(levels: pd.DataFrame, units: Sequence) -> list:
    names = list(levels.columns)
    if not names:
        raise ValueError("nested groups need at least one level")
    taken = sorted({"total", "within"} & set(names))
    if taken:
        raise ValueError(f"levels can't be called {taken}: these are the results")
    groups = {name: ensure.every(levels[name], units, name, "unit", further=True) for name in names}
    for wide, narrow in pairwise(names):
        parents = groups[wide].groupby(groups[narrow]).nunique()
        if (parents > 1).any():
            split = ensure.named(parents > 1)
            raise ValueError(f"groups of {narrow!r} lie in several of {wide!r}: {split}")
    return names


def _between(s: pd.Series, p: pd.Series) -> float:
    return float((s * np.log((s / p).where(s > 0, 1.0))).sum())
