"""In which state an observation was on a day.

As of a day a value is

- ``recorded``: a vintage published by then is held;
- ``later``: the calendar of releases says that it was public by then, but only a copy of a later
  date is held;
- ``unpublished``: the calendar says that it was not public yet;
- ``unknown``: no vintage from before that day is held, and no calendar tells.
"""

from collections.abc import Iterable, Set
from datetime import date

import numpy as np
import pandas as pd

from digitalbay.data import parts
from digitalbay.data.descriptor import OBSERVATIONS
from digitalbay.data.errors import unknown
from digitalbay.data.left_out import LeftOut
from digitalbay.data.package import Package
from digitalbay.data.periods import as_day, is_year, last_day
from digitalbay.data.releases import calendar

COLUMNS = [
    "indicator", "area", "period", "year", "value", "published",
    "source", "status", "qualifier", "grade", "note",
]  # fmt: skip
KEY = ["indicator", "area", "period"]
NOTHING = pd.DataFrame(columns=[*COLUMNS, "reason"])
STATES = ("recorded", "later", "unpublished", "unknown")
NEVER = date.max.toordinal()
Names = str | int | Iterable[str | int] | None
Grades = Iterable[str] | None


def asked(
    package: Package,
    indicator: Names = None,
    *,
    areas: Names = None,
    periods: Names = None,
    grades: Grades = None,
) -> pd.DataFrame:
    """Return the rows that match with the days they were `known` and are `due`, as ordinals.

    `attrs["left_out"]` has the copies of observations that are held in weaker grades only.
    """
    with parts.noting() as rests:
        rows = package.once("observations in order", lambda: _prepared(package))
        if indicator is not None:
            known = package.positions("indicators", "indicator").keys()
            names = _names(indicator, "indicator", known)
            rows = _of_indicators(package, rows, names)
            rests -= {OBSERVATIONS}
            rests |= {parts.of_indicator(name) for name in names}
    parts.note(rests)
    wanted = {}
    if areas is not None:
        wanted["area"] = _names(areas, "area", package.positions("areas", "area").keys())
    if periods is not None:
        wanted["period"] = _names(periods, "period", None)
    tests = [rows[name].isin(some) for name, some in wanted.items() if some is not None]
    rows = rows[np.logical_and.reduce(tests)] if tests else rows
    return rows if grades is None else _of_grades(rows, list(grades))


def _of_grades(rows: pd.DataFrame, grades: list[str]) -> pd.DataFrame:
    wanted = rows["grade"].isin(grades).to_numpy()
    if wanted.all():
        return rows
    found, keys = rows[wanted], rows["key"].to_numpy()
    weaker = ~wanted & ~np.isin(keys, keys[wanted])
    weaker &= (rows["grade"] > max(grades, default="")).to_numpy()
    if weaker.any():
        found.attrs["left_out"] = LeftOut(rows[weaker].assign(reason="grade"), len(found))
    return found


def _of_indicators(package: Package, rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    # The rows of an indicator stand together: to slice is a hundred times as fast as to compare.
    slices = package.once("rows of indicators", lambda: _slices(rows["indicator"]))
    found = [slices[name] for name in sorted(set(names)) if name in slices]
    if len(found) == 1:
        return rows.iloc[found[0]]
    return rows.iloc[[row for part in found for row in range(part.start, part.stop)]]


def _slices(names: pd.Series) -> dict[str, slice]:
    first = names.drop_duplicates()
    last = names.drop_duplicates(keep="last").index + 1
    return {name: slice(*ends) for name, *ends in zip(first, first.index, last, strict=True)}


def known(rows: pd.DataFrame, as_of: str | date | None, vintages: str) -> pd.DataFrame:
    """Return what was known on a day: a row for each observation, those left out in `attrs`."""
    if vintages not in ("recorded", "nearest"):
        raise ValueError(f'vintages {vintages!r}: expected "recorded" or "nearest"')
    shown = STATES[: 1 + (vintages == "nearest")]
    first = _firsts(rows)
    states = _told(rows, first, as_of)
    newest = np.flatnonzero(rows["known"].to_numpy() <= ordinal(as_of))
    newest = newest[_ends(rows["key"].to_numpy()[newest])]
    later = first[states == "later"] if "later" in shown else first[:0]
    chosen = np.sort(np.concatenate([newest, later]))
    found = rows.iloc[chosen, : len(COLUMNS)].reset_index(drop=True)
    vintage = np.where(np.isin(chosen, later), "later", "recorded")
    found["vintage"] = pd.Series(vintage, dtype="str")
    found.attrs["left_out"] = _left_out(rows, first, states, shown, as_of, len(found))
    return found


def past(rows: pd.DataFrame, as_of: str | date | None) -> pd.DataFrame:
    """Return every copy published by a day; observations without one are counted in `attrs`."""
    found = rows[rows["known"] <= ordinal(as_of)].reset_index(drop=True)[COLUMNS]
    first = _firsts(rows)
    told = _told(rows, first, as_of)
    found.attrs["left_out"] = _left_out(rows, first, told, STATES[:1], as_of, len(found))
    return found


def _left_out(
    rows: pd.DataFrame,
    first: np.ndarray,
    states: np.ndarray,
    shown: tuple[str, ...],
    as_of: str | date | None,
    kept: int,
) -> LeftOut:
    """Return the observations that are not shown: by their state, and those of weaker grades."""
    absent = ~np.isin(states, shown)
    parts = []
    if absent.any():
        here = rows.iloc[first[absent], : len(COLUMNS)]
        parts.append(here.assign(reason=states[absent]))
    if weaker := rows.attrs.get("left_out"):
        past = weaker.rows[weaker.rows["known"] <= ordinal(as_of)]
        parts.append(past.drop_duplicates("key", keep="last"))
    if not parts:
        return LeftOut(NOTHING, kept)
    left = pd.concat(parts, ignore_index=True)[list(NOTHING)]
    left.attrs = {}
    return LeftOut(left, kept)


def states(rows: pd.DataFrame, as_of: str | date | None) -> pd.DataFrame:
    """Return the state of each observation on a day, with the columns of `availability`."""
    at = _firsts(rows)
    first = rows.iloc[at]
    due = [date.fromordinal(day).isoformat() if day < NEVER else "" for day in first["due"]]
    found = first[KEY].assign(state=_told(rows, at, as_of), due=due, first=first["published"])
    return found.astype({"state": "str", "due": "str"}).reset_index(drop=True)


def _told(rows: pd.DataFrame, first: np.ndarray, as_of: str | date | None) -> np.ndarray:
    """Return the state on a day of observations, each told by where its earliest copy stands."""
    day = ordinal(as_of)
    known, due = rows["known"].to_numpy()[first], rows["due"].to_numpy()[first]
    cases = [known <= day, due <= day, due < NEVER]
    return np.select(cases, STATES[:3], default=STATES[3])


def ordinal(as_of: str | date | None) -> int:
    """Return the number of a day; of today's newest, one that no day has."""
    return NEVER if as_of is None else as_day(as_of).toordinal()


def _firsts(rows: pd.DataFrame) -> np.ndarray:
    """Return where the earliest copy of each observation stands."""
    return np.flatnonzero(_ends(rows["key"].to_numpy()[::-1])[::-1])


def _ends(keys: np.ndarray) -> np.ndarray:
    """Tell of keys in order which is the last of its kind."""
    return np.append(keys[1:] != keys[:-1], True) if len(keys) else keys.astype(bool)


def _prepared(package: Package) -> pd.DataFrame:
    """Return all observations in order, with what is asked of them besides their own columns.

    `key` numbers the observations, `known` and `due` are days as ordinals.
    """
    rows = package.table(OBSERVATIONS)
    published = {text: last_day(text).toordinal() for text in rows["published"].unique()}
    known = rows["published"].map(published).astype("int64")
    rows = _sorted(package, rows.assign(grade=rows["source"].map(_grades(package)), known=known))
    due = calendar(package).due
    keys = zip(rows["indicator"], rows["area"], rows["period"], strict=True)
    days = [day.toordinal() if (day := due(*key)) else NEVER for key in keys]
    years = rows["period"].where(rows["period"].map(is_year).astype("bool"))
    year = pd.to_numeric(years).astype("Int64")
    due = pd.Series(days, rows.index, "int64")
    rows = rows.assign(key=(~rows.duplicated(KEY)).cumsum(), due=due, year=year)
    return rows[[*COLUMNS, "key", "known", "due"]]


def _grades(package: Package) -> dict[str, str]:
    table = package.table("sources")
    return dict(zip(table["source"], table["grade"], strict=True))


def _sorted(package: Package, rows: pd.DataFrame) -> pd.DataFrame:
    table = package.table("areas")
    order = rows["area"].map(dict(zip(table["area"], table["order"], strict=True)))
    keys = ["indicator", "order", "area", "period", "known", "published"]
    return rows.assign(order=order).sort_values(keys, kind="stable", ignore_index=True)


def _names(
    names: str | int | Iterable[str | int], column: str, known: Set[str] | None
) -> list[str]:
    wanted = [str(names)] if isinstance(names, str | int) else [str(name) for name in names]
    if known is not None and (lacking := sorted(set(wanted) - known)):
        raise unknown(column, lacking, known)
    return wanted
