"""Agreement between rankings, and their consensus; rankings may be partial.

A table of rankings has sources in rows and items in columns, rank 1 for the best, and is missing
where a source doesn't rank the item. Only the order within a source counts, so published
ranks among more items will do.

Borda, Copeland and Condorcet–Kemeny–Young–Levenglick consensus: give `preferences` to the
functions of `aggregate`.

References: Kendall & Babington Smith (1939) Ann. Math. Stat. 10(3); Plackett (1975) Applied
Statistics 24(2); Hunter (2004) Ann. Statist. 32(1), the MM algorithm; Caron & Doucet (2012) J.
Comput. Graph. Stat. 21(1), its gamma prior.
"""

from itertools import combinations
from typing import NamedTuple

import networkx as nx
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
