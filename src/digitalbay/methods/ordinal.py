"""Ordinal rules on plain arrays (axes as in `kernels`): only who beats whom counts.

`borda`, `copeland` and `kemeny` score units from normalised indicators and weights; values that
differ by rounding tie.
"""

from collections.abc import Iterator

import numpy as np

from digitalbay.methods import kernels

Array = np.ndarray


def outranking(z: Array, w: Array) -> Array:
    """Weight of the indicators on which the first unit beats the second, ties by half.

    A pair is compared on the indicators that both units have. Units × units × draws.
    """
    m = len(z)
    e = np.zeros((m, m, *z.shape[2:]))
    for i, (wins, losses) in enumerate(_duels(z)):
        both = ~np.isnan(z[i] + z)
        e[i] = (w * (0.5 * both + 0.5 * wins - 0.5 * losses)).sum(1)
        e[i, i] = 0
    return e


def borda(z: Array, w: Array) -> Array:
    """Weight of the pairs a unit wins, ties by half, summed over its rivals."""
    return np.where(np.isnan(z), 0, w * beaten(z)).sum(1)


def beaten(z: Array) -> Array:
    """How many units each unit beats on each indicator, ties by half."""
    return kernels.midrank(z) - 1


def copeland(z: Array, w: Array) -> Array:
    """Majority wins minus majority losses."""
    score = np.zeros((len(z), *z.shape[2:]))
    total = w.sum(0)
    for i, (wins, losses) in enumerate(_duels(z)):
        margin = (w * (wins.astype(float) - losses)).sum(1)
        score[i] = majority(margin, total).sum(0)
    return score


def majority(margin: Array, total: Array | float) -> Array:
    """Sign of a margin of votes; 0 for one that rounding explains."""
    return np.where(np.abs(margin) > kernels.ROUNDING * total, np.sign(margin), 0)


def kemeny(z: Array, w: Array) -> Array:
    """Number of units minus mean place, plus one, over all orders of greatest support.

    Every optimal order counts alike, so that units in the same position share a score. With
    `up` the number of optimal orders of a set on top, and `down` that of the ways from it to
    the set of all, unit i has its place in up × down of them.
    """
    e = outranking(z, w)
    m = len(e)
    best, gain = kemeny_tables(e)
    up, down = np.zeros_like(best), np.zeros_like(best)
    up[0] = down[-1] = 1
    steps = [_steps(best, gain, size) for size in range(1, m + 1)]
    for s, before, optimal in steps:
        up[s] = (optimal * up[before]).sum(1)
    places = np.zeros(e.shape[1:])
    for size, (s, before, optimal) in zip(range(m, 0, -1), reversed(steps), strict=True):
        ways = optimal * down[s][:, None]
        for i in range(m):
            down[before[:, i]] += ways[:, i]  # every set once, as another i was taken out
        places += size * (ways * up[before]).sum(0)
    return m + 1 - places / up[-1]


def kemeny_tables(e: Array) -> tuple[Array, Array]:
    """Dynamic programme of Condorcet–Kemeny–Young–Levenglick over sets of leading units.

    Returns best[S], the support of the best order of the set S placed on top, and gain[i, S],
    what unit i adds when it follows S. Sets are bit masks; draws follow.
    """
    m = len(e)
    gain = np.zeros((m, 1, *e.shape[2:]))
    for k in range(m):  # doubling: sets with unit k lack its contribution
        gain = np.concatenate([gain + e[:, k, None], gain], axis=1)
    best = np.zeros((1 << m, *e.shape[2:]))
    for size in range(1, m + 1):
        s, before, members = _sets(m, size, e.ndim - 2)
        support = best[before] + gain[np.arange(m), before]
        best[s] = np.where(members, support, -np.inf).max(1)
    return best, gain


def _sets(m: int, size: int, draws: int) -> tuple[Array, Array, Array]:
    """Sets of a size, each without every member in turn, and who are members."""
    sets, units = np.arange(1 << m), np.arange(m)
    s = sets[np.bitwise_count(sets) == size]
    members = s[:, None] >> units & 1
    before = np.where(members, s[:, None] ^ (1 << units), 0)
    return s, before, members.reshape(*members.shape, *[1] * draws) == 1


def _steps(best: Array, gain: Array, size: int) -> tuple[Array, Array, Array]:
    """Sets of a size, each without every member, and whether that member may come last."""
    m = len(gain)
    s, before, members = _sets(m, size, best.ndim - 1)
    support = best[before] + gain[np.arange(m), before]
    slack = 100 * kernels.ROUNDING * np.abs(best[-1])
    return s, before, members & (support >= best[s][:, None] - slack)


def _duels(z: Array) -> Iterator[tuple[Array, Array]]:
    """For each unit in turn, the units and indicators on which it wins, and loses."""
    slack = kernels.ROUNDING * np.abs(z)
    low = z - slack
    for i in range(len(z)):
        yield low[i] > z, low > z[i]
