"""The calendar of releases: by which day a value of a series is public, whoever holds a copy.

A release covers indicators of areas. Its rule is a lag: a value is public by that long after its
period has started or ended. An irregular release has no lag, but dates: a value is public by the
date of the first edition whose periods hold its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from digitalbay.data import parts
from digitalbay.data.errors import DataError
from digitalbay.data.package import Package
from digitalbay.data.periods import first_day, last_day, later, shifted

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "annual": 12, "biennial": 24}
"""Frequencies of a calendar that can be counted on; `irregular` is none of them."""
GROUP = "members:"


@dataclass(frozen=True)
class Release:
    """One row of the calendar: its rule, and the dates known of it.

    `lag` counts from the `start` or the `end` of a period, and is empty where editions come
    irregularly; `first` is the first period that the rule is attested for.
    """

    name: str
    frequency: str
    counts_from: str
    lag: str
    first: str
    dates: tuple[tuple[str, str], ...] = ()

    def due(self, period: str) -> date | None:
        """Return the day by which a value for a period is public; None if the rule tells none.

        What is older than the first attested period counts as public when that one was.
        """
        if len(period) != len(self.first):
            return None
        if not self.lag:
            return min(self._editions(period), default=None)
        day = first_day if self.counts_from == "start" else last_day
        return later(max(day(period), day(self.first)), self.lag)

    def next(self, period: str) -> str | None:
        """Return the period after one; None of an irregular release."""
        months = MONTHS.get(self.frequency)
        return shifted(period, months) if months else None

    def _editions(self, period: str) -> Iterable[date]:
        for covered, published in self.dates:
            if first_day(covered) <= first_day(period) and last_day(period) <= last_day(covered):
                yield last_day(published)


class Calendar:
    """The releases of a package, by the series they cover."""

    def __init__(self, package: Package):
        self._package = package

    @cached_property
    def rows(self) -> list:
        """Rows of the table; none in a state of the past that had no calendar yet."""
        try:
            return list(self._package.table("releases").itertuples(index=False))
        except DataError:
            return []

    @cached_property
    def releases(self) -> dict[str, Release]:
        """Releases by name."""
        if not self.rows:
            return {}
        dates, found = self._package.table("release_dates"), {}
        for row in self.rows:
            mine = dates[dates["release"] == row.release]
            known = tuple(zip(mine["period"], mine["published"], strict=True))
            rule = (row.release, row.frequency, row.counts_from, row.lag, row.first)
            found[row.release] = Release(*rule, known)
        return found

    @cached_property
    def series(self) -> dict[tuple[str, str], Release]:
        """Release of each indicator and area that the calendar covers."""
        members = members_of(self._package)
        return {
            (indicator, area): self.releases[row.release]
            for row in self.rows
            for indicator in row.indicators.split()
            for area in covered(row.areas, members)
        }

    def due(self, indicator: str, area: str, period: str) -> date | None:
        """Return the day by which a value is public; None outside the calendar."""
        release = self.series.get((indicator, area))
        return release.due(period) if release else None


def calendar(package: Package) -> Calendar:
    """Return the calendar of a package, made once."""
    # Which it looks at when it is first asked, whoever asks.
    parts.note(["areas", "releases", "release_dates"])
    return package.once("calendar", lambda: Calendar(package))


def covered(areas: str, members: dict[str, list[str]]) -> list[str]:
    """Return the areas of a cell of the calendar: slugs, and `members:x` for those of x.

    KeyError if an area is unknown.
    """
    found = []
    for name in areas.split():
        whole = members[name.removeprefix(GROUP)]
        found += whole if name.startswith(GROUP) else [name]
    return found


def stale(package: Package, day: date) -> pd.DataFrame:
    """Return the values that the calendar says are public and the package lacks, oldest first.

    Columns: release, indicator, area, period (the first one lacking), due (ISO day), newest (the
    newest period held, or empty).
    """
    rows = package.table("observations")
    held = dict(rows.groupby(["indicator", "area"])["period"].agg(list))
    found = []
    for (indicator, area), release in calendar(package).series.items():
        alike = [p for p in held.get((indicator, area), []) if len(p) == len(release.first)]
        newest = max(alike, key=last_day, default="")
        following = release.next(newest) if newest else None
        due = release.due(following) if following else None
        if due and due <= day:
            found.append((release.name, indicator, area, following, due.isoformat(), newest))
    columns = ["release", "indicator", "area", "period", "due", "newest"]
    table = pd.DataFrame(found, columns=columns, dtype="str")
    return table.sort_values(["due", "release", "indicator"], kind="stable", ignore_index=True)


def members_of(package: Package) -> dict[str, list[str]]:
    """Return the members of every area; of most there are none."""
    table = package.table("areas")
    return {a: listed.split() for a, listed in zip(table["area"], table["members"], strict=True)}
