"""Observations: what was known, and when.

An observation is (indicator, area, period) → value with the date it became public. A revision is
a further row with a later date, so every query can be asked as of any day.
"""

from collections.abc import Iterable, Set
from datetime import date

import pandas as pd

from digitalbay.data.descriptor import OBSERVATIONS
from digitalbay.data.errors import unknown
from digitalbay.data.package import Package, load
from digitalbay.data.periods import as_day, is_year, last_day
from digitalbay.data.recorder import recorded

COLUMNS = [
    "indicator", "area", "period", "year", "value", "published",
    "source", "status", "qualifier", "grade", "note",
]  # fmt: skip
KEY = ["indicator", "area", "period"]
Names = str | int | Iterable[str | int] | None
Grades = Iterable[str] | None


@recorded
def observations(
    indicator: Names,
    *,
    areas: Names = None,
    periods: Names = None,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
) -> pd.DataFrame:
    """Return the newest value of each observation known on the day `as_of`, or today's newest.

    indicator, areas, periods: one name or several; None means all.
    as_of: a date, or a text YYYY, YYYY-MM or YYYY-MM-DD; a month or year means its last day, and
    so does the vague date of a source.
    grades: grades of evidence to use; None means all.

    Columns: indicator, area, period (str), year (Int64, only where the period is a year),
    value (float64, in the indicator's unit), published (str, as the source gives it), source,
    status (A normal, P provisional, E estimated, B after a break, U low reliability),
    qualifier (at_least, at_most, about or empty), grade, note.
    Order: indicator, area (as in areas), period. KeyError for an unknown indicator or area.
    """
    return newest(
        select(load(), indicator, areas=areas, periods=periods, as_of=as_of, grades=grades)
    )


@recorded
def vintages(
    indicator: Names = None,
    *,
    areas: Names = None,
    periods: Names = None,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
) -> pd.DataFrame:
    """Return every vintage of each observation, oldest first; arguments as in `observations`."""
    return select(load(), indicator, areas=areas, periods=periods, as_of=as_of, grades=grades)


@recorded
def wide(
    indicator: str,
    *,
    areas: Names = None,
    periods: Names = None,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
) -> pd.DataFrame:
    """Return one indicator as a table of period × area; arguments as in `observations`.

    `attrs` keeps the sources and the latest date of publication.
    """
    rows = newest(
        select(load(), indicator, areas=areas, periods=periods, as_of=as_of, grades=grades)
    )
    table = rows.pivot(index="period", columns="area", values="value")
    table = table[list(dict.fromkeys(_in_order(load(), rows["area"])))].sort_index()
    latest = rows["published"].max() if len(rows) else ""
    table.attrs.update(sources=tuple(sorted(set(rows["source"]))), published=latest)
    return table


@recorded
def revisions(
    indicator: Names = None,
    *,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
) -> pd.DataFrame:
    """Return the values that have changed since they were first published, by the day `as_of`.

    Columns: indicator, area, period, vintages (how many), first, first_published, first_source,
    newest, newest_published, source (of the newest), change (newest − first, in the unit),
    change_percent. Lower and upper bounds are not values and are left out.
    """
    rows = select(load(), indicator, as_of=as_of, grades=grades)
    groups = rows[~rows["qualifier"].isin(["at_least", "at_most"])].groupby(KEY, sort=False)
    first = groups[["value", "published", "source"]].first().add_prefix("first_")
    last = groups[["value", "published", "source"]].last()
    table = first.join(last).join(groups.size().rename("vintages")).reset_index()
    table = table.rename(
        columns={"first_value": "first", "value": "newest", "published": "newest_published"}
    )
    table["change"] = (table["newest"] - table["first"]).round(10)
    table["change_percent"] = 100 * table["change"] / table["first"].where(table["first"] != 0)
    columns = [
        *KEY, "vintages", "first", "first_published", "first_source",
        "newest", "newest_published", "source", "change", "change_percent",
    ]  # fmt: skip
    return table.loc[table["change"] != 0, columns].reset_index(drop=True)


def select(
    package: Package,
    indicator: Names = None,
    *,
    areas: Names = None,
    periods: Names = None,
    as_of: str | date | None = None,
    grades: Grades = None,
) -> pd.DataFrame:
    """Return the rows that match, in the order of `observations`, then by publication."""
    rows = package.once("observations in order", lambda: _prepared(package))
    for column, names, table in (
        ("indicator", indicator, "indicators"),
        ("area", areas, "areas"),
        ("period", periods, None),
    ):
        if names is not None:
            known = package.positions(table, column).keys() if table else None
            rows = rows[rows[column].isin(_names(names, column, known))]
    if grades is not None:
        rows = rows[rows["grade"].isin(list(grades))]
    if as_of is not None:
        rows = rows[rows["known"] <= as_day(as_of)]
    return rows[COLUMNS].reset_index(drop=True)


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the last published row of each observation; the rows come sorted."""
    return rows.drop_duplicates(KEY, keep="last").reset_index(drop=True)


def _prepared(package: Package) -> pd.DataFrame:
    """Return all observations in order, with what is asked of them besides their own columns."""
    rows = package.table(OBSERVATIONS)
    rows = rows.assign(grade=rows["source"].map(_grades(package)), known=_known(rows))
    rows = _sorted(package, rows)
    years = rows["period"].where(rows["period"].map(is_year).astype("bool"))
    return rows.assign(year=pd.to_numeric(years).astype("Int64"))


def _known(rows: pd.DataFrame) -> pd.Series:
    days = {text: last_day(text) for text in rows["published"].unique()}
    return rows["published"].map(days)


def _grades(package: Package) -> dict[str, str]:
    table = package.table("sources")
    return dict(zip(table["source"], table["grade"], strict=True))


def _sorted(package: Package, rows: pd.DataFrame) -> pd.DataFrame:
    table = package.table("areas")
    order = rows["area"].map(dict(zip(table["area"], table["order"], strict=True)))
    keys = ["indicator", "order", "area", "period", "known", "published"]
    return rows.assign(order=order).sort_values(keys, kind="stable", ignore_index=True)


def _in_order(package: Package, slugs: Iterable[str]) -> list[str]:
    table = package.table("areas").sort_values(["order", "area"])
    present = set(slugs)
    return [area for area in table["area"] if area in present]


def _names(names: str | Iterable[str], column: str, known: Set[str] | None) -> list[str]:
    wanted = [str(names)] if isinstance(names, str | int) else [str(name) for name in names]
    if known is not None and (lacking := sorted(set(wanted) - known)):
        raise unknown(column, lacking, known)
    return wanted
