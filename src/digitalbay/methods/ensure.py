"""What every table of units and indicators must satisfy, said once."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

Table = pd.Series | pd.DataFrame


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
        Duplicated unit or indicator, infinite value, or a value that is not a number.
    """
    no_duplicates(x.index, "unit")
    if isinstance(x, pd.DataFrame):
        no_duplicates(x.columns, "indicator")
    try:
        x = x.astype(float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"expected numbers: {error}") from error
    if np.isinf(x.to_numpy()).any():
        raise ValueError("expected finite numbers: the table holds an infinite value")
    return x


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
    w = pd.Series(w, dtype=float)
    no_duplicates(w.index, "weight")
    absent, extra = set(codes) - set(w.index), set(w.index) - set(codes)
    if absent or extra:
        raise ValueError(
            f"weights must name every indicator once: missing {sorted(absent, key=str)}, "
            f"unknown {sorted(extra, key=str)}"
        )
    bad = ~(w >= 0)
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
    x = numeric(pd.Series(x)).dropna()
    if x.empty:
        raise ValueError(f"{measure} needs at least one value, all are missing")
    bad = x < 0 if zero else x <= 0
    if bad.any():
        wanted = "non-negative" if zero else "positive"
        raise ValueError(f"{measure} needs {wanted} values, not so for {named(bad)}")
    return x
