"""The steps on plain arrays, each the single implementation of its formula.

First axis: units; second: indicators; any axes after that: draws. The public functions wrap
these for tables, and the Monte Carlo calls them on blocks of draws, so both compute the same
thing; with draws last, every operation runs along them. A missing value (NaN) stays missing and
never moves another unit.
"""

from collections.abc import Sequence

import numpy as np

Array = np.ndarray

# Values closer than this share of their size are the same: sums taken in another order differ in
# the last bits.
ROUNDING = 1e-13
# Sums that cancel out differ by this share of the largest one.
CANCELLED = 4 * np.finfo(float).eps
# Ranks of more units than this are found by sorting.
COMPARED = 64
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
    x: Array,
    lower: Array | None = None,
    upper: Array | None = None,
    interval: Sequence[float] = (0.0, 1.0),
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


def constant(x: Array) -> Array:
    """Whether the units differ by no more than rounding."""
    lower, upper = _extremes(x)
    return ~(upper - lower > ROUNDING * np.maximum(np.abs(lower), np.abs(upper)))


def rank(x: Array, slack: Array | float = 0.0) -> Array:
    """Ascending rank along units: the smallest gets 1, ties share the lowest rank.

    Values tie that differ by rounding, or by less than slack.
    """
    low = x - np.maximum(ROUNDING * np.abs(x), slack)
    below = np.zeros(x.shape, np.min_scalar_type(len(x)))
    if len(x) <= COMPARED:
        for unit in x:
            below += (unit < low).view(np.uint8)
    else:
        found, ordered = below.reshape(len(x), -1), np.sort(x, axis=0).reshape(len(x), -1)
        for column, limits in enumerate(low.reshape(len(x), -1).T):
            found[:, column] = np.searchsorted(ordered[:, column], limits)
    return np.where(np.isnan(x), np.nan, 1.0 + below)


def midrank(x: Array) -> Array:
    """Ascending rank along units, from 1; ties share the mean of their ranks."""
    return (rank(x) - rank(-x) + (~np.isnan(x)).sum(0) + 1) / 2


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
    if lower is not None and upper is not None:
        low, high = (np.where(direction > 0, a, -b) for a, b in ((lower, upper), (upper, lower)))
        z = minmax(x, low, high, interval)
    else:
        z = minmax(x, lower, upper, interval)
    return np.clip(z, *interval) if clip else z


def descending_rank(score: Array) -> Array:
    """Rank of each unit (first axis): the best gets 1, ties share the best rank."""
    return rank(-score, CANCELLED * np.fmax.reduce(np.abs(score), axis=0, initial=0))


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


def entropy_weights(x: Array) -> Array:
    """Weights from the divergence 1 - e of each indicator's shares; x must be non-negative."""
    p = x / np.nansum(x, axis=0)
    some = p > 0
    entropy = -np.where(some, p * np.log(np.where(some, p, 1)), 0).sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):  # of a single value, which is constant
        divergence = 1 - entropy / np.log((~np.isnan(x)).sum(0))
    divergence = np.where(constant(x) | (divergence < ROUNDING), 0, divergence)
    with np.errstate(invalid="ignore"):
        return divergence / divergence.sum(0)


def critic_weights(z: Array) -> Array:
    """Weights from contrast and conflict: s_j times the sum over k of 1 - r_jk.

    Missing (NaN) where no two indicators differ but by rounding.
    """
    d = z - z.mean(0)
    norm = np.sqrt((d**2).sum(0))
    unit = d / np.where(norm > 0, norm, 1)
    # The sum of the correlations of j is its product with the sum of all unit vectors.
    conflict = z.shape[1] - (unit * unit.sum(1, keepdims=True)).sum(0)
    return informed(norm, conflict)


def informed(contrast: Array, conflict: Array) -> Array:
    """CRITIC weights from contrasts and conflicts; a conflict of rounding errors is none."""
    information = contrast * np.where(conflict > 1e-12 * len(conflict), conflict, 0)
    with np.errstate(invalid="ignore"):
        return information / information.sum(0)
