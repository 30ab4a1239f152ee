"""Whether rows of the reference and policy tables agree with themselves and each other."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import product

import pandas as pd

from digitalbay.data.errors import Problem
from digitalbay.data.package import Package
from digitalbay.data.periods import first_day, last_day
from digitalbay.data.releases import GROUP, calendar, covered, members_of
from digitalbay.data.singles import singles

ORDERS = {"documents": (("horizon_start", "horizon_end"), ("issued", "effective"))}
"""Pairs of dates of which the second does not come before the first."""
LEAST_DATES = 2
DATES = {"documents": "issued", "sources": "published"}
"""Columns of dates that may be empty if the note says why."""
SOUGHT, LEAST_WORDS = "date not found: ", 2


def orders(package: Package) -> list[Problem]:
    """Nothing ends before it starts, nor takes effect before it was issued."""
    problems = []
    for name in package.texts.keys() & ORDERS.keys():
        for start, end in ORDERS[name]:
            texts = package.texts[name]
            both = texts[(texts[start] != "") & (texts[end] != "")]
            for row, first, last in both[[start, end]].itertuples():
                if last_day(last) < first_day(first):
                    expected = f"a date not before {start} {first}"
                    problems.append(_problem(package, name, row, end, last, expected))
    return problems


def undated(package: Package) -> list[Problem]:
    """A document or source without a date says in its note where it was looked for."""
    problems = []
    for name in package.texts.keys() & DATES.keys():
        texts = package.texts[name]
        without = texts[(texts[DATES[name]] == "") & ~texts["note"].map(_sought).astype("bool")]
        expected = f'a date, or a note with "{SOUGHT}" and what was looked at'
        problems += [
            _problem(package, name, row, DATES[name], "", expected) for row in without.index
        ]
    return problems


def _sought(note: str) -> bool:
    return len(note.partition(SOUGHT)[2].split()) >= LEAST_WORDS


def members(package: Package) -> list[Problem]:
    """Aggregates name other areas that exist, each once."""
    areas = package.texts["areas"]
    known = set(areas["area"])
    problems = []
    for row, area, listed in areas[["area", "members"]].itertuples():
        slugs = listed.split()
        for i, slug in enumerate(slugs):
            if slug not in known - {area} or slug in slugs[:i]:
                expected = "slugs of other areas, each once"
                problems.append(_problem(package, "areas", row, "members", slug, expected))
    return problems


def contents(package: Package) -> list[Problem]:
    """Cases name a section, and claims a notebook, of the table of contents."""
    table = package.texts["contents"]
    sections = {entry.replace("(", ".").rstrip(")") for entry in table["entry"]}
    return [
        *_outside(package, "cases", "section", sections | {""}, "a section of contents"),
        *_outside(package, "claims", "notebook", set(table["notebook"]), "a notebook of contents"),
    ]


def families(package: Package) -> list[Problem]:
    """The main measure of a family belongs to it and to its theme."""
    table = package.texts["indicators"].set_index("indicator")
    problems = []
    for row, family, theme, main in package.texts["families"][
        ["family", "theme", "main"]
    ].itertuples():
        if tuple(table.loc[main, ["family", "theme"]]) != (family, theme):
            expected = f"an indicator of the family {family} and of the theme {theme}"
            problems.append(_problem(package, "families", row, "main", main, expected))
    return problems


def publishers(package: Package) -> list[Problem]:
    """Names in Chinese are of publishers of sources."""
    known = set(package.texts["sources"]["publisher"])
    return list(_outside(package, "publishers", "publisher", known, "a publisher of a source"))


def releases(package: Package) -> list[Problem]:
    """The calendar covers what there is, each series once, and its dates obey its rules."""
    # A rule that names what there is not gives no days to compare.
    return list(_coverage(package)) or _dates(package)


def _coverage(package: Package) -> Iterator[Problem]:
    members = members_of(package)
    seen: dict = {}
    known = {"indicators": set(package.texts["indicators"]["indicator"]), "areas": set(members)}
    for line, row in package.texts["releases"].iterrows():
        at = partial(_problem, package, "releases", line)
        if not row["lag"] and row["frequency"] != "irregular":
            yield at("lag", "", "a duration, unless irregular")
        strange = [
            (column, name)
            for column, names in known.items()
            for name in row[column].split()
            if name.removeprefix(GROUP) not in names
        ]
        for column, name in strange:
            yield at(column, name, f"{column} that exist")
        areas = [] if strange else covered(row["areas"], members)
        for series in product(row["indicators"].split(), areas):
            other = seen.setdefault(series, row["release"])
            if other != row["release"]:
                yield at("indicators", " ".join(series), f"a series that {other} does not cover")


def _dates(package: Package) -> list[Problem]:
    """Two dates attest a release, none after the day of its rule or before its period starts."""
    table, dates = package.texts["releases"], package.texts["release_dates"]
    known = dates["release"].value_counts()
    problems = [
        _problem(package, "releases", line, "release", name, "two dates in release_dates")
        for line, name in table["release"].items()
        if known.get(name, 0) < LEAST_DATES
    ]
    for line, name, period, published in dates[["release", "period", "published"]].itertuples():
        release = calendar(package).releases[name]
        due = release.due(period) if release.lag else date.max
        if not due or not first_day(period) <= last_day(published) <= due:
            expected = f"a date from {period} to {due or 'the day that a rule gives it'}"
            found = _problem(package, "release_dates", line, "published", published, expected)
            problems.append(found)
    return problems


def _outside(
    package: Package, name: str, column: str, known: set[str], expected: str
) -> list[Problem]:
    cells: pd.Series = package.texts[name][column]
    wrong = cells[~cells.isin(known)]
    return [_problem(package, name, row, column, value, expected) for row, value in wrong.items()]


def _problem(
    package: Package, name: str, row: int, column: str, value: str, expected: str
) -> Problem:
    path = package.descriptor.resource(name).path
    return Problem(path, int(row), column, value, expected)


AGREEMENTS = (orders, undated, members, contents, families, publishers, singles)
"""Checks of the reference and policy tables that need no calendar."""
