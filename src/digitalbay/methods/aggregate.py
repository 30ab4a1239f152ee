"""Aggregation of normalised indicators into one score per unit.

References: OECD/JRC (2008) *Handbook*, step 6; Young & Levenglick (1978) and Munda (2008) for
the non-compensatory rule. Ordinal rules work on the outranking matrix of `outranking`.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from digitalbay.methods import ensure, kernels, ordinal

# The dynamic programme holds 2**n sets of units.
KEMENY_LIMIT = 16


def arithmetic(z: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Weighted arithmetic mean, sum w z.

    Parameters
    ----------
    z : DataFrame, units × indicators, normalised, more is better
    weights : Series over the indicators, sum 1

    Missing values pass their weight to the unit's other indicators.

    Raises
    ------
    ValueError
        A unit with no value at all, or of weight zero only, or weights that don't fit.

    Examples
    --------
    >>> z = pd.DataFrame({"a": [0.0, 1.0], "b": [1.0, 0.5]}, index=["v", "w"])
    >>> arithmetic(z, pd.Series({"a": 0.5, "b": 0.5})).to_dict()
    {'v': 0.5, 'w': 0.75}
    """
    z, weights = _prepared(z, weights)
    return pd.Series(kernels.arithmetic(z.to_numpy(), weights.to_numpy()), index=z.index)


def geometric(z: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Weighted geometric mean, the product of z^w. See `arithmetic` for the parameters.

    A zero with positive weight makes the score zero.

    Raises
    ------
    ValueError
        Also for a negative value, as z-scores have.

    Examples
    --------
    >>> z = pd.DataFrame([[21, 1, 1, 1], [6, 6, 6, 6]], index=["a", "b"])
    >>> geometric(z, pd.Series(0.25, index=z.columns)).round(2).to_dict()
    {'a': 2.14, 'b': 6.0}
    """
    z, weights = _prepared(z, weights)
    non_negative(z, "geometric mean")
    return pd.Series(kernels.geometric(z.to_numpy(), weights.to_numpy()), index=z.index)


def harmonic(z: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Weighted harmonic mean, 1 / sum (w / z). See `geometric`.

    >>> z = pd.DataFrame({"a": [0.2, 1.0], "b": [0.8, 0.5]}, index=["v", "w"])
    >>> harmonic(z, pd.Series({"a": 0.5, "b": 0.5})).round(3).to_dict()
    {'v': 0.32, 'w': 0.667}
    """
    z, weights = _prepared(z, weights)
    non_negative(z, "harmonic mean")
    return pd.Series(kernels.harmonic(z.to_numpy(), weights.to_numpy()), index=z.index)


def outranking(z: pd.DataFrame, weights: Mapping | pd.Series | None = None) -> pd.DataFrame:
    """Outranking matrix: e_jk = weight of the indicators on which j beats k, ties by half.

    Parameters
    ----------
    z : DataFrame, units × indicators, more is better; missing values drop their pairs
    weights : Series over the indicators, non-negative, of any sum (numbers of voters, if the
        columns are rankings); 1 each by default

    Returns
    -------
    DataFrame, units × units, zero on the diagonal.

    Examples
    --------
    >>> z = pd.DataFrame({"a": [3, 1, 2], "b": [3, 2, 2]}, index=["u", "v", "w"])
    >>> outranking(z).to_dict("index")["v"]
    {'u': 0.0, 'v': 0.0, 'w': 0.5}
    """
    z = ensure.table(z)
    if weights is None:
        weights = pd.Series(1.0, index=z.columns)
    w: pd.Series = ensure.numeric(ensure.every(weights, z.columns, "weights"))
    bad = pd.Series(w < 0)
    if bad.any():
        raise ValueError(f"weights must be non-negative numbers, not so for {ensure.named(bad)}")
    e = ordinal.outranking(z.to_numpy(), w.to_numpy())
    return pd.DataFrame(e, index=z.index, columns=z.index)


def borda(e: pd.DataFrame) -> pd.Series:
    """Borda count: weight of the pairs a unit wins, summed over its rivals.

    For rankings without ties this is sum over voters of (n - rank).

    >>> votes = pd.DataFrame({"a": [3, 1, 2], "b": [3, 2, 1]}, index=["u", "v", "w"])
    >>> borda(outranking(votes)).to_dict()
    {'u': 4.0, 'v': 1.0, 'w': 1.0}
    """
    return pd.Series(_outranking_matrix(e).sum(1), index=e.index)


def copeland(e: pd.DataFrame) -> pd.Series:
    """Copeland score: rivals beaten by a majority minus rivals lost to.

    >>> votes = pd.DataFrame({"a": [3, 1, 2], "b": [3, 1, 2]}, index=["u", "v", "w"])
    >>> copeland(outranking(votes)).to_dict()
    {'u': 2.0, 'v': -2.0, 'w': 0.0}
    """
    votes = _outranking_matrix(e)
    return pd.Series(ordinal.majority(votes - votes.T, votes + votes.T).sum(1), index=e.index)


def condorcet(e: pd.DataFrame) -> list | None:
    """Order by majority of every pair, or None if majorities form a cycle or a tie.

    >>> votes = pd.DataFrame({"a": [3, 1, 2], "b": [3, 1, 2]}, index=["u", "v", "w"])
    >>> condorcet(outranking(votes))
    ['u', 'w', 'v']
    """
    scores = copeland(e).sort_values(ascending=False)
    n = len(scores)
    return list(scores.index) if scores.tolist() == list(range(n - 1, -n, -2)) else None


class Kemeny(NamedTuple):
    """Result of `kemeny`: the best support and the orders of the units that have it."""

    score: float
    rankings: list[list]


def kemeny(e: pd.DataFrame, *, max_rankings: int = 1000) -> Kemeny:
    """Condorcet–Kemeny–Young–Levenglick: the orders with the greatest support.

    Support is the sum of e_jk over all pairs with j above k. The maximum over all n! orders is
    exact. Up to 16 units, dynamic programming gives every order that reaches it; beyond, an
    integer programme gives one of them.

    Raises
    ------
    ValueError
        More than `max_rankings` optimal orders, or an integer programme that isn't solved.

    Examples
    --------
    >>> votes = pd.DataFrame({"a": [3, 1, 2], "b": [3, 1, 2]}, index=["u", "v", "w"])
    >>> kemeny(outranking(votes)).rankings
    [['u', 'w', 'v']]
    """
    array = _outranking_matrix(e)
    ensure.whole(max_rankings, "max_rankings", 1)
    if len(e) > KEMENY_LIMIT:
        order = _linear_ordering(array)
        above = np.triu(array[np.ix_(order, order)], 1)
        return Kemeny(float(above.sum()), [e.index[order].tolist()])
    best, gain = ordinal.kemeny_tables(array)
    slack = 100 * kernels.ROUNDING * best[-1]
    orders, everyone = [], (1 << len(e)) - 1
    pending: list[tuple[int, list[int]]] = [(everyone, [])]
    while pending:
        members, tail = pending.pop()
        if not members:
            orders.append(tail)
            if len(orders) > max_rankings:
                raise ValueError(f"more than {max_rankings} optimal orders: too many ties")
            continue
        for i in range(len(e)):
            before = members & ~(1 << i)
            if before != members and best[before] + gain[i, before] >= best[members] - slack:
                pending.append((before, [e.index[i], *tail]))
    by_name = sorted(orders, key=lambda order: list(map(str, order)))
    return Kemeny(float(best[everyone]), by_name)


def _linear_ordering(e: np.ndarray) -> np.ndarray:
    """Positions of the units along an order of greatest support.

    One binary x_ij for each pair i < j, 1 if i is above j; no cycle in any three i < j < k:
    0 <= x_ij + x_jk - x_ik <= 1.
    """
    n = len(e)
    pairs = list(combinations(range(n), 2))
    number = {pair: position for position, pair in enumerate(pairs)}
    triples = list(combinations(range(n), 3))
    columns = [[number[i, j], number[j, k], number[i, k]] for i, j, k in triples]
    acyclic = csr_array(
        (
            np.tile([1.0, 1.0, -1.0], len(triples)),
            (np.repeat(np.arange(len(triples)), 3), np.ravel(columns)),
        ),
        shape=(len(triples), len(pairs)),
    )
    solved = milp(
        c=[e[j, i] - e[i, j] for i, j in pairs],
        integrality=1,
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(acyclic, 0, 1),
    )
    if not solved.success:
        raise ValueError(f"the integer programme for {n} units was not solved: {solved.message}")
    wins = np.zeros(n)
    for (i, j), above in zip(pairs, np.round(solved.x), strict=True):
        wins[i if above else j] += 1
    return np.argsort(-wins, kind="stable")


def non_negative(z: pd.DataFrame, rule: str) -> None:
    """Refuse negative values, naming the indicators and units that have them."""
    negative = z < 0
    if negative.any(axis=None):
        raise ValueError(
            f"{rule} needs non-negative values, not so for {ensure.named(negative.any())} "
            f"of {ensure.named(negative.any(axis=1))}: use min-max on a positive interval"
        )


def _prepared(z: pd.DataFrame, weights: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    z = ensure.table(z)
    ensure.observed(z)
    weights = ensure.weights(weights, z.columns)
    weighed(z, weights)
    return z, weights


def weighed(z: pd.DataFrame, weights: pd.Series) -> None:
    """Refuse units whose only values have weight zero."""
    without = ~(z.notna() & (weights > 0)).any(axis=1)
    if without.any():
        raise ValueError(f"units {ensure.named(without)} have values of weight 0 only: no score")


def _outranking_matrix(e: pd.DataFrame) -> np.ndarray:
    e = ensure.complete(e, "an outranking matrix")
    if list(e.index) != list(e.columns):
        raise ValueError("expected an outranking matrix: the same units in rows and columns")
    negative = (e < 0).any(axis=1)
    if negative.any() or np.diag(e).any():
        raise ValueError(
            "an outranking matrix has no negative number, and zeros on its diagonal, not so for "
            f"{ensure.named(negative) or e.index[np.diag(e) != 0].tolist()}"
        )
    return e.to_numpy()
