"""How numbers and ranks are written, with the reservation of their source."""

from __future__ import annotations

from collections.abc import Callable

from digitalbay.statements import N_, Number, Rank

BOUNDS = {
    "at_least": N_("at least {value}"),
    "at_most": N_("at most {value}"),
    "about": N_("about {value}"),
}
# One is best: a rank of at least 11 is one below the tenth place.
RANKS = {
    "": N_("{nth}"),
    "at_least": N_("below {nth}"),
    "at_most": N_("{nth} or better"),
    "about": N_("about {nth}"),
}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def signed(text: str) -> str:
    """Write the sign of a number as print and charts do: a minus is no hyphen, zero has none.

    >>> signed("-1.3"), signed("+0.0")
    ('−1.3', '0.0')
    """
    number = text.lstrip("+-")
    if not number.strip("0.,%"):
        return number
    return "\N{MINUS SIGN}" + number if text.startswith("-") else text


def number_text(number: Number, word: Callable[[str], str], *, ordinals: bool) -> str:
    """Write a number that is known.

    word: gives a text in the language of the run; ordinals: whether that language marks a place in
    an order on the number itself, as "9th".
    """
    if isinstance(number, Rank) and number.value is not None:
        place = round(number.value) - (number.bound == "at_least")
        return word(RANKS[number.bound]).format(nth=_ordinal(place) if ordinals else place)
    text = signed(format(number.value, number.form))
    return word(BOUNDS[number.bound]).format(value=text) if number.bound else text


def _ordinal(place: int) -> str:
    teen = place % 100 in (11, 12, 13)
    return f"{place:,}" + ("th" if teen else _ENDINGS.get(place % 10, "th"))
