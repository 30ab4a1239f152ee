"""Frames as they are handed over: checked, typed and headed for readers."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from digitalbay.data.reference import unit_of
from digitalbay.statements import Number, Period

from .columns import SIZED, Column
from .language import Words
from .prepared import prepared, resolved


def checked(frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """Return a frame that a page can show; ``where`` names it in errors.

    Raises
    ------
    ValueError
        If its columns are not different texts.
    """
    for name in frame.columns:
        if not isinstance(name, str):
            raise ValueError(f"{where}: column {name!r} is not a text; head it for readers")
    if repeated := [name for name in frame.columns if list(frame.columns).count(name) > 1]:
        raise ValueError(f"{where}: two columns are headed {repeated[0]!r}")
    return frame


def tabulated(frame: pd.DataFrame, columns: Sequence[str | Column], words: Words) -> pd.DataFrame:
    """Return the columns named, in order, headed and written for readers.

    Quantities are rounded to their format; with a bound they become text, as periods do.
    """
    frame = prepared(frame, words)
    found = [resolved(column, frame, words) for column in columns]
    return pd.DataFrame({c.title: _cells(frame, c, words) for c in found})


def _cells(frame: pd.DataFrame, column: Column, words: Words) -> pd.Series:
    values = frame[column.name]
    if column.kind == "time":
        return pd.Series([words.write(Period(v)) if v else "–" for v in values], dtype="str")
    if column.kind != "quantity":
        return values.fillna("–").astype("str").replace("", "–")
    if column.form == SIZED:
        return pd.Series([_sized(value) for value in values], dtype="str")
    if (told := _told(frame, column, words)) is not None:
        return told
    decimals = column.form.removesuffix("f").rpartition(".")[2]
    if column.form.endswith("f") and decimals.isdigit():
        rounded = values.astype("float64").round(int(decimals))
        return rounded.astype("Int64") if decimals == "0" else rounded
    return values


def _told(frame: pd.DataFrame, column: Column, words: Words) -> pd.Series | None:
    """Values in words, where some are bounds, or answers to yes or no."""
    if column.name != "value":
        return None
    none = [""] * len(frame)
    bounds = frame["qualifier"].tolist() if "qualifier" in frame else none
    units = frame["indicator"].map(unit_of).tolist() if "indicator" in frame else none
    if not {"at_least", "at_most", "about"} & set(bounds) and "flag" not in units:
        return None
    return pd.Series(
        [
            (words("yes") if value else words("no"))
            if unit == "flag"
            else words.write(Number(value, column.form, bound))
            for value, bound, unit in zip(frame["value"], bounds, units, strict=True)
        ],
        dtype="str",
    )


def _sized(value: float) -> str:
    if pd.isna(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def resource(frame: pd.DataFrame) -> dict:
    """Return a frame as a tabular data resource: its fields with types, and its rows."""
    found = json.loads(frame.to_json(orient="table", index=False, double_precision=10))
    found["schema"].pop("pandas_version", None)
    return significant(found)


def significant(value: object) -> object:
    """Round floats to ten significant digits: the last ones differ between processors."""
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {k: significant(v) for k, v in value.items()}
    if isinstance(value, list):
        return [significant(v) for v in value]
    return value
