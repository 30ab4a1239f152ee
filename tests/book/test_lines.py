"""How lines and tables of the volumes begin and end: marks, rows, findings."""

import re
import subprocess

import pytest

from digitalbay.run.book import book

from .conftest import ROOT
from .test_pdf import WORDS, volume

pytestmark = [pytest.mark.pdf, pytest.mark.long]
# Marks that begin no line of Chinese, and those that end none.
CLOSING, OPENING = "，。、：；？！）」』》〉】", "（「『《〈【"
WORD = re.compile(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>')
GOES_ON = {"en": "continues on next page", "zh-hans": "续下页", "zh-hant": "繼續下一頁"}
# In points: what a table leaves blank at most below the words that it goes on.
BLANK, LOWEST = 150, 780


@pytest.fixture(params=[(edition, each.ending) for edition in WORDS for each in book(ROOT).volumes])
def made(request):
    """An edition and the path of one of its volumes."""
    return request.param[0], volume(*request.param)


def pages(path):
    """The words of each page: left, top, right, bottom, text."""
    command = ["pdftotext", "-bbox", path, "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [
        [(*map(float, found[:4]), found[4]) for found in WORD.findall(page)]
        for page in told.split("<page ")[1:]
    ]


def beside(word, words, edge, side):
    """Tell whether a word stands close by, in the same line, at an edge of another."""
    middle, near = (word[1] + word[3]) / 2, word[3] - word[1]
    return any(
        other is not word and abs(other[side] - word[edge]) < near and other[1] < middle < other[3]
        for other in words
    )


def test_no_line_begins_or_ends_with_the_wrong_mark(made):
    wrong = [
        (n, word[4])
        for n, words in enumerate(pages(made[1]), 1)
        for word in words
        if (word[4][0] in CLOSING and not beside(word, words, 0, 2))
        or (word[4][-1] in OPENING and not beside(word, words, 2, 0))
    ]
    assert wrong == []


def test_the_wrong_mark_is_found():
    line = [(50, 10, 60, 20, "建设"), (60, 10, 70, 20, "，后来")]
    assert beside(line[1], line, 0, 2)
    assert not beside(line[1], [(50, 30, 60, 40, "建设"), line[1]], 0, 2)


def test_a_table_that_goes_on_fills_its_page_and_has_begun(made):
    edition, path = made
    told = "".join(GOES_ON[edition].split())
    for n, words in enumerate(pages(path), 1):
        if told in "".join(word[4] for word in words):
            # Prose may hold the words too, within others.
            feet = [word[3] for word in words if told.startswith(word[4])]
            assert LOWEST - max(feet, default=LOWEST) < BLANK, n
