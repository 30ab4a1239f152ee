"""Weights of indicators: equal, entropy, CRITIC, principal components, AHP.

Each function returns a Series over the indicators that sums to 1. References: OECD/JRC (2008)
*Handbook*, step 6; Diakoulaki, Mavrotas & Papayannakis (1995); Saaty (1980).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels
from digitalbay.methods.multivariate import PCA, pca, varimax
from digitalbay.methods.normalise import minmax, orient

# Saaty's random consistency index by order of the matrix.
RANDOM_INDEX = {1: 0.0, 2: 0.0, 3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45}
RANDOM_INDEX |= {10: 1.49, 11: 1.51, 12: 1.48, 13: 1.56, 14: 1.57, 15: 1.59}


def equal_weights(codes: Iterable) -> pd.Series:
    """Return 1/n for each code.

    >>> equal_weights(["a", "b", "c", "d"]).to_dict()
    {'a': 0.25, 'b': 0.25, 'c': 0.25, 'd': 0.25}
    """
    codes = list(codes)
    if not codes:
        raise ValueError("equal weights need at least one code")
    ensure.no_duplicates(codes, "code")
    return pd.Series(1 / len(codes), index=codes, name="weight")


def entropy_weights(x: pd.DataFrame) -> pd.Series:
    """Entropy weights (熵值法): indicators that differ more between units weigh more.

    With p = x / sum x over m units, e = -sum p ln p / ln m, and w = (1 - e) / sum (1 - e).
    A constant gets 0. The formula ignores directions and scales nothing: pass raw positive
    values, or normalised ones such as ``minmax(x, interval=(0.002, 0.998))``. It rewards
    dispersion whatever its cause, noise and outliers included.

    Raises
    ------
    ValueError
        A negative value, an indicator that is zero everywhere, or no indicator that varies.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 1.0, 1.0], "b": [1.0, 2.0, 3.0], "c": [1.0, 1.0, 4.0]})
    >>> entropy_weights(x).round(2).to_dict()
    {'a': 0.0, 'b': 0.27, 'c': 0.73}
    """
    x = ensure.table(x)
    bad = (x < 0).any()
    if bad.any():
        raise ValueError(
            f"entropy weights need non-negative values, not so for {ensure.named(bad)}"
        )
    bad = ~(x.sum() > 0)
    if bad.any():
        raise ValueError(f"entropy weights need a positive total, not so for {ensure.named(bad)}")
    w = pd.Series(kernels.entropy_weights(x.to_numpy()), index=x.columns, name="weight")
    if w.isna().any():
        raise ValueError("entropy weights: no indicator varies between units")
    return w


def critic_weights(
    x: pd.DataFrame,
    directions: Mapping | pd.Series | None = None,
    *,
    method: str = "pearson",
    scale: bool = True,
) -> pd.Series:
    """CRITIC weights: contrast times conflict.

    C_j = s_j * sum_k (1 - r_jk) on min-max scaled data, w = C / sum C. The scaling takes
    place here, unless the data are on one scale already. Directions matter, as they change the
    sign of correlations: give them unless the data are oriented. A constant gets 0.

    Parameters
    ----------
    x : DataFrame, units × indicators, complete
    directions : +1 or -1 by indicator
    method : correlation, "pearson" or "spearman"
    scale : bring every indicator to min-max scores first; False for data on one scale, whose
        standard deviations are taken as given

    Raises
    ------
    ValueError
        Missing values, unknown direction or method, fewer than two indicators that vary, or
        indicators that all repeat each other: there's no conflict to weigh by.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 4.0], "c": [3.0, 1.0, 2.0]})
    >>> critic_weights(x).round(2).to_dict()
    {'a': 0.27, 'b': 0.24, 'c': 0.49}
    """
    x = ensure.complete(x, "CRITIC")
    if method not in ("pearson", "spearman"):
        raise ValueError(f"unknown correlation {method!r}: expected pearson or spearman")
    x = x if directions is None else orient(x, directions)
    varying = x.columns[~ensure.constant(x)]
    if len(varying) < 2:
        raise ValueError(f"CRITIC needs two indicators that vary, only {list(varying)} do")
    z = minmax(x[varying]) if scale else x[varying]
    if method == "pearson":
        w = kernels.critic_weights(z.to_numpy())
    else:
        conflict = (1 - z.corr(method="spearman")).sum()
        w = kernels.informed(z.std().to_numpy(), conflict.to_numpy())
    if np.isnan(w).any():
        raise ValueError(f"CRITIC: {list(varying)} repeat each other, there is no conflict")
    return pd.Series(w, index=varying, name="weight").reindex(x.columns, fill_value=0.0)


def pca_weights(x: pd.DataFrame, *, n_components: int | None = None) -> pd.Series:
    """Weights from rotated principal components (Nicoletti, Scarpetta & Boylaud 2000).

    Components are retained, rotated by varimax, and each indicator is assigned to the one on
    which it loads most. Its weight is its squared loading as a share of the component's sum
    of squares, times the component's share of the variance retained; weights are rescaled
    to sum to 1.

    Parameters
    ----------
    x : DataFrame, units × indicators, complete
    n_components : number retained; by default those with eigenvalue above 1 and above 10 %
        of the variance, and as many more as are needed to reach 60 %

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 3, 2, 4], "c": [4, 1, 3, 2]}).astype("float")
    >>> pca_weights(x).round(2).to_dict()
    {'a': 0.29, 'b': 0.41, 'c': 0.29}
    """
    result: PCA = pca(x)
    n = result.n_retained
    if n_components is not None:
        n = ensure.whole(n_components, "n_components", 1)
        rank = int((result.eigenvalues > 1e-10 * len(result.eigenvalues)).sum())
        if n > rank:
            raise ValueError(f"the indicators have {rank} components, {n} were asked for")
    squared = varimax(result.loadings.iloc[:, :n]) ** 2
    explained = squared.sum()
    own = squared.idxmax(axis=1)
    w = squared.max(axis=1) / own.map(explained) * own.map(explained / explained.sum())
    return (w / w.sum()).rename("weight")


class AHP(NamedTuple):
    """Result of `ahp_weights`."""

    weights: pd.Series
    lambda_max: float
    consistency_index: float
    consistency_ratio: float


def ahp_weights(
    matrix: pd.DataFrame, *, tolerance: float = 0.05, random_index: float | None = None
) -> AHP:
    """Weights of the analytic hierarchy process from a pairwise comparison matrix.

    The weights are the principal eigenvector; CI = (lambda_max - n) / (n - 1), and
    CR = CI / RI with Saaty's random index. Judgements with CR of 0.1 or more should be revised.

    Parameters
    ----------
    matrix : DataFrame n × n, a_ij = importance of i over j, a_ji = 1 / a_ij
    tolerance : relative departure from reciprocity accepted, for rounded fractions
    random_index : RI of this order, if not that of Saaty (1980): later simulations differ
        (0.52 for three codes, 0.89 for four …), so that published ratios do

    Raises
    ------
    ValueError
        Rows and columns differ, a value is not positive, or a_ji isn't 1 / a_ij.

    Examples
    --------
    >>> m = pd.DataFrame([[1, 3], [1 / 3, 1]], index=["a", "b"], columns=["a", "b"])
    >>> ahp_weights(m).weights.round(3).to_dict()
    {'a': 0.75, 'b': 0.25}
    """
    matrix = ensure.table(matrix)
    ensure.number(tolerance, "tolerance", 0)
    if list(matrix.index) != list(matrix.columns):
        raise ValueError("AHP needs the same codes in rows and columns, in the same order")
    a, n = matrix.to_numpy(), len(matrix)
    if not (a > 0).all():
        raise ValueError("AHP needs positive comparisons in every cell")
    if random_index is not None and not ensure.number(random_index, "random_index") > 0:
        raise ValueError(f"random_index must be positive, got {random_index}")
    if random_index is None and n > max(RANDOM_INDEX):
        raise ValueError(f"AHP has a random index up to {max(RANDOM_INDEX)} codes, got {n}")
    off = np.argwhere(np.abs(a * a.T - 1) > tolerance)
    if len(off):
        i, j = (matrix.index[at] for at in off[0])
        raise ValueError(f"AHP needs reciprocal comparisons: {i!r} and {j!r} disagree")
    values, vectors = np.linalg.eig(a)
    first = np.argmax(values.real)
    w = np.abs(vectors[:, first].real)
    lambda_max = float(values[first].real)
    ci = (lambda_max - n) / (n - 1) if n > 1 else 0.0
    ri = RANDOM_INDEX[n] if random_index is None else random_index
    weights = pd.Series(w / w.sum(), index=matrix.index, name="weight")
    return AHP(weights, lambda_max, ci, ci / ri if ri else 0.0)
