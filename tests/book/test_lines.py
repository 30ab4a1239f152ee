"""How lines and tables of the volumes begin and end: marks, rows, findings."""

import pytest

from digitalbay.run.book import book

from .conftest import EDITIONS, ROOT
from .volumes import volume, words

pytestmark = [pytest.mark.pdf, pytest.mark.long]
# Marks that begin no line of Chinese, and those that end none.
CLOSING, OPENING = "，。、：；？！）」』》〉】", "（「『《〈【"
GOES_ON = {"en": "continues on next page", "zh-hans": "续下页", "zh-hant": "繼續下一頁"}
# In points: what a table leaves blank at most below the words that it goes on.
BLANK, LOWEST = 150, 780


# Tests of a volume follow each other, as what is read of it is kept.
@pytest.fixture(
    params=[(edition, each.ending) for edition in EDITIONS for each in book(ROOT).volumes],
    scope="module",
)
def made(request):
    """An edition and the path of one of its volumes."""
    return request.param[0], volume(*request.param)


def beside(word, others, edge, side):
    """Tell whether a word stands close by, in the same line, at an edge of another."""
    middle, near = (word[1] + word[3]) / 2, word[3] - word[1]
    return any(
        other is not word and abs(other[side] - word[edge]) < near and other[1] < middle < other[3]
        for other in others
    )


def test_no_line_begins_or_ends_with_the_wrong_mark(made):
    wrong = [
        (n, word[4])
        for n, page in enumerate(words(made[1]), 1)
        for word in page
        if (word[4][0] in CLOSING and not beside(word, page, 0, 2))
        or (word[4][-1] in OPENING and not beside(word, page, 2, 0))
    ]
    assert wrong == []


def test_the_wrong_mark_is_found():
    line = [(50, 10, 60, 20, "建设"), (60, 10, 70, 20, "，后来")]
    assert beside(line[1], line, 0, 2)
    assert not beside(line[1], [(50, 30, 60, 40, "建设"), line[1]], 0, 2)


def test_a_table_that_goes_on_fills_its_page_and_has_begun(made):
    edition, path = made
    told = "".join(GOES_ON[edition].split())
    for n, page in enumerate(words(path), 1):
        if told in "".join(word[4] for word in page):
            # Prose may hold the words too, within others.
            feet = [word[3] for word in page if told.startswith(word[4])]
            assert LOWEST - max(feet, default=LOWEST) < BLANK, n
