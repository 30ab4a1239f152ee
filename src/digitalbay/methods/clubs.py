"""Convergence clubs: the log t test, and the groups of units that pass it.

References: Phillips & Sul (2007) Econometrica 75(6), for the test; Phillips & Sul (2009) J. Applied
Econometrics 24(7), for the merging of clubs; Andrews (1991) Econometrica 59(3), for the variance.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from digitalbay.methods import ensure

# Of a one-sided test at five per cent: below it, convergence is rejected.
THRESHOLD = -1.65
# Times that are left for the regression.
FEWEST = 4


class LogT(NamedTuple):
    """Result of `log_t`.

    slope : on log t, twice the speed at which the units' shares approach each other; stderr :
    robust to autocorrelation, zero of a perfect fit; t : slope / stderr, where convergence is
    rejected below -1.65.
    """

    slope: float
    stderr: float
    t: float


class Clubs(NamedTuple):
    """Result of `convergence_clubs`.

    members : Series of the number of each unit's club, the highest first; missing for those that
    are in none; tests : DataFrame by club, ``n`` and the fields of `LogT`.
    """

    members: pd.Series
    tests: pd.DataFrame


def log_t(panel: pd.DataFrame, *, trim: float = 1 / 3) -> LogT:
    """Test whether all units converge: log(H_1/H_t) - 2 log log t = a + b log t + u.

    H_t is the mean of (x / mean x - 1)^2 over the units at time t.

    Parameters
    ----------
    panel : DataFrame, units × times in their order, complete and positive: logarithms of levels, as
        a rule, of which the business cycle was smoothed
    trim : part of the times, from the first, that the regression leaves out

    Raises
    ------
    ValueError
        Missing values or values that aren't positive, fewer than two units, too few times, or units
        that are all equal at one of them.

    Examples
    --------
    >>> panel = pd.DataFrame({t: [5 + 1 / t, 5 + 2 / t, 5 + 4 / t] for t in range(1, 31)})
    >>> log_t(panel).t > -1.65
    True
    """
    panel = _checked(panel, trim)
    return _tested(panel, range(len(panel)), trim)


def convergence_clubs(
    panel: pd.DataFrame, *, trim: float = 1 / 3, sieve: float = 0.0, merge: bool = True
) -> Clubs:
    """Sort units into clubs that converge, by the algorithm of Phillips & Sul.

    Units are ordered by their last value. The first of them that pass the test together, in the
    number that passes it best, are the core of a club; each other joins that passes the test with
    the core. What is left is sorted likewise.

    Parameters
    ----------
    panel, trim : as of `log_t`
    sieve : what t must exceed for a unit to join a core
    merge : join clubs next to each other that pass the test together

    Raises
    ------
    ValueError
        As `log_t`; in two units that are equal at one time, too.

    Examples
    --------
    >>> times = np.arange(1, 31)
    >>> panel = pd.DataFrame({t: [5 + 1 / t, 5 + 2 / t, 9 + t, 9 + t + 1 / t] for t in times})
    >>> convergence_clubs(panel).members.tolist()
    [2, 2, 1, 1]
    """
    panel = _checked(panel, trim)
    sieve = ensure.number(sieve, "sieve")
    rest = panel.iloc[:, ::-1].sort_values(list(panel.columns[::-1]), ascending=False).index
    rest, found = list(panel.index.get_indexer(rest)), []
    while len(rest) > 1 and (club := _club(panel, rest, trim, sieve)):
        found.append(club)
        rest = [unit for unit in rest if unit not in set(club)]
    found = _merged(panel, found, trim) if merge else found
    members = pd.Series(pd.NA, panel.index, dtype="Int64")
    for number, club in enumerate(found, 1):
        members.iloc[club] = number
    tests = [{"n": len(c), **_tested(panel, c, trim)._asdict()} for c in found]
    index = pd.RangeIndex(1, len(found) + 1, name="club")
    return Clubs(members, pd.DataFrame(tests, index, columns=["n", *LogT._fields]))


def _checked(panel: pd.DataFrame, trim: float) -> pd.DataFrame:
    panel = ensure.complete(panel, "the log t test")
    if not 0 < ensure.number(trim, "trim") < 1:
        raise ValueError(f"trim is a part of the times between 0 and 1, got {trim}")
    for time in panel:
        ensure.positive(panel[time], f"the log t test ({time})")
    if len(panel) < 2:
        raise ValueError("the log t test needs two units")
    if len(_times(panel.shape[1], trim)) < FEWEST:
        raise ValueError(
            f"the log t test needs {FEWEST} times after the first {trim:.0%}, of "
            f"{panel.shape[1]} are left {len(_times(panel.shape[1], trim))}"
        )
    return panel


def _times(n: int, trim: float) -> np.ndarray:
    # The logarithm of log t needs the second time at least.
    return np.arange(max(round(n * trim) + 1, 2), n + 1)


def _tested(panel: pd.DataFrame, units: Iterable[int], trim: float) -> LogT:
    units = list(units)
    values = panel.to_numpy()[units]
    spread = np.mean((values / values.mean(axis=0) - 1) ** 2, axis=0)
    if (none := spread < 1e-24).any():
        equal = panel.index[units].tolist()
        raise ValueError(f"the log t test: {equal} are equal at {panel.columns[none][0]}")
    t = _times(len(spread), trim)
    y = np.log(spread[0] / spread[t - 1]) - 2 * np.log(np.log(t))
    level = np.log(t) - np.log(t).mean()
    slope = level @ y / (level @ level)
    left = y - y.mean() - slope * level
    if np.abs(left).max() <= 1e-10 * max(np.abs(y).max(), 1):
        return LogT(float(slope), 0.0, float(np.copysign(np.inf, slope)))
    stderr = np.sqrt(_long_run_variance(left) / (level @ level))
    return LogT(float(slope), float(stderr), float(slope / stderr))


def _long_run_variance(u: np.ndarray) -> float:
    """Return it by the quadratic spectral kernel, with the bandwidth of an AR(1) process."""
    n = len(u)
    rho = u[:-1] @ u[1:] / (u[:-1] @ u[:-1])
    bandwidth = 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * n) ** 0.2
    # As Phillips & Sul computed it: the last residual counts in the variance alone.
    variance, head = u @ u / (n - 1), u[:-1]
    if bandwidth < 1e-6:
        return float(variance)
    z = 1.2 * np.pi * np.arange(1, n - 1) / bandwidth
    weights = 3 / z**2 * (np.sin(z) / z - np.cos(z))
    lagged = [head[:-lag] @ head[lag:] / (n - 1) for lag in range(1, n - 1)]
    total = float(variance + 2 * weights @ lagged)
    # The kernel's estimate can't be negative but for the residual left out.
    return total if total > 0 else float(variance)


def _club(panel: pd.DataFrame, rest: list[int], trim: float, sieve: float) -> list[int]:
    """Return the first club among units in order, or none."""
    if _tested(panel, rest, trim).t > THRESHOLD:
        return rest
    core = _core(panel, rest, trim)
    if not core:
        return []
    return [u for u in rest if u in core or _tested(panel, [*core, u], trim).t > sieve]


def _core(panel: pd.DataFrame, rest: list[int], trim: float) -> list[int]:
    pairs = range(len(rest) - 1)
    first = next((i for i in pairs if _tested(panel, rest[i : i + 2], trim).t > THRESHOLD), None)
    if first is None:
        return []
    best, size = -np.inf, 2
    for last in range(first + 2, len(rest) + 1):
        t = _tested(panel, rest[first:last], trim).t
        if t <= THRESHOLD:
            break
        if t > best:
            best, size = t, last - first
    return rest[first : first + size]


def _merged(panel: pd.DataFrame, clubs: list[list[int]], trim: float) -> list[list[int]]:
    merged: list[list[int]] = []
    for club in clubs:
        if merged and _tested(panel, [*merged[-1], *club], trim).t > THRESHOLD:
            merged[-1] = [*merged[-1], *club]
        else:
            merged.append(club)
    return merged
