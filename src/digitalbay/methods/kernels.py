"""The steps on plain arrays, each the single implementation of its formula.

Last axis: indicators; the one before: units; any axes before that: draws. The public
functions wrap these for tables, and the Monte Carlo calls them on blocks of draws, so both
compute the same thing. A missing value (NaN) stays missing and never moves another unit.
"""

import numpy as np

Array = np.ndarray

# Scores closer than this are tied: sums of weights taken in another order differ in the last bits.
TIE_DECIMALS = 10
# Interval of min-max scores from which entropy weights are taken: shares must be positive.
SQUEEZED = (0.002, 0.998)


def _mean(x: Array) -> Array:
    missing = np.isnan(x)
    if not missing.any():
        return x.mean(-2, keepdims=True)
    return np.where(missing, 0, x).sum(-2, keepdims=True) / (~missing).sum(-2, keepdims=True)


def minmax(
    x: Array, lower: Array | None = None, upper: Array | None = None, interval=(0.0, 1.0)
) -> Array:
    """Linear map of [lower, upper] (own range unless given) to interval."""
    lower = np.fmin.reduce(x, axis=-2, keepdims=True) if lower is None else lower
    upper = np.fmax.reduce(x, axis=-2, keepdims=True) if upper is None else upper
    slope = (interval[1] - interval[0]) / (upper - lower)
    z = x - lower
    z *= slope
    z += interval[0]
    return z


def zscore(x: Array) -> Array:
    """Deviation from the mean in sample standard deviations (ddof = 1)."""
    z = x - _mean(x)
    missing = np.isnan(z)
    squares = np.where(missing, 0, z**2).sum(-2, keepdims=True)
    return z / np.sqrt(squares / ((~missing).sum(-2, keepdims=True) - 1))


def rank(x: Array) -> Array:
    """Ascending rank along units: the smallest gets 1, ties share the lowest rank."""
    below = np.zeros(x.shape, np.int32)
    for unit in range(x.shape[-2]):  # all pairs at once would be units times as large
        below += x[..., unit, None, :] < x
    return np.where(np.isnan(x), np.nan, 1.0 + below)


def percentile(x: Array) -> Array:
    """Ascending rank as a percentage of the units observed."""
    return 100 * rank(x) / (~np.isnan(x)).sum(-2, keepdims=True)


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
    """Rank of each unit along the last axis: the best gets 1, ties share the best rank."""
    score = np.round(score, TIE_DECIMALS)
    above = (score[..., None, :] > score[..., :, None]).sum(-1)
    return np.where(np.isnan(score), np.nan, 1.0 + above)


def _present(z: Array, w: Array) -> Array:
    """Weights per unit: those of missing values go to the unit's other values."""
    w = np.broadcast_to(w[..., None, :], z.shape)
    missing = np.isnan(z)
    if not missing.any():
        return w
    w = np.where(missing, 0, w)
    total = w.sum(-1, keepdims=True)
    return np.divide(w, total, out=np.full(w.shape, np.nan), where=total > 0)


def _weighted_sum(f: Array, w: Array) -> Array:
    # A zero weight drops its value, also an infinite or missing one.
    if np.isfinite(f).all():
        return np.einsum("...k,...k->...", f, w)
    return np.where(w == 0, 0, f * w).sum(-1)


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
    """Weight of the indicators on which the row unit beats the column unit, ties by half.

    A pair is compared on the indicators that both units have.
    """
    row, column = z[..., :, None, :], z[..., None, :, :]
    wins = (row > column).astype(float)
    wins += 0.5 * (row == column)
    e = np.einsum("...k,...k->...", wins, w[..., None, None, :])
    m = z.shape[-2]
    e[..., np.arange(m), np.arange(m)] = 0
    return e


def borda(e: Array) -> Array:
    """Row sums of the outranking matrix."""
    return e.sum(-1)


def copeland(e: Array) -> Array:
    """Majority wins minus majority losses."""
    return np.sign(np.round(e - e.swapaxes(-1, -2), TIE_DECIMALS)).sum(-1)


def kemeny_tables(e: Array) -> tuple[Array, Array]:
    """Dynamic programme of Condorcet–Kemeny–Young–Levenglick over sets of leading units.

    Returns best[..., S], the support of the best order of the set S placed on top, and
    gain[..., i, S], what unit i adds when it follows S. Sets are bit masks.
    """
    m = e.shape[-1]
    gain = np.zeros((*e.shape[:-1], 1))
    for k in range(m):  # doubling: sets with unit k lack its contribution
        gain = np.concatenate([gain + e[..., :, k, None], gain], axis=-1)
    best = np.zeros((*e.shape[:-2], 1 << m))
    sets, units = np.arange(1 << m), np.arange(m)
    for size in range(1, m + 1):
        s = sets[np.bitwise_count(sets) == size]
        before, held = _without(s, units)
        support = best[..., before] + gain[..., units, before]
        best[..., s] = np.where(held, support, -np.inf).max(-1)
    return best, gain


def _without(s: Array, units: Array) -> tuple[Array, Array]:
    """Sets without each unit in turn (the empty set where it isn't a member), and membership."""
    held = (s[..., None] >> units & 1).astype(bool)
    return np.where(held, s[..., None] ^ (1 << units), 0), held


def kemeny(e: Array) -> Array:
    """Score m..1 along one optimal order (the first found, by position of the units)."""
    m = e.shape[-1]
    best, gain = kemeny_tables(e)
    score = np.zeros(e.shape[:-1])
    members = np.full(e.shape[:-2], (1 << m) - 1)
    units = np.arange(m)
    for place in range(1, m + 1):  # from the last place up
        before, held = _without(members, units)
        value = (
            np.take_along_axis(best, before, -1)
            + np.take_along_axis(gain, before[..., None], -1)[..., 0]
        )
        last = np.argmax(np.round(np.where(held, value, -np.inf), TIE_DECIMALS), axis=-1)
        np.put_along_axis(score, last[..., None], float(place), -1)
        members = members ^ (1 << last)
    return score


def entropy_weights(x: Array) -> Array:
    """Weights from the divergence 1 - e of each indicator's shares; x must be non-negative."""
    total = np.nansum(x, axis=-2, keepdims=True)
    p = x / total
    n = (~np.isnan(x)).sum(-2)
    plogp = np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0)
    divergence = 1 + plogp.sum(-2) / np.log(n)
    constant = np.fmax.reduce(x, axis=-2) == np.fmin.reduce(x, axis=-2)
    divergence = np.where(constant, 0, np.clip(divergence, 0, None))
    return divergence / divergence.sum(-1, keepdims=True)


def critic_weights(z: Array) -> Array:
    """Weights from contrast and conflict: s_j times the sum over k of 1 - r_jk."""
    d = z - z.mean(-2, keepdims=True)
    norm = np.sqrt((d**2).sum(-2))
    unit = d / np.where(norm > 0, norm, 1)[..., None, :]
    conflict = (1 - unit.swapaxes(-1, -2) @ unit).sum(-1)
    information = norm * conflict
    return information / information.sum(-1, keepdims=True)
