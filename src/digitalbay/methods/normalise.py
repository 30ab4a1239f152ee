"""Normalisation: bringing indicators to a common scale.

Every function takes a Series (units) or DataFrame (units × indicators) and returns the same
shape; missing values stay missing. References: OECD/JRC (2008) *Handbook on Constructing
Composite Indicators*, step 5.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels
from digitalbay.methods.ensure import Table


def orient(x: pd.DataFrame, directions: Mapping | pd.Series) -> pd.DataFrame:
    """Change the sign of indicators of which less is better, so that more always is.

    Parameters
    ----------
    x : DataFrame, units × indicators
    directions : +1 or -1 by indicator

    Raises
    ------
    ValueError
        A direction is missing or is neither +1 nor -1.

    Examples
    --------
    >>> x = pd.DataFrame({"price": [3.0, 1.0]}, index=["v", "w"])
    >>> orient(x, {"price": -1})["price"].to_dict()
    {'v': -3.0, 'w': -1.0}
    """
    x = ensure.table(x)
    directions = ensure.some(directions, x.columns, "direction").reindex(x.columns)
    bad = ~directions.isin([1, -1])
    if bad.any():
        raise ValueError(f"unknown direction {directions[bad].to_dict()}: expected 1 or -1")
    return x * directions.astype(int)


def goalposts(x: pd.DataFrame) -> pd.DataFrame:
    """Lowest and highest value of each indicator over all rows of a panel.

    Pass the result to `minmax` for every year, so that years compare ("pooled" goalposts);
    recompute every year when the range changes.

    Returns
    -------
    DataFrame with index indicators and columns ``lower`` and ``upper``.

    Raises
    ------
    ValueError
        An indicator that has no value, or only one.

    Examples
    --------
    >>> panel = pd.DataFrame({"a": [1.0, 5.0, 3.0], "b": [2.0, 2.0, 9.0]})
    >>> goalposts(panel).loc["a"].to_dict()
    {'lower': 1.0, 'upper': 5.0}
    """
    x = ensure.table(x if x.index.is_unique else x.reset_index(drop=True))
    flat = ensure.constant(x)
    if flat.any():
        raise ValueError(f"goalposts need values that differ, not so for {ensure.named(flat)}")
    return pd.DataFrame({"lower": x.min(), "upper": x.max()})


def minmax(
    x: Table,
    *,
    lower: float | Mapping | pd.Series | None = None,
    upper: float | Mapping | pd.Series | None = None,
    interval: tuple[float, float] = (0.0, 1.0),
    clip: bool = False,
) -> Table:
    """Min–max: (x - lower) / (upper - lower), mapped to an interval.

    Parameters
    ----------
    x : Series or DataFrame
    lower, upper : fixed or pooled goalposts, a number or one per indicator; own range if
        not given. With fixed goalposts a score may leave the interval.
    interval : (low, high) of the result
    clip : cut scores off at the interval

    Raises
    ------
    ValueError
        An indicator whose goalposts coincide (a constant one has no range), or cross; an
        interval that doesn't rise.

    Examples
    --------
    >>> minmax(pd.Series([20.0, 50.0, 85.0]), lower=20, upper=85).round(3).tolist()
    [0.0, 0.462, 1.0]
    """
    frame = _frame(x)
    rising(interval)
    if clip and lower is None and upper is None:
        raise ValueError("clip needs goalposts: within its own range no score leaves the interval")
    low = _goalpost(frame, lower, frame.min())
    high = _goalpost(frame, upper, frame.max())
    bad = ~(high - low > kernels.ROUNDING * np.maximum(low.abs(), high.abs()))
    if bad.any():
        raise ValueError(
            f"min-max needs lower < upper, not so for {ensure.named(bad)}: "
            "drop a constant indicator or give goalposts"
        )
    z = kernels.minmax(frame.to_numpy(), low.to_numpy(), high.to_numpy(), interval)
    return _like(x, np.clip(z, *interval) if clip else z)


def zscore(x: Table, *, ddof: int = 1) -> Table:
    """Standardise: (x - mean) / s.

    Parameters
    ----------
    x : Series or DataFrame
    ddof : 1 for the sample standard deviation, 0 if the units are the population

    Raises
    ------
    ValueError
        An indicator is constant or has no value.

    Examples
    --------
    >>> zscore(pd.Series([1.0, 2.0, 3.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    frame = _frame(x)
    if ddof not in (0, 1):
        raise ValueError(f"ddof is 1 for a sample and 0 for a population, got {ddof!r}")
    bad = ensure.constant(frame)
    if bad.any():
        raise ValueError(f"z-score of a constant is undefined: {ensure.named(bad)}")
    return _like(x, kernels.zscore(frame.to_numpy(), ddof))


def distance(
    x: Table, reference: float | str | pd.Series = "mean", *, kind: str = "ratio"
) -> Table:
    """Distance to a reference r: x / r ("ratio") or (x - r) / r ("difference").

    Parameters
    ----------
    reference : "mean", "max", "min", a number, or one number per indicator (a reference
        unit: pass its row ``x.loc[unit]``)
    kind : "ratio" or "difference"

    Raises
    ------
    ValueError
        Unknown kind or reference, or a reference that isn't positive: a negative one would
        turn the order round.

    Examples
    --------
    >>> distance(pd.Series([5.0, 10.0, 15.0])).tolist()
    [0.5, 1.0, 1.5]
    """
    frame = _frame(x)
    if kind not in ("ratio", "difference"):
        raise ValueError(f"unknown kind {kind!r}: expected ratio or difference")
    if isinstance(reference, str):
        if reference not in ("mean", "max", "min"):
            raise ValueError(f"unknown reference {reference!r}: expected mean, max or min")
        reference = getattr(frame, reference)()
    reference = _goalpost(frame, reference, reference, "reference")
    bad = ~(reference > 0)
    if bad.any():
        raise ValueError(f"distance needs a reference above zero, not so: {ensure.named(bad)}")
    ratio = _like(x, (frame / reference).to_numpy())
    return ratio if kind == "ratio" else ratio - 1


def above_below_mean(x: Table, threshold: float = 0.2) -> Table:
    """+1 above, -1 below, 0 within a band around the mean.

    The band is mean × (1 ± threshold); indicators without a positive mean are refused.

    >>> above_below_mean(pd.Series([5.0, 10.0, 15.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    ensure.number(threshold, "threshold", 0)
    ratio = distance(x, "mean")
    sign = (ratio > 1 + threshold).astype(float) - (ratio < 1 - threshold).astype(float)
    return sign.where(ratio.notna())


def rank(x: Table) -> Table:
    """Ascending rank: the smallest value gets 1, ties share the lowest rank.

    >>> rank(pd.Series([5.0, 7.0, 5.0])).tolist()
    [1.0, 3.0, 1.0]
    """
    return _like(x, kernels.rank(_frame(x).to_numpy()))


def percentile(x: Table) -> Table:
    """Ascending rank as a percentage of the units observed (the largest gets 100).

    >>> percentile(pd.Series([10.0, 20.0, 30.0, 40.0])).tolist()
    [25.0, 50.0, 75.0, 100.0]
    """
    return _like(x, kernels.percentile(_frame(x).to_numpy()))


def categorical(x: Table) -> Table:
    """Score 100, 80, 60, 50, 40, 20 or 0 by percentile (95, 85, 65, 35, 15, 5).

    The top 5 % get 100, the next 10 % get 80, and so on; the lowest 5 % get 0.

    >>> categorical(pd.Series([10.0, 20.0, 30.0, 40.0])).tolist()
    [40.0, 50.0, 60.0, 100.0]
    """
    return _like(x, kernels.categorical(_frame(x).to_numpy()))


METHODS: dict[str, Callable[[Table], Table]] = {
    "minmax": minmax,
    "zscore": zscore,
    "distance": distance,
    "rank": rank,
    "percentile": percentile,
    "categorical": categorical,
}


def rising(interval: tuple[float, float]) -> None:
    """Refuse an interval that isn't two finite numbers in rising order."""
    if not isinstance(interval, Sequence) or len(interval) != 2:
        raise ValueError(f"interval must be (low, high) with low < high, got {interval!r}")
    low, high = interval
    if not ensure.number(low, "interval") < ensure.number(high, "interval"):
        raise ValueError(f"interval must be (low, high) with low < high, got {interval}")


def _frame(x: Table) -> pd.DataFrame:
    """Return the table, or the series as a table, with a value of every indicator."""
    frame = ensure.table(x.to_frame() if isinstance(x, pd.Series) else x)
    empty = frame.isna().all()
    if empty.any():
        raise ValueError(f"no value at all for indicator {ensure.named(empty)}: drop it first")
    return frame


def _goalpost(
    x: pd.DataFrame,
    given: float | Mapping | pd.Series | None,
    own: pd.Series,
    what: str = "goalpost",
) -> pd.Series:
    if given is None:
        return own
    if isinstance(given, Mapping | pd.Series):
        return ensure.numeric(ensure.every(given, x.columns, what))
    return pd.Series(float(ensure.number(given, what)), index=x.columns)


def _like(x: Table, values: np.ndarray) -> Table:
    if isinstance(x, pd.Series):
        return pd.Series(values.reshape(-1), index=x.index, name=x.name)
    return pd.DataFrame(values, index=x.index, columns=x.columns)
