"""Scores of indicators that are best at a value, within an interval, or at a target.

For what is neither better high nor low (中间型, 区间型), such as the acidity of water, and for
policy targets. Reference for distances to targets: OECD/JRC (2008) *Handbook*, step 5, and Becker
et al. (2022) COINr, `n_dist2targ`.
"""

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels
from digitalbay.methods.ensure import Table


def nearness(x: Table, low: float, high: float | None = None) -> Table:
    """Score 1 within [low, high], falling linearly to 0 for the value farthest from it.

    1 - d / max d, d the distance to the interval, over all units of an indicator. Fix the distance
    by adding a unit at which the score should be 0.

    Parameters
    ----------
    x : Series or DataFrame
    low, high : the best interval; without high, low is the ideal value

    Raises
    ------
    ValueError
        low above high, or an indicator of which every value is as good.

    Examples
    --------
    >>> nearness(pd.Series([6.0, 7.0, 8.0, 9.0]), 7).tolist()
    [0.5, 1.0, 0.5, 0.0]
    >>> nearness(pd.Series([5.0, 10.0, 15.0, 30.0]), 10, 20).tolist()
    [0.5, 1.0, 1.0, 0.0]
    """
    high = low if high is None else high
    if not ensure.number(low, "low") <= ensure.number(high, "high"):
        raise ValueError(f"the best interval must be (low, high), got ({low}, {high})")
    frame = ensure.table(x.to_frame() if isinstance(x, pd.Series) else x)
    away = np.maximum(np.maximum(low - frame, frame - high), 0)
    farthest = away.max()
    bad = ~(farthest > kernels.ROUNDING * max(abs(low), abs(high)))
    if bad.any():
        raise ValueError(f"all values lie in the best interval, none differs: {ensure.named(bad)}")
    scores = 1 - away / farthest
    return scores.iloc[:, 0].rename(x.name) if isinstance(x, pd.Series) else scores


def target_distance(
    x: pd.Series, target: float, *, direction: int = 1, cap: bool = False
) -> pd.Series:
    """Score of the way from the worst unit to a target: 0 for the worst, 1 at the target.

    1 - (target - x) / (target - min x); with direction -1, 1 - (x - target) / (max x - target).

    Parameters
    ----------
    x : Series by unit
    target : value to be reached
    direction : +1 if the target is a floor, -1 if it is a ceiling
    cap : cut scores off at 1, else a unit beyond the target scores more

    Raises
    ------
    ValueError
        An unknown direction, no value, or a target that the worst unit has met.

    Examples
    --------
    >>> target_distance(pd.Series([20.0, 60.0, 100.0]), 100).tolist()
    [0.0, 0.5, 1.0]
    """
    if direction not in (1, -1):
        raise ValueError(f"unknown direction {direction!r}: expected 1 or -1")
    x = direction * ensure.numeric(x)
    if x.isna().all():
        raise ValueError("a distance to a target needs at least one value, all are missing")
    goal, worst = direction * ensure.number(target, "target"), x.min()
    if not goal - worst > kernels.ROUNDING * abs(goal):
        raise ValueError(f"every unit has met the target {target}: there is no way to measure")
    scores = 1 - (goal - x) / (goal - worst)
    return scores.clip(upper=1) if cap else scores
