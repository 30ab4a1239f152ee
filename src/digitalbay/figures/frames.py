"""Frames as they are handed over: checked, headed for readers, and made rows of a table."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from digitalbay.data.reference import unit_of
from digitalbay.statements import Number, Period

from . import cells
from .cells import publishable, significant, written
from .columns import SIZED, Column
from .language import Words
from .prepared import Drawing, prepared, resolved

__all__ = [
    "behind", "checked", "html", "plain", "publishable", "resource", "significant", "tabulated",
    "written",
]  # fmt: skip


def checked(frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """Return a frame that a page can show; ``where`` names it in errors.

    Raises
    ------
    ValueError
        If it is no frame, or its columns are not different texts.
    """
    if not isinstance(frame, pd.DataFrame):
        raise ValueError(f"{where}: expected a DataFrame, got {type(frame).__name__}")
    if isinstance(frame.columns, pd.MultiIndex):
        raise ValueError(
            f"{where}: the columns have {frame.columns.nlevels} levels; head each once"
        )
    seen: dict[str, str] = {}
    for name in frame.columns:
        if not isinstance(name, str):
            raise ValueError(f"{where}: column {name!r} is not a text; head it for readers")
        # As a reader tells headings apart.
        look = " ".join(unicodedata.normalize("NFC", name).split())
        if not look:
            raise ValueError(f"{where}: column {name!r} has no heading; head it for readers")
        if look in seen:
            raise ValueError(f"{where}: two columns are headed {look!r}")
        seen[look] = name
    return frame


def resource(
    frame: pd.DataFrame,
    words: Words,
    where: str,
    columns: Sequence[str | Column] | None = None,
) -> dict:
    """Return a frame as a tabular data resource: its fields with types, and its rows.

    Every table of the book is built here: of `Chapter.table`, of the explorer, of the data under
    a figure. Without ``columns``, which are as in `tabulated`, the frame is taken whole.

    Raises
    ------
    ValueError
        Naming place and column, if its columns are not different texts, or hold what no table
        can show.
    """
    kinds: dict[str, str] = {}
    if columns is not None:
        frame, kinds = tabulated(frame, columns, words, where)
    checked(frame, where)
    fields, shown = [], []
    for name in frame.columns:
        about = f"{where}, column {name!r}"
        # A column that is said to be a quantity is none of years.
        heading = "" if kinds.get(name) == "quantity" else name
        # Words are looked up only where a column needs them.
        answers = _Answers(words)
        kind, values = cells.column(frame[name], heading, about, answers=answers)
        fields.append({"name": name, "type": kind})
        shown.append(values)
    names = [field["name"] for field in fields]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*shown, strict=True)]
    return {"schema": {"fields": fields}, "data": rows}


class _Answers(Sequence[str]):
    """No and yes in the language of the run."""

    def __init__(self, words: Words):
        self._words = words

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> str:  # type: ignore[override] # nobody slices them
        return self._words("yes") if index else self._words("no")


def tabulated(
    frame: pd.DataFrame, columns: Sequence[str | Column], words: Words, where: str
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the columns named, in order, headed and written for readers, and their kinds.

    Quantities are rounded to their format; with a bound they become text, as periods do. Years
    and codes are texts without separators.

    Raises
    ------
    ValueError
        Naming place and column, if one is missing, has no title or one of another, or holds no
        numbers where it is a quantity.
    """
    try:
        frame = prepared(frame, words)
        found = [resolved(column, frame, words) for column in columns]
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
    titles = [column.title for column in found]
    for column in found:
        if not column.title:
            raise ValueError(f"{where}, column {column.name!r}: no title for the head of the table")
        if titles.count(column.title) > 1:
            raise ValueError(f"{where}: two columns are headed {column.title!r}")
    shown = {c.title: _cells(frame, c, words, f"{where}, column {c.name!r}") for c in found}
    return pd.DataFrame(shown), {c.title: c.kind for c in found if c.title}


def _cells(frame: pd.DataFrame, column: Column, words: Words, where: str) -> pd.Series:
    answers = _Answers(words)
    if column.kind == "quantity" and (told := _told(frame, column, words)) is not None:
        return told
    # As a code, whole numbers are without separators and decimals.
    heading = "" if column.kind == "quantity" else "code"
    kind, values = cells.column(frame[column.name], heading, where, answers=answers)
    if column.kind == "time":
        texts = [words.write(Period(str(value))) if value else "–" for value in values]
    elif column.kind != "quantity":
        texts = [written(value, kind) for value in values]
    else:
        return _quantities(values, kind, column.form, words, where)
    return pd.Series(texts, dtype="str")


def _quantities(values: list, kind: str, form: str, words: Words, where: str) -> pd.Series:
    for value in values:
        if isinstance(value, str) and (kind not in ("integer", "number")):
            raise ValueError(f"{where}: {value!r} is no number; give it as text() or category()")
    # A sign, or a per cent, is kept by text only.
    if form in (SIZED, "d") or form.endswith("%") or form.startswith("+"):
        return pd.Series([_quantity(value, form, words) for value in values], dtype="str")
    values = [_INFINITE.get(value, value) for value in values]
    decimals = form.removesuffix("f").rpartition(".")[2]
    if form.endswith("f") and decimals.isdigit():
        places = int(decimals) or None
        finite = [_is_number(v) and math.isfinite(v) for v in values]
        values = [round(v, places) if f else v for v, f in zip(values, finite, strict=True)]
    elif form.endswith("g"):
        # As many decimals as a value has: 338, not 338.0.
        values = [int(v) if isinstance(v, float) and v.is_integer() else v for v in values]
    return pd.Series(values, dtype="object")


_INFINITE = {"∞": math.inf, "−∞": -math.inf}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _told(frame: pd.DataFrame, column: Column, words: Words) -> pd.Series | None:
    """Values in words, where some are bounds, or answers to yes or no.

    The bounds of the column ``value`` stand in ``qualifier``, those of ``here`` in
    ``here_qualifier``.
    """
    is_value = column.name == "value"
    said = "qualifier" if is_value else f"{column.name}_qualifier"
    if not is_value and said not in frame:
        return None
    none = [""] * len(frame)
    bounds = frame[said].tolist() if said in frame else none
    asked = is_value and "indicator" in frame
    units = frame["indicator"].map(unit_of).tolist() if asked else none
    if not {"at_least", "at_most", "about"} & set(bounds) and "flag" not in units:
        return None
    rows = zip(frame[column.name], bounds, units, strict=True)
    return pd.Series([_in_words(*row, column.form, words) for row in rows], dtype="str")


def _in_words(value: float, bound: str, unit: str, form: str, words: Words) -> str:
    if unit == "flag":
        return words("yes") if value else words("no")
    return "–" if pd.isna(value) else words.write(Number(value, form, bound))


def _quantity(value: float | str | None, form: str, words: Words) -> str:
    if not isinstance(value, int | float):
        return value or "–"
    if form == SIZED:
        form = ",.0f" if abs(value) >= 1000 else ",.4g"
    return words.write(Number(value, ".0f" if form == "d" else form))


def behind(drawing: Drawing, spec: dict, words: Words, where: str) -> dict | list:
    """Return the rows behind a chart, or the dataset that holds them by its name.

    They are those given with the drawing, or the first dataset that has all its columns.
    """
    heads = {column.name: column.title for column in drawing.columns if column.title}
    if drawing.rows is not None:
        return resource(drawing.rows[list(heads)].rename(columns=heads), words, where)["data"]
    for name, rows in spec.get("datasets", {}).items():
        if rows and set(heads) <= set(rows[0]):
            return {"dataset": name, "heads": heads}
    raise ValueError(f"{where}: no data of the chart has the columns {', '.join(heads)}")


def explored(found: dict, layout: Mapping, where: str) -> dict:
    """Return the layout of an explorer after a look at the table that it lays out.

    Raises ValueError if it names a column that the table lacks, or its keys are not different.
    """
    names = [field["name"] for field in found["schema"]["fields"]]
    single = [layout["key"], layout["title"]]
    for name in [
        *single,
        *layout["under"],
        *layout["also"],
        *layout["filters"],
        *layout["printed"],
    ]:
        if name not in names:
            raise ValueError(f"{where}: no column {name!r}; it has {', '.join(names)}")
    keys = [str(row[layout["key"]]).lower() for row in found["data"]]
    if twice := {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else ():
        raise ValueError(f"{where}, column {layout['key']!r}: {min(twice)!r} is used twice")
    return dict(layout)


def html(found: dict) -> str:
    """Return a table as HTML, for who reads the notebook elsewhere than in the book."""
    fields = found["schema"]["fields"]
    head = "".join(f"<th>{escape(field['name'])}</th>" for field in fields)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in texts) + "</tr>"
        for texts in _texts(found)
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def plain(found: dict) -> str:
    """Return a table as lines of text, its columns below each other."""
    names = [field["name"] for field in found["schema"]["fields"]]
    return pd.DataFrame(_texts(found), columns=names, dtype="str").to_string(index=False)


def _texts(found: dict) -> list[list[str]]:
    fields = [(field["name"], field["type"]) for field in found["schema"]["fields"]]
    return [[written(row[name], kind) for name, kind in fields] for row in found["data"]]
