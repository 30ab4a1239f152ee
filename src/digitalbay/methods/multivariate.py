"""Structure of a set of indicators: correlations, principal components, Cronbach's alpha.

References: OECD/JRC (2008) *Handbook*, step 4; Kaiser (1958) for varimax; Cronbach (1951).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels


class PCA(NamedTuple):
    """Result of `pca`.

    eigenvalues, variance : Series by component (variance as shares that sum to 1);
    loadings : DataFrame, indicators × components, correlation of each pair;
    scores : DataFrame, units × components.
    """

    eigenvalues: pd.Series
    variance: pd.Series
    loadings: pd.DataFrame
    scores: pd.DataFrame

    @property
    def n_retained(self) -> int:
        """Components with eigenvalue > 1 and > 10 % of variance, and at least 60 % in all."""
        kaiser = int(((self.eigenvalues > 1) & (self.variance > 0.1)).sum())
        enough = int((self.variance.cumsum() < 0.6).sum()) + 1
        return max(kaiser, enough)


def pca(x: pd.DataFrame) -> PCA:
    """Principal components of the correlation matrix.

    Each component is signed so that its loadings sum to a non-negative number.

    Raises
    ------
    ValueError
        Missing values, or a constant indicator.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [1.0, 3.0, 2.0, 4.0]})
    >>> pca(x).eigenvalues.round(2).tolist()
    [1.8, 0.2]
    """
    z = _standardised(x)
    values, vectors = np.linalg.eigh(z.corr().to_numpy())
    values, vectors = np.clip(values[::-1], 0, None), vectors[:, ::-1]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1, 1)
    names = [f"PC{i}" for i in range(1, len(values) + 1)]
    return PCA(
        pd.Series(values, index=names),
        pd.Series(values / values.sum(), index=names),
        pd.DataFrame(vectors * np.sqrt(values), index=z.columns, columns=names),
        pd.DataFrame(z.to_numpy() @ vectors, index=z.index, columns=names),
    )


def varimax(loadings: pd.DataFrame, *, tolerance: float = 1e-10) -> pd.DataFrame:
    """Rotate loadings so that the variance of their squares is greatest (with Kaiser rows).

    The rotation is orthogonal: communalities don't change.

    Raises
    ------
    ValueError
        A missing loading.

    Examples
    --------
    >>> loadings = pd.DataFrame({"1": [0.9, 0.8, 0.3], "2": [0.1, 0.3, 0.9]}, index=["a", "b", "c"])
    >>> varimax(loadings).abs().idxmax(axis=1).to_dict()
    {'a': '1', 'b': '1', 'c': '2'}
    """
    loadings = ensure.complete(loadings, "varimax")
    ensure.number(tolerance, "tolerance", 0)
    a = loadings.to_numpy()
    length = np.sqrt((a**2).sum(axis=1, keepdims=True))
    a = a / np.where(length > 0, length, 1)
    rotation, spread = np.eye(a.shape[1]), 0.0
    for _ in range(1000):
        b = a @ rotation
        u, s, v = np.linalg.svd(a.T @ (b**3 - b * (b**2).mean(axis=0)))
        rotation = u @ v
        if s.sum() < spread * (1 + tolerance):
            break
        spread = s.sum()
    return pd.DataFrame(a @ rotation * length, index=loadings.index, columns=loadings.columns)


def cronbach_alpha(x: pd.DataFrame, *, standardised: bool = True) -> float:
    """Cronbach's alpha, Q/(Q-1) × (1 - sum of variances / variance of the sum).

    Parameters
    ----------
    x : DataFrame, units × Q indicators, complete, all in the same direction
    standardised : give every indicator variance 1 first

    Raises
    ------
    ValueError
        Fewer than two indicators, missing values, a constant indicator, or indicators that cancel
        out, so that their sum doesn't vary.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 3.0, 2.0]})
    >>> round(cronbach_alpha(x), 3)
    0.667
    """
    z = _standardised(x)
    if z.shape[1] < 2:
        raise ValueError("Cronbach's alpha needs at least two indicators")
    z = z if standardised else x.astype(float)
    q, parts, total = z.shape[1], z.var().sum(), z.sum(axis=1).var()
    if not total > 1e-12 * parts:
        raise ValueError(f"Cronbach's alpha: {list(z.columns)} cancel out; give one direction")
    return float(q / (q - 1) * (1 - parts / total))


def item_analysis(x: pd.DataFrame) -> pd.DataFrame:
    """What each indicator does to the internal consistency of the set.

    Returns
    -------
    DataFrame by indicator: ``correlation`` with the sum of the others, and
    ``alpha_if_deleted``, both on standardised indicators.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 3, 2, 4], "c": [4, 1, 3, 2]}).astype("float")
    >>> item_analysis(x)["correlation"].round(2).to_dict()
    {'a': 0.63, 'b': 0.0, 'c': -0.63}
    """
    z = _standardised(x)
    if z.shape[1] < 2:
        raise ValueError("item analysis needs at least two indicators")
    rows = {}
    for code in z:
        others = z.drop(columns=code)
        if not others.sum(axis=1).var() > 1e-12 * others.shape[1]:
            raise ValueError(f"item analysis of {code!r}: the others cancel out")
        alpha = cronbach_alpha(others) if others.shape[1] > 1 else np.nan
        rows[code] = (z[code].corr(others.sum(axis=1)), alpha)
    return pd.DataFrame.from_dict(rows, "index", columns=["correlation", "alpha_if_deleted"])


def correlation_flags(
    x: pd.DataFrame, *, low: float = -0.4, high: float = 0.9, method: str = "pearson"
) -> pd.DataFrame:
    """Pairs of indicators that contradict (r < low) or repeat (r > high) each other.

    Returns
    -------
    DataFrame with columns ``first``, ``second``, ``r``, ``n`` (units both have) and
    ``flag`` ("negative" or "collinear"), strongest first.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [2.0, 4.0, 6.0], "c": [1.0, 2.0, 0.0]})
    >>> correlation_flags(x)[["first", "second", "flag"]].iloc[0].tolist()
    ['a', 'b', 'collinear']
    """
    x = ensure.table(x)
    if method not in ("pearson", "spearman", "kendall"):
        raise ValueError(f"unknown correlation {method!r}: pearson, spearman or kendall")
    if not -1 <= low < high <= 1:
        raise ValueError(f"expected -1 <= low < high <= 1, got {low} and {high}")
    flat = ensure.constant(x)
    if flat.any():
        raise ValueError(f"a constant has no correlation: drop {ensure.named(flat)}")
    r = x.corr(method=method).to_numpy()
    both = x.notna().astype(int)
    n = (both.T @ both).to_numpy()
    i, j = np.triu_indices(len(r), 1)
    if np.isnan(r[i, j]).any():
        k = np.flatnonzero(np.isnan(r[i, j]))[0]
        pair, common = [x.columns[i[k]], x.columns[j[k]]], n[i[k], j[k]]
        raise ValueError(f"no correlation of {pair}: {common} units have both, or they don't vary")
    pairs = pd.DataFrame(
        {"first": x.columns[i], "second": x.columns[j], "r": r[i, j], "n": n[i, j]}
    )
    pairs["flag"] = np.select([pairs["r"] < low, pairs["r"] > high], ["negative", "collinear"], "")
    flagged = pairs[pairs["flag"] != ""]
    return flagged.sort_values("r", key=abs, ascending=False, ignore_index=True)


def variance_shares(parts: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Share of the variance of a weighted sum that each part brings: effective importance.

    cov(w_j z_j, I) / var(I) with I = sum w z; shares sum to 1 and may be negative. Equal
    weights are equal importance only if these shares are equal (Paruolo, Saisana & Saltelli
    2013).

    >>> x = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [10.0, 30.0, 20.0]})
    >>> variance_shares(x, pd.Series({"a": 0.5, "b": 0.5})).round(3).to_dict()
    {'a': 0.054, 'b': 0.946}
    """
    parts = ensure.table(parts)
    weighted = parts * ensure.weights(weights, parts.columns)
    index = weighted.sum(axis=1, skipna=False)
    if not index.var() > kernels.ROUNDING * weighted[index.notna()].var().sum():
        raise ValueError("variance shares: the index does not vary over units with all parts")
    return weighted[index.notna()].apply(lambda part: part.cov(index)) / index.var()


def _standardised(x: pd.DataFrame) -> pd.DataFrame:
    x = ensure.complete(x, "correlation")
    constant = ensure.constant(x)
    if constant.any():
        raise ValueError(f"a constant has no correlation: drop {ensure.named(constant)}")
    return pd.DataFrame(kernels.zscore(x.to_numpy()), index=x.index, columns=x.columns)
