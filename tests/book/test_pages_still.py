"""Every page of every edition as it is without scripts, and what the files of the book hold."""

import re
import subprocess

import pytest

from .conftest import EDITIONS, HTML, every_page

pytestmark = pytest.mark.browser
HAN = re.compile(r"[㐀-鿿]")
# Three words in a row: neither a file, nor a list of claims, nor dates and values.
ENGLISH = re.compile(r"([A-Za-z]{2,} ){2}[A-Za-z]{2,}")
# Titles of sources keep their language; code is code.
PROSE = (
    "article :is(h1, h2, h3, p, figcaption .caption-text, summary)"
    ":not(.db-credits *, .db-source-list *, .citation *)"
)


@pytest.mark.parametrize(("edition", "path"), every_page())
def test_page_is_whole_without_scripts(visit, edition, path):
    page = visit(f"{edition}/{path}", java_script_enabled=False)
    for chart in page.locator(".db-chart").all():
        picture = chart.locator("img:visible")
        assert picture.count() == 1
        assert len(picture.get_attribute("alt")) > 10
        name = picture.get_attribute("src").split("?")[0]
        svg = (HTML / edition / path).parent.joinpath(name).read_text(encoding="utf-8")
        assert svg.startswith("<svg")
    # The glossary shows the terms of every language.
    if edition != "en" and path != "book/glossary.html":
        texts = page.locator(PROSE).all_inner_texts()
        assert [text for text in texts if ENGLISH.search(text) and not HAN.search(text)] == []
        # Emphasis that ends after a full-width mark is none.
        assert [text for text in texts if re.search(r"\*[㐀-鿿]|[㐀-鿿：。]\*", text)] == []


def test_traditional_edition_has_no_simplified_prose(visit):
    page = visit("zh-hant/book/intro.html")
    # Authors and publishers are cited by the names that they write themselves.
    page.evaluate("document.querySelectorAll('.bibtex-citation').forEach(cited => cited.remove())")
    assert not re.search("[数据为国发区证这么]", page.locator("article").inner_text())


def test_tables_and_figures_are_numbered_as_hong_kong_does():
    text = (HTML / "zh-hant" / "notebooks" / "02-5-results.html").read_text(encoding="utf-8")
    assert re.search(r"表 \d", text)
    assert re.search(r"圖 \d", text)
    assert not re.search(r"表格 ?\d", text)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_character_has_a_glyph(edition):
    folder = HTML / edition
    files = [*folder.rglob("*.html"), *(folder / "_images").rglob("*.svg")]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    codes = " ".join(sorted({f"{ord(c):x}" for c in text if HAN.match(c)}))
    family = "Noto Sans CJK HK" if edition == "zh-hant" else "Noto Sans CJK SC"
    found = subprocess.run(
        ["fc-list", f":family={family}:charset={codes}"], capture_output=True, text=True, check=True
    )
    assert family in found.stdout


@pytest.mark.parametrize("edition", EDITIONS)
def test_charts_are_drawn_in_our_font(edition):
    for path in (HTML / edition / "_images").rglob("*.svg"):
        # The benchmark's chart is one file for all editions, its words English.
        hong_kong = edition == "zh-hant" and path.name != "running.svg"
        family = "Noto Sans CJK HK" if hong_kong else "Noto Sans CJK SC"
        if "font-family" in (svg := path.read_text(encoding="utf-8")):
            assert set(re.findall(r'font-family="([^",]+)', svg)) == {family}, path.name


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_text_of_a_chart_is_cut_off(edition):
    for path in (HTML / edition / "_images").rglob("*.svg"):
        texts = re.findall(r">([^<>]+)<", path.read_text(encoding="utf-8"))
        # Vega puts one … for what it leaves out; ours stand after a space or in pairs.
        assert [text for text in texts if re.search(r"[^ …]…$", text)] == [], path
