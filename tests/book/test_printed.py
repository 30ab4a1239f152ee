"""Pages printed from the browser: no code, not many sheets (test_pages: nothing is cut)."""

import io
import re

import pypdf
import pytest

from .conftest import pages
from .report import keep

pytestmark = [pytest.mark.browser, pytest.mark.long]
# Of the pages at 32d35bd a sheet held 178 words of a chapter; two thirds as many sheets hold 267.
WORDS_PER_SHEET = 267
CHAPTERS = [path for path in pages("en") if re.match(r"notebooks/0\d", path)]


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
    assert not re.search(r"^from [\w.]+ import|chapter\.\w+\(|db\.\w+\(", text, re.M)
    title = page.locator("article h1").evaluate("h1 => h1.firstChild.data.trim()")
    assert re.sub(r"\s", "", title) in re.sub(r"\s", "", text)


@pytest.mark.parametrize("edition", ["zh-hans", "zh-hant"])
def test_a_chinese_chapter_takes_no_more_sheets_than_an_english_one(visit, counted, edition):
    path = CHAPTERS[-1]
    count = {each: len(printed(visit(f"{each}/{path}")).pages) for each in ("en", edition)}
    assert count[edition] <= count["en"]
