"""Names of charts in lines."""

from __future__ import annotations

import json
import textwrap

from digitalbay.figures.encodings import breadth

# Height of a line, and the most that one of a row's name takes on a phone.
LINE, _NAME = 12, 136


def in_lines(lines: dict[str, list[str]]) -> dict:
    """Return the expression by which an axis or a legend writes names in lines."""
    told = {name: each for name, each in lines.items() if len(each) > 1}
    if not told:
        return {}
    return {"labelExpr": f"{json.dumps(told, ensure_ascii=False)}[datum.label] || datum.label"}


def lifted(lines: dict[str, list[str]], alone: str) -> dict | str:
    """Return where names in lines stand by a point: the first line above it, one alone as told."""
    if not (told := in_lines(lines)):
        return alone
    return {
        "condition": {"test": f"isArray({told['labelExpr']})", "value": "bottom"},
        "value": alone,
    }


def broken(text: str, most: float = _NAME) -> list[str]:
    """Return a text in lines of about a breadth: at spaces, in Chinese between any characters."""
    if breadth(text) <= most:
        return [text]
    if " " in text.strip() and breadth(text) < 8 * len(text):
        letters = max(int(most / 6.6), 8)
        return textwrap.wrap(text, letters, break_long_words=False, break_on_hyphens=False)
    lines, line = [], ""
    for letter in text:
        # A mark that closes stays with what it closes.
        if line and breadth(line + letter) > most and letter not in "，。；：、）》”·":
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]
