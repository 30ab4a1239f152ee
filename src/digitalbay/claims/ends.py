"""First and last values of series on one definition, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pandas as pd

from digitalbay.claims.bounds import direction
from digitalbay.data.periods import first_day, last_day
from digitalbay.statements import N_, Listed, Named, Number, Period, Statement

PAIR = [
    "indicator", "area", "first", "first_period", "first_qualifier",
    "last", "last_period", "last_qualifier", "change", "direction",
]  # fmt: skip
_LOOKED_AT = ["indicator", "area", "period", "value", "qualifier"]

# A pair in words: of a place, as a rise or fall, and of a place that is known.
ENDS = N_("{indicator}, {place}: {first} ({first_at}), {last} ({last_at})")
TRACE = N_("{indicator}, {place}: {first} ({first_at}) to {last} ({last_at})")
CHANGE = N_("{indicator} {first} ({first_at}), {last} ({last_at})")


def first_and_last(
    rows: pd.DataFrame, indicators: pd.DataFrame, *, years: bool = True
) -> pd.DataFrame:
    """Return the widest pair of values of each series whose direction is certain.

    A series is an indicator in an area, cut where the indicator's definition breaks: its parts
    are separate series. If bounds leave the direction of every pair open, the widest is returned
    as undecided.

    Parameters
    ----------
    rows : observations
    indicators : the table of indicators, which says where definitions break
    years : whether the two must be of different years, or of different periods only

    Returns
    -------
    frame with the columns `PAIR`: first and last with period and qualifier, change (last less
    first), direction (rose, fell, unchanged, undecided). In the order of the rows.
    """
    breaks = dict(zip(indicators["indicator"], indicators["breaks"], strict=True))
    parts: dict[tuple, list[dict]] = {}
    # Python's own lists: a rule has hundreds of series of a few rows, for which pandas is slow.
    for row in rows[_LOOKED_AT].to_dict("records"):
        part = segment(row["period"], breaks[row["indicator"]])
        parts.setdefault((row["indicator"], row["area"], part), []).append(row)
    found = []
    for series in parts.values():
        pairs = list(_pairs(series, years))
        certain = [pair for pair in pairs if direction(*pair) != "undecided"]
        if pairs:
            found.append(_line(*max(certain or pairs, key=_days)))
    lines = pd.DataFrame(found, columns=PAIR)
    return lines.astype(dict.fromkeys(["first", "last", "change"], "float64"))


def segment(period: str, breaks: str) -> int:
    """Return how many breaks of the definition lie before a period."""
    return sum(first_day(period) >= first_day(at) for at in breaks.split())


def improvement(pairs: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """Return "improved", "worsened", "unchanged" or "undecided" for each pair.

    Where the indicator says that neither more nor less is better, it is undecided.
    """
    better = indicators.set_index("indicator")["direction"]
    words = {
        "higher": {"rose": "improved", "fell": "worsened", "unchanged": "unchanged"},
        "lower": {"rose": "worsened", "fell": "improved", "unchanged": "unchanged"},
    }
    return pd.Series(
        [
            words.get(better[pair.indicator], {}).get(pair.direction, "undecided")
            for pair in pairs.itertuples()
        ],
        index=pairs.index,
        dtype="str",
    )


def of_pairs(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the series that are paired."""
    wanted = pd.MultiIndex.from_frame(pairs[["indicator", "area"]])
    return rows[pd.MultiIndex.from_frame(rows[["indicator", "area"]]).isin(wanted)]


def named(pair: Any, form: str = ",.10g") -> dict:
    """Return a pair, from `itertuples`, as values of a statement.

    Keys: indicator, place, first, first_at, last, last_at.
    """
    return {
        "indicator": Named("indicator", pair.indicator),
        "place": Named("area", pair.area),
        "first": Number(pair.first, form, pair.first_qualifier),
        "first_at": Period(pair.first_period),
        "last": Number(pair.last, form, pair.last_qualifier),
        "last_at": Period(pair.last_period),
    }


def listed(pairs: pd.DataFrame, words: str, form: str = ",.10g", sign: str = ";") -> Listed:
    """Return pairs in words, one after the other.

    words: template with placeholders of `named`, such as `ENDS`; form: of the numbers; sign:
    between the pairs.
    """
    return Listed([Statement(words, named(pair, form)) for pair in pairs.itertuples()], sign)


def of_series(
    rows: pd.DataFrame, indicators: pd.DataFrame, form: str = ",.10g", *, years: bool = True
) -> dict:
    """Return the widest pair of a series, as `named` does; its values are not known without one.

    rows: observations of one indicator in one area; of parts cut at breaks, the last counts.
    indicators, years: as in `first_and_last`.
    """
    pairs = first_and_last(rows, indicators, years=years)
    if pairs.empty:
        none = Number(None, form)
        return {"first": none, "first_at": Period(None), "last": none, "last_at": Period(None)}
    return named(list(pairs.itertuples())[-1], form)


def _pairs(series: list[dict], years: bool) -> Iterator[tuple[dict, dict]]:
    ordered = sorted(series, key=lambda row: last_day(row["period"]))
    for first, last in combinations(ordered, 2):
        ends = last_day(first["period"]), last_day(last["period"])
        if (ends[0].year < ends[1].year) if years else (ends[0] < ends[1]):
            yield first, last


def _days(pair: tuple[dict, dict]) -> int:
    first, last = pair
    return (last_day(last["period"]) - last_day(first["period"])).days


def _line(first: dict, last: dict) -> tuple:
    ends = [row[name] for row in (first, last) for name in ("value", "period", "qualifier")]
    change = last["value"] - first["value"]
    return (first["indicator"], first["area"], *ends, change, direction(first, last))
