"""Expectations of what is not yet published: what holds a registered row, and what is awaited."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

import pandas as pd

from digitalbay.data.errors import Problem
from digitalbay.data.left_out import ATTESTED
from digitalbay.data.package import Package
from digitalbay.data.periods import first_day, last_day, span
from digitalbay.data.queries import select
from digitalbay.data.releases import calendar

DECIDING = (
    "expectation", "section", "indicator", "area", "period", "since", "operator", "against",
    "reference", "threshold", "unit", "due", "registered", "supersedes",
)  # fmt: skip
"""Columns that decide an expectation; the texts beside them may be mended."""
UNEDITED = "a registered row is not edited: add a row that supersedes it"
GROWTH_UNIT = "percent"


def digest(row: pd.Series) -> str:
    """Return the sha256 of what decides an expectation; row: its cells as texts."""
    return sha256("\x1f".join(row[list(DECIDING)]).encode()).hexdigest()


def sides(row: pd.Series) -> list[tuple[str, tuple[str, ...]]]:
    """Return the areas whose values decide, each with its periods: of the value, of its base."""
    own = (row["area"], tuple(p for p in (row["period"], row["since"]) if p))
    if row["against"] != "other":
        return [own]
    area, *periods = row["reference"].split()
    return [own, (area, tuple(periods))]


def awaited(package: Package, day: date) -> pd.DataFrame:
    """Return the expectations whose value is due by a day and not in the package, oldest first."""
    held = set(_keys(select(package, grades=ATTESTED)))
    rows = package.table("expectations")
    late = [
        last_day(row["due"]) <= day and any(key not in held for key in _needed(row))
        for _line, row in rows.iterrows()
    ]
    return rows[pd.Series(late, rows.index, dtype="bool")].sort_values("due", kind="stable")


def registered(package: Package) -> list[Problem]:
    """Each expectation is unedited, is due after its registration, and says where it is from."""
    if "expectations" not in package.texts:
        return []
    path = package.descriptor.resource("expectations").path
    return [
        Problem(path, int(line), column, row[column], expected)
        for line, row in package.texts["expectations"].iterrows()
        for column, expected in _faults(package, row)
    ]


def _faults(package: Package, row: pd.Series) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row: the column and what was expected there."""
    if row["digest"] != digest(row):
        yield "digest", f"{digest(row)} for a new row; {UNEDITED}"
    if first_day(row["due"]) <= last_day(row["registered"]):
        yield "due", f"a date after it was registered, {row['registered']}"
    if row["supersedes"] >= row["expectation"]:
        yield "supersedes", "an expectation registered before this one"
    table = package.texts["indicators"].set_index("indicator")
    unit = GROWTH_UNIT if row["since"] else table.loc[row["indicator"], "unit"]
    if row["unit"] != unit:
        yield "unit", unit
    yield from _date(package, row)
    yield from _REFERENCES[row["against"]](package, row)


def _date(package: Package, row: pd.Series) -> Iterator[tuple[str, str]]:
    """The day of the calendar, or the date of an earlier edition moved by whole years."""
    due = calendar(package).due(row["indicator"], row["area"], row["period"])
    table = package.texts["sources"].set_index("source")
    earlier = table.loc[row["source"], "published"]
    # A date of reduced precision holds the day.
    if due and not due.isoformat().startswith(row["due"]):
        yield "due", f"{due}, the day of the calendar of releases"
    if not due and not earlier[4:].startswith(row["due"][4:]):
        yield "due", f"the date of {row['source']}, {earlier}, in a later year, or less of it"


def _held(package: Package, row: pd.Series) -> Iterator[tuple[str, str]]:
    """The threshold is the value of a period that was held, in grade A or B, when registered."""
    rows = select(
        package,
        row["indicator"],
        areas=row["area"],
        periods=row["reference"],
        as_of=row["registered"],
        grades=ATTESTED,
    )
    if row["threshold"] not in {f"{value:.15g}" for value in rows["value"]}:
        yield "threshold", f"a value of {row['area']} held for {row['reference']}"


def _target(package: Package, row: pd.Series) -> Iterator[tuple[str, str]]:
    """The threshold is that of a target for the same series and period."""
    same = package.texts["targets"].set_index("target")
    wanted = {name: row[name] for name in ("indicator", "area", "period")}
    wanted["value"] = row["threshold"]
    if row["reference"] not in same.index or dict(same.loc[row["reference"], [*wanted]]) != wanted:
        yield "reference", "a target of this indicator, area and period, with this threshold"


def _other(package: Package, row: pd.Series) -> Iterator[tuple[str, str]]:
    """The other area exists, and has as many periods as the own one; there is no threshold."""
    area, *periods = row["reference"].split()
    known = set(package.texts["areas"]["area"]) - {row["area"]}
    if area not in known or len(periods) != len(sides(row)[0][1]) or not all(map(_is, periods)):
        yield "reference", "another area, its period and, for growth, the one it counts from"
    if row["threshold"]:
        yield "threshold", "nothing: the other area's value is the threshold"


_REFERENCES = {"held": _held, "target": _target, "other": _other}


def _needed(row: pd.Series) -> list[tuple[str, str, str]]:
    return [(row["indicator"], area, at) for area, periods in sides(row) for at in periods]


def _keys(rows: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    return rows[["indicator", "area", "period"]].itertuples(index=False, name=None)


def _is(period: str) -> bool:
    try:
        return bool(span(period))
    except ValueError:
        return False
