"""Observations: what was known, and when.

An observation is (indicator, area, period) → value with the date it became public. A revision is
a further row with a later date, so every query can be asked as of any day.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pandas as pd

from digitalbay.data.package import Package, load
from digitalbay.data.recorder import recorded
from digitalbay.data.states import (
    KEY,
    Grades,
    Names,
    asked,
    known,
    past,
    states,
)


@recorded
def observations(
    indicator: Names,
    *,
    areas: Names = None,
    periods: Names = None,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
    vintages: str = "nearest",
) -> pd.DataFrame:
    """Return the newest value of each observation known on the day `as_of`, or today's newest.

    indicator, areas, periods: one name or several; None means all.
    as_of: a date, or a text YYYY, YYYY-MM or YYYY-MM-DD; a month or year means its last day, and
    so does the vague date of a source.
    grades: grades of evidence to use; None means all.
    vintages: "recorded", only values of which a copy from before that day is held; "nearest", also
    those that the calendar says were public by then, in the earliest later copy.

    Columns: indicator, area, period (str), year (Int64, only where the period is a year),
    value (float64, in the indicator's unit), published (str, as the source gives it), source,
    status (A normal, P provisional, E estimated, B after a break, U low reliability),
    qualifier (at_least, at_most, about or empty), grade, note, vintage (recorded or later).
    Order: indicator, area (as in areas), period. `attrs["left_out"]` counts the observations that
    were asked for and are held, but not shown: as of the day, by their state, and those of which
    only weaker grades are held ("grade"); its `rows` are the rows.
    KeyError for an unknown indicator or area, ValueError for another choice of vintages.

    >>> rows = db.observations("land_area", areas=db.CITIES)
    >>> set(rows["area"]) == set(db.CITIES)
    True
    >>> len(db.observations("land_area", areas=db.CITIES, as_of="1990"))
    0
    """
    rows = asked(load(), indicator, areas=areas, periods=periods, grades=grades)
    return known(rows, as_of, vintages)


@recorded
def availability(
    indicator: Names = None,
    *,
    areas: Names = None,
    periods: Names = None,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
) -> pd.DataFrame:
    """Return in which state each observation that is held was on the day `as_of`, or is today.

    Arguments as in `observations`. Columns: indicator, area, period, state (one of recorded,
    later, unpublished, unknown), due (ISO day by which the calendar says it is public, or empty),
    first (date of the earliest copy held).

    >>> set(db.availability("land_area", as_of="1990")["state"])
    {'unknown'}
    """
    rows = asked(load(), indicator, areas=areas, periods=periods, grades=grades)
    return states(rows, as_of)


@recorded
def vintages(
    indicator: Names = None,
    *,
    areas: Names = None,
    periods: Names = None,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
) -> pd.DataFrame:
    """Return every recorded vintage of each observation, oldest first, without later copies.

    Arguments as in `observations`.

    >>> everything = db.vintages("gdp_current_prices")
    >>> len(everything) > len(db.observations("gdp_current_prices"))
    True
    """
    return select(load(), indicator, areas=areas, periods=periods, as_of=as_of, grades=grades)


@recorded
def wide(
    indicator: str,
    *,
    areas: Names = None,
    periods: Names = None,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
    vintages: str = "nearest",
) -> pd.DataFrame:
    """Return one indicator as a table of period × area; arguments as in `observations`.

    `attrs` keeps the sources, the latest date of publication, and `left_out` as there.

    >>> table = db.wide("gdp_current_prices", areas=db.CITIES, periods=["2019", "2020"])
    >>> table.index.tolist(), table.columns.tolist() == list(db.CITIES)
    (['2019', '2020'], True)
    """
    held = asked(load(), indicator, areas=areas, periods=periods, grades=grades)
    rows = known(held, as_of, vintages)
    table = rows.pivot(index="period", columns="area", values="value")
    table = table[list(dict.fromkeys(_in_order(load(), rows["area"])))].sort_index()
    latest = rows["published"].max() if len(rows) else ""
    table.attrs.update(rows.attrs, sources=tuple(sorted(set(rows["source"]))), published=latest)
    return table


@recorded
def revisions(
    indicator: Names = None,
    *,
    areas: Names = None,
    as_of: str | date | None = None,
    grades: Grades = ("A", "B"),
) -> pd.DataFrame:
    """Return the values that have changed since they were first published, by the day `as_of`.

    Arguments as in `observations`.
    Columns: indicator, area, period, vintages (how many), first, first_published, first_source,
    newest, newest_published, source (of the newest), change (newest − first, in the unit),
    change_percent. Lower and upper bounds are not values and are left out; a difference within the
    rounding of the two prints is no change.

    >>> changed = db.revisions("gdp_current_prices")
    >>> bool((changed["vintages"] > 1).all())
    True
    """
    rows = select(load(), indicator, areas=areas, as_of=as_of, grades=grades)
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
    rounding = table[["first", "newest"]].map(_rounding).max(axis=1)
    return table.loc[table["change"].abs() > rounding, columns].reset_index(drop=True)


def _rounding(value: float) -> float:
    """Return half a unit of the last digit that is printed of a value."""
    return 0.5 * 10 ** min(0, int(Decimal(repr(value)).normalize().as_tuple().exponent))


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
    rows = asked(package, indicator, areas=areas, periods=periods, grades=grades)
    return past(rows, as_of)


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the last published row of each observation; the rows come sorted."""
    return rows.drop_duplicates(KEY, keep="last").reset_index(drop=True)


def _in_order(package: Package, slugs: Iterable[str]) -> list[str]:
    table = package.table("areas").sort_values(["order", "area"])
    present = set(slugs)
    return [area for area in table["area"] if area in present]
