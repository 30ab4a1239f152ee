"""How pages are read aloud: headings in order, tables with heads, the language of every part."""

import re
from itertools import pairwise

import html5lib
import pytest

from .conftest import EDITIONS, HTML, pages

pytestmark = [pytest.mark.browser, pytest.mark.long]
HAN = re.compile("[㐀-鿿]")
ENGLISH = re.compile("([A-Za-z]+ ){4}[A-Za-z]+")
SILENT = {"script", "style", "code", "pre", "svg", "math"}


def article(edition, path):
    text = (HTML / edition / path).read_text("utf-8")
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    return tree.find(".//article")


def told(element, own=True):
    """Yield the texts of an element that are in the language of the page."""
    if element.tag in SILENT or (not own and "lang" in element.attrib):
        return
    yield element.text or ""
    for child in element:
        yield from told(child, own=False)
        yield child.tail or ""


@pytest.mark.parametrize("edition", EDITIONS)
def test_headings_step_down_one_by_one_and_tables_have_heads(edition):
    wrong = {}
    for path in pages(edition):
        tree = article(edition, path)
        levels = [int(each.tag[1]) for each in tree.iter() if re.fullmatch("h[1-6]", str(each.tag))]
        in_order = levels[:1] == [1] and all(
            lower <= upper + 1 for upper, lower in pairwise(levels)
        )
        bare = [table for table in tree.iter("table") if table.find(".//th") is None]
        if not in_order or levels.count(1) != 1 or bare:
            wrong[path] = levels, len(bare)
    assert wrong == {}


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_in_another_language_says_so(edition):
    pattern = HAN if edition == "en" else ENGLISH
    left = {}
    for path in pages(edition):
        texts = [text for text in told(article(edition, path)) if pattern.search(text)]
        if texts:
            left[path] = texts[:3]
    assert left == {}
