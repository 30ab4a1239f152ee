"""Which years of which places have no value, in words a reader can check."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from digitalbay.data.periods import is_period, is_year, span
from digitalbay.statements import N_, Listed, Named

from .language import Words

# Places whose missing years are named one by one.
NAMED = 4
# Part of the years of a series' places that must be held for the others to be gaps in it.
SERIES = 2 / 3

Lacking = dict[str, dict[str, list[int]]]  # indicator → place → years


def lacking(
    frames: Sequence[pd.DataFrame], drawn: pd.DataFrame | None = None
) -> tuple[Lacking, int]:
    """Return the years that others have and a place lacks, by indicator, and all there could be.

    drawn: the frame that is shown; years before its first period and after its last do not count.
    Other periods than years follow no common calendar: that one place has no value of the day on
    which another was counted is no gap. Nor is a list of single years a series.
    """
    found: Lacking = {}
    total = 0
    first, last = _span(drawn)
    for frame in frames:
        # What is promised for a year is not missing in it.
        if not {"indicator", "area", "period"} <= set(frame) or "target" in frame:
            continue
        # Sets of Python: a chapter has dozens of small frames, for which pandas' groups are slow.
        held: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        columns = (frame[name].tolist() for name in ("indicator", "area", "period"))
        for indicator, area, period in zip(*columns, strict=True):
            if is_year(str(period)) and first <= int(period) <= last:
                held[indicator][area].add(int(period))
        for indicator, places in held.items():
            years = set.union(*places.values())
            could = len(years) * len(places)
            if sum(map(len, places.values())) < SERIES * could:
                continue
            total += could
            gone = {area: sorted(years - own) for area, own in places.items() if years - own}
            if gone:
                found[indicator] = gone
    return found, total


def _span(drawn: pd.DataFrame | None) -> tuple[float, float]:
    """Return the first and the last year of a frame, without bounds if it has no periods."""
    told = drawn["period"].dropna() if drawn is not None and "period" in drawn else pd.Series()
    spans = [span(period) for period in told.astype("str").unique() if is_period(period)]
    if not spans:
        return -math.inf, math.inf
    return min(first.year for first, _ in spans), max(last.year for _, last in spans)


def said(found: Lacking, total: int, words: Words) -> str:
    """Say what is lacking: each place with its years if these are few, else how much of what."""
    if not found:
        return ""
    if len(found) == 1:
        (places,) = found.values()
        if len(places) <= NAMED:
            each = [
                words(N_("{place} ({years})"), place=Named("area", area), years=_years(years))
                for area, years in places.items()
            ]
            return words("Missing: {places}.", places=Listed(each, ";"))
    counts: dict[str, int] = defaultdict(int)
    for places in found.values():
        for area, years in places.items():
            counts[area] += len(years)
    most = sorted(counts, key=lambda area: -counts[area])[:NAMED]
    told = Listed([Named("area", area) for area in most], ",")
    form = N_("{absent:,} of {total:,} yearly values are missing, most of them of {places}.")
    if len(counts) <= NAMED:
        form = N_("{absent:,} of {total:,} yearly values are missing: of {places}.")
    return words(form, absent=sum(counts.values()), total=total, places=told)


def _years(years: list[int]) -> str:
    """Write years in order, those that follow each other as a span."""
    ends = [0, *(n for n, (a, b) in enumerate(pairwise(years), 1) if b - a > 1), len(years)]
    spans = [years[first:last] for first, last in pairwise(ends)]
    return ", ".join(f"{s[0]}–{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)
