"""What every table of units and indicators must satisfy, said once."""

from collections.abc import Iterable, Mapping
from numbers import Real
from typing import TypeAlias

import numpy as np
import pandas as pd

from digitalbay.methods import kernels

Table: TypeAlias = pd.Series | pd.DataFrame

# Beyond these sizes products of values overflow, or vanish.
SIZES = 1e-100, 1e100


def no_duplicates(codes: Iterable, what: str) -> None:
    """Raise ValueError naming the codes that occur more than once."""
    index = pd.Index(codes)
    if not index.is_unique:
        twice = index[index.duplicated()].unique().tolist()
        raise ValueError(f"duplicated {what}: {twice}; each must occur once")


def numeric(x: Table) -> Table:
    """Return x as floats, after checking that units and indicators are unique.

    Raises
    ------
    ValueError
        Duplicated unit or indicator, or, by unit and indicator, a value that is infinite, not a
        number, or of a size that arithmetic can't bear (`SIZES`).
    """
    if not isinstance(x, pd.Series | pd.DataFrame):
        raise ValueError(f"expected a Series or DataFrame, got {type(x).__name__}")
    no_duplicates(x.index, "unit")
    if isinstance(x, pd.DataFrame):
        no_duplicates(x.columns, "indicator")
    try:
        x = x.astype(float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"expected numbers: {_not_a_number(x) or error}") from error
    size = np.abs(x.to_numpy())
    largest = np.fmax.reduce(size, axis=0) if size.size else np.zeros(size.shape[1:])
    for bad, what in (
        (np.isinf(size), "finite numbers, not infinite ones"),
        ((size > SIZES[1]) | ((size > 0) & (largest < SIZES[0])), "sizes from 1e-100 to 1e100"),
    ):
        if bad.any():
            raise ValueError(f"expected {what}: {_place(x, bad)}")
    return x


def table(x: pd.DataFrame) -> pd.DataFrame:
    """`numeric`, after refusing what is no table or has no unit or no indicator."""
    if not isinstance(x, pd.DataFrame):
        raise ValueError(f"expected a DataFrame, units × indicators, got {type(x).__name__}")
    for what, codes in {"unit": x.index, "indicator": x.columns}.items():
        if codes.empty:
            raise ValueError(f"the table has no {what}")
    return numeric(x)


def complete(x: pd.DataFrame, method: str) -> pd.DataFrame:
    """`table`, after refusing missing values by unit and indicator."""
    x = table(x)
    if x.isna().any(axis=None):
        raise ValueError(f"{method} needs complete data: impute {_place(x, x.isna().to_numpy())}")
    return x


def constant(x: pd.DataFrame) -> pd.Series:
    """Flag the indicators that differ between units by no more than rounding, or have no value."""
    with np.errstate(invalid="ignore"):
        return pd.Series(kernels.constant(x.to_numpy()), index=x.columns)


def every(
    given: Mapping | pd.Series,
    codes: Iterable,
    what: str,
    of: str = "indicator",
    *,
    further: bool = False,
) -> pd.Series:
    """Return what was given for each code, in their order.

    Raises
    ------
    ValueError
        Something is given twice, not for every code, or, unless further codes are no matter (as
        in a list of groups), for an unknown one.
    """
    index = pd.Index(codes)
    found = _by_code(given, what, of)
    absent = index[found.reindex(index).isna()].tolist()
    if absent:
        raise ValueError(f"no {what} for {of} {absent}")
    return (found if further else some(found, codes, what, of)).reindex(codes)


def some(
    given: Mapping | pd.Series, codes: Iterable, what: str, of: str = "indicator"
) -> pd.Series:
    """Return what was given by code as a Series, after refusing unknown codes."""
    found = _by_code(given, what, of)
    unknown = found.index.difference(pd.Index(codes), sort=False).tolist()
    if unknown:
        raise ValueError(f"{what} for unknown {of} {unknown}")
    return found


def _by_code(given: Mapping | pd.Series, what: str, of: str) -> pd.Series:
    if not isinstance(given, Mapping | pd.Series):
        raise ValueError(f"expected one {what} by {of}, got {given!r}")
    found = pd.Series(given, dtype=None if len(given) else object)
    no_duplicates(found.index, f"{of} of a {what}")
    return found


def number(value: float, name: str, low: float = -np.inf, high: float = np.inf) -> float:
    """Return a finite number within [low, high], or refuse it by its name."""
    wrong = not isinstance(value, Real | np.number) or isinstance(value, bool)
    if wrong or not np.isfinite(value) or not low <= value <= high:
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}, got {value!r}")
    return value


def flag(value: bool, name: str) -> None:
    """Refuse what is neither true nor false, by its name."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, got {value!r}")


def whole(value: int, name: str, low: int = 0) -> int:
    """Return a whole number that isn't below low, or refuse it by its name."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < low:
        raise ValueError(f"{name} must be a whole number from {low}, got {value!r}")
    return int(value)


def observed(x: pd.DataFrame) -> None:
    """Refuse a unit or an indicator without any value."""
    for what, empty in {"unit": x.isna().all(axis=1), "indicator": x.isna().all()}.items():
        if empty.any():
            raise ValueError(f"no value at all for {what} {named(empty)}: drop it first")


def named(flags: pd.Series) -> list:
    """Index labels whose flag is true, for error messages."""
    return flags.index[flags].tolist()


def weights(w: pd.Series, codes: Iterable, tolerance: float = 1e-6) -> pd.Series:
    """Return weights ordered as codes, after checking codes, signs and sum.

    Raises
    ------
    ValueError
        Missing or extra code, negative or missing weight, or a sum other than one.
    """
    codes = list(codes)
    if not isinstance(w, Mapping | pd.Series):
        raise ValueError(f"weights must name every indicator once, got {w!r}")
    try:
        w = pd.Series(w, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"weights must be numbers: {error}") from error
    no_duplicates(w.index, "weight")
    absent, extra = set(codes) - set(w.index), set(w.index) - set(codes)
    if absent or extra:
        raise ValueError(
            f"weights must name every indicator once: missing {sorted(absent, key=str)}, "
            f"unknown {sorted(extra, key=str)}"
        )
    bad = ~((w >= 0) & (w < np.inf))
    if bad.any():
        raise ValueError(f"weights must be non-negative numbers, not so for {named(bad)}")
    if abs(w.sum() - 1) > tolerance:
        raise ValueError(f"weights must sum to 1, they sum to {w.sum():.6g}: {w.to_dict()}")
    return w.reindex(codes)


def ratio_scale(scale: str, measure: str) -> None:
    """Refuse a relative measure of inequality on anything but a ratio scale.

    Raises
    ------
    ValueError
        The scale is not "ratio": without a true zero, adding a constant to every unit
        changes the measure, so its value says nothing.
    """
    if scale != "ratio":
        raise ValueError(
            f"{measure} needs a ratio scale, got {scale!r}: without a true zero the result "
            "depends on where zero was put; use absolute_gap instead"
        )


def positive(x: pd.Series, measure: str, *, zero: bool = False) -> pd.Series:
    """Return x without missing values, refusing negatives (and zeros unless allowed)."""
    x = numeric(x if isinstance(x, pd.Series) else pd.Series(x)).dropna()
    if x.empty:
        raise ValueError(f"{measure} needs at least one value, all are missing")
    bad = x < 0 if zero else x <= 0
    if bad.any():
        wanted = "non-negative" if zero else "positive"
        raise ValueError(f"{measure} needs {wanted} values, not so for {named(bad)}")
    return x


def not_negative(x: pd.DataFrame, wanted: str) -> None:
    """Raise ValueError if a table holds a negative number, naming indicators and units.

    wanted: what needs which numbers, as the message begins
    """
    bad = x < 0
    if bad.any(axis=None):
        where = f"{named(bad.any())} of {named(bad.any(axis=1))}"
        raise ValueError(f"{wanted}, not so: {where}")


def _not_a_number(x: Table) -> str:
    """The first value that isn't a number, with its unit and indicator."""
    frame = x.to_frame() if isinstance(x, pd.Series) else x
    for code in frame:
        for unit, value in frame[code].items():
            try:
                float(value)
            except (TypeError, ValueError):
                where = f"of {unit!r}" if isinstance(x, pd.Series) else f"for {code!r} of {unit!r}"
                return f"{value!r} {where}"
    return ""


def _place(x: Table, bad: np.ndarray) -> str:
    """Indicators and units of the cells flagged."""
    units = x.index[bad.reshape(len(x), -1).any(1)].tolist()
    if isinstance(x, pd.Series):
        return f"not so for {units}"
    return f"{x.columns[bad.any(0)].tolist()} of {units}"
