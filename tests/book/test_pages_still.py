"""Pages as they are without scripts, and what the files of every edition hold."""

import re
import subprocess
from html import unescape

import pytest

from digitalbay.figures.language import to_traditional

from .conftest import EDITIONS, HTML, pages

pytestmark = pytest.mark.browser
HAN = re.compile(r"[㐀-鿿]")
CHART = re.compile(r'class="db-chart[ "][^>]*>\s*((?:<picture>.*?</picture>)*)')
PICTURE = re.compile(
    r'<source media="[^"]+" srcset="([^"]+)" [^>]*>'
    r'<img class="(only-\w+)[^"]*" src="([^"?]+)[^"]*" alt="([^"]*)"'
)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_chart_has_a_picture_for_either_theme(edition):
    found = 0
    for path in pages(edition):
        file = HTML / edition / path
        for images in CHART.findall(file.read_text(encoding="utf-8")):
            pictures = PICTURE.findall(images)
            assert [theme for _, theme, *_ in pictures] == ["only-light", "only-dark"], path
            for small, _, name, alt in pictures:
                assert len(unescape(alt)) > 10
                for each in (small, name):
                    svg = (file.parent / each).read_text(encoding="utf-8")
                    assert svg.startswith("<svg")
            found += 1
    assert found > 80


@pytest.mark.parametrize("path", ["book/intro.html", "notebooks/03-problems.html"])
def test_what_stands_around_a_traditional_page_is_traditional(path):
    page = (HTML / "zh-hant" / path).read_text(encoding="utf-8")
    around = re.sub(r"<(head|script|article)\b.*?</\1>|<[^>]+>", " ", page, flags=re.S)
    words = re.findall(r"[㐀-鿿]+", around.replace("简体中文", ""))
    assert len(words) > 20
    assert [word for word in words if to_traditional(word) != word] == []


@pytest.fixture(scope="module")
def still_reader(browser):
    """Who reads page after page without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


# The files are checked above; what a style shows of them is the same in every language.
@pytest.mark.parametrize("path", pages("en"))
def test_page_is_whole_without_scripts(visit, still_reader, path):
    page = visit(f"en/{path}", still_reader)
    charts = page.locator(".db-chart")
    assert page.locator(".db-chart img:visible").count() == charts.count()
    assert charts.count() == page.locator(".db-chart:has(img:visible)").count()


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
    codes = " ".join(sorted(f"{ord(c):x}" for c in set(text) if HAN.match(c)))
    family = "Noto Sans CJK HK" if edition == "zh-hant" else "Noto Sans CJK SC"
    found = subprocess.run(
        ["fc-list", f":family={family}:charset={codes}"], capture_output=True, text=True, check=True
    )
    assert family in found.stdout


@pytest.mark.parametrize("edition", EDITIONS)
def test_charts_are_drawn_in_our_font(edition):
    for path in (HTML / edition / "_images").rglob("*.svg"):
        # A benchmark's chart is one file for all editions, its words English.
        hong_kong = edition == "zh-hant" and path.name not in ("running.svg", "building.svg")
        family = "Noto Sans CJK HK" if hong_kong else "Noto Sans CJK SC"
        if "font-family" in (svg := path.read_text(encoding="utf-8")):
            assert set(re.findall(r'font-family="([^",]+)', svg)) == {family}, path.name


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_text_of_a_chart_is_cut_off(edition):
    for path in (HTML / edition / "_images").rglob("*.svg"):
        texts = re.findall(r">([^<>]+)<", path.read_text(encoding="utf-8"))
        # Vega puts one … for what it leaves out; ours stand after a space or in pairs.
        assert [text for text in texts if re.search(r"[^ …]…$", text)] == [], path
