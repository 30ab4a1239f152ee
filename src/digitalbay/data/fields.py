"""Whether one cell is what its field says, and what its text becomes in a DataFrame."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pandas as pd

_NUMBER = re.compile(r"(?!-[0.]+$)-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
# No measurement has more digits, and parsers give up on far longer ones.
LONGEST = 40
_NUMERIC = {"number": _NUMBER, "integer": _INTEGER}
_ADDRESS = re.compile(r"://|www\.")
# A spreadsheet would run a cell that starts like this; a number may well start with a minus.
_BLANKS = (" ", "\u3000")
_FORMULA = ("=", "+", "-", "@", "\t")
# UTF-8 read as Latin-1 or as GBK: "â€™" for an apostrophe, "Ã©" for é, 锟斤拷, 鈥, 鍦板尯 for 地区;
# Big5 read as Latin-1: runs of its signs; and marks for what had no code.
_MOJIBAKE = re.compile(
    "[ÃÂâ][\u0080-\u00bf€™œ]|[äåæçè][\u0080-\u00bf]{2}|锟斤拷|烫烫烫|鈥[斺渟]|ï»¿|ï¿½"
    r"|(?:[\u00a1-\u00b6\u00b8-\u00ff][A-Za-z]?){4}|\?\?"
)
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_RUN, _READABLE = 3, 2
"""Chinese characters that may be UTF-8 read as GBK, and how many they must give read rightly."""


def judge(field: dict[str, Any]) -> Callable[[str], str | None]:
    """Return a function that says what was expected of a cell, or None if it is right."""
    kind, rule = field["type"], field.get("constraints", {})

    def expected(text: str) -> str | None:
        if text == "":
            return "a value" if rule.get("required") else None
        if kind in _NUMERIC:
            return _number(text, kind, rule)
        if kind == "boolean":
            return None if text in ("true", "false") else "true or false"
        if field.get("format") != "uri" and _ADDRESS.search(text):
            return "no address here: addresses stand with their source"
        return _text(text, rule)

    return expected


def convert(column: pd.Series, field: dict[str, Any]) -> pd.Series:
    """Turn a column of checked texts into its type; an empty text stays empty, not missing."""
    match field["type"]:
        case "number":
            return pd.to_numeric(column.replace("", None)).astype("float64")
        case "integer":
            return pd.to_numeric(column.replace("", None)).astype("Int64")
        case "boolean":
            return column.map({"true": True, "false": False}).astype("boolean")
    return column.astype("str")


def _number(text: str, kind: str, rule: dict[str, Any]) -> str | None:
    if not _NUMERIC[kind].fullmatch(text):
        return f"{'a whole' if kind == 'integer' else 'a plain decimal'} number"
    if len(text) > LONGEST:
        return f"a number of at most {LONGEST} characters"
    low, high = rule.get("minimum", float("-inf")), rule.get("maximum", float("inf"))
    return None if low <= float(text) <= high else f"a number from {low} to {high}"


def _text(text: str, rule: dict[str, Any]) -> str | None:
    # Asked of every cell of the package, so each question only if those before it let it pass.
    if "enum" in rule and text not in rule["enum"]:
        return f"one of {', '.join(rule['enum'])}"
    if not re.fullmatch(rule.get("pattern", ".*"), text):
        return f"a text like {rule.get('pattern')}"
    if len(text) > (longest := rule.get("maxLength", len(text))):
        return f"at most {longest} characters"
    return next((expected for wrong, expected in _FAULTS if wrong(text)), None)


def _misread(text: str) -> bool:
    """Tell whether Chinese is UTF-8 that was read as GBK: read as it was written, it is Chinese."""
    for run in _CHINESE.findall(text):
        if len(run) >= _RUN:
            right = run.encode("gbk", "ignore").decode("utf-8", "ignore")
            if len(_CHINESE.sub("", right)) == 0 and len(right) >= max(_READABLE, len(run) // 2):
                return True
    return False


def _invisible(character: str) -> bool:
    if unicodedata.category(character) == "Zs":
        return character not in _BLANKS
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


# What no text may be, and what is said of it.
_FAULTS: tuple[tuple[Callable[[str], object], str], ...] = (
    (lambda text: text.startswith(_FORMULA), "a text that no spreadsheet takes for a formula"),
    (lambda text: text != text.strip(), "no blanks at the ends"),
    # Printable is quick to ask, and never invisible.
    (
        lambda text: not text.isprintable() and any(map(_invisible, text)),
        "no invisible characters",
    ),
    (
        lambda text: "\ufffd" in text,
        "no replacement character, the trace of a wrong encoding",
    ),
    (
        lambda text: _MOJIBAKE.search(text) or _misread(text),
        "no trace of a wrong encoding",
    ),
    (lambda text: not unicodedata.is_normalized("NFC", text), "text in Unicode normal form C"),
)
