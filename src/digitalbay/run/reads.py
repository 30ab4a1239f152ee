"""What runs read, kept, so that a change of the data can be told in rows."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from functools import cache

import pandas as pd

# With all that can be asked.
from digitalbay.data import load, recorder  # noqa: F401
from digitalbay.data.package import holding
from digitalbay.data.recorder import Read

from .inputs import package_digest
from .project import Project

# What identifies a row, in tables that have it.
KEYS = ("indicator", "area", "period", "published", "document", "target", "case", "claim", "source")


def recorded(fields: dict) -> Read:
    """Return a read as a run recorded it in JSON."""
    return Read(**fields | {"sources": tuple(fields["sources"])})


def now(read: Read) -> str | None:
    """Return the digest of what a read gives today; None if it can no longer be asked."""
    return _of_package(read, package_digest())


@cache
def _of_package(read: Read, _package: str | None) -> str | None:
    if recorder.stands(read):
        return read.digest
    try:
        return recorder.replay(read)
    except (KeyError, ValueError):
        return None


def changes(reads: Iterable[Read], project: Project) -> list[str]:
    """Say of each read that gives something else now how that differs; each change once."""
    with holding():
        told = [changed(read, project) for read in reads]
    return list(dict.fromkeys(filter(None, told)))


def any_changed(reads: Iterable[Read]) -> bool:
    """Tell whether any read gives something else now."""
    package = package_digest()
    with holding():
        return any(_of_package(read, package) != read.digest for read in reads)


def changed(read: Read, project: Project) -> str | None:
    """Say how what a read gives differs from what it gave, or None if it does not."""
    if now(read) == read.digest:
        return None
    what = _asked(read)
    if now(read) is None:
        return f"{what} can no longer be read"
    path = project.reads / f"{read.digest}.csv"
    result = recorder.repeat(read)
    if not path.is_file():
        return f"{what} changed"
    before = path.read_text(encoding="utf-8")
    if not isinstance(result, pd.DataFrame):
        return f"{what} changed from {before} to {recorder.text(result)}"
    return f"{what} {_difference(_parsed(before), _parsed(recorder.text(result)))}"


def _asked(read: Read) -> str:
    """Name what was asked for: its first argument, or else the function."""
    call = json.loads(read.arguments)
    first = call["args"][0] if call["args"] else None
    names = [first] if isinstance(first, str) else first or []
    asked = ", ".join(map(str, names[:3])) + (", …" if len(names) > 3 else "")
    if read.function == "label":
        return f"the name of {call['args'][0]} {call['args'][1]}"
    return asked or read.function


def _parsed(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, index_col=0)


def _difference(before: pd.DataFrame, after: pd.DataFrame) -> str:
    keys = [key for key in KEYS if key in before and key in after]
    if keys:
        before, after = before.set_index(keys), after.set_index(keys)
    gained, lost = after.index.difference(before.index), before.index.difference(after.index)
    both = before.index.intersection(after.index)
    same_columns = list(before.columns) == list(after.columns)
    unique = before.index.is_unique and after.index.is_unique
    if same_columns and unique:
        rows = int((before.loc[both] != after.loc[both]).any(axis=1).sum())
    else:
        rows = 0
    told = [
        f"gained {_rows(len(gained))}" if len(gained) else "",
        f"lost {_rows(len(lost))}" if len(lost) else "",
        f"changed in {_rows(rows)}" if rows else "",
    ]
    return " and ".join(filter(None, told)) or "changed in form or order"


def _rows(n: int) -> str:
    return f"{n} row" if n == 1 else f"{n} rows"
