"""Do places that had more of something at first do better later? An exploration, no rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from digitalbay.methods import permutation_correlation
from digitalbay.statements import Number

from .profiles import Measure, measured

LEAST = 7  # places below which a pair is not correlated
PAIR = ["cause", "outcome", "n", "rho", "p", "missing"]


@dataclass(frozen=True)
class Window:
    """A measure over some years: its mean, or its change from the first of them to the last.

    ``relative``: the change is in per cent of the first.
    """

    name: str
    measure: Measure
    first: int
    last: int
    change: bool = False
    relative: bool = True


def over(rows: pd.DataFrame, window: Window, indicators: pd.DataFrame) -> pd.Series:
    """Return the value of a window by area; areas without all that it needs are missing.

    A mean needs every year, a change the first and the last. Nothing is taken across a break of
    what it is made of.

    rows: observations; indicators: the table of indicators.
    """
    values = measured(rows, [window.measure])
    table = values.pivot(index="area", columns="year", values="value")
    breaks = indicators.set_index("indicator")["breaks"]
    inside = range(window.first + 1, window.last + 1)
    broken = [at for name in window.measure.indicators for at in breaks[name].split()]
    if any(int(at[:4]) in inside for at in broken):
        return pd.Series(dtype="float64")
    if not window.change:
        return table.reindex(columns=range(window.first, window.last + 1)).mean(
            axis=1, skipna=False
        )
    ends = table.reindex(columns=[window.first, window.last])
    moved = ends[window.last] - ends[window.first]
    return 100 * moved / ends[window.first] if window.relative else moved


def associations(
    causes: Mapping[str, pd.Series], outcomes: Mapping[str, pd.Series], places: Sequence[str]
) -> pd.DataFrame:
    """Return the rank correlation of each cause with each outcome across places.

    causes, outcomes: values by area, under a name; places: the areas that should have both.

    Columns `PAIR`: cause, outcome, n (places with both), rho (Spearman), p (of a permutation
    test, two-sided, never zero), missing (the areas that lack one). Pairs with fewer than `LEAST`
    places, or in which nothing varies, have neither rho nor p.
    """
    lines = []
    for cause, x in causes.items():
        for outcome, y in outcomes.items():
            both = pd.DataFrame({"x": x, "y": y}).reindex(list(places)).dropna()
            missing = [area for area in places if area not in both.index]
            rho = p = float("nan")
            if len(both) >= LEAST and (both.nunique() > 1).all():
                test = permutation_correlation(both["x"], both["y"])
                rho, p = test.statistic, test.p
            lines.append((cause, outcome, len(both), rho, p, missing))
    types = {"n": "int64", "rho": "float64", "p": "float64"}
    return pd.DataFrame(lines, columns=PAIR).astype(types)


def least_p(values: pd.Series) -> Number:
    """Return the smallest p of several as a fact, which is never written as zero."""
    p = values.min()
    return Number(0.001, ".3f", "at_most") if p < 0.001 else Number(p, ".3f")
