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

import pandas as pd

ATTESTED = ("A", "B")  # what is used of the grades of evidence, unless a query says otherwise
EVERY = (*ATTESTED, "C")
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
    """Return the rows of a frame for which `kept` is true, with those it leaves out beside them."""
    found = frame[kept]
    if len(found) == len(frame):
        return found
    left = frame[~kept].assign(reason=reason)
    if before := frame.attrs.get("left_out"):
        left = pd.concat([before.rows, left], ignore_index=True)
    left.attrs = {}
    found.attrs["left_out"] = LeftOut(left, len(found))
    return found


def attested(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a register that rest on evidence of the grades used, A and B.

    frame: with a column ``grade``. `attrs["left_out"]` counts the others.
    """
    return keep(frame, frame["grade"].isin(grades()), "grade")


def dated(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows that bear a date in a column; `attrs["left_out"]` counts the others."""
    return keep(frame, frame[column] != "", "undated")


def grades() -> tuple[str, ...]:
    """Return the grades of evidence that are used where nothing else is asked."""
    return _used.get()


@contextmanager
def weaker_evidence() -> Iterator[None]:
    """Use evidence of grade C too, where nothing else is asked."""
    token = _used.set(EVERY)
    try:
        yield
    finally:
        _used.reset(token)
