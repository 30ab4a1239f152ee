"""Do places that had more of something at first do better later? An exploration, no rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from digitalbay.methods import permutation_correlation
from digitalbay.statements import N_, Number

from .finance import INDEX
from .profiles import Measure, measured

LEVEL = 0.05
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


SCIENCE = Measure(
    "science",
    "",
    "fiscal_expenditure_science_technology",
    "fiscal_expenditure_general_budget",
    100,
)
STAFF = "urban_unit_employees_information_software"
PATENTS = "invention_patents_granted_cnrds"
FIRMS = Measure("firms", "", "industrial_enterprises_above_scale_yearbook")
ATTENTION = ("work_report_topic_high_tech_industry", "work_report_topic_technological_innovation")
ATTENTIVE = ("2016", "2017")
_INVENTED = Measure("inventions", "", PATENTS, "population_year_end")
# What a city had, what came after, and what had come before: chosen with results in view.
EARLY = (
    Window(N_("science in the budget"), SCIENCE, 2015, 2017),
    Window(
        N_("information and software staff"),
        Measure("staff", "", STAFF, "urban_unit_employees", 1000),
        2013,
        2016,
    ),
)
REAL_GROWTH = Window(N_("real growth of GDP"), Measure("growth", "", "gdp_growth"), 2018, 2023)
PATENT_GROWTH = Window(
    N_("inventions, growth"), Measure("patents", "", PATENTS), 2017, 2023, change=True
)
GAIN = Window(
    N_("inventions per resident, gain"), _INVENTED, 2017, 2023, change=True, relative=False
)
OTHER = (
    Window(
        N_("digital finance, gain"),
        Measure("finance", "", INDEX),
        2017,
        2023,
        change=True,
        relative=False,
    ),
    Window(N_("larger industrial firms, growth"), FIRMS, 2017, 2022, change=True),
)
LATER = (REAL_GROWTH, PATENT_GROWTH, GAIN, *OTHER)
PAST = Window(
    N_("inventions per resident, gain before"), _INVENTED, 2009, 2015, change=True, relative=False
)
LEADING = ("shenzhen", "zhuhai")  # the two without which a correlation is tried again


def indicators_of_windows() -> list[str]:
    """Return the indicators that the windows of the exploration are made of."""
    windows = (*EARLY, *LATER, PAST)
    return sorted({name for window in windows for name in window.measure.indicators})


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


def explored(rows: pd.DataFrame, indicators: pd.DataFrame, places: Sequence[str]) -> pd.DataFrame:
    """Return the `associations` of each of `EARLY` with each of `LATER` and with `PAST`.

    rows: observations of `indicators_of_windows`.
    """
    before, after = (
        {window.name: over(rows, window, indicators) for window in windows}
        for windows in (EARLY, (*LATER, PAST))
    )
    return associations(before, after, places)


def checks(
    rows: pd.DataFrame, attention: pd.DataFrame, indicators: pd.DataFrame, places: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Return the pair of `EARLY` and `LATER` with the smallest p, and what bears on it.

    rows, indicators, places: as in `explored`; attention: observations of `ATTENTION`.

    Keys: first (the pair, of a p below 0.05, or no row), without (the same without `LEADING`),
    past and growth (its cause with `PAST` and with `PATENT_GROWTH`), heeded (attention with
    `GAIN`, by the mean of `ATTENTIVE`, whatever the pair is).
    """
    found = explored(rows, indicators, places)
    pairs = found[found["outcome"] != PAST.name]
    first = pairs[pairs["p"] < LEVEL].sort_values("p").head(1)
    same = found[found["cause"].isin(first["cause"])]
    rest = explored(rows, indicators, [area for area in places if area not in LEADING])
    words = attention.groupby(["area", "period"])["value"].sum().unstack()
    words = words.reindex(columns=list(ATTENTIVE)).mean(axis=1, skipna=False)
    gain = {GAIN.name: over(rows, GAIN, indicators)}
    return {
        "first": first,
        "without": first[["cause", "outcome"]].merge(rest),
        "past": same[same["outcome"] == PAST.name],
        "growth": same[same["outcome"] == PATENT_GROWTH.name],
        "heeded": associations({"attention": words}, gain, places),
    }


def least_p(values: pd.Series) -> Number:
    """Return the smallest p of several as a fact, which is never written as zero."""
    p = values.min()
    return Number(0.001, ".3f", "at_most") if p < 0.001 else Number(p, ".3f")
