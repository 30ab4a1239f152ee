"""Acceptability over all weights (SMAA), for those who can't agree on any.

Reference: Lahdelma & Salminen (2001) Operations Research 49(3), SMAA-2.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels


def dirichlet_weights(
    codes: Iterable, n: int, *, concentration: float | pd.Series = 1.0, seed: int = 0
) -> pd.DataFrame:
    """Draw weights that sum to 1 from a Dirichlet distribution.

    Parameters
    ----------
    codes : of the indicators
    n : number of draws
    concentration : one number, or one by indicator; 1 makes all weights equally likely, more keeps
        them nearer to their mean, in proportion to the concentrations
    seed : of the draws

    Returns
    -------
    DataFrame, draws × indicators.

    Examples
    --------
    >>> weights = dirichlet_weights(["a", "b"], 1000)
    >>> weights.shape, weights["a"].mean().round(1).item()
    ((1000, 2), 0.5)
    """
    codes = list(codes)
    ensure.no_duplicates(codes, "indicator")
    if not codes:
        raise ValueError("weights need at least one indicator")
    ensure.whole(n, "n, the number of draws,", 1)
    if isinstance(concentration, pd.Series):
        alpha = ensure.numeric(ensure.every(concentration, codes, "concentration"))
    else:
        alpha = pd.Series(float(ensure.number(concentration, "concentration")), codes)
    if not (alpha > 0).all():
        raise ValueError(
            f"concentrations must be positive, not so for {ensure.named(~(alpha > 0))}"
        )
    drawn = np.random.default_rng(ensure.whole(seed, "seed")).dirichlet(alpha, n)
    return pd.DataFrame(drawn, columns=codes)


class Acceptability(NamedTuple):
    """Result of `smaa`.

    ranks : DataFrame, units × ranks, share of the draws; central : DataFrame, units × indicators,
    mean weights of the draws in which the unit is first (missing if it never is).
    """

    ranks: pd.DataFrame
    central: pd.DataFrame


def smaa(z: pd.DataFrame, weights: pd.DataFrame) -> Acceptability:
    """How often each unit takes each rank over drawn weights, and which weights make it first.

    Parameters
    ----------
    z : DataFrame, units × indicators, normalised, complete, more is better
    weights : DataFrame, draws × indicators (`dirichlet_weights`), each row of sum 1

    Units that tie share the best rank.

    Examples
    --------
    >>> z = pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 1.0]}, index=["v", "w"])
    >>> smaa(z, dirichlet_weights(["a", "b"], 1000)).ranks.loc["v"].round(1).to_dict()
    {1: 0.5, 2: 0.5}
    """
    z, weights = ensure.complete(z, "SMAA"), ensure.complete(weights, "SMAA")
    if set(weights.columns) != set(z.columns):
        raise ValueError(f"expected weights of {list(z.columns)}, got {list(weights.columns)}")
    w = weights[z.columns]
    wrong = (w < 0).any(axis=1) | ((w.sum(axis=1) - 1).abs() > 1e-6)
    if wrong.any():
        raise ValueError(f"weights are not negative and sum to 1, not so in {ensure.named(wrong)}")
    ranks = kernels.descending_rank(z.to_numpy() @ w.to_numpy().T)
    shares = {place: (ranks == place).mean(1) for place in range(1, len(z) + 1)}
    first = ranks == 1
    times = first.sum(1)[:, None]
    central = np.divide(first @ w.to_numpy(), times, out=np.full(z.shape, np.nan), where=times > 0)
    return Acceptability(
        pd.DataFrame(shares, index=z.index), pd.DataFrame(central, z.index, z.columns)
    )
