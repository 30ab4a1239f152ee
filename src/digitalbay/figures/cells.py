"""Cells of a table: a column of pandas as JSON that pages, CSV files and scripts read alike."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from .numbers import signed

# Digits that count: the last ones of a float differ between processors.
DIGITS = 10
# Single and half precision hold fewer.
_DIGITS = {"float32": 7, "Float32": 7, "float16": 3}
# Scripts of a page read larger integers wrongly.
_EXACT = 2**53
# Headings of years, in the three languages: "Base year", 「年份」, not "Documents per year".
_YEAR = re.compile(
    r"(?!.*\b(per|an?|each|every|in|by)\s+(year|period))(.*\s)?(year|period)(\s*[(（].*)?"
    r"|(?!.*[每/／]\s*年).*(年|年份|年度|时期|時期)(\s*[(（].*)?",
    re.IGNORECASE,
)
_YEARS = range(1900, 2101)
_CODE = re.compile(
    r"(.*[\s_-])?(code|postcode|id)|.*(代码|代碼|编码|編碼|编号|編號)", re.IGNORECASE
)
# Of ASCII and beyond it; a new line and a tabulator are blanks.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_REFUSED = (
    ((complex, np.complexfloating), "complex numbers; give two columns"),
    ((bytes, bytearray, memoryview), "bytes; decode them"),
    (
        (datetime.timedelta, np.timedelta64),
        "durations; give numbers, and their unit in the heading",
    ),
    (pd.Interval, "intervals; give both ends as columns, or a text"),
    (
        (list, tuple, set, frozenset, dict, np.ndarray, pd.Series, pd.DataFrame),
        "values of several parts; join them to a text",
    ),
)


def column(
    values: pd.Series, heading: str, where: str, *, answers: Sequence[str] = ("no", "yes")
) -> tuple[str, list]:
    """Return a column's type, as table schemas name it, and its cells: texts, numbers and None.

    Parameters
    ----------
    heading : tells years and codes from quantities
    where : names the column in errors
    answers : how False and True are written

    Floats have ten significant digits; infinity is "∞". Dates are ISO days; times of day keep
    the zone that they came with. Integers that a script could not hold are texts.

    Raises
    ------
    ValueError
        If a cell holds what no table can show.
    """
    digits = _DIGITS.get(str(values.dtype), DIGITS)
    cells = [_cell(value, digits, where) for value in values.astype("object").tolist()]
    kinds = {kind for kind, _value in cells if kind}
    found = [value for _kind, value in cells]
    if "boolean" in kinds:
        found = [answers[value] if value is True or value is False else value for value in found]
        kinds = (kinds - {"boolean"}) | {"string"}
    if "datetime" in kinds:
        found, is_day = _moments(found)
        kinds = (kinds - {"datetime"}) | {"date" if is_day else "string"}
    if kinds and kinds <= {"integer", "number"}:
        return _numbers(found, heading, "number" if "number" in kinds else "integer")
    if len(kinds) < 2:
        return (kinds.pop() if kinds else _empty(values)), found
    return "string", [None if value is None else str(value) for value in found]


def significant(value: Any, digits: int = DIGITS) -> Any:
    """Round floats, also those inside lists and dicts, to their significant digits."""
    if isinstance(value, float):
        rounded = float(f"{value:.{digits}g}")
        # The largest of all would round up to infinity; and no minus zero.
        return value if math.isinf(rounded) else rounded + 0.0
    if isinstance(value, dict):
        return {k: significant(v, digits) for k, v in value.items()}
    if isinstance(value, list):
        return [significant(v, digits) for v in value]
    return value


def publishable(forms: dict, about: dict) -> tuple[dict, dict]:
    """Return the forms of an output, floats rounded, and what is said of it.

    Raises
    ------
    ValueError
        If a text has a control character, which no page, picture or print can show.
    """
    _refuse_controls([forms, about])
    return significant(forms), about


def _refuse_controls(value: object) -> None:
    if isinstance(value, str) and _CONTROL.search(value):
        raise ValueError(f"there is a control character in {value!r}")
    for part in [*value, *value.values()] if isinstance(value, dict) else ():
        _refuse_controls(part)
    for part in value if isinstance(value, list) else ():
        _refuse_controls(part)


def written(value: object, kind: str) -> str:
    """Write a cell for readers: quantities with separators, years and codes without, or a dash."""
    if value in (None, ""):
        return "–"
    if kind in ("integer", "number") and not isinstance(value, str):
        return signed(f"{value:,}")
    return str(value)


def _cell(value: object, digits: int, where: str) -> tuple[str, object]:
    """Return the kind of a value and what stands for it in a cell; "" of what is missing."""
    for types, why in _REFUSED:
        if isinstance(value, types):
            raise ValueError(f"{where} holds {why}")
    if value is None or value is pd.NA or value is pd.NaT:
        return "", None
    for types, make in _MADE:
        if isinstance(value, types):
            return make(value, digits)
    kind = type(value).__name__
    raise ValueError(f"{where} holds values of type {kind}; give texts, numbers or dates")


def _number(value: Any, digits: int) -> tuple[str, object]:
    if isinstance(value, Decimal) and value.is_nan():
        # A signalling one refuses to become a float.
        return "", None
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, Integral):
        value = int(value)
        return ("integer", value) if abs(value) <= _EXACT else ("string", str(value))
    value = float(value)
    if math.isnan(value):
        return "", None
    if math.isinf(value):
        return "number", "∞" if value > 0 else "−∞"
    return "number", significant(value, digits)


def _period(value: pd.Period, _digits: int) -> tuple[str, object]:
    unit = value.freqstr.partition("-")[0]
    if unit == "Y":
        return "year", value.year
    if unit == "Q":
        return "string", f"{value.year}-Q{value.quarter}"
    # Weeks are written with both ends.
    return "string", str(value)


def _moment(value: np.datetime64, _digits: int) -> tuple[str, object]:
    moment = pd.Timestamp(value)
    return ("", None) if moment is pd.NaT else ("datetime", moment)


# The first type that fits: a point in time is a day too, a truth value a number.
_MADE: tuple[tuple[Any, Callable[[Any, int], tuple[str, object]]], ...] = (
    ((bool, np.bool_), lambda value, _digits: ("boolean", bool(value))),
    (str, lambda value, _digits: ("string", str(value))),
    ((Real, Decimal), _number),
    (np.datetime64, _moment),
    (datetime.datetime, lambda value, _digits: ("datetime", value)),
    (datetime.date, lambda value, _digits: ("date", value.isoformat())),
    (datetime.time, lambda value, _digits: ("string", value.isoformat())),
    (pd.Period, _period),
)


def _moments(values: list) -> tuple[list, bool]:
    """Write points in time: as days where none has a time of day, in the zone they came with."""
    times = [value for value in values if isinstance(value, datetime.datetime)]
    is_day = all(value.time() == datetime.time() for value in times)
    whole = all(value.second == value.microsecond == 0 for value in times)
    precision = "minutes" if whole else "auto"
    return [
        value
        if not isinstance(value, datetime.datetime)
        else value.date().isoformat()
        if is_day
        else value.isoformat(" ", precision)
        for value in values
    ], is_day


def _numbers(values: list, heading: str, kind: str) -> tuple[str, list]:
    known = [value for value in values if value is not None]
    if not all(isinstance(value, int) or _is_whole(value) for value in known):
        return kind, values
    if _YEAR.fullmatch(heading) and all(value in _YEARS for value in known):
        return "year", [None if value is None else int(value) for value in values]
    if _CODE.fullmatch(heading):
        return "string", [None if value is None else str(int(value)) for value in values]
    return kind, values


def _is_whole(value: object) -> bool:
    return isinstance(value, float) and value.is_integer()


def _empty(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
        return "string"
    return "integer" if pd.api.types.is_integer_dtype(values) else "number"
