"""The three languages of the book: labels, numbers and dates as a reader expects them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh-Hans", "zh-Hant")


@cache
def _converter(name: str):
    import opencc  # noqa: PLC0415 - 50 ms that an English run need not pay

    return opencc.OpenCC(name)


@cache
def _exceptions() -> tuple[tuple[str, str], ...]:
    text = files("digitalbay.figures").joinpath("zh_hant_exceptions.csv").read_text("utf-8")
    return tuple((row["converted"], row["wanted"]) for row in csv.DictReader(text.splitlines()))


@cache
def to_traditional(text: str) -> str:
    """Convert simplified Chinese to the traditional characters used in Hong Kong.

    OpenCC's ``s2hk`` does the work; ``zh_hant_exceptions.csv`` mends the words it gets wrong and
    those for which Hong Kong and Macao have others. Names of mainland policies keep their words.
    """
    converted = _converter("s2hk").convert(text)
    for wrong, right in _exceptions():
        converted = converted.replace(wrong, right)
    return converted


def mainland_forms(text: str) -> tuple[str, str]:
    """Return a traditional text with the mainland's words, in traditional and in simplified."""
    for wrong, right in _exceptions():
        text = text.replace(right, wrong)
    return text, _converter("hk2s").convert(text)


class Translator:
    """Looks up a notebook's own labels in its language.

    Parameters
    ----------
    lang : {"en", "zh-Hans", "zh-Hant"}
    chinese : mapping of English label to simplified Chinese
        Traditional Chinese is derived from it.

    Calling it with an English label returns the label in ``lang``; keyword arguments fill the
    label's ``{placeholders}``.

    Raises
    ------
    ValueError
        If ``lang`` is not one of the book's languages.
    KeyError
        If a label has no Chinese: a chart is never half translated.

    Examples
    --------
    >>> _ = Translator("zh-Hans", {"{n} cities": "{n} 座城市"})
    >>> _("{n} cities", n=11)
    '11 座城市'
    """

    def __init__(self, lang: str, chinese: Mapping[str, str]):
        if lang not in LANGUAGES:
            raise ValueError(f"lang is {lang!r}; expected one of {', '.join(LANGUAGES)}")
        self.lang = lang
        self._chinese = dict(chinese)

    def __call__(self, label: str, **values: object) -> str:
        """Return the label in the language of the run."""
        text = label
        if self.lang != "en":
            if label not in self._chinese:
                raise KeyError(f"no Chinese for the label {label!r}; add it to the label table")
            text = self._chinese[label]
            if self.lang == "zh-Hant":
                text = to_traditional(text)
        return text.format(**values) if values else text


def localised(lang: str, en: str, zh: str) -> str:
    """Return the text of ``lang`` from a pair of English and simplified Chinese."""
    if lang == "en":
        return en
    return zh if lang == "zh-Hans" else to_traditional(zh)
