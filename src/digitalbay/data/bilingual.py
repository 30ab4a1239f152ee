"""Whether the English and the Chinese of a text say the same numbers.

A number in digits on one side must stand on the other, in digits or in words: 90,000 is 9万 or 九万
there, the 14th plan the 十四 one, November 11月.
"""

import re
from calendar import month_name

from digitalbay.data.errors import Problem
from digitalbay.data.package import Package

PAIRS = {
    "indicators": ("name", "definition"),
    "families": ("name", "definition"),
    "areas": ("name",),
    "releases": ("name",),
    "cases": ("name", "owner"),
    "claims": ("claim",),
    "rules": ("rule", "reason"),
    "expectations": ("publisher", "statement", "reason", "wrong"),
    "events": ("name",),
    "units": ("name",),
}
_NAME = re.compile(r"[A-Za-z]-?\d+")  # COVID-19 is a name, not a number
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALED = re.compile(r"(\d[\d,]*(?:\.\d+)?)([百千万亿])?")
_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_ONES = "零一二三四五六七八九"
_WORDS = (
    ("zero",), ("one", "first"), ("two", "second", "both"), ("three", "third"), ("four", "fourth"),
    ("five", "fifth"), ("six", "sixth"), ("seven", "seventh"), ("eight", "eighth"),
    ("nine", "ninth"), ("ten", "tenth"), ("eleven", "eleventh"), ("twelve", "twelfth"),
)  # fmt: skip
_MILLION = re.compile(r"(\d[\d,]*(?:\.\d+)?) (hundred|thousand|million|billion)?")
_ENGLISH = {"": 1, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9}


def bilingual(package: Package) -> list[Problem]:
    """The two languages of a name, a definition or a rule give the same numbers."""
    problems = []
    for name in package.texts.keys() & PAIRS.keys():
        texts, path = package.texts[name], package.descriptor.resource(name).path
        for stem in PAIRS[name]:
            for line, english, chinese in texts[[f"{stem}_en", f"{stem}_zh"]].itertuples():
                if lost := sorted(lacking(english, chinese)):
                    expected = f"the number(s) {', '.join(lost)} in both languages"
                    problems.append(Problem(path, int(line), f"{stem}_zh", chinese, expected))
    return problems


def lacking(english: str, chinese: str) -> set[str]:
    """Return the numbers in digits of either text that the other does not say."""
    here, there = _values(english, _MILLION, _ENGLISH), _values(chinese, _SCALED, _SCALES)
    lost = {text for text, value in here.items() if not _in_chinese(value, chinese, there)}
    words = set(re.findall(r"[a-z]+", english.lower()))
    return lost | {t for t, value in there.items() if not _in_english(value, words, here)}


def _values(text: str, pattern: re.Pattern[str], scales: dict[str, int]) -> dict[str, set[float]]:
    """Return each number in digits with what it may mean: as it stands, or with its scale."""
    found: dict[str, set[float]] = {}
    text = _NAME.sub("", text)
    for digits, scale in pattern.findall(f"{text} "):
        value = float(digits.replace(",", ""))
        found.setdefault(digits.rstrip(","), set()).update({value, value * scales[scale]})
    for digits in _DIGITS.findall(text):
        found.setdefault(digits.rstrip(","), {float(digits.replace(",", ""))})
    return found


def _in_chinese(values: set[float], chinese: str, there: dict[str, set[float]]) -> bool:
    if values & set().union(*there.values()):
        return True
    return any(word in chinese for value in values for word in _written(value))


def _written(value: float) -> tuple[str, ...]:
    """Return how Chinese may write a whole number in characters."""
    if value != int(value):
        return ()
    number = int(value)
    for scale, character in ((10**8, "亿"), (10_000, "万"), (1_000, "千"), (100, "百")):
        if number >= scale and number % scale == 0:
            times = number // scale
            return (character,) if times == 1 else tuple(w + character for w in _written(times))
    if number >= 100:
        return ()
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _ONES[tens] + "十"
    return (head + (_ONES[ones] if ones or not tens else ""), *(("两",) if number == 2 else ()))


def _in_english(values: set[float], words: set[str], here: dict[str, set[float]]) -> bool:
    if values & set().union(*here.values()):
        return True
    names = {
        name
        for value in values
        if value in range(len(_WORDS))
        for name in (*_WORDS[int(value)], month_name[int(value)].lower())
    }
    return bool(names & words)
