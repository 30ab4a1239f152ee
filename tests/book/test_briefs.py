"""The briefs in print: one page each, with the whole text of the page and its numbers."""

import json
import re
import unicodedata
from html.parser import HTMLParser

import pytest

from .conftest import EDITIONS, HTML, ROOT
from .volumes import links, opened, text_of, volume

pytestmark = pytest.mark.pdf
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
KINDS = ("officials", "journalists")


@pytest.fixture(params=[(edition, kind) for edition in EDITIONS for kind in KINDS], ids="-".join)
def brief(request):
    """An edition, a kind of brief, and the path of its PDF."""
    edition, kind = request.param
    return edition, kind, volume(edition, f"-brief-{kind}")


class Texts(HTMLParser):
    """Gathers the texts of paragraphs and headings of a page's article."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag in ("p", "h2"):
            self.found.append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag in ("p", "h2"):
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found[-1] += data


def article(edition, kind):
    page = (HTML / edition / "book" / f"brief-{kind}.html").read_text(encoding="utf-8")
    return page[page.index('id="brief-for-') : page.index("</article>")]


def squeezed(text):
    """A text without what differs between a page and a PDF: spaces, ligatures, hyphens, links."""
    return re.sub(r"[\s#-]", "", unicodedata.normalize("NFKC", text))


def letters(text):
    """A text without its marks too: one that hangs beyond a line is read before the line."""
    return re.sub(r"\W", "", squeezed(text))


def test_it_is_one_page_of_a4(brief):
    pages = opened(brief[2]).pages
    assert len(pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]


def test_it_holds_the_whole_text_of_the_page(brief):
    edition, kind, path = brief
    texts = Texts()
    texts.feed(article(edition, kind))
    printed = letters(text_of(path))
    wanted = [text for text in map(letters, texts.found) if text]
    # The link to the PDF is not in the PDF.
    assert len(wanted) > 15
    assert [text for text in wanted if text not in printed and "PDF" not in text] == []


def test_its_numbers_are_the_facts_of_the_chapters(brief):
    edition, kind, path = brief
    facts = json.loads((ROOT / "_build" / "key-figures.json").read_text("utf-8"))
    facts = facts[LANGUAGES[edition]]
    source = (ROOT / "book" / f"brief-{kind}.md").read_text("utf-8")
    cited = re.findall(r"\{key\}`([^`]+):([^`]+)`", source)
    assert len(cited) > 20
    printed = squeezed(text_of(path))
    texts = [facts[page]["keys"][name]["text"] for page, name in cited]
    assert [text for text in texts if squeezed(text) not in printed] == []


def test_its_links_lead_to_places_of_the_report(brief):
    edition, _, path = brief
    report = volume(edition)
    places = opened(report).named_destinations
    found = [(file, place) for kind, file, place in links(path) if kind == "/GoToR"]
    sections = [place for file, place in found if file == report.name and isinstance(place, str)]
    assert len(sections) > 5
    assert set(sections) <= set(places)


def test_the_page_leads_to_the_file(brief):
    edition, kind, path = brief
    address = re.search(r'href="([^"]+\.pdf)"', article(edition, kind))[1]
    assert (HTML / edition / "book" / address).resolve() == path


def test_the_report_does_not_hold_the_briefs(brief):
    edition, _, path = brief
    first = squeezed(text_of(path))[:400]
    assert first not in squeezed(text_of(volume(edition)))
