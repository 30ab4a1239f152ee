"""Expectations of what is not yet published, decided when the data come.

A row of the table ``expectations`` says what a value will be compared with. It is decided by what
was known on the day when all the values that it needs had become public; a later revision does not
decide it again.
"""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, last_day
from digitalbay.data.registered import sides
from digitalbay.statements import N_, Named, Number, Period, Statement

from .bounds import Span, above, growth, span
from .series import breaks_between, newest

STATES = ("open", "overdue", "met", "not_met", "undecided", "void")
STATE_WORDS = {
    "open": N_("open"),
    "overdue": N_("overdue"),
    "met": N_("met"),
    "not_met": N_("not met"),
    "undecided": N_("undecided"),
    "void": N_("void"),
}
"""Open: not yet due. Overdue: due, and no value held. Undecided: a bound or a break leaves it open.
Void: the values were public when it was registered."""

_CONDITIONS = {
    "above": N_("above {value}"),
    "at_least": N_("at least {value}"),
    "below": N_("below {value}"),
    "at_most": N_("at most {value}"),
}
# A better rank is a smaller number.
_RANKS = {
    "above": N_("a worse rank than {value}"),
    "at_least": N_("a rank no better than {value}"),
    "below": N_("a better rank than {value}"),
    "at_most": N_("a rank no worse than {value}"),
}


class Outcome(NamedTuple):
    """A state, the day that decided, and the values compared with their bounds."""

    state: str
    decided: str = ""
    found: float = math.nan
    found_qualifier: str = ""
    beside: float = math.nan
    beside_qualifier: str = ""


def expectations(as_of: str | date | None = None) -> pd.DataFrame:
    """Return the expectations registered by a day with their states on it, or today's.

    Columns: those of `db.expectations`, those of `judge`, and of the newest value of the same
    series: newest, newest_qualifier, newest_period, newest_source. Order: by the last day on which
    they may be due.
    """
    table = db.expectations(as_of)
    areas = {area for _line, row in table.iterrows() for area, _periods in sides(row)}
    series = {"indicator": sorted(set(table["indicator"])), "areas": sorted(areas)}
    rows = db.vintages(**series, as_of=as_of)
    day = as_day(as_of) if as_of else as_day(db.created())
    judged = judge(table, rows, db.indicators(), day)
    columns = {
        "value": "newest",
        "qualifier": "newest_qualifier",
        "period": "newest_period",
        "source": "newest_source",
    }
    last = newest(rows)[["indicator", "area", *columns]].rename(columns=columns)
    found = judged.merge(last, "left", ["indicator", "area"])
    return found.sort_values("due", key=lambda d: d.map(last_day), kind="stable", ignore_index=True)


def judge(
    table: pd.DataFrame, rows: pd.DataFrame, indicators: pd.DataFrame, day: date
) -> pd.DataFrame:
    """Tell the state of each expectation on a day.

    table: as `db.expectations` returns it; rows: every vintage of the series, as `db.vintages`;
    indicators: the table of indicators, which says where definitions break.
    Columns added: state (one of STATES), decided (ISO day, empty if not), found and beside (the
    value or growth and what it was compared with), each with its qualifier.
    """
    breaks = indicators.set_index("indicator")["breaks"]
    known = rows.assign(day=rows["published"].map(last_day))
    known = known[known["day"] <= day] if len(known) else known
    outcomes = [
        _outcome(row, known[known["indicator"] == row["indicator"]], breaks, day)
        for _line, row in table.iterrows()
    ]
    return table.join(pd.DataFrame(outcomes, table.index, Outcome._fields))


def _outcome(row: pd.Series, rows: pd.DataFrame, breaks: pd.Series, day: date) -> Outcome:
    wanted = [(area, at) for area, periods in sides(row) for at in periods]
    first = rows.groupby(["area", "period"])["day"].min()
    if any(key not in first.index for key in wanted):
        return Outcome("overdue" if last_day(row["due"]) < day else "open")
    # The base of a growth was public before; what decides is the last to come.
    decided = max(first[key] for key in wanted)
    then = rows[rows["day"] <= decided].groupby(["area", "period"]).last()
    found, *others = [_measure(then, area, periods) for area, periods in sides(row)]
    beside = others[0] if others else Span(row["threshold"], row["threshold"])
    if decided <= as_day(row["registered"]):
        state = "void"
    elif _broken(row, breaks[row["indicator"]]):
        state = "undecided"
    else:
        state = {True: "met", False: "not_met", None: "undecided"}[
            compare(row["operator"], found, beside)
        ]
    return Outcome(state, decided.isoformat(), *_said(found), *_said(beside))


def compare(operator: str, found: Span, beside: Span) -> bool | None:
    """Tell whether a value stands as expected; None if the bounds leave it open."""
    match operator:
        case "above":
            return above(found, beside)
        case "below":
            return above(beside, found)
        case "at_least":
            missed = above(beside, found)
        case "at_most":
            missed = above(found, beside)
        case _:
            raise ValueError(f"operator {operator!r}: expected above, at_least, below or at_most")
    return None if missed is None else not missed


def condition(row: pd.Series) -> Statement:
    """Return what a value is compared with, as a statement: "above 81.3 (2024)"."""
    number = Number(row["threshold"])
    match row["against"], bool(row["since"]):
        case "held", _:
            at = Period(row["reference"])
            value = Statement(N_("{value} ({at})"), {"value": number, "at": at})
        case "target", _:
            value = Statement(N_("{value} (target)"), {"value": number})
        case _, growth:
            place = Named("area", row["reference"].split()[0])
            form = N_("the growth of {place}") if growth else N_("that of {place}")
            value = Statement(form, {"place": place})
    forms = _RANKS if row["unit"] == "rank" else _CONDITIONS
    return Statement(forms[row["operator"]], {"value": value})


def last_held(row: pd.Series) -> Statement:
    """Return the newest value held of the series that decides, with its bound and period."""
    known = isinstance(row["newest_period"], str)
    number = Number(row["newest"], bound=row["newest_qualifier"] if known else "")
    at = Period(row["newest_period"] if known else None)
    return Statement(N_("{value} ({at})"), {"value": number, "at": at})


def _measure(rows: pd.DataFrame, area: str, periods: tuple[str, ...]) -> Span:
    """Return the value of a period, or its growth on a base in per cent, as far as bounds say."""
    last, *base = [span(*rows.loc[(area, at), ["value", "qualifier"]]) for at in periods]
    return growth(base[0], last) if base else last


def _broken(row: pd.Series, breaks: str) -> bool:
    """Tell whether a definition breaks between values that are compared in time."""
    pairs = [periods for _area, periods in sides(row) if len(periods) > 1]
    if row["against"] == "held":
        pairs.append((row["period"], row["reference"]))
    return any(breaks_between(breaks, first, last) for last, first in pairs)


def _said(values: Span) -> tuple[float, str]:
    """Return one value and its qualifier; a range with two ends counts as its middle, about."""
    if values.high == math.inf:
        return values.low, "at_least"
    if values.low == -math.inf:
        return values.high, "at_most"
    exact = values.low == values.high
    return (values.low + values.high) / 2, "" if exact else "about"
