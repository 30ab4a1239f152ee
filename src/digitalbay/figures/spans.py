"""How the two ends of a span of time are written: what they share is said once."""

from __future__ import annotations

import re

from babel.dates import format_date, format_skeleton

from digitalbay.data.periods import first_day


def shortened(first: str, last: str, lang: str, locale: str) -> dict[str, str]:
    """Return the end that is written in short, "first" in English and "last" in Chinese.

    first, last: periods as ISO 8601 writes them. Empty if both ends must be written in full.

    >>> shortened("2022-01", "2022-05", "en", "en_GB")
    {'first': 'January'}
    """
    end, text = ("first", first) if lang == "en" else ("last", last)
    match _shared(first, last):
        case "":
            return {}
        case "MMMM" if lang == "en":
            return {end: format_date(first_day(text), "MMMM", locale=locale)}
        case form:
            return {end: format_skeleton(form, first_day(text), locale=locale)}


def _shared(first: str, last: str) -> str:
    """Return the skeleton of the short end, "" if the ends share no year or are no dates."""
    if first[:4] != last[:4] or len(first) != len(last):
        return ""
    if all(re.fullmatch(r"\d{4}-\d\d", text) for text in (first, last)):
        return "MMMM"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", first):
        return "d" if first[:7] == last[:7] else "MMMMd"
    return ""
