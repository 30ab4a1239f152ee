"""Requests to governments per head: of hotlines, of message boards, in a month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from .series import in_time


class Asked(NamedTuple):
    """A count of requests in a place, of periods of so many months, up to a year or the newest."""

    indicator: str
    area: str
    months: float
    until: str | None = None


def monthly(rows: pd.DataFrame, people: pd.DataFrame, asked: Iterable[Asked]) -> pd.DataFrame:
    """Return the newest of each count, as requests a month per 10,000 residents.

    rows: observations of the counts; people: of residents in 10,000, of which a place's newest
    counts; asked: which counts, in the order of the result. One that is not on record is left out.
    """
    residents = in_time(people).groupby("area")["value"].last()
    found = []
    for each in asked:
        own = rows[rows["indicator"].eq(each.indicator) & rows["area"].eq(each.area)]
        last = in_time(own[own["period"].str[:4] <= (each.until or "9")])[-1:]
        size = each.months * residents.get(each.area, float("nan"))
        found.append(last.assign(value=last["value"] / size))
    return pd.concat(found, ignore_index=True)
