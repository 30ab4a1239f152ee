"""Composites that don't take compensation for granted: Mazziotta–Pareto, and benefit of the doubt.

References: De Muro, Mazziotta & Pareto (2011) Social Indicators Research 104(1); Mazziotta & Pareto
(2016) Social Indicators Research 127(3), for the adjusted index; Melyn & Moesen (1991); Cherchye,
Moesen, Rogge & Van Puyenbroeck (2007) Social Indicators Research 82(1).
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from digitalbay.methods import ensure
from digitalbay.methods.normalise import orient, zscore


def mazziotta_pareto(
    x: pd.DataFrame,
    directions: Mapping | pd.Series | None = None,
    *,
    lower: pd.Series | None = None,
    upper: pd.Series | None = None,
    positive: bool = True,
) -> pd.Series:
    """Mazziotta–Pareto index: mean less a penalty for indicators out of balance.

    M ∓ S²/M, with M and S the mean and standard deviation (ddof 0) of a unit's scores. Scores have
    mean 100 and standard deviation 10 (ddof 0) among the units; with goalposts, they run from 70 to
    130 (the adjusted index), so that years compare.

    Parameters
    ----------
    x : DataFrame, units × indicators, complete
    directions : +1 or -1 by indicator; +1 by default
    lower, upper : goalposts by indicator, for the adjusted index
    positive : the penalty is taken off; else it is added, for an index of which less is better

    Raises
    ------
    ValueError
        Missing values, a constant indicator, goalposts that coincide or cross, or one without the
        other.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [3.0, 2.0, 1.0]}, index=["u", "v", "w"])
    >>> mazziotta_pareto(x).round(1).to_dict()
    {'u': 98.5, 'v': 100.0, 'w': 98.5}
    """
    x = ensure.complete(x, "the Mazziotta–Pareto index")
    if (lower is None) != (upper is None):
        raise ValueError("the adjusted index needs both lower and upper goalposts")
    directions = pd.Series(1, x.columns) if directions is None else directions
    oriented = orient(x, directions)
    if lower is None:
        z = 100 + 10 * zscore(oriented, ddof=0)
    else:
        low, high = (
            ensure.numeric(ensure.every(post, x.columns, "goalpost")) for post in (lower, upper)
        )
        crossed = ~(high > low)
        if crossed.any():
            raise ValueError(f"goalposts need lower < upper, not so for {ensure.named(crossed)}")
        share = (x - low) / (high - low)
        fewer = ensure.every(directions, x.columns, "direction") < 0
        z = 70 + 60 * (fewer + share * (1 - 2 * fewer))  # turned round: 1 - share
    mean, spread = z.mean(axis=1), z.var(axis=1, ddof=0)
    sunk = mean <= 0
    if sunk.any():
        raise ValueError(f"mean scores must be positive, not so for {ensure.named(sunk)}")
    return mean - spread / mean if positive else mean + spread / mean


class BenefitOfDoubt(NamedTuple):
    """Result of `benefit_of_doubt`.

    scores : Series by unit, at most 1; weights : DataFrame, units × indicators, each unit's own;
    shares : DataFrame, the part of the score that each indicator brings.
    """

    scores: pd.Series
    weights: pd.DataFrame
    shares: pd.DataFrame


def benefit_of_doubt(x: pd.DataFrame, *, min_share: float = 0.0) -> BenefitOfDoubt:
    """Score each unit by the weights that favour it most, with which no unit scores above 1.

    max sum w x of the unit, sum w x <= 1 for every unit, w >= 0: data envelopment analysis with
    one input of 1. Units of measurement don't matter. Several sets of weights may give the score.

    Parameters
    ----------
    x : DataFrame, units × indicators, complete, non-negative, more is better
    min_share : least share of every indicator in the unit's score

    Raises
    ------
    ValueError
        Missing or negative values, a unit or indicator of zeros, or shares that can't be met.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [4.0, 1.0, 2.0], "b": [1.0, 4.0, 2.0]}, index=["u", "v", "w"])
    >>> benefit_of_doubt(x).scores.round(2).to_dict()
    {'u': 1.0, 'v': 1.0, 'w': 0.8}
    """
    x = ensure.complete(x, "benefit of the doubt")
    ensure.not_negative(x, "benefit of the doubt needs non-negative values")
    for what, sums in {"indicator": x.sum(), "unit": x.sum(axis=1)}.items():
        if (sums == 0).any():
            raise ValueError(f"nothing but zeros in {what} {ensure.named(sums == 0)}")
    ensure.number(min_share, "min_share", 0, 1 / x.shape[1])
    scaled = (x / x.max()).to_numpy()
    found = []
    for unit, row in zip(x.index, scaled, strict=True):
        # w_j x_j >= min_share × sum w x, for each indicator j.
        floors = min_share * row - np.diag(row) if min_share else np.empty((0, len(row)))
        limits = np.r_[np.ones(len(scaled)), np.zeros(len(floors))]
        solved = linprog(-row, np.vstack([scaled, floors]), limits)
        if not solved.success:
            raise ValueError(f"no weights found for unit {unit!r}: {solved.message}")
        if not -solved.fun > 0:
            raise ValueError(f"unit {unit!r} can't have {min_share} of its score by each indicator")
        found.append(solved.x)
    parts = pd.DataFrame(found * scaled, x.index, x.columns)
    scores = parts.sum(axis=1).clip(upper=1)
    weights = pd.DataFrame(found, x.index, x.columns) / x.max()
    return BenefitOfDoubt(scores, weights, parts.div(parts.sum(axis=1), axis=0))
