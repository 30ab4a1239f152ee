"""Every page of every edition in a real browser, and what a reader does there."""

import re

import pytest

from .conftest import EDITIONS, HTML, every_page, settle

pytestmark = [pytest.mark.browser, pytest.mark.long]
# The ledger of claims is tables only.
CHARTED = [
    (edition, page)
    for edition, page in every_page()
    if page.startswith("notebooks/") and not page.endswith("/a4-claims.html")
]


# Three words in a row: neither a file, nor a list of claims, nor dates and values.
ENGLISH = re.compile(r"([A-Za-z]{2,} ){2}[A-Za-z]{2,}")
HAN = re.compile(r"[㐀-鿿]")
# Titles of sources keep their language; code is code.
PROSE = (
    "article :is(h1, h2, h3, p, figcaption .caption-text, summary)"
    ":not(.db-credits *, .db-source-list *, .citation *)"
)
# Brings every part of a page into view, as a reader does, until its chart is alive and its picture
# is gone; returns the charts that stay pictures.
ENLIVEN = """async () => {
    const seen = element => element && element.getClientRects().length > 0;
    const dead = [];
    for (const chart of document.querySelectorAll(".db-chart")) {
        const last = performance.now() + 30000;
        const alive = () => seen(chart.querySelector(".db-live svg"))
            && ![...chart.querySelectorAll("img")].some(seen);
        chart.scrollIntoView({block: "center"});
        while (!alive() && performance.now() < last)
            await new Promise(requestAnimationFrame);
        if (!alive()) dead.push(chart.closest("[id]")?.id);
    }
    return dead;
}"""


@pytest.mark.parametrize(("edition", "path"), every_page())
def test_page_is_quiet_in_its_language_and_its_charts_come_alive(visit, reader, edition, path):
    page = visit(f"{edition}/{path}", reader)
    assert page.locator("html").get_attribute("lang") == EDITIONS[edition]
    assert page.locator(".db-chart").count() > 0 or (edition, path) not in CHARTED
    assert page.evaluate(ENLIVEN) == []
    settle(page)
    assert page.trouble == []
    # The glossary shows the terms of every language.
    if edition != "en" and path != "book/glossary.html":
        texts = page.locator(PROSE).all_inner_texts()
        assert [text for text in texts if ENGLISH.search(text) and not HAN.search(text)] == []
        # Emphasis that ends after a full-width mark is none.
        assert [text for text in texts if re.search(r"\*[㐀-鿿]|[㐀-鿿：。]\*", text)] == []
    same = [link.get_attribute("href") for link in page.locator(".db-languages a").all()]
    here = (HTML / edition / path).parent
    assert [(here / link).resolve() for link in same] == [HTML / each / path for each in EDITIONS]


def test_tooltip_shows_the_value(visit):
    page = visit("en/notebooks/01-2-foundations.html")
    figure = page.locator("#theil")
    figure.scroll_into_view_if_needed()
    figure.locator(".db-live svg").wait_for()
    figure.locator(".db-live svg path[aria-label*='Period: 2021']").first.hover(force=True)
    tooltip = page.locator("#vg-tooltip-element")
    tooltip.wait_for(state="visible")
    assert re.search(r"Theil T\s*0\.\d+", tooltip.inner_text())


@pytest.mark.parametrize(
    "path", ["book/intro.html", "notebooks/01-2-foundations.html", "notebooks/city-macao.html"]
)
def test_language_switch_leads_to_the_same_page(visit, path):
    page = visit(f"en/{path}")
    for edition, lang in EDITIONS.items():
        page.locator(f".db-languages a[hreflang='{lang}']").click()
        page.wait_for_url(f"**/{edition}/{path}")
        assert page.locator(".db-languages a[aria-current]").get_attribute("hreflang") == lang


def test_first_page_offers_the_three_languages(visit):
    page = visit("index.html")
    links = page.locator("main a").all()
    assert [a.get_attribute("hreflang") for a in links] == list(EDITIONS.values())
    for link in links:
        assert (HTML / link.get_attribute("href")).is_file()
    assert re.search(r"\d+ judgements examined: \d+ supported", page.locator("main").inner_text())


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


@pytest.mark.parametrize("edition", ["zh-hans", "zh-hant"])
@pytest.mark.parametrize("notebook", ["03-problems", "05-conclusion", "city-macao"])
def test_no_column_of_single_characters_on_a_phone(visit, edition, notebook):
    page = visit(f"{edition}/notebooks/{notebook}.html", viewport={"width": 390, "height": 800})
    narrow = page.evaluate(
        """() => [...document.querySelectorAll("table.db-table td:not(.text-right)")]
            .filter(cell => !cell.closest(".db-explorer, details") && cell.innerText.length > 3)
            .filter(cell => cell.clientWidth < 3 * parseFloat(getComputedStyle(cell).fontSize))
            .map(cell => cell.innerText)"""
    )
    assert narrow == []
