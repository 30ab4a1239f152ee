"""What a reader does and takes away: first page, figures, code, weight, print."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from pybtex.database import parse_string

from .conftest import EDITIONS, HTML

pytestmark = pytest.mark.browser
CHAPTER = "notebooks/01-2-foundations.html"
FIGURE = "#stations-per-head"


@pytest.mark.parametrize("edition", EDITIONS)
def test_first_page_leads_to_ledger_and_cities(visit, edition):
    page = visit(f"{edition}/book/intro.html")
    places = page.locator(".db-places a")
    names = page.locator(".db-places text").all_inner_texts()
    assert places.count() == len(names) == 11
    for address in places.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        assert (HTML / edition / "book" / address).is_file()
    assert page.locator(".db-shown .db-chart img").count() == 6
    page.locator(".db-tallied a").click()
    page.wait_for_url("**/a4-claims.html")
    assert page.trouble == []


def test_what_is_taken_of_a_figure(visit):
    permissions = {"permissions": ["clipboard-read", "clipboard-write"]}
    page = visit(f"en/{CHAPTER}", **permissions)
    bar = page.locator(f"{FIGURE} .db-bar")
    bar.scroll_into_view_if_needed()
    for text, suffix in (("CSV", ".csv"), ("SVG", ".svg"), ("PNG", ".png"), ("Vega-Lite", ".json")):
        with page.expect_download() as download:
            bar.get_by_text(text, exact=True).click()
        assert download.value.suggested_filename.endswith(suffix)
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(
            {".png": b"\x89PNG", ".svg": b"<svg", ".csv": b"\xef\xbb\xbf"}.get(suffix, b"{")
        )
        if suffix == ".json":
            assert json.loads(content)["$schema"].startswith("https://vega.github.io/schema/")
    pasted = "() => navigator.clipboard.readText()"
    bar.get_by_text("Copy link").click()
    bar.get_by_text("Copied").wait_for()
    assert page.evaluate(pasted) == page.url.split("#")[0] + FIGURE
    bar.get_by_text("Copy citation").click()
    page.wait_for_function("() => navigator.clipboard.readText().then(t => t.includes('package'))")
    cited = page.evaluate(pasted)
    assert "5G base stations" in cited
    assert "Data package" in cited
    assert cited.endswith(FIGURE)
    bar.get_by_text("BibTeX").click()
    page.wait_for_function("() => navigator.clipboard.readText().then(t => t.startsWith('@'))")
    ((key, entry),) = parse_string(page.evaluate(pasted), "bibtex").entries.items()
    assert key == f"digital-bay-{FIGURE[1:]}"
    assert "5G base stations" in entry.fields["title"]
    assert entry.fields["url"].endswith(FIGURE)
    assert entry.fields["note"].startswith("Data package ")
    bar.get_by_text("Show its code").click()
    cell = page.locator(".cell", has=page.locator(FIGURE))
    assert "stations-per-head" in cell.locator("details.above-input").inner_text()
    assert page.trouble == []


def test_a_download_says_what_it_is():
    text = (HTML / "en/_downloads/01-2-foundations/stations-per-head.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 20
    for row in rows:
        assert row["Place"]
        assert row["Figure"]
        assert row["Sources"]
        assert row["Data"]


def test_code_is_folded_and_one_switch_opens_it_from_page_to_page(visit):
    page = visit(f"en/{CHAPTER}")
    cells = page.locator("details.above-input")
    assert cells.count() > 10
    assert page.locator("details.above-input[open]").count() == 0
    page.locator(".db-code-switch").click()
    assert page.locator("details.above-input[open]").count() == cells.count()
    page.goto(page.url.replace("01-2-foundations", "05-conclusion"))
    assert page.locator(".db-code-switch[aria-pressed=true]").count() == 1
    assert page.locator("details.above-input:not([open])").count() == 0


def test_a_chapter_in_print_has_no_code_and_opens_what_is_folded(visit):
    page = visit(f"en/{CHAPTER}")
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.above-input:visible").count() == 0
    assert page.locator(".db-credits details:not([open])").count() == 0
    assert page.locator(".db-bar:visible, .db-rows:visible, .db-languages:visible").count() == 0
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.locator(".db-credits details[open]").count() == 0


# That no page waits for another script is held by test_links.
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("path", ["book/intro.html", CHAPTER, "notebooks/city-macao.html"])
def test_the_first_figure_is_seen_before_any_script(browser, server, edition, path):
    """While every script is still on its way, but that of a few lines which knows the theme."""
    page = browser.new_page()
    page.route(re.compile(r"/(?!mode\.js)[^/]*\.js(\?.*)?$"), lambda route: None)
    page.goto(f"{server}/{edition}/{path}", wait_until="commit")
    page.locator("article").wait_for()
    page.wait_for_function("() => document.querySelector('footer, .db-colophon') !== null")
    page.wait_for_function(
        "() => document.querySelector('.db-chart img.only-light')?.naturalWidth > 0"
    )
    assert page.locator(".db-chart img.only-light").first.is_visible()
    page.close()


@pytest.mark.parametrize("edition", EDITIONS)
def test_words_in_drawings_are_read_on_a_phone(visit, edition):
    page = visit(f"{edition}/book/intro.html", viewport={"width": 360, "height": 800})
    small = page.evaluate(
        """() => [...document.querySelectorAll("svg:is(.db-places, .db-tally) text")].map(text => {
            const {width} = text.ownerSVGElement.getBoundingClientRect();
            const shrunk = width / text.ownerSVGElement.viewBox.baseVal.width;
            return [text.textContent, shrunk * parseFloat(getComputedStyle(text).fontSize)];
        }).filter(([, size]) => size < 9)"""
    )
    assert small == []
    hidden = page.evaluate(
        """() => [...document.querySelectorAll(".db-places text")].flatMap((one, n, all) =>
            all.slice(n + 1).filter(other => {
                const [a, b] = [one, other].map(each => each.getBoundingClientRect());
                return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
                    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5;
            }).map(other => `${one.textContent} ${other.textContent}`))"""
    )
    assert hidden == []


def test_the_foot_names_version_and_commit(visit):
    page = visit(f"en/{CHAPTER}")
    foot = page.locator(".db-colophon").inner_text()
    assert "Data package" in foot
    assert "CC BY 4.0" in foot
    commit = (HTML / "commit.js").read_text("utf-8").split('"')[1]
    assert not commit or commit in foot


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("path", ["notebooks/city-zhongshan.html", "book/intro.html"])
def test_a_phone_shows_facts_and_languages_whole(visit, edition, path):
    page = visit(f"{edition}/{path}", viewport={"width": 360, "height": 800})
    wide = page.evaluate(
        """() => [...document.querySelectorAll(".db-key, .db-languages a")]
            .filter(part => part.checkVisibility() && part.innerText)
            .map(part => [part.getBoundingClientRect(), part.innerText])
            .filter(([box]) => box.right > innerWidth || box.top < 0).map(([, text]) => text)"""
    )
    assert wide == []
