"""How wide the columns of a table are in print, in letters, and whether it may break."""

from __future__ import annotations

import re
from math import ceil

# Letters across a printed page, and rows and lines from which a table may break across pages.
PAGE, LONG, LINES = 110, 15, 20
# No column is asked to be narrower or wider than this; the space beside it takes as much again.
_LEAST, _MOST, _SPACE = 6, 45, 3
# Where a line may end: at a space, beside a Chinese character, after a stroke.
_ENDS = re.compile(r"[\s\u2e80-\uffff]+|(?<=[-–/])")
# A cell that is a date has one line; between its Chinese characters and numbers is some space.
_DATE = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?|(\d{1,2} )?[A-Z][a-z]{2,8} \d{4}")
_BESIDE = re.compile(r"(?<=\d)(?=[年月日])|(?<=[年月日])(?=\d)")


def widths(columns: list[list[object]]) -> list[int]:
    """Return the width of each column, given its head and cells.

    Columns share the page by their longest text; none is narrower than its longest word.
    """
    wanted = [min(max(_LEAST, *map(breadth, texts)), _MOST) + _SPACE for texts in columns]
    words = [max(map(_longest_word, texts)) + _SPACE for texts in columns]
    narrow: set[int] = set()
    while True:
        room = PAGE - sum(words[n] for n in narrow)
        share = min(1, room / max(1, sum(w for n, w in enumerate(wanted) if n not in narrow)))
        found = [words[n] if n in narrow else int(w * share) for n, w in enumerate(wanted)]
        more = {n for n, width in enumerate(found) if width < words[n]} - narrow
        if not more:
            return found
        if sum(words[n] for n in narrow | more) >= PAGE:
            return words
        narrow |= more


def is_long(columns: list[list[object]]) -> bool:
    """Tell whether a table fills so much of a page that it may break."""
    across = [max(1, width - _SPACE) for width in widths(columns)]
    lines = sum(
        max(ceil(breadth(text) / width) for text, width in zip(row, across, strict=True))
        for row in zip(*columns, strict=True)
    )
    return len(columns[0]) - 1 > LONG or lines > LINES


def breadth(text: object) -> int:
    """Return how many letters wide a text is; a Chinese character counts double."""
    return sum(1 + (ord(letter) > 0x2E80) for letter in str(text))


def _longest_word(text: object) -> int:
    if _DATE.fullmatch(str(text)):
        return breadth(text) + len(_BESIDE.findall(str(text))) // 2
    return max(map(len, _ENDS.split(str(text))))
