"""Coupling coordination of systems (耦合协调度) and obstacle degree (障碍度).

References: Wang, Kong, Ren, Quan & Dai (2021) 国内耦合协调度模型的误区及修正, Journal of Natural
Resources 36(3), 793–810, for both forms of the coupling degree.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels

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
    relative = values / values.max(axis=1, keepdims=True)
    if not modified:
        # Never above 1 but by rounding, as the geometric mean is at most the arithmetic.
        # In logarithms, as a product of many small scores underflows.
        c = np.exp(_log(relative).mean(axis=1)) / relative.mean(axis=1)
    else:
        i, j = np.triu_indices(n, 1)
        apart = np.abs(values[:, i] - values[:, j]).mean(axis=1)
        c = np.sqrt((1 - apart) * np.exp(_log(relative).sum(axis=1) / (n - 1)))
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

    Examples
    --------
    >>> u = pd.DataFrame({"a": [0.8, 0.9], "b": [0.2, 0.9]}, index=["v", "w"])
    >>> coupling_coordination(u)["D"].round(2).to_dict()
    {'v': 0.63, 'w': 0.95}
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

    Examples
    --------
    >>> z = pd.DataFrame({"a": [0.2, 1.0], "b": [0.8, 0.5]}, index=["v", "w"])
    >>> obstacle_degree(z, pd.Series({"a": 0.5, "b": 0.5})).round(2).loc["v"].to_dict()
    {'a': 0.8, 'b': 0.2}
    """
    z = _unit_interval(z, "obstacle degree")
    gap = (1 - z) * ensure.weights(weights, z.columns)
    total = gap.sum(axis=1)
    gap = gap.where(total > kernels.ROUNDING, 0.0, axis=0)  # rounding is no obstacle
    share = gap.div(total.where(total > kernels.ROUNDING, 1.0), axis=0)
    if groups is None:
        return share
    groups = ensure.every(groups, z.columns, "group", further=True)
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
    x = ensure.complete(x, model)
    # Scores computed elsewhere may leave the interval by rounding.
    x = x.clip(0, 1).where((x >= -kernels.ROUNDING) & (x <= 1 + kernels.ROUNDING))
    bad = x.isna()
    if bad.any(axis=None):
        raise ValueError(
            f"{model} needs scores from 0 to 1, not so: {ensure.named(bad.any())} of "
            f"{ensure.named(bad.any(axis=1))}"
        )
    return x


def _log(x: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log(x)
