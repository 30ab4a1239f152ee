"""Pages are HTML that a parser by the standard reads without one error."""

import html5lib
import pytest

from .conftest import EDITIONS, HTML, pages

pytestmark = [pytest.mark.browser, pytest.mark.long]
# Pages of an edition are made alike: of the Chinese ones some stand for all.
SOME = ["book/intro.html", "notebooks/03-problems.html", "notebooks/a4-claims.html"]


def errors(text):
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"line {place[0]}: {code} {data}" for place, code, data in parser.errors]


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_are_without_errors(edition):
    read = pages(edition) if edition == "en" else SOME
    found = {page: errors((HTML / edition / page).read_text("utf-8")) for page in read}
    assert {page: said for page, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [("</figure>", ""), ("<figcaption>", "<figcaption><figcaption>"), ("</title>", "")],
)
def test_an_error_is_found(old, new):
    text = (HTML / "en" / SOME[1]).read_text("utf-8")
    assert old in text
    assert errors(text.replace(old, new, 1))
