"""Ranks over many draws: how often a unit takes each, where most lie, which are told apart."""

from functools import partial

import numpy as np
import pandas as pd

from digitalbay.methods import ensure


def rank_counts(ranks: pd.DataFrame) -> pd.DataFrame:
    """Count how often each unit takes each rank.

    Parameters
    ----------
    ranks : DataFrame, draws × units, integers from 1

    Returns
    -------
    DataFrame, units × ranks 1..m.

    Examples
    --------
    >>> rank_counts(pd.DataFrame({"v": [1, 1, 2], "w": [2, 2, 1]})).loc["v"].to_dict()
    {1: 2, 2: 1}
    """
    ranks = ensure.complete(ranks, "counting ranks")
    m = ranks.shape[1]
    values = ranks.to_numpy()
    if not np.isin(values, np.arange(1, m + 1)).all():
        raise ValueError(f"expected integer ranks from 1 to {m}")
    counts = (values[:, :, None] == np.arange(1, m + 1)).sum(0)
    return pd.DataFrame(counts, index=ranks.columns, columns=range(1, m + 1))


def rank_summary(counts: pd.DataFrame, level: float = 0.9) -> pd.DataFrame:
    """Mean, median and central interval of ranks.

    Quantiles interpolate between order statistics (Hyndman & Fan 1996, type 7, the default of
    R and numpy).

    Parameters
    ----------
    counts : DataFrame, units × ranks (`rank_counts`)
    level : share of draws in the interval

    Returns
    -------
    DataFrame by unit: ``mean``, ``median``, ``low``, ``high``.

    Examples
    --------
    >>> counts = rank_counts(pd.DataFrame({"v": [1, 1, 2], "w": [2, 2, 1]}))
    >>> rank_summary(counts)["median"].to_dict()
    {'v': 1.0, 'w': 2.0}
    """
    if not 0 < ensure.number(level, "level") < 1:
        raise ValueError(f"level is a share between 0 and 1, got {level}")
    counts = ensure.complete(counts, "a summary of ranks")
    bad = (counts < 0).any(axis=1) | ~(counts.sum(axis=1) > 0)
    if bad.any():
        raise ValueError(f"counts of ranks are not negative, nor all 0: {ensure.named(bad)}")
    quantile = partial(_quantile, counts)
    return pd.DataFrame(
        {
            "mean": counts @ np.asarray(counts.columns) / counts.sum(axis=1),
            "median": quantile(0.5),
            "low": quantile((1 - level) / 2),
            "high": quantile((1 + level) / 2),
        }
    )


def tiers(summary: pd.DataFrame) -> pd.Series:
    """Group units whose rank intervals overlap with that of the best unit of the tier.

    Units are taken by median, then mean rank; one whose ``low`` exceeds the ``high`` of the
    tier's first unit opens the next tier. Units of one tier aren't told apart from its
    first, though the last ones may be from each other.

    Returns
    -------
    Series of tiers from 1, best first.

    Examples
    --------
    >>> summary = pd.DataFrame({
    ...     "mean": [1.2, 1.9, 3.0], "median": [1, 2, 3], "low": [1, 1, 3], "high": [2, 2, 3]},
    ...     index=["u", "v", "w"])
    >>> tiers(summary).to_dict()
    {'u': 1, 'v': 1, 'w': 2}
    """
    absent = {"median", "mean", "low", "high"} - set(summary)
    if absent:
        raise ValueError(f"tiers need columns {sorted(absent)}: see rank_summary")
    summary = ensure.complete(summary, "tiers")
    crossed = summary["low"] > summary["high"]
    if crossed.any():
        raise ValueError(f"low is above high for {ensure.named(crossed)}")
    tier, limit, found = 0, -np.inf, {}
    for unit, row in summary.sort_values(["median", "mean"]).iterrows():
        if row["low"] > limit:
            tier, limit = tier + 1, row["high"]
        found[unit] = tier
    return pd.Series(found, name="tier")


def told_apart(above: pd.DataFrame, level: float = 0.95) -> int:
    """Count the pairs of units that keep their order in at least this share of the draws.

    Parameters
    ----------
    above : share of draws in which the row's unit ranks above the column's

    Examples
    --------
    >>> above = pd.DataFrame([[0.5, 0.97], [0.03, 0.5]], index=["v", "w"], columns=["v", "w"])
    >>> told_apart(above)
    1
    """
    above = ensure.complete(above, "telling units apart")
    if not 0.5 < ensure.number(level, "level") <= 1:
        raise ValueError(f"level is a share above 0.5 and at most 1, got {level}")
    upper = above.to_numpy()[np.triu_indices(len(above), 1)]
    return int((np.maximum(upper, 1 - upper) >= level).sum())


def _quantile(counts: pd.DataFrame, q: float) -> np.ndarray:
    values, cumulative = np.asarray(counts.columns, float), counts.to_numpy().cumsum(axis=1)
    position = (cumulative[:, -1] - 1) * q
    below = np.floor(position)
    low, high = (
        values[(cumulative <= place[:, None]).sum(axis=1).clip(max=len(values) - 1)]
        for place in (below, below + 1)
    )
    return low + (position - below) * (high - low)
