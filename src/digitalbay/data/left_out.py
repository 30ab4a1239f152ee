"""What a query or a rule leaves out: kept beside the rows that it returns.

`attrs["left_out"]` of a frame counts by reason what is held and not returned, and has the rows:
`attrs["left_out"].rows`. The reasons are the states of `digitalbay.data.states`, "grade",
"undated" and "bound".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import pandas as pd

ATTESTED = ("A", "B")  # what is used of the grades of evidence, unless a query says otherwise
EVERY = (*ATTESTED, "C")
SERIES = ("indicator", "area", "period")
_used: ContextVar[tuple[str, ...]] = ContextVar("grades", default=ATTESTED)


class LeftOut(dict[str, int]):
    """How many rows are left out, by reason.

    rows: the rows themselves, with their ``reason``; kept: how many were returned.
    """

    def __init__(self, rows: pd.DataFrame, kept: int):
        super().__init__(Counter(rows["reason"]))
        self.rows = rows
        self.kept = kept

    def __deepcopy__(self, memo: dict) -> LeftOut:
        # pandas copies attributes at every step; nobody changes these rows.
        return self


def keep(frame: pd.DataFrame, kept: pd.Series, reason: str) -> pd.DataFrame:
    """Return the rows of a frame for which `kept` is true, with those it leaves out beside them.

    What was `beside` the frame stays so. Narrow first, then keep.

    >>> rows = db.documents()
    >>> left = db.keep(rows, rows["issued"] != "", "undated").attrs["left_out"]
    >>> left["undated"] == int((rows["issued"] == "").sum())
    True
    """
    found, left, before = frame[kept], frame[~kept].assign(reason=reason), beside(frame)
    if len(before):
        left = pd.concat([before, left], ignore_index=True)
    left.attrs = {}
    if len(left):
        found.attrs["left_out"] = LeftOut(left, len(found))
    return found


def beside(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a frame left out, with their ``reason``.

    Of observations that were narrowed since, those between the ones that are there; of other rows
    none, as it cannot be told which belong to the rest.
    """
    left = frame.attrs.get("left_out")
    if left is None:
        return pd.DataFrame(columns=["reason"])
    rows = left.rows
    if len(frame) == left.kept:
        return rows
    if not set(SERIES) <= {*frame} & {*rows}:
        return rows[:0]
    return Extent.of(frame).rows_of(rows)


@dataclass(frozen=True)
class Extent:
    """What some observations are of: their indicators and areas, and their ends in time."""

    indicators: list[str]
    areas: list[str]
    first: str
    last: str

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Extent:
        """Return that of a frame with the columns ``indicator``, ``area`` and ``period``."""
        indicators, areas = (frame[name].unique().tolist() for name in ("indicator", "area"))
        return cls(indicators, areas, frame["period"].min(), frame["period"].max())

    def rows_of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the same columns that lie between."""
        found = rows[rows["indicator"].isin(self.indicators)]
        if found.empty:
            return found
        alike = found["area"].isin(self.areas)
        return found[alike & found["period"].between(self.first, self.last)]


def chosen(rows: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows chosen from a frame, with all that the frame left out beside them."""
    if left := frame.attrs.get("left_out"):
        rows.attrs["left_out"] = LeftOut(left.rows, len(rows))
    return rows


def attested(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a register that rest on evidence of the grades used, A and B.

    frame: with a column ``grade``. `attrs["left_out"]` counts the others.

    >>> set(db.attested(db.documents())["grade"]) <= {"A", "B"}
    True
    """
    return keep(frame, frame["grade"].isin(grades()), "grade")


def dated(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows that bear a date in a column; `attrs["left_out"]` counts the others.

    >>> "" in set(db.dated(db.documents(), "issued")["issued"])
    False
    """
    return keep(frame, frame[column] != "", "undated")


def grades() -> tuple[str, ...]:
    """Return the grades of evidence that are used where nothing else is asked."""
    return _used.get()


@contextmanager
def weaker_evidence() -> Iterator[None]:
    """Use evidence of grade C too, where nothing else is asked.

    >>> with db.weaker_evidence():
    ...     len(db.attested(db.documents())) == len(db.documents())
    True
    """
    token = _used.set(EVERY)
    try:
        yield
    finally:
        _used.reset(token)
