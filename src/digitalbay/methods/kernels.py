"""The steps on plain arrays, each the single implementation of its formula.

First axis: units; second: indicators; any axes after that: draws. The public functions wrap
these for tables, and the Monte Carlo calls them on blocks of draws, so both compute the same
thing; with draws last, every operation runs along them. A missing value (NaN) stays missing and
never moves another unit.
"""

import numpy as np

Array = np.ndarray

# Scores closer than this are tied: sums of weights taken in another order differ in the last bits.
TIE_DECIMALS = 10
# Interval of min-max scores from which entropy weights are taken: shares must be positive.
SQUEEZED = (0.002, 0.998)


def _complete(x: Array) -> bool:
    """Whether nothing is missing, in one pass (a missing value makes the sum missing)."""
    return not np.isnan(x.sum())


def _mean(x: Array) -> Array:
    if _complete(x):
        return x.mean(0)
    missing = np.isnan(x)
    return np.where(missing, 0, x).sum(0) / (~missing).sum(0)


def _extremes(x: Array) -> tuple[Array, Array]:
    lower, upper = x.min(0), x.max(0)
    if np.isnan(lower).any():  # the reductions that pass over missing values are much slower
        lower, upper = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
    return lower, upper


def minmax(
    x: Array, lower: Array | None = None, upper: Array | None = None, interval=(0.0, 1.0)
) -> Array:
    """Linear map of [lower, upper] (own range unless given) to interval."""
    if lower is None:
        lower, upper = _extremes(x)
    slope = (interval[1] - interval[0]) / (upper - lower)
    z = x - lower
    z *= slope
    z += interval[0]
    return z


def zscore(x: Array, ddof: int = 1) -> Array:
    """Deviation from the mean in standard deviations."""
    z = x - _mean(x)
    missing = np.isnan(z)
    squares = np.where(missing, 0, z**2).sum(0)
    return z / np.sqrt(squares / ((~missing).sum(0) - ddof))


def rank(x: Array) -> Array:
    """Ascending rank along units: the smallest gets 1, ties share the lowest rank."""
    below = np.zeros(x.shape, np.min_scalar_type(len(x)))
    for unit in x:
        below += (unit < x).view(np.uint8)
    return np.where(np.isnan(x), np.nan, 1.0 + below)


def percentile(x: Array) -> Array:
    """Ascending rank as a percentage of the units observed."""
    return 100 * rank(x) / (~np.isnan(x)).sum(0)


def distance(x: Array) -> Array:
    """Ratio to the mean of the units."""
    return x / _mean(x)


CATEGORIES = {95: 100.0, 85: 80.0, 65: 60.0, 35: 50.0, 15: 40.0, 5: 20.0}


def categorical(x: Array) -> Array:
    """Score by percentile."""
    p = percentile(x)
    scores = np.select([p >= limit for limit in CATEGORIES], list(CATEGORIES.values()), 0.0)
    return np.where(np.isnan(x), np.nan, scores)


RELATIVE = {"zscore": zscore, "rank": rank, "percentile": percentile, "categorical": categorical}


def normalise(
    x: Array,
    direction: Array,
    method: str,
    *,
    lower: Array | None = None,
    upper: Array | None = None,
    interval: tuple[float, float] = (0.0, 1.0),
    clip: bool = False,
) -> Array:
    """Normalise by the method named, more being better afterwards.

    A ratio to the mean is turned round by taking its reciprocal, as a sign would cancel.
    """
    if method == "distance":
        return distance(x) ** direction
    x = x * direction
    if method != "minmax":
        return RELATIVE[method](x)
    if lower is not None:
        lower, upper = (np.where(direction > 0, a, -b) for a, b in ((lower, upper), (upper, lower)))
    z = minmax(x, lower, upper, interval)
    return np.clip(z, *interval) if clip else z


def descending_rank(score: Array) -> Array:
    """Rank of each unit (first axis): the best gets 1, ties share the best rank."""
    return rank(-np.round(score, TIE_DECIMALS))


def _present(z: Array, w: Array) -> Array:
    """Weights per unit: those of missing values go to the unit's other values."""
    if _complete(z):
        return w[None]
    w = np.where(np.isnan(z), 0, w)
    total = w.sum(1, keepdims=True)
    return np.divide(w, total, out=np.full(w.shape, np.nan), where=total > 0)


def _weighted_sum(f: Array, w: Array) -> Array:
    total = f[:, 0] * w[:, 0]
    for k in range(1, f.shape[1]):
        total += f[:, k] * w[:, k]
    if np.isnan(total).any():
        return np.where(w == 0, 0, f * w).sum(1)  # a zero weight drops its value, even infinite
    return total


def arithmetic(z: Array, w: Array) -> Array:
    """Weighted sum: full compensation."""
    return _weighted_sum(z, _present(z, w))


def geometric(z: Array, w: Array) -> Array:
    """Product of z to the power w: partial compensation; any zero makes zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.exp(_weighted_sum(np.log(z), _present(z, w)))


def harmonic(z: Array, w: Array) -> Array:
    """Reciprocal of the weighted sum of reciprocals: least compensation of the three."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 / _weighted_sum(1 / z, _present(z, w))


def outranking(z: Array, w: Array) -> Array:
    """Weight of the indicators on which the first unit beats the second, ties by half.

    A pair is compared on the indicators that both units have. Units × units × draws.
    """
    m = len(z)
    e = np.zeros((m, m, *z.shape[2:]))
    for i in range(m):
        for j in range(i):
            ties = 0.5 * (z[i] == z[j])
            e[i, j] = (w * ((z[i] > z[j]) + ties)).sum(0)
            e[j, i] = (w * ((z[i] < z[j]) + ties)).sum(0)
    return e


def borda(e: Array) -> Array:
    """Row sums of the outranking matrix."""
    return e.sum(1)


def copeland(e: Array) -> Array:
    """Majority wins minus majority losses."""
    return np.sign(np.round(e - e.swapaxes(0, 1), TIE_DECIMALS)).sum(1)


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
    sets, units = np.arange(1 << m), np.arange(m)
    for size in range(1, m + 1):
        s = sets[np.bitwise_count(sets) == size]
        members = s[:, None] >> units & 1
        before = np.where(members, s[:, None] ^ (1 << units), 0)
        support = best[before] + gain[units, before]
        outside = members.reshape(*members.shape, *[1] * (e.ndim - 2)) == 0
        best[s] = np.where(outside, -np.inf, support).max(1)
    return best, gain


def kemeny(e: Array) -> Array:
    """Score m..1 along one optimal order (the first found, by position of the units)."""
    m = len(e)
    best, gain = kemeny_tables(e)
    score = np.zeros(e.shape[1:])
    left = np.full(e.shape[2:], (1 << m) - 1)
    units = np.arange(m).reshape(m, *[1] * left.ndim)
    for place in range(1, m + 1):  # from the last place up
        members = left >> units & 1
        before = np.where(members, left ^ (1 << units), 0)
        support = np.take_along_axis(best, before, 0)
        support += np.take_along_axis(gain, before[:, None], 1)[:, 0]
        support = np.where(members, support, -np.inf)
        last = np.argmax(np.round(support, TIE_DECIMALS), axis=0)
        np.put_along_axis(score, last[None], float(place), 0)
        left = left ^ (1 << last)
    return score


def entropy_weights(x: Array) -> Array:
    """Weights from the divergence 1 - e of each indicator's shares; x must be non-negative."""
    p = x / np.nansum(x, axis=0)
    some = p > 0
    entropy = -np.where(some, p * np.log(np.where(some, p, 1)), 0).sum(0)
    divergence = 1 - entropy / np.log((~np.isnan(x)).sum(0))
    lower, upper = _extremes(x)
    constant = lower == upper
    divergence = np.where(constant, 0, np.clip(divergence, 0, None))
    return divergence / divergence.sum(0)


def critic_weights(z: Array) -> Array:
    """Weights from contrast and conflict: s_j times the sum over k of 1 - r_jk."""
    d = z - z.mean(0)
    norm = np.sqrt((d**2).sum(0))
    unit = d / np.where(norm > 0, norm, 1)
    # The sum of the correlations of j is its product with the sum of all unit vectors.
    conflict = z.shape[1] - (unit * unit.sum(1, keepdims=True)).sum(0)
    information = norm * conflict
    return information / information.sum(0)
