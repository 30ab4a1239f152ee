"""What was left out of a figure's rows: counted for its note, with where the rows are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from digitalbay.data import recorder
from digitalbay.data.left_out import SERIES, Extent, beside
from digitalbay.statements import N_, Listed, Statement

from .language import Words

REASONS = {
    "grade": N_("{n:,} of grade C"),
    "undated": N_("{n:,} without a date"),
    "bound": N_("{n:,} known only as bounds"),
}
# What identifies a row of a register.
KEYS = ("target", "document", "event", "case", "key")


def omissions(frames: Sequence[pd.DataFrame], drawn: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the rows that were left out of frames and belong to what these show.

    frames: as handed over in ``uses``; drawn: the frame that is shown, by default these. What one
    frame left out and another holds is no omission; a bound is one unless it is drawn.
    """
    shown = frames if drawn is None else [drawn]
    parts = [part for frame in [*shown, *frames] for part in _beside(frame)]
    parts = [rows[rows["reason"].isin(list(REASONS))] for rows in parts]
    parts = [rows for rows in parts if len(rows)]
    if not parts:
        return pd.DataFrame(columns=["reason"])
    here, there = _held(shown), _held([*shown, *frames])
    found, seen = [], set()
    for row in pd.concat(parts, ignore_index=True).to_dict("records"):
        key = _key(row)
        if key not in seen and key not in (here if row["reason"] == "bound" else there):
            seen.add(key)
            found.append(row)
    return pd.DataFrame(found, columns=None if found else ["reason"])


def said(rows: pd.DataFrame, words: Words) -> str:
    """Say how many rows of `omissions` there are; of none, nothing."""
    counts = rows["reason"].value_counts()
    told = [
        Statement(form, {"n": int(counts[reason])})
        for reason, form in REASONS.items()
        if reason in counts
    ]
    return words("Rows held and not shown: {what}.", what=Listed(told, ",")) if told else ""


def places(rows: pd.DataFrame) -> list[str]:
    """Return the indicators whose observations are among `omissions`; "" for those of registers."""
    found = [
        row["indicator"] if _key(row)[0] not in KEYS else "" for row in rows.to_dict("records")
    ]
    return list(dict.fromkeys(found))


def _beside(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Return what a frame left out; pandas forgets it where frames are merged or put together.

    Then it is what the reads left out that gave its rows.
    """
    if "left_out" in frame.attrs:
        return [beside(frame)]
    found = []
    inside = Extent.of(frame) if {*SERIES} <= {*frame} else None
    for given in recorder.frames():
        if left := given.attrs.get("left_out"):
            if inside and {*SERIES} <= {*left.rows}:
                found.append(inside.rows_of(left.rows))
            elif any(_same(frame, given, name) for name in KEYS):
                found.append(left.rows)
    return found


def _same(frame: pd.DataFrame, given: pd.DataFrame, name: str) -> bool:
    """Tell whether two frames are of the same rows of a register."""
    both = name in frame and name in given and len(frame) == len(given)
    return both and set(frame[name]) == set(given[name])


def _held(frames: Sequence[pd.DataFrame]) -> set[tuple]:
    return {key for frame in frames for key in _keys(frame)}


def _keys(frame: pd.DataFrame) -> Iterator[tuple]:
    """Yield the `_key` of each row."""
    names = [name for name in (*KEYS, *SERIES) if name in frame]
    rows = zip(*(frame[name].tolist() for name in names), strict=True)
    if names == [*SERIES]:
        # As it is with most frames, and faster.
        yield from rows
    else:
        yield from (_key(dict(zip(names, row, strict=True))) for row in rows)


def _key(row: dict) -> tuple:
    for name in KEYS:
        if isinstance(row.get(name), str):
            return (name, row[name])
    return tuple(row.get(name) for name in SERIES)
