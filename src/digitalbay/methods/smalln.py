"""Inference for few units: exact and permutation tests, Wilson and exact Poisson intervals.

References: Wilson (1927) JASA 22(158); Garwood (1936) Biometrika 28(3/4); Fisher (1935);
Phipson & Smyth (2010) Stat. Appl. Genet. Mol. Biol. 9(1): never p = 0 from random permutations.
"""

from collections.abc import Callable, Iterable
from itertools import combinations, permutations
from math import comb, factorial
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from digitalbay.methods import ensure, kernels
from digitalbay.methods.design import block_of

ALTERNATIVES = ("two-sided", "greater", "less")


class PermutationTest(NamedTuple):
    """Result of a permutation test.

    statistic : observed; p : of the alternative asked for; n : units; exact : all arrangements
    were counted; smallest_p : the smallest p these n can give, for a power statement.
    """

    statistic: float
    p: float
    n: int
    exact: bool
    smallest_p: float


def permutation_difference(
    x: pd.Series,
    in_group: pd.Series,
    *,
    statistic: Callable[[np.ndarray], float] = np.mean,
    alternative: str = "two-sided",
    max_exact: int = 20_000,
    n_random: int = 9_999,
    seed: int = 0,
) -> PermutationTest:
    """Test a difference of a statistic between the units in a group and the others.

    Parameters
    ----------
    x : Series by unit; missing values are dropped
    in_group : Series of booleans by unit
    statistic : of one group's values, np.mean or np.median, say
    alternative : "two-sided"; "greater" if the group should have more, "less" if less
    max_exact : count all arrangements if there are no more than this
    n_random : else, number of random ones; p = (1 + as extreme) / (1 + n_random)
    seed : of the random arrangements

    Raises
    ------
    ValueError
        Either group is empty, or an unknown alternative.

    Examples
    --------
    >>> x = pd.Series([1.0, 2.0, 8.0, 9.0])
    >>> round(permutation_difference(x, x > 5).p, 3)
    0.333
    """
    _alternative(alternative, max_exact, n_random)
    x = ensure.numeric(x).dropna()
    member = ensure.every(in_group, x.index, "group", "unit", further=True)
    if not member.isin([True, False]).all():
        raise ValueError(
            f"in_group is true or false, not so for {ensure.named(~member.isin([True, False]))}"
        )
    member = member.astype(bool).to_numpy()
    values, n, k = x.to_numpy(), len(x), int(member.sum())
    if k in (0, n):
        raise ValueError("both groups need at least one unit with a value")

    def difference(chosen: np.ndarray) -> float:
        return float(statistic(values[chosen]) - statistic(values[~chosen]))

    exact = comb(n, k) <= max_exact
    if exact:
        arrangements = (np.isin(np.arange(n), c) for c in combinations(range(n), k))
    else:
        rng = np.random.default_rng(seed)
        arrangements = (rng.permutation(member) for _ in range(n_random))
    null = np.array([difference(chosen) for chosen in arrangements])
    if not np.isfinite(null).all():
        raise ValueError(f"the statistic is not a finite number for some groups of {k} and {n - k}")
    # Mirrored groups give the same absolute difference.
    mirrored = 2 if 2 * k == n and alternative == "two-sided" else 1
    return _tested(difference(member), null, n, exact, mirrored, alternative)


def permutation_correlation(
    x: pd.Series,
    y: pd.Series,
    *,
    method: str = "spearman",
    alternative: str = "two-sided",
    max_exact: int = 5_040,
    n_random: int = 9_999,
    seed: int = 0,
) -> PermutationTest:
    """Test a correlation between units by permuting one of the two series.

    Parameters
    ----------
    x, y : Series by unit; units without both are dropped
    method : "pearson", "spearman" or "kendall"
    alternative : "two-sided", "greater" (positive) or "less" (negative)
    max_exact, n_random, seed : as in `permutation_difference`

    Raises
    ------
    ValueError
        Fewer than three units with both, a constant series, or an unknown method or alternative.

    Examples
    --------
    >>> x = pd.Series([1.0, 2.0, 3.0, 4.0])
    >>> round(permutation_correlation(x, x**2).p, 3)
    0.083
    """
    methods = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}
    if method not in methods:
        raise ValueError(f"unknown correlation {method!r}: expected one of {tuple(methods)}")
    _alternative(alternative, max_exact, n_random)
    both = pd.DataFrame({"x": ensure.numeric(x), "y": ensure.numeric(y)}).dropna()
    n = len(both)
    if n < 3:
        raise ValueError(f"needs at least three units with both values, got {n}")
    flat = ensure.constant(both)
    if flat.any():
        raise ValueError(f"a constant series has no correlation: {ensure.named(flat)}")
    a, b = both.to_numpy().T if method == "pearson" else kernels.midrank(both.to_numpy()).T
    if method == "kendall":

        def correlations(orders: np.ndarray) -> np.ndarray:
            return np.array([stats.kendalltau(a, b[order]).statistic for order in orders])
    else:
        u, v = ((s - s.mean()) / np.linalg.norm(s - s.mean()) for s in (a, b))

        def correlations(orders: np.ndarray) -> np.ndarray:
            # What is beyond is of the sum, and differs between processors.
            return (v[orders] @ u).round(12)

    exact = factorial(n) <= max_exact
    if exact:
        blocks: Iterable[np.ndarray] = [np.array(list(permutations(range(n))))]
    else:
        rng, rows = np.random.default_rng(seed), block_of(n, 1)
        sizes = (min(rows, n_random - begun) for begun in range(0, n_random, rows))
        blocks = (rng.permuted(np.tile(np.arange(n), (size, 1)), axis=1) for size in sizes)
    null = np.concatenate([correlations(orders) for orders in blocks])
    mirrored = 2 if alternative == "two-sided" else 1
    (observed,) = correlations(np.arange(n)[None]).tolist()
    return _tested(observed, null, n, exact, mirrored, alternative)


def wilson_interval(
    successes: float | pd.Series, n: float | pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Wilson score interval of a proportion.

    Parameters
    ----------
    successes, n : numbers or Series: 0 <= successes <= n, n > 0
    confidence : of the interval

    Returns
    -------
    DataFrame with columns ``estimate``, ``low``, ``high``.

    Examples
    --------
    >>> wilson_interval(3, 10).round(3).iloc[0].to_dict()
    {'estimate': 0.3, 'low': 0.108, 'high': 0.603}
    """
    k, n = _paired(successes, n)
    bad = ~((k >= 0) & (k <= n) & (n > 0))
    if bad.any():
        raise ValueError(f"expected 0 <= successes <= n and n > 0, not so for {ensure.named(bad)}")
    z2 = stats.norm.ppf((1 + _level(confidence)) / 2) ** 2
    p = k / n
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    low = (centre - half).where(k > 0, 0.0)  # exactly, not but for rounding
    high = (centre + half).where(k < n, 1.0)
    return pd.DataFrame({"estimate": p, "low": low, "high": high})


def poisson_interval(
    count: float | pd.Series, exposure: float | pd.Series = 1.0, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Exact (Garwood) interval of a Poisson rate, count over exposure.

    Parameters
    ----------
    count : number or Series, whole and non-negative
    exposure : positive; millions of inhabitants give rates per million

    Returns
    -------
    DataFrame with columns ``rate``, ``low``, ``high``.

    Examples
    --------
    >>> poisson_interval(4).round(2).iloc[0].to_dict()
    {'rate': 4.0, 'low': 1.09, 'high': 10.24}
    """
    count, exposure = _paired(count, exposure)
    bad = ~((count >= 0) & (count % 1 == 0) & (exposure > 0))
    if bad.any():
        raise ValueError(
            f"expected whole counts >= 0 and exposure > 0, not so for {ensure.named(bad)}"
        )
    tail = (1 - _level(confidence)) / 2
    low = stats.chi2.ppf(tail, 2 * count) / 2
    low = np.where(count > 0, low, 0.0)
    high = stats.chi2.ppf(1 - tail, 2 * count + 2) / 2
    return pd.DataFrame({"rate": count, "low": low, "high": high}).div(exposure, axis=0)


def _tested(
    observed: float, null: np.ndarray, n: int, exact: bool, ties: int, alternative: str
) -> PermutationTest:
    turned = {"two-sided": np.abs, "greater": np.positive, "less": np.negative}[alternative]
    # Equal statistics may differ in the last bits, whatever the unit of measurement.
    slack = 1e-9 * max(np.abs(null).max(), abs(observed))
    extreme = int((turned(null) >= turned(observed) - slack).sum())
    added = 0 if exact else 1
    smallest = ties / len(null) if exact else 1 / (len(null) + 1)
    return PermutationTest(observed, (extreme + added) / (len(null) + added), n, exact, smallest)


def _alternative(name: str, max_exact: int, n_random: int) -> None:
    ensure.whole(max_exact, "max_exact")
    ensure.whole(n_random, "n_random", 1)
    if name not in ALTERNATIVES:
        raise ValueError(f"unknown alternative {name!r}: expected one of {ALTERNATIVES}")


def _paired(a: float | pd.Series, b: float | pd.Series) -> tuple[pd.Series, pd.Series]:
    index = next((v.index for v in (a, b) if isinstance(v, pd.Series)), [0])
    pair = [v if isinstance(v, pd.Series) else pd.Series(v, index=index) for v in (a, b)]
    if not pair[0].index.equals(pair[1].index):
        raise ValueError("expected both series on the same units, in the same order")
    return ensure.numeric(pair[0]), ensure.numeric(pair[1])


def _level(confidence: float) -> float:
    if not 0 < ensure.number(confidence, "confidence") < 1:
        raise ValueError(f"confidence is a share between 0 and 1, got {confidence}")
    return confidence
