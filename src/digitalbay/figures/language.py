"""The three languages of the book: labels, numbers and dates as a reader expects them."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from string import Formatter
from typing import Any

import pandas as pd
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

import digitalbay as db
from digitalbay import LANGUAGES
from digitalbay.data.periods import first_day
from digitalbay.statements import (
    N_,
    Bilingual,
    Joined,
    Listed,
    Named,
    Number,
    Period,
    Portion,
    Statement,
    Word,
)

from .catalogs import chapter_words, package_words
from .numbers import number_text
from .spans import shortened


@cache
def _converter(name: str) -> Any:
    import opencc  # noqa: PLC0415 - 50 ms that an English run need not pay

    return opencc.OpenCC(name)


@cache
def _exceptions() -> tuple[tuple[str, str], ...]:
    text = files("digitalbay.figures").joinpath("zh_hant_exceptions.csv").read_text("utf-8")
    return tuple((row["converted"], row["wanted"]) for row in csv.DictReader(text.splitlines()))


@cache
def to_traditional(text: str) -> str:
    """Convert simplified Chinese to traditional characters, as the edition zh-HK has them.

    OpenCC's ``s2hk`` does the work; ``zh_hant_exceptions.csv`` mends the words it gets wrong and
    those for which its readers have others. Names of mainland policies keep their words.
    """
    converted = _converter("s2hk").convert(text)
    for wrong, right in _exceptions():
        converted = converted.replace(wrong, right)
    return converted


def mainland_forms(text: str) -> tuple[str, str, str]:
    """Return a traditional text with the mainland's words, this in simplified, and itself so."""
    words, simplified = text, _converter("hk2s").convert
    for wrong, right in _exceptions():
        words = words.replace(right, wrong)
    return words, simplified(words), simplified(text)


def localised(lang: str, en: str, zh: str) -> str:
    """Return the text of ``lang`` from a pair of English and simplified Chinese."""
    if lang == "en":
        return en
    return zh if lang == "zh-Hans" else to_traditional(zh)


def with_dates(text: str, lang: str) -> str:
    """Write the ISO dates of a registered text as a language does."""
    words = Words(lang)
    return _DATE.sub(lambda found: words.write(Period(found[0])), text)


def said_twice(written: str, after: str) -> bool:
    """Tell whether a Chinese text repeats the 年, 月 or 日 that the value before it ends in.

    年底 and the like are words of their own: 「2017年年底」 is right.
    """
    return bool(_COUNTED.match(after)) and written[-1:] == after[0]


class NotKnownError(LookupError):
    """A statement needs a value that was not known on the chosen day."""


class MissingWordError(KeyError):
    """A text has no Chinese in its catalog: no chart is half translated."""

    def __str__(self) -> str:
        return self.args[0]


class Words:
    """Writes texts and values in one language.

    Parameters
    ----------
    lang : {"en", "zh-Hans", "zh-Hant"}
    chapter : str, optional
        The notebook whose catalog is looked in before the package's.

    Calling it with an English text returns that text in ``lang``; keyword arguments fill its
    ``{placeholders}``, and values of `digitalbay.statements` are written as the language does.

    Raises
    ------
    ValueError
        If ``lang`` is not one of the book's languages.
    MissingWordError
        If a text has no Chinese.

    >>> Words("en")("As of {day}", day=Period("2022-12"))
    'As of December 2022'
    """

    def __init__(self, lang: str, chapter: str | None = None):
        if lang not in LANGUAGES:
            raise ValueError(f"lang is {lang!r}; expected one of {', '.join(LANGUAGES)}")
        self.lang = lang
        self.gap = " " if lang == "en" else ""  # between sentences
        self.chapter = chapter
        self._locale = _LOCALES[lang]
        chinese = lang != "en"
        self._catalog = chapter_words(chapter) if chinese and chapter else {}
        self._labels: dict[tuple[str, str], str] = {}

    def __call__(self, text: str, **values: object) -> str:
        """Return a text in the language of the run; of what is not known, that it is not."""
        try:
            return self._filled(text, values)
        except NotKnownError:
            return self._word("Not on record as of the chosen day.")

    def write(self, value: object) -> str:
        """Write a value of `digitalbay.statements`, or anything else as it is.

        What is not known is written so.
        """
        try:
            return self._written(value)
        except NotKnownError:
            return self._word("not on record")

    def label(self, kind: str, key: str) -> str:
        """Name of an area, indicator, unit or other row of the data package."""
        if (kind, key) not in self._labels:
            text = db.data.label(kind, key, self.lang)
            # Areas bring their own traditional names; other tables have none.
            traditional = self.lang == "zh-Hant" and kind != "area"
            self._labels[kind, key] = to_traditional(text) if traditional else text
        return self._labels[kind, key]

    def _word(self, text: str) -> str:
        if self.lang == "en":
            return text
        found = self._catalog.get(text) or package_words().get(text)
        if found is None:
            where = f"{self.chapter}.po" if self.chapter else "the package's catalog"
            raise MissingWordError(
                f"no Chinese for {text!r} in {where}; run `bay catalogs`, then fill it in"
            )
        return to_traditional(found) if self.lang == "zh-Hant" else found

    def _filled(self, template: str, values: Mapping[str, object]) -> str:
        text = self._word(template)
        if not values:
            return text
        written = {name: self._value(value) for name, value in values.items()}
        if self.lang != "en":
            self._ensure_once(template, text, written)
        return text.format(**written)

    def _ensure_once(self, template: str, text: str, written: Mapping[str, object]) -> None:
        """Refuse 「2017年年」: a period brings the words that make it one."""
        parts = list(Formatter().parse(text))
        for (_, name, *_), (after, *_) in pairwise(parts):
            value = written.get(name) if name else None
            if isinstance(value, str) and said_twice(value, after):
                raise ValueError(
                    f"{self.chapter or 'digitalbay'}: the Chinese of {template!r} writes "
                    f"{value + after[0]!r}; {{{name}}} brings its own {after[0]}: leave one out"
                )

    def _value(self, value: object) -> object:
        # Plain numbers stay numbers, for the template's own format.
        if isinstance(value, int | float) and not _unknown(value):
            return value
        return self._written(value)

    def _written(self, value: object) -> str:  # noqa: PLR0911 - one return for each type
        match value:
            case Number():
                return self._number(value)
            case Period():
                return self._period(value.text)
            case Named():
                return self.label(value.kind, value.key)
            case Word():
                return self._word(value.text)
            case Bilingual():
                return localised(self.lang, value.en, value.zh)
            case Listed():
                return self._listed([self._written(item) for item in value.items], value.joint)
            case Portion():
                return self._portion(value)
            case Statement():
                return self._filled(value.template, value.facts)
            case Joined():
                gap = " " if self.lang == "en" else ""
                return gap.join(self._written(part) for part in value.parts)
        if _unknown(value):
            raise NotKnownError
        return str(value)

    def _number(self, number: Number) -> str:
        if _unknown(number.value):
            raise NotKnownError
        # All three languages group and point alike.
        return number_text(number, self._word, ordinals=self.lang == "en")

    def _period(self, text: str | None) -> str:
        if _unknown(text) or not text:
            raise NotKnownError
        if "/" in text:
            start, end = text.split("/")
            ends = {"first": self._period(start), "last": self._period(end)}
            ends |= shortened(start, end, self.lang, self._locale)
            return self._word("{first} to {last}").format(**ends)
        first = first_day(text)
        if re.fullmatch(r"\d{4}", text):
            return text if self.lang == "en" else f"{text}年"
        if part := re.fullmatch(r"(\d{4})-(H1|H2|Q[1-4])", text):
            return self._word(_PARTS[part[2]]).format(year=part[1])
        if len(text) == len("2019-12"):
            return format_skeleton("yMMMM", first, locale=self._locale)
        return format_date(first, "long", locale=self._locale)

    def _listed(self, items: list[str], joint: str) -> str:
        if not items:
            return self._word("none")
        if joint == "and":
            return format_list(items, locale=self._locale)
        marks = {",": (", ", "、"), ";": ("; ", "；")}[joint]
        return marks[self.lang != "en"].join(items)

    def _portion(self, portion: Portion) -> str:
        if portion.part is None or portion.whole == 0:
            raise NotKnownError
        few = {(2, 2): N_("both"), (1, 1): N_("the only one"), (0, 1): N_("none")}
        few[0, 2] = N_("neither of the two")
        form = N_("{part} of the {whole}")
        if portion.part in (0, portion.whole):
            form = N_("all {whole}") if portion.part else N_("none of the {whole}")
        form = few.get((portion.part, portion.whole), form)
        names = _CARDINALS[self.lang != "en"]
        # In words as far as both have one.
        written = names if portion.whole < len(names) else range(portion.whole + 1)
        part, whole = written[portion.part], written[portion.whole]
        counter = _COUNTERS[portion.counter]
        text = self._word(form).format(part=part, whole=whole, counter=counter)
        return to_traditional(text) if self.lang == "zh-Hant" else text


_DATE = re.compile(r"(?<![\w-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-\d\d)?(?![\w-])", re.ASCII)
_COUNTED = re.compile("年(?![初中末底间度均报])|月(?![初中末底])|日")
_LOCALES = {"en": "en_GB", "zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_HK"}
_PARTS = {
    "H1": N_("the first half of {year}"),
    "H2": N_("the second half of {year}"),
    "Q1": N_("the first quarter of {year}"),
    "Q2": N_("the second quarter of {year}"),
    "Q3": N_("the third quarter of {year}"),
    "Q4": N_("the fourth quarter of {year}"),
}
_CARDINALS = (
    "none one two three four five six seven eight nine ten eleven twelve".split(),  # noqa: SIM905
    "零 一 两 三 四 五 六 七 八 九 十 十一 十二".split(),  # noqa: SIM905
)
_COUNTERS = {"item": "项", "city": "市", "unit": "个", "year": "年", "side": "方"}


def _unknown(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
