"""What several second rules have in common: verdicts from answers, and evidence of a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from digitalbay.claims.decision import REPORT
from digitalbay.claims.outturns import beside
from digitalbay.data.periods import as_day, first_day, last_day

HALF_YEAR = 184  # days within which an outturn or a count stands for the end of a year
Answers = Sequence[bool | None]


def verdict_of(answers: Answers) -> str:
    """Return the verdict on several conditions, each met, not met or left open (None).

    Supported if all are met; partly if some are; contradicted if none is; not testable if nothing
    is met and some are open, or there are none.
    """
    if answers and all(answers):
        return "supported"
    if any(answers):
        return "partly"
    return "contradicted" if answers and None not in answers else "not_testable"


def lack_of(answers: Answers) -> str:
    """Return why such conditions could not be decided: bounds leave them open, or none was found.

    To be used of claims that are not testable only.
    """
    return "open" if None in answers else "unfound"


def by_report(rows: pd.DataFrame, column: str = "period") -> pd.DataFrame:
    """Return the rows that have ended by the end of 2022; undated ones are out."""
    day = as_day(REPORT)
    ended = [bool(text) and last_day(text) <= day for text in rows[column]]
    return rows[pd.Series(ended, rows.index, dtype="bool")]


def since_report(rows: pd.DataFrame, column: str = "period") -> pd.DataFrame:
    """Return the rows whose periods or dates begin after the end of 2022."""
    day = as_day(REPORT)
    begun = [bool(text) and first_day(text) > day for text in rows[column]]
    return rows[pd.Series(begun, rows.index, dtype="bool")]


def near(rows: pd.DataFrame, day: date, days: int = HALF_YEAR) -> pd.DataFrame:
    """Return the rows whose periods end no more than some days before or after a day."""
    away = [abs((last_day(period) - day).days) <= days for period in rows["period"]]
    return rows[pd.Series(away, rows.index, dtype="bool")]


def beside_near(
    targets: pd.DataFrame, outturns: pd.DataFrame, days: int = HALF_YEAR
) -> pd.DataFrame:
    """Return targets beside outturns near to their due dates, as `outturns.beside` does."""
    each = [targets.iloc[[at]] for at in range(len(targets))]
    found = [
        beside(target, near(outturns, last_day(target["period"].iloc[0]), days)) for target in each
    ]
    return pd.concat(found, ignore_index=True) if found else beside(targets, outturns)


def yearly(first: pd.Series, last: pd.Series, *, per_cent: bool) -> float:
    """Return how much a value rose a year between two rows, in per cent or in its own unit."""
    years = (last_day(last["period"]) - last_day(first["period"])).days / 365.25
    if per_cent:
        return 100 * ((last["value"] / first["value"]) ** (1 / years) - 1)
    return (last["value"] - first["value"]) / years
