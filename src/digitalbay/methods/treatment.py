"""Outlier treatment: winsorise, and take logs if that isn't enough.

An indicator passes if |skewness| < 2 or excess kurtosis < 3.5, both as sample estimates
(Joanes & Gill 1998, type 2). References: OECD/JRC (2008) *Handbook*, step 3; Becker et al.
(2022) COINr, JOSS 7(78), 4567.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from digitalbay.methods import ensure, kernels


class Treatment(NamedTuple):
    """Result of `treat`.

    data : the treated table; report : DataFrame by indicator with ``skewness`` and
    ``kurtosis`` before, ``treatment`` ("", "winsorise" or "log"), ``n_winsorised`` and
    whether it ``passes`` now.
    """

    data: pd.DataFrame
    report: pd.DataFrame


def treat(
    x: pd.DataFrame, *, max_skew: float = 2.0, max_kurtosis: float = 3.5, max_points: int = 5
) -> Treatment:
    """Treat the indicators that fail the test of skewness and kurtosis.

    Winsorising sets the most extreme value, at the end towards which the indicator is skewed,
    to the next one, until the test is passed or `max_points` values have been set. If it
    isn't passed then, the original indicator is replaced by ln(x - min + 0.01 (max - min)).
    An indicator of two values can't be treated: winsorising would make it constant, and logs are
    again two values. It stays as it is, and doesn't pass.

    Raises
    ------
    ValueError
        Limits that aren't positive numbers.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0, 5.0, 90.0]})
    >>> treat(x).data["a"].tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0, 5.0]
    """
    x = ensure.table(x)
    _limits(max_skew, max_kurtosis, max_points)
    data, rows = {}, {}
    for code, column in x.items():
        limits = max_skew, max_kurtosis
        treated, action, moved = column, "", 0
        if not _passes(column, *limits):
            treated, moved = winsorise(column, *limits, max_points)
            action = "winsorise" if moved else ""
            if not _passes(treated, *limits) and column.nunique() > 2:
                treated, action, moved = log_shifted(column), "log", 0
        skew, kurtosis = _shape(column)
        data[code] = treated
        rows[code] = (skew, kurtosis, action, moved, _passes(treated, *limits))
    columns = ["skewness", "kurtosis", "treatment", "n_winsorised", "passes"]
    return Treatment(pd.DataFrame(data), pd.DataFrame.from_dict(rows, "index", columns=columns))


def winsorise(
    x: pd.Series, max_skew: float = 2.0, max_kurtosis: float = 3.5, max_points: int = 5
) -> tuple[pd.Series, int]:
    """Pull in extreme values one step at a time; returns the series and how many were moved.

    Two values at least stay apart.

    >>> series, moved = winsorise(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 90.0]))
    >>> series.tolist(), moved
    ([1.0, 2.0, 3.0, 4.0, 5.0, 5.0], 1)
    """
    _limits(max_skew, max_kurtosis, max_points)
    y = x = ensure.numeric(x)
    while (
        not _passes(y, max_skew, max_kurtosis)
        and (y != x)[x.notna()].sum() < max_points
        and y.nunique() > 2
    ):
        if _shape(y)[0] >= 0:
            y = y.mask(y == y.max(), y[y < y.max()].max())
        else:
            y = y.mask(y == y.min(), y[y > y.min()].min())
    return y, int((y != x)[x.notna()].sum())


def log_shifted(x: pd.Series) -> pd.Series:
    """ln(x - min + 0.01 (max - min)): logs of any series, whatever its sign."""
    return np.log(x - x.min() + 0.01 * (x.max() - x.min()))


def _limits(max_skew: float, max_kurtosis: float, max_points: int) -> None:
    ensure.number(max_skew, "max_skew", 0)
    ensure.number(max_kurtosis, "max_kurtosis")
    ensure.whole(max_points, "max_points")


def _shape(x: pd.Series) -> tuple[float, float]:
    values = x.dropna()
    if len(values) < 4 or kernels.constant(values.to_numpy()):
        return 0.0, 0.0  # too few to judge, or nothing to treat
    return float(stats.skew(values, bias=False)), float(stats.kurtosis(values, bias=False))


def _passes(x: pd.Series, max_skew: float, max_kurtosis: float) -> bool:
    skew, kurtosis = _shape(x)
    return abs(skew) < max_skew or kurtosis < max_kurtosis
