"""What the review of an earlier edition set right stands in the pages, in three languages.

`corrections.csv` has one row for each: what was set right, and the words or numbers of the page
that say so. White space does not count, as marks of the page stand between words.
"""

import csv
import html
import re
from functools import cache
from pathlib import Path

import pytest

from digitalbay.figures.language import to_traditional

from .conftest import HTML

pytestmark = pytest.mark.browser
RIGHT = list(
    csv.DictReader(Path(__file__).with_name("corrections.csv").read_text("utf-8").splitlines())
)
# What the earlier edition said and no page says any more.
WRONG = [
    r"\b[Ii]n 0 of",
    "nothing can be compared",
    "no comparator of the Yangtze delta",
    "rules fixed in advance",
]


@cache
def plain(edition, page):
    """The text of a page, without its scripts and its code."""
    text = (HTML / edition / "notebooks" / f"{page}.html").read_text(encoding="utf-8")
    return html.unescape(re.sub(r"<(script|style|pre)\b.*?</\1>|<[^>]+>", " ", text, flags=re.S))


def close(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("row", RIGHT, ids=lambda row: row["what"])
@pytest.mark.parametrize("edition", ["en", "zh-hans", "zh-hant"])
def test_the_right_value_stands_in_the_page(edition, row):
    words = row["english" if edition == "en" else "chinese"]
    right = to_traditional(words) if edition == "zh-hant" else words
    assert close(right) in close(plain(edition, row["page"]))


@pytest.mark.parametrize("wrong", WRONG)
def test_what_was_wrong_stands_in_no_page(wrong):
    pages = sorted(path.stem for path in (HTML / "en" / "notebooks").glob("*.html"))
    assert pages
    assert [page for page in pages if re.search(wrong, plain("en", page))] == []
