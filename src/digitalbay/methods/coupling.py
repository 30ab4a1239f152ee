"""Coupling coordination of systems (耦合协调度) and obstacle degree (障碍度).

References: Wang, Kong, Ren, Quan & Dai (2021) 国内耦合协调度模型的误区及修正, Journal of Natural
Resources 36(3), 793–810, for both forms of the coupling degree.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from digitalbay.methods import ensure

# Upper limits of the ten usual classes of coordination, from extreme disorder to top quality.
CLASSES = (
    "extreme disorder",
    "severe disorder",
    "moderate disorder",
    "mild disorder",
    "near disorder",
    "bare coordination",
    "primary coordination",
    "intermediate coordination",
    "good coordination",
    "quality coordination",
)


def coupling_degree(u: pd.DataFrame, *, modified: bool = False) -> pd.Series:
    """Coupling degree C of n systems, from 0 to 1.

    Original: C = n (prod U)^(1/n) / sum U, which crowds near 1. Modified (Wang et al. 2021):
    C = sqrt([1 - sum_{i>j} |U_i - U_j| / (n (n-1) / 2)] × (prod U_i / max U)^(1 / (n-1))).
    Both are 0 if any system is 0, as min–max makes the worst unit: use fixed goalposts.

    Parameters
    ----------
    u : DataFrame, units × systems, scores from 0 to 1, complete
    modified : the modified form

    Raises
    ------
    ValueError
        Fewer than two systems, a missing score or one outside 0..1, or a unit whose scores are
        all zero.

    Examples
    --------
    >>> u = pd.DataFrame({"a": [0.8, 0.9], "b": [0.2, 0.9]}, index=["v", "w"])
    >>> coupling_degree(u).round(2).to_dict()
    {'v': 0.8, 'w': 1.0}
    >>> coupling_degree(u, modified=True).round(2).to_dict()
    {'v': 0.32, 'w': 1.0}
    """
    u = _systems(u)
    n, values = u.shape[1], u.to_numpy()
    if not modified:
        # Never above 1 but by rounding, as the geometric mean is at most the arithmetic.
        c = np.prod(values, axis=1) ** (1 / n) / values.mean(axis=1)
    else:
        i, j = np.triu_indices(n, 1)
        apart = np.abs(values[:, i] - values[:, j]).mean(axis=1)
        relative = values / values.max(axis=1, keepdims=True)
        c = np.sqrt((1 - apart) * np.prod(relative, axis=1) ** (1 / (n - 1)))
    return pd.Series(np.clip(c, 0, 1), index=u.index, name="C")


def coupling_coordination(
    u: pd.DataFrame, weights: pd.Series | None = None, *, modified: bool = False
) -> pd.DataFrame:
    """Coupling coordination degree, D = sqrt(C T) with T = sum a U.

    Parameters
    ----------
    u, modified : as in `coupling_degree`
    weights : a, Series by system that sums to 1; equal by default

    Returns
    -------
    DataFrame by unit: ``C``, ``T``, ``D`` and ``class``, one of ten of width 0.1.
    """
    u = _systems(u)
    equal = pd.Series(1 / u.shape[1], index=u.columns)
    weights = equal if weights is None else ensure.weights(weights, u.columns)
    table = pd.DataFrame({"C": coupling_degree(u, modified=modified), "T": u @ weights})
    table["D"] = np.sqrt(table["C"] * table["T"])
    position = np.clip((table["D"] * 10).round(9).astype(int), 0, len(CLASSES) - 1)
    table["class"] = pd.Categorical.from_codes(position, CLASSES, ordered=True)
    return table


def obstacle_degree(
    z: pd.DataFrame, weights: pd.Series, groups: Mapping | pd.Series | None = None
) -> pd.DataFrame:
    """Obstacle degree: O_ij = (1 - z_ij) w_j / sum_j (1 - z_ij) w_j.

    Parameters
    ----------
    z : DataFrame, units × indicators, normalised to 0..1, more is better, complete
    weights : effective weights of the indicators
    groups : group of each indicator, to add obstacles up within groups; optional

    Returns
    -------
    DataFrame, units × indicators (or groups); rows sum to 1, or are 0 for a unit that
    has no obstacle.
    """
    z = _unit_interval(z, "obstacle degree")
    gap = (1 - z) * ensure.weights(weights, z.columns)
    total = gap.sum(axis=1)
    share = gap.div(total.where(total > 0, 1.0), axis=0)
    if groups is None:
        return share
    groups = pd.Series(groups).reindex(z.columns)
    if groups.isna().any():
        raise ValueError(f"no group for {ensure.named(groups.isna())}")
    return share.T.groupby(groups).sum().T


def _systems(u: pd.DataFrame) -> pd.DataFrame:
    u = _unit_interval(u, "the coupling model")
    if u.shape[1] < 2:
        raise ValueError("the coupling model needs at least two systems")
    zero = (u == 0).all(axis=1)
    if zero.any():
        raise ValueError(f"coupling is undefined where every system is 0: {ensure.named(zero)}")
    return u


def _unit_interval(x: pd.DataFrame, model: str) -> pd.DataFrame:
    x = ensure.numeric(x)
    bad = ~((x >= 0) & (x <= 1)).all()
    if bad.any():
        raise ValueError(f"{model} needs complete scores from 0 to 1, not so: {ensure.named(bad)}")
    return x
