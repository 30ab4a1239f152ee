"""Pages printed from the browser: no code, nothing cut, not many sheets."""

import io
import re

import pypdf
import pytest

from .conftest import EDITIONS, pages
from .report import keep

pytestmark = [pytest.mark.browser, pytest.mark.long]
# Of the pages at 32d35bd a sheet held 178 words of a chapter; two thirds as many sheets hold 267.
WORDS_PER_SHEET = 267
# Width of a sheet between its margins, in pixels of CSS.
SHEET = {"width": round((210 - 2 * 18) / 25.4 * 96), "height": 1000}
CHAPTERS = [path for path in pages("en") if re.match(r"notebooks/0\d", path)]
# What reaches beyond the sheet, or is moved in a box of its own.
CUT = """() => [...document.querySelectorAll("article :is(table, img, svg, pre, math)")]
    .filter(each => each.checkVisibility())
    .filter(each => {
        const box = each.getBoundingClientRect();
        const held = each.closest(".db-scroll, .db-explorer, .db-chart, .pst-scrollable-table-"
            + "container");
        return box.right > innerWidth + 1 || (held && held.scrollWidth > held.clientWidth + 1
            && getComputedStyle(held).overflowX !== "visible");
    })
    .map(each => `${each.nodeName} ${each.id || each.className}`)"""


@pytest.fixture(scope="module")
def counted():
    """Sheets by edition and page; kept when all are printed."""
    found = {}
    yield found
    keep("printed", found)


def printed(page):
    return pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_chapter_takes_few_sheets_and_shows_no_code(visit, counted, path):
    page = visit(f"en/{path}")
    words = len(page.locator("article").inner_text().split())
    sheets = printed(page)
    text = "".join(sheet.extract_text() for sheet in sheets.pages)
    counted[f"en/{path}"] = {"sheets": len(sheets.pages), "words": words}
    assert len(sheets.pages) <= -(-words // WORDS_PER_SHEET)
    assert not re.search(r"^(import|from) \w+|chapter\.\w+\(|db\.\w+\(", text, re.M)
    title = page.locator("article h1").evaluate("h1 => h1.firstChild.data.trim()")
    assert re.sub(r"\s", "", title) in re.sub(r"\s", "", text)


@pytest.mark.parametrize("edition", ["zh-hans", "zh-hant"])
def test_a_chinese_chapter_takes_no_more_sheets_than_an_english_one(visit, counted, edition):
    path = CHAPTERS[-1]
    count = {each: len(printed(visit(f"{each}/{path}")).pages) for each in ("en", edition)}
    assert count[edition] <= count["en"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_is_cut_at_the_edge_of_a_sheet(visit, reader, edition):
    cut = {}
    for path in pages(edition):
        page = visit(f"{edition}/{path}", reader)
        page.set_viewport_size(SHEET)
        page.emulate_media(media="print")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        if found := page.evaluate(CUT):
            cut[path] = found
        page.close()
    assert cut == {}
