"""Dates of reduced precision and periods, as ISO 8601 writes them.

A date is YYYY, YYYY-MM or YYYY-MM-DD. A period is a date, a half-year (2021-H1), a quarter
(2021-Q3), or two equally precise dates joined by a slash (2020-01/2020-06, both included).
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_PART = re.compile(r"(\d{4})-([HQ])([1-4])")
_MONTHS = {"H": 6, "Q": 3}
_LAG = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


@cache
def span(text: str) -> tuple[date, date]:
    """Return the first and the last day of a period; ValueError if it is none."""
    if "/" in text:
        start, _, end = text.partition("/")
        if len(start) != len(end):
            raise ValueError(f"{text}: its ends are not equally precise")
        first, last = span(start)[0], span(end)[1]
        if first > last:
            raise ValueError(f"{text}: ends before it starts")
        return first, last
    if part := _PART.fullmatch(text):
        return _part_of_year(int(part[1]), _MONTHS[part[2]], int(part[3]))
    if not (match := _DATE.fullmatch(text)):
        raise ValueError(f"{text}: not a period")
    # The day is there only with the month, and each is 0 if it is not.
    year, month, day = (int(group or 0) for group in match.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    return _months(year, month or 1, month or 12)


def first_day(text: str) -> date:
    """Return the first day of a period."""
    return span(text)[0]


def last_day(text: str) -> date:
    """Return the last day of a period: the day by which a vaguely dated fact was surely known."""
    return span(text)[1]


def is_period(text: str) -> bool:
    """Tell whether a text is a period."""
    try:
        span(text)
    except ValueError:
        return False
    return True


def is_year(text: str) -> bool:
    """Tell whether a period is a whole year."""
    return len(text) == 4 and text.isdigit()


def as_day(when: str | date) -> date:
    """Return the day meant by a date or an ISO text; a month or a year means its last day."""
    return when if isinstance(when, date) else last_day(when)


def later(day: date, lag: str) -> date:
    """Return the day a duration after another: months first, then days.

    lag: ISO 8601, such as P1Y5M or P2M15D. ValueError if it is none.
    """
    if not (match := _LAG.fullmatch(lag)):
        raise ValueError(f"{lag}: not a duration such as P2M15D")
    years, months, days = (int(part or 0) for part in match.groups())
    year, month = divmod(day.year * 12 + day.month - 1 + 12 * years + months, 12)
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return moved + timedelta(days=days)


def shifted(period: str, months: int) -> str:
    """Return the period of the same form some months later; ValueError of days and ranges."""
    first = first_day(period)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if is_year(period):
        return f"{year:04d}"
    if part := _PART.fullmatch(period):
        return f"{year:04d}-{part[2]}{month // _MONTHS[part[2]] + 1}"
    if len(period) != len("2021-06"):
        raise ValueError(f"{period}: not a year, a part of one or a month")
    return f"{year:04d}-{month + 1:02d}"


def _part_of_year(year: int, months: int, number: int) -> tuple[date, date]:
    if number * months > 12:
        raise ValueError(f"{year}: a year has no part {number} of {months} months")
    return _months(year, (number - 1) * months + 1, number * months)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
