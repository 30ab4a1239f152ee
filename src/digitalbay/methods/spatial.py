"""Spatial autocorrelation. Reference: Moran (1950) Biometrika 37; Cliff & Ord (1981)."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from digitalbay.methods import ensure, kernels


class Moran(NamedTuple):
    """Result of `moran`.

    statistic : I; expected : -1 / (n - 1); variance_normal and variance_random : under normality
    and under randomisation; p_normal : one-sided, from the normal variance; p : one-sided,
    from permutations, in the direction of the observed I; n : units.
    """

    statistic: float
    expected: float
    variance_normal: float
    variance_random: float
    p_normal: float
    p: float
    n: int


def moran(x: pd.Series, weights: pd.DataFrame, *, n_random: int = 9_999, seed: int = 0) -> Moran:
    """Moran's I = (n / S0) z'Wz / z'z with z = x - mean.

    With about ten units its power is tiny: report p with n.

    Parameters
    ----------
    x : Series by unit, complete, not constant
    weights : DataFrame, units × units, non-negative, zero diagonal; used as given (standardise
        rows first, if wanted)
    n_random, seed : random permutations for p

    Raises
    ------
    ValueError
        Units of x and weights differ, fewer than four, a missing value, a constant x, or no
        neighbours at all.

    Examples
    --------
    >>> x = pd.Series({"u": 1.0, "v": 2.0, "w": 3.0, "x": 4.0})
    >>> line = pd.DataFrame(np.eye(4, k=1) + np.eye(4, k=-1), index=x.index, columns=x.index)
    >>> round(moran(x, line).statistic, 2)
    0.33
    """
    x, weights = ensure.numeric(x), ensure.complete(weights, "Moran's I")
    ensure.whole(n_random, "n_random", 1)
    if len(x) < 4:
        raise ValueError(f"Moran's I needs at least four units, got {len(x)}")
    if set(weights.index) != set(x.index) or set(weights.columns) != set(x.index):
        raise ValueError("x and weights must have the same units")
    w = weights.loc[x.index, x.index].to_numpy(dtype=float)
    if x.isna().any():
        raise ValueError(f"Moran's I needs complete values, not so for {ensure.named(x.isna())}")
    if kernels.constant(x.to_numpy()):
        raise ValueError("Moran's I needs values that vary between units")
    if not (w >= 0).all() or np.diag(w).any() or not w.any():
        raise ValueError("weights must be non-negative, zero on the diagonal, and not all zero")
    n, z = len(x), (x - x.mean()).to_numpy()
    observed = _statistic(z[None], w)[0]
    expected = -1 / (n - 1)
    normal, random = _variances(z, w)
    if not normal > kernels.ROUNDING:
        raise ValueError("Moran's I is the same for any values if all units neighbour alike")
    rng = np.random.default_rng(seed)
    null = _statistic(rng.permuted(np.tile(z, (n_random, 1)), axis=1), w)
    larger = int((null >= observed - 1e-12).sum())
    smaller = int((null <= observed + 1e-12).sum())
    tail = larger if observed >= expected else smaller
    p_normal = stats.norm.sf(abs(observed - expected) / np.sqrt(normal))
    return Moran(
        float(observed), expected, normal, random, float(p_normal), (tail + 1) / (n_random + 1), n
    )


def _statistic(z: np.ndarray, w: np.ndarray) -> np.ndarray:
    """I of each row of z."""
    return z.shape[1] / w.sum() * np.einsum("ri,ij,rj->r", z, w, z) / (z**2).sum(axis=1)


def _variances(z: np.ndarray, w: np.ndarray) -> tuple[float, float]:
    n, s0 = len(z), w.sum()
    s1 = ((w + w.T) ** 2).sum() / 2
    s2 = ((w.sum(axis=1) + w.sum(axis=0)) ** 2).sum()
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n - 1) * (n + 1) * s0**2) - 1 / (n - 1) ** 2
    k = (z**4).mean() / (z**2).mean() ** 2
    a = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    b = k * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    random = (a - b) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2
    return float(normal), float(random)
