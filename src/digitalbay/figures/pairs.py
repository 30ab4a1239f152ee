"""First and last values side by side, as readers see them."""

from __future__ import annotations

import pandas as pd

from digitalbay.statements import N_, Number, Period, Statement

from .columns import Column, text
from .language import Words


def with_ends(pairs: pd.DataFrame, words: Words, form: str = ",.10g") -> pd.DataFrame:
    """Add ``first_told`` and ``last_told``: the values in words, with bounds and periods.

    pairs: columns first, first_qualifier, first_period and the same of last, as
    `digitalbay.claims.ends.first_and_last` returns them.
    """
    return pairs.assign(
        **{f"{end}_told": dated(pairs, end, words, form) for end in ("first", "last")}
    )


def dated(
    rows: pd.DataFrame,
    name: str,
    words: Words,
    form: str = ",.10g",
    kind: type[Number] = Number,
) -> list[str]:
    """Write the values of a column with bounds and periods: "9 (2016)"; what is missing is empty.

    rows: columns ``name``, ``name_qualifier`` and ``name_period``; kind: `Rank` of places in an
    order.
    """
    cells = rows[[name, f"{name}_qualifier", f"{name}_period"]].itertuples(index=False)
    form_of = N_("{value} ({at})")
    return [
        ""
        if pd.isna(value)
        else words.write(Statement(form_of, {"value": kind(value, form, bound), "at": Period(at)}))
        for value, bound, at in cells
    ]


def told(values: pd.Series, bounds: pd.Series, words: Words, form: str = ",.10g") -> list[str]:
    """Write values with their bounds, as cells of a table; what is missing stays empty."""
    return [
        "" if pd.isna(value) else words.write(Number(value, form, bound))
        for value, bound in zip(values, bounds, strict=True)
    ]


def ends(words: Words) -> list[Column]:
    """Return the columns of a table that show them."""
    return [text("first_told", words("First")), text("last_told", words("Last"))]
