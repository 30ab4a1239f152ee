"""Agreement between rankings, which may be partial; their consensus is in `worths`.

A table of rankings has sources in rows and items in columns, rank 1 for the best, and is missing
where a source doesn't rank the item. Only the order within a source counts, so published
ranks among more items will do.

Borda, Copeland and Condorcet–Kemeny–Young–Levenglick consensus: give `preferences` to the
functions of `aggregate`.

Reference: Kendall & Babington Smith (1939) Ann. Math. Stat. 10(3).
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from digitalbay.methods import ensure, kernels
from digitalbay.methods.aggregate import outranking


def preferences(rankings: pd.DataFrame, weights: pd.Series | None = None) -> pd.DataFrame:
    """Outranking matrix of rankings: weight of the sources that put row above column.

    A source that ranks only one of a pair says nothing on it.

    Parameters
    ----------
    rankings : DataFrame, sources × items
    weights : Series by source, non-negative; 1 each by default

    Examples
    --------
    >>> votes = pd.DataFrame([[1, 2], [1, 2], [2, 1]], columns=["v", "w"])
    >>> preferences(votes).loc["v", "w"].item()
    2.0
    """
    return outranking(-ensure.table(rankings).T, weights)


class KendallW(NamedTuple):
    """Result of `kendall_w`.

    w : 0 (no agreement) to 1; chi2, p_chi2 : the usual approximation, poor for few items; p : from
    random permutations within sources; n_sources, n_items.
    """

    w: float
    chi2: float
    p_chi2: float
    p: float
    n_sources: int
    n_items: int


def kendall_w(rankings: pd.DataFrame, *, n_random: int = 9_999, seed: int = 0) -> KendallW:
    """Kendall's coefficient of concordance with correction for ties.

    W = 12 S / (m² (n³ - n) - m sum_t (t³ - t)), S the sum of squared deviations of the items' rank
    sums, m sources, n items, t sizes of ties.

    Raises
    ------
    ValueError
        Fewer than two sources or items, partial rankings (see `pairwise_agreement`), or every
        source ties everything.

    Examples
    --------
    >>> votes = pd.DataFrame([[1, 2, 3], [1, 3, 2]], index=["s", "t"], columns=["u", "v", "w"])
    >>> round(kendall_w(votes).w, 2)
    0.75
    """
    rankings = ensure.numeric(rankings)
    m, n = rankings.shape
    if m < 2 or n < 2:
        raise ValueError(f"Kendall's W needs two sources and two items, got {m} and {n}")
    partial = rankings.isna().any(axis=1)
    if partial.any():
        raise ValueError(
            f"Kendall's W needs complete rankings, not so: {ensure.named(partial)}; "
            "keep common items, or use pairwise_agreement"
        )
    ensure.whole(n_random, "n_random", 1)
    ranks = kernels.midrank(rankings.to_numpy().T).T
    ties = sum(
        (sizes**3 - sizes).sum() for sizes in (np.unique(r, return_counts=True)[1] for r in ranks)
    )
    bound = m**2 * (n**3 - n) - m * ties
    if bound == 0:
        raise ValueError("every source ties all items: no concordance to measure")

    def concordance(table: np.ndarray) -> np.ndarray:
        sums = table.sum(axis=-2)
        return 12 * ((sums - sums.mean(-1, keepdims=True)) ** 2).sum(-1) / bound

    w = float(concordance(ranks))
    rng = np.random.default_rng(seed)
    null = np.array([concordance(rng.permuted(ranks, axis=1)) for _ in range(n_random)])
    chi2 = m * (n - 1) * w
    p = ((null >= w - 1e-12).sum() + 1) / (n_random + 1)
    return KendallW(w, chi2, float(stats.chi2.sf(chi2, n - 1)), float(p), m, n)


def pairwise_agreement(rankings: pd.DataFrame, *, min_common: int = 3) -> pd.DataFrame:
    """Agreement of each pair of sources on the items both rank.

    Returns
    -------
    DataFrame indexed by (first, second) source: ``n`` items in common, ``tau`` (Kendall's
    tau-b) and ``concordant``, share of pairs of items in the same order (ties by half); both
    missing with fewer than `min_common` items.

    Examples
    --------
    >>> votes = pd.DataFrame([[1, 2, 3], [1, 3, 2]], index=["s", "t"], columns=["u", "v", "w"])
    >>> pairwise_agreement(votes).round(2).to_dict("records")
    [{'n': 3, 'tau': 0.33, 'concordant': 0.67}]
    """
    rankings = ensure.numeric(rankings)
    ensure.whole(min_common, "min_common", 1)
    rows = {}
    for first, second in combinations(rankings.index, 2):
        both = rankings.loc[[first, second]].dropna(axis=1)
        n, tau, concordant = both.shape[1], np.nan, np.nan
        if n >= max(min_common, 2):
            a, b = both.to_numpy()
            i, j = np.triu_indices(n, 1)
            agreement = np.sign(a[i] - a[j]) * np.sign(b[i] - b[j])
            concordant = float(((agreement + 1) / 2).mean())
            tau = float(stats.kendalltau(a, b).statistic)
        rows[(first, second)] = (n, tau, concordant)
    # From arrays, as tuples of none have no levels.
    index = pd.MultiIndex.from_arrays(
        list(zip(*rows, strict=True)) or [(), ()], names=["first", "second"]
    )
    return pd.DataFrame(list(rows.values()), index=index, columns=["n", "tau", "concordant"])
