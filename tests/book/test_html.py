"""Pages as a parser by the standard reads them, and as they are read aloud.

Without an error; headings in order, tables with heads, the language of every part.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import html5lib
import pytest

from .conftest import EDITIONS, HTML, pages

pytestmark = [pytest.mark.browser, pytest.mark.long]
HAN = re.compile("[㐀-鿿]")
ENGLISH = re.compile("([A-Za-z]+ ){4}[A-Za-z]+")
SILENT = {"script", "style", "code", "pre", "svg", "math"}


@dataclass(frozen=True)
class Aloud:
    """What is read of a page: errors, levels of headings, tables without heads, other languages."""

    errors: list[str]
    levels: list[int]
    bare: int
    foreign: list[str]


@cache
def aloud(edition, path):
    """Read a page once for all that is asked of it."""
    tree, errors = parsed((HTML / edition / path).read_text("utf-8"))
    article = tree.find(".//article")
    elements = list(article.iter())
    levels = [int(each.tag[1]) for each in elements if re.fullmatch("h[1-6]", str(each.tag))]
    bare = [each for each in elements if each.tag == "table" and each.find(".//th") is None]
    pattern = HAN if edition == "en" else ENGLISH
    foreign = [text for text in told(article) if pattern.search(text)]
    return Aloud(errors, levels, len(bare), foreign[:3])


def parsed(text):
    """The tree of a page, and the errors in it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    return tree, [f"line {place[0]}: {code} {data}" for place, code, data in parser.errors]


def told(element, own=True):
    """Yield the texts of an element that are in the language of the page."""
    if element.tag in SILENT or (not own and "lang" in element.attrib):
        return
    yield element.text or ""
    for child in element:
        yield from told(child, own=False)
        yield child.tail or ""


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_are_without_errors(edition):
    found = {page: aloud(edition, page).errors for page in pages(edition)}
    assert {page: said for page, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [("</figure>", ""), ("<figcaption>", "<figcaption><figcaption>"), ("</title>", "")],
)
def test_an_error_is_found(old, new):
    text = (HTML / "en" / "notebooks" / "03-problems.html").read_text("utf-8")
    assert old in text
    assert parsed(text.replace(old, new, 1))[1]


@pytest.mark.parametrize("edition", EDITIONS)
def test_headings_step_down_one_by_one_and_tables_have_heads(edition):
    wrong = {}
    for path in pages(edition):
        read = aloud(edition, path)
        in_order = read.levels[:1] == [1] and all(
            lower <= upper + 1 for upper, lower in pairwise(read.levels)
        )
        if not in_order or read.levels.count(1) != 1 or read.bare:
            wrong[path] = read.levels, read.bare
    assert wrong == {}


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_in_another_language_says_so(edition):
    left = {path: read for path in pages(edition) if (read := aloud(edition, path).foreign)}
    assert left == {}
