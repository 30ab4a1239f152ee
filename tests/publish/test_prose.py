"""No number typed into prose, words of code or their translations that the data hold."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import digitalbay as db

from .prose import labels_of, markdown_of, prose, translations_of, typed

ROOT = Path(__file__).parents[2]
# Columns: the pattern let through; where a rule of the ledger fixes the number, its claim and the
# words of the rule; the reason.
ALLOWED = list(
    csv.DictReader(Path(__file__).with_name("prose_allowed.csv").read_text("utf-8").splitlines())
)
PATTERNS = [re.compile(row["pattern"], re.IGNORECASE) for row in ALLOWED]


def texts():
    """Every paragraph that readers see: place, text, whether it is Chinese."""
    for where, markdown in markdown_of(ROOT):
        yield from ((where, text, False) for text in prose(markdown))
    for where, markdown in translations_of(ROOT):
        yield from ((where, text, True) for text in prose(markdown))
    for where, english, chinese in labels_of(ROOT):
        yield from ((where, english, False), (where, chinese, True))


def test_no_number_is_typed():
    found = [
        str(number)
        for where, text, chinese in texts()
        for number in typed(where, text, chinese=chinese, allowed=PATTERNS)
    ]
    assert not found, "record key figures and cite them:\n" + "\n".join(found)


def test_every_exception_has_a_reason_and_a_use():
    everything = "\n".join(text for _where, text, _chinese in texts())
    for row, pattern in zip(ALLOWED, PATTERNS, strict=True):
        assert row["reason"], row["pattern"]
        assert pattern.search(everything), f"not needed any more: {row['pattern']}"


@pytest.mark.parametrize("row", [r for r in ALLOWED if r["claim"]], ids=lambda r: r["words"])
def test_numbers_of_rules_are_in_their_rules(row):
    assert any(row["words"] in rule for rule in db.rules(row["claim"])["rule_en"])


def test_sets_named_by_their_size_have_it():
    currencies = db.areas().set_index("area").loc[list(db.CITIES), "currency"]
    assert (len(db.CITIES), len(db.MAINLAND), currencies.nunique()) == (11, 9, 3)
    entries = db.contents()["entry"]
    sections = Counter(entry[:3] for entry in entries if "(" in entry)
    systems = ("2.2", "2.3", "2.4")
    assert [sections[s] for s in systems] == [3, 3, 4]
    assert sum(sections[s] for s in systems) == 10
    assert sections["1.2"] == sections["2.5"] == 3
    for chapter in ("3.", "4."):
        assert entries.str.startswith(chapter).sum() == 4
    assert entries.str.startswith("A").sum() == 3


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Of the cities, 12 rose.", ["12"]),
        ("Of {key}`n` cities {key}`k` rose.", []),
        ("It grew by 3.5% to 1,234.", ["3.5%", "1,234"]),
        ("5G stations, TOP500 lists and Tianhe-2; claim H4c.", []),
        ("Seventeen documents, twenty-five years", ["Seventeen", "twenty-five"]),
        ("No one knows which one it is.", []),
        ("One city has none, a third of them one document.", ["One", "third", "one"]),
        ("the first and the third of them", []),
        ("see [table 3](page.md) and `x = 4` and $y^2$ and https://a.org/2024", ["3"]),
        ("```python\nn = 5\n```\n\n```{note}\n:class: n2\nSix rows.\n```", ["Six"]),
        ("{numref}`gdp-2022` shows it in 2022", ["2022"]),
    ],
)
def test_scanner_of_english(text, numbers):
    found = [t.number for part in prose(text) for t in typed("here", part)]
    assert sorted(found) == sorted(numbers)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("共有12个城市", ["12"]),
        ("共有十二个城市，三十份文件", ["十二", "三十"]),
        ("两项上升，一项下降", ["两"]),
        ("第三项与一般情况", []),
        ("超过一半，占百分之二十", ["一半", "百分之二十"]),
        ("{key}`n` 项指标", []),
    ],
)
def test_scanner_of_chinese(text, numbers):
    found = [t.number for part in prose(text) for t in typed("here", part, chinese=True)]
    assert sorted(found) == sorted(numbers)


def test_an_exception_covers_only_its_own_number():
    allowed = [re.compile("the eleven")]
    assert not typed("here", "all of the eleven", allowed=allowed)
    found = typed("here", "12 of the eleven", allowed=allowed)
    assert [t.number for t in found] == ["12"]
