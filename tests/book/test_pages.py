"""Every page of every edition in a real browser."""

import re
import subprocess

import pytest

from .conftest import EDITIONS, HTML, pages

pytestmark = pytest.mark.browser
EVERY = [(edition, page) for edition in EDITIONS for page in pages(edition)]
CHAPTERS = [(edition, page) for edition, page in EVERY if page.startswith("notebooks/")]
# The ledger of claims is tables only.
CHARTED = [(edition, page) for edition, page in CHAPTERS if not page.endswith("/a4-claims.html")]
HAN = re.compile(r"[㐀-鿿]")
# Three words in a row: neither a file, nor a list of claims, nor dates and values.
ENGLISH = re.compile(r"([A-Za-z]{2,} ){2}[A-Za-z]{2,}")


def scroll(page) -> None:
    """Bring every part of the page into view, as a reader does."""
    for chart in page.locator(".db-chart").all():
        chart.scroll_into_view_if_needed()
        page.wait_for_timeout(50)


@pytest.mark.parametrize(("edition", "path"), EVERY)
def test_page_is_quiet_and_alone(visit, edition, path):
    page = visit(f"{edition}/{path}")
    scroll(page)
    page.wait_for_load_state("networkidle")
    assert page.trouble == []
    assert page.locator("html").get_attribute("lang") == EDITIONS[edition]


@pytest.mark.parametrize(("edition", "path"), CHARTED)
def test_charts_come_alive_with_scripts(visit, edition, path):
    page = visit(f"{edition}/{path}")
    charts = page.locator(".db-chart")
    assert charts.count() > 0
    scroll(page)
    for chart in charts.all():
        chart.locator(".db-live svg").first.wait_for(state="visible")
        assert chart.locator("img:visible").count() == 0
    assert page.trouble == []


@pytest.mark.parametrize(("edition", "path"), CHAPTERS)
def test_charts_are_pictures_without_scripts(visit, edition, path):
    page = visit(f"{edition}/{path}", java_script_enabled=False)
    for chart in page.locator(".db-chart").all():
        picture = chart.locator("img:visible")
        assert picture.count() == 1
        picture.scroll_into_view_if_needed()
        assert len(picture.get_attribute("alt")) > 10
        name = picture.get_attribute("src").split("?")[0]
        svg = (HTML / edition / path).parent.joinpath(name).read_text(encoding="utf-8")
        assert svg.startswith("<svg")


def test_tooltip_shows_the_value(visit):
    page = visit("en/notebooks/01-2-foundations.html")
    figure = page.locator("#top500-countries")
    figure.scroll_into_view_if_needed()
    figure.locator(".db-live svg").wait_for()
    figure.locator(".db-live svg path[aria-label*='Period: 2019-06']").first.hover(force=True)
    tooltip = page.locator("#vg-tooltip-element")
    tooltip.wait_for(state="visible")
    assert re.search(r"Systems\s*\d+", tooltip.inner_text())


@pytest.mark.parametrize("path", [path for edition, path in EVERY if edition == "en"])
def test_language_switch_leads_to_the_same_page(visit, path):
    page = visit(f"en/{path}")
    for edition, lang in EDITIONS.items():
        page.locator(f".db-languages a[hreflang='{lang}']").click()
        page.wait_for_url(f"**/{edition}/{path}")
        assert page.locator(".db-languages a[aria-current]").get_attribute("hreflang") == lang


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_text_is_left_untranslated(visit, edition):
    if edition == "en":
        return
    for path in pages(edition):
        if path == "book/glossary.html":
            # It shows the terms of every language.
            continue
        page = visit(f"{edition}/{path}", java_script_enabled=False)
        # Titles of sources keep their language; code is code.
        texts = page.locator(
            "article :is(h1, h2, h3, p, figcaption .caption-text, summary)"
            ":not(.db-credits *, .db-source-list *, .citation *)"
        ).all_inner_texts()
        plain = [text for text in texts if ENGLISH.search(text) and not HAN.search(text)]
        assert plain == [], path


def test_traditional_edition_has_no_simplified_prose(visit):
    page = visit("zh-hant/book/intro.html")
    # Authors and publishers are cited by the names that they write themselves.
    page.evaluate("document.querySelectorAll('.bibtex-citation').forEach(cited => cited.remove())")
    assert not re.search("[数据为国发区证这么]", page.locator("article").inner_text())


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


@pytest.mark.parametrize(
    ("edition", "query"),
    [
        ("en", "supercomputers"),
        ("en", "convergence"),
        ("zh-hans", "数字政府"),
        ("zh-hans", "大湾区"),
        ("zh-hant", "數字政府"),
        ("zh-hant", "超級電腦"),
        ("zh-hant", "寬頻"),
        ("zh-hant", "寬帶"),
        ("zh-hant", "宽带"),
    ],
)
def test_search_finds(visit, edition, query):
    page = visit(f"{edition}/search.html?q={query}")
    page.locator("#search-results li").first.wait_for()
    assert page.trouble == []


def test_first_page_offers_the_three_languages(visit):
    page = visit("index.html")
    links = page.locator("main a").all()
    assert [a.get_attribute("hreflang") for a in links] == list(EDITIONS.values())
    for link in links:
        assert (HTML / link.get_attribute("href")).is_file()
    assert re.search(r"\d+ claims examined: \d+ supported", page.locator("main").inner_text())


def test_ledger_leads_to_the_verdicts(visit):
    page = visit("en/notebooks/a4-claims.html")
    for claim in ("R2", "R3"):
        row = page.locator("#all-claims tr", has=page.locator(f"td p:text-is('{claim}')"))
        assert row.locator("td").last.inner_text() == "Contradicted"
        row.locator("a").click()
        box = page.locator(f"#claim-{claim.lower()}")
        assert "Contradicted" in box.inner_text()
        assert "Sources" in box.inner_text()
        page.go_back()
