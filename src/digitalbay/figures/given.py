"""What a notebook hands over beside frames and charts: ids, texts, values, keys of sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from digitalbay.statements import Named, Number, Period

from .frames import significant
from .language import Words
from .prepared import Drawing

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def identified(id: str) -> str:
    """Return an id of kebab-case; ValueError if it is not.

    Whether it is the only one of its name is seen when the run ends and when the book is
    collected: here, a cell run twice in JupyterLab replaces its own output.
    """
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise ValueError(f"id {id!r}; expected kebab-case such as 'gdp-by-city'")
    return id


def required(name: str, text: str) -> str:
    """Return a text that is not empty; ValueError names it if it is."""
    if not text.strip():
        raise ValueError(f"{name} is empty")
    return text


# Stands for an argument that a call needs, until `needed` has looked whether it was left out.
LEFT_OUT: Any = None


def needed(call: str, **given: object) -> None:
    """Raise TypeError, as Python does, if an argument that a call needs was left out."""
    if lacking := [f"{name}=" for name, value in given.items() if value is None]:
        raise TypeError(f"{call} needs {', '.join(lacking)}")


def noted(note: str, drawing: Drawing, words: Words) -> str:
    """Return a figure's note, with what its kind left out."""
    if not drawing.omitted:
        return note
    said = words("{n:,} rows without a date or a value are not drawn.", n=drawing.omitted)
    return f"{note}{words.gap}{said}"


def bare(value: object) -> object:
    """Return the value itself, for who reads key figures as data."""
    match value:
        case Number():
            value = value.value
        case Period():
            value = value.text
        case Named():
            value = value.key
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "item"):
        value = value.item()
    return significant(value) if isinstance(value, int | float) else None


def linked(column: str, records: Iterable[dict], sources: Iterable[dict], where: str) -> str:
    """Return the name of a column whose cells are all keys of the sources given.

    Raises ValueError if the column is missing, or a cell is empty or a source of no frame in uses.
    """
    known = {source["source"] for source in sources}
    for record in records:
        if column not in record:
            raise ValueError(f"{where}: no column {column!r} for the sources")
        if record[column] not in known:
            raise ValueError(
                f"{where}, column {column!r}: {record[column]!r} is a source of no frame in uses"
            )
    return column
