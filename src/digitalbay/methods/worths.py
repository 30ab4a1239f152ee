"""Consensus of rankings, which may be partial, by the worths of their items.

References: Plackett (1975) Applied Statistics 24(2); Hunter (2004) Ann. Statist. 32(1), the MM
algorithm; Caron & Doucet (2012) J. Comput. Graph. Stat. 21(1), its gamma prior.
"""

from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from digitalbay.methods import ensure
from digitalbay.methods.ranking import preferences


class PlackettLuce(NamedTuple):
    """Result of `plackett_luce`.

    worth : Series by item, sum 1: P(i is first of a set) is its worth as a share of the set's;
    log_likelihood; n_sources : Series by item, how many rank it.
    """

    worth: pd.Series
    log_likelihood: float
    n_sources: pd.Series


def plackett_luce(rankings: pd.DataFrame, *, prior: float = 0.0) -> PlackettLuce:
    """Consensus of partial rankings under the Plackett–Luce model.

    Maximises the likelihood, prod over stages of worth of the chosen / sum of worths of those
    left, by Hunter's MM algorithm.

    Parameters
    ----------
    rankings : DataFrame, sources × items, without ties
    prior : strength of a gamma prior (shape 1 + prior) on worths, which pulls them together
        and makes them exist for any rankings; 0 for maximum likelihood

    Raises
    ------
    ValueError
        A tie within a source, an item no source compares, or, without prior, items that can be
        split in two so that one part always beats the other: then no maximum exists.

    Examples
    --------
    >>> votes = pd.DataFrame([[1, 2, 3], [1, 3, 2], [2, 1, 3]], columns=["u", "v", "w"])
    >>> plackett_luce(votes, prior=0.1).worth.idxmax()
    'u'
    """
    rankings = _strict(rankings)
    ensure.number(prior, "prior", 0)
    if prior == 0:
        _connected(rankings)
    orders = _orders(rankings)
    ones = np.ones((1, len(rankings)))
    worth = _worths(orders, rankings.shape[1], ones, prior)[0]
    worth = worth / worth.sum()
    counts = rankings.notna().sum()
    likelihood = _log_likelihood(orders, worth)
    return PlackettLuce(pd.Series(worth, rankings.columns, name="worth"), likelihood, counts)


class Consensus(NamedTuple):
    """Result of `plackett_luce_bootstrap`.

    table : DataFrame by item, best first: ``worth``, ``rank``, ``low`` and ``high`` rank over
        resamples, ``n_sources``; above : DataFrame, P(row above column) over resamples.
    """

    table: pd.DataFrame
    above: pd.DataFrame


def plackett_luce_bootstrap(
    rankings: pd.DataFrame,
    *,
    n_resamples: int = 1000,
    prior: float = 0.1,
    level: float = 0.9,
    seed: int = 0,
) -> Consensus:
    """Plackett–Luce consensus with rank intervals from resampling the sources.

    An item isn't ranked in resamples in which no source ranks it.

    Parameters
    ----------
    rankings : as in `plackett_luce`
    prior : positive, as a resample need not connect all items
    level : share of resamples in the interval

    Examples
    --------
    >>> votes = pd.DataFrame([[1, 2, 3], [1, 3, 2], [2, 1, 3]], columns=["u", "v", "w"])
    >>> plackett_luce_bootstrap(votes, n_resamples=20).table["low"].to_dict()
    {'u': 1.0, 'v': 1.0, 'w': 2.0}
    """
    ensure.whole(n_resamples, "n_resamples", 1)
    if not 0 < ensure.number(level, "level") < 1:
        raise ValueError(f"level is a share between 0 and 1, got {level}")
    if not ensure.number(prior, "prior", 0) > 0:
        raise ValueError("the bootstrap needs a positive prior: resamples may not connect items")
    full = plackett_luce(rankings, prior=prior)
    rankings = _strict(rankings)
    rng, n = np.random.default_rng(seed), len(rankings)
    times = rng.multinomial(n, np.full(n, 1 / n), size=n_resamples).astype(float)
    worth = _worths(_orders(rankings), rankings.shape[1], times, prior)
    worth[times @ rankings.notna().to_numpy() == 0] = np.nan
    ranks = pd.DataFrame(worth, columns=rankings.columns).rank(axis=1, ascending=False)
    table = pd.DataFrame(
        {
            "worth": full.worth,
            "rank": full.worth.rank(ascending=False),
            "low": ranks.quantile((1 - level) / 2),
            "high": ranks.quantile((1 + level) / 2),
            "n_sources": full.n_sources,
        }
    )
    r = ranks.to_numpy()
    wins = (r[:, :, None] < r[:, None, :]).sum(0) + 0.5 * (r[:, :, None] == r[:, None, :]).sum(0)
    both = (~np.isnan(r)).astype(float).T @ (~np.isnan(r))
    above = np.divide(wins, both, out=np.full(wins.shape, np.nan), where=both > 0)
    np.fill_diagonal(above, 0)
    names = rankings.columns
    return Consensus(table.sort_values("rank"), pd.DataFrame(above, names, names))


def _strict(rankings: pd.DataFrame) -> pd.DataFrame:
    rankings = ensure.table(rankings)
    rankings = rankings[rankings.notna().sum(axis=1) > 1]
    for source, row in rankings.iterrows():
        tied = row.dropna()[row.dropna().duplicated(keep=False)]
        if len(tied):
            raise ValueError(
                f"Plackett–Luce needs strict orders, but {source!r} ties {list(tied.index)}; "
                "use preferences() with borda or kemeny"
            )
    absent = rankings.isna().all()
    if absent.any():
        raise ValueError(f"no source compares {ensure.named(absent)} with another item")
    return rankings


def _connected(rankings: pd.DataFrame) -> None:
    beats = preferences(rankings) > 0
    graph = nx.from_pandas_adjacency(beats.astype(int), create_using=nx.DiGraph)
    parts = [sorted(map(str, part)) for part in nx.strongly_connected_components(graph)]
    if len(parts) > 1:
        raise ValueError(
            f"no maximum likelihood: items fall into parts {sorted(parts)} of which one always "
            "beats another, or that are never compared; give a prior"
        )


def _orders(rankings: pd.DataFrame) -> np.ndarray:
    """Positions of the items of each source, best first, padded by the number of items."""
    values, k = rankings.to_numpy(), rankings.shape[1]
    order = np.argsort(values, axis=1, kind="stable")  # missing ones come last
    return np.where(np.arange(k) < (~np.isnan(values)).sum(axis=1)[:, None], order, k)


def _worths(orders: np.ndarray, k: int, weights: np.ndarray, prior: float) -> np.ndarray:
    """Worths (mean 1) by resample, for weights (resamples × sources) of the sources."""
    ranked = orders < k
    last = ranked & ~np.pad(ranked, ((0, 0), (0, 1)))[:, 1:]
    stage = ranked & ~last
    place = np.zeros((*orders.shape, k + 1))
    np.put_along_axis(place, orders[..., None], 1.0, axis=-1)
    place = place[..., :k].reshape(-1, k)
    wins = weights @ (stage[..., None] * place.reshape(*orders.shape, k)).sum(axis=1)
    gamma = np.ones((len(weights), k))
    for _ in range(100_000):
        left = np.append(gamma, np.zeros((len(gamma), 1)), axis=1)[:, orders]
        left = left[..., ::-1].cumsum(-1)[..., ::-1]
        hazard = np.where(stage, weights[..., None] / np.where(stage, left, 1), 0).cumsum(-1)
        exposure = (hazard * ranked).reshape(len(gamma), -1) @ place
        # Items a resample leaves out have neither wins nor exposure: only the prior.
        new = (wins + prior) / np.where(exposure + prior > 0, exposure + prior, 1)
        new /= new.mean(axis=1, keepdims=True)
        done = np.abs(new - gamma).max() < 1e-10
        gamma = new
        if done:
            return gamma
    raise ValueError("Plackett–Luce did not converge: give a prior")


def _log_likelihood(orders: np.ndarray, worth: np.ndarray) -> float:
    padded = np.append(worth, 0)[orders]
    left = padded[:, ::-1].cumsum(axis=1)[:, ::-1]
    at = padded > 0
    return float(np.log(padded[at] / left[at]).sum())
