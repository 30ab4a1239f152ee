"""Every page of every edition in a real browser, and what a reader does there."""

import re

import pytest

from .audit import CONTRAST, SIZE, TOLD, WATCH, WCAG, WIDE, colours, cut, thin, violations, weights
from .conftest import EDITIONS, FRAME, HTML, LONG, every_page, pages, settle
from .report import keep

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
ENLIVEN = f"""async () => {{
    const seen = element => element && element.getClientRects().length > 0;
    const dead = [], last = performance.now() + {LONG};
    for (const chart of document.querySelectorAll(".db-chart")) {{
        const alive = () => seen(chart.querySelector(".db-live svg"))
            && ![...chart.querySelectorAll("img")].some(seen);
        chart.scrollIntoView({{block: "center"}});
        while (!alive() && performance.now() < last) await {FRAME};
        if (!alive()) dead.push(chart.closest("[id]")?.id);
    }}
    return dead;
}}"""


# Brings every part of a page into view, whose pictures come as they do.
READ = f"""async () => {{
    for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {{
        scrollTo(0, top);
        await {FRAME};
    }}
}}"""
BUNDLES = """() => performance.getEntriesByType("resource")
    .filter(each => each.name.includes("vega-bundle")).length"""
# Marks that are the same in every language, and names that are not translated.
SAME = re.compile(r"Digital Bay|English|Ctrl|PNG|SVG|CSV|Vega-Lite|PDF|CC BY|MIT")
# Pages without content of their own.
OTHER = ("search.html", "genindex.html")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 720}
# Of what stands on the first screen, as browsers measure it.
SHIFT = 0.05
FOUND = ("axe", "console", "refused", "wide", "cut", "heavy", "untranslated", "words", "dead")
# In kB as gzip sends it: what may be loaded beside the charts.
FIRST, CHAPTER = 200, 250


@pytest.fixture(scope="module")
def audit():
    """What is found on each page; the counts are kept when all are read."""
    found = {}
    yield found
    sums = {name: sum(len(page[name]) for page in found.values()) for name in FOUND}
    worst = max((page["shift"] for page in found.values()), default=0)
    keep("audit", {"pages": len(found), **sums, "largest shift": worst, "each": found})


@pytest.fixture(scope="module")
def watcher(reader):
    """Who reads page after page; what shifts there and what is refused is counted."""
    reader.add_init_script(f"({WATCH})()")
    return reader


@pytest.mark.parametrize(
    ("edition", "path"), every_page() + [(each, path) for each in EDITIONS for path in OTHER]
)
def test_page_is_quiet_in_its_language_and_its_charts_come_alive(
    visit, watcher, audit, edition, path
):
    page = visit(f"{edition}/{path}", watcher)
    assert page.locator("html").get_attribute("lang") == EDITIONS[edition]
    assert page.locator(".db-chart").count() > 0 or (edition, path) not in CHARTED
    same = [link.get_attribute("href") for link in page.locator(".db-languages a").all()]
    here = (HTML / edition / path).parent
    assert [(here / link).resolve() for link in same] == [HTML / each / path for each in EDITIONS]
    # As pictures: a chart alive has thousands of parts, which are alike in every language.
    found = {"heavy": heavy(page, edition, path), "untranslated": [], "words": []}
    # In the traditional edition texts are as wide as in the simplified: of those alike, some do.
    later = [*CONTRAST, *SIZE] if edition == "zh-hant" else CONTRAST
    found["axe"] = violations(page, "tag", WCAG, later)
    if edition != "en":
        found |= {"untranslated": untranslated(page), "words": foreign(page, path)}
    found["dead"] = page.evaluate(ENLIVEN)
    settle(page)
    found |= {"console": page.trouble, **page.evaluate("() => watched")}
    page.set_viewport_size(PHONE)
    found["wide"] = page.evaluate(WIDE)
    found["cut"] = cut(page)
    page.set_viewport_size(DESK)
    if edition == "en":
        thin(page)
        found["axe"] += colours(page) + violations(page, "tag", WCAG, CONTRAST)
    elif edition == "zh-hant":
        thin(page)
        found["axe"] += violations(page, "rule", SIZE)
    audit[f"{edition}/{path}"] = found
    assert {name: found[name] for name in FOUND} == {name: [] for name in FOUND}
    assert found["shift"] < SHIFT


def heavy(page, edition: str, path: str) -> list[tuple[str, int]]:
    """Return what a page loads at first, by weight, if it is more than it may be."""
    if not (path == "book/intro.html" or path.startswith("notebooks/")):
        return []
    sizes = weights(page, f"{edition}/{path}")
    limit = FIRST if path == "book/intro.html" else CHAPTER
    if sum(sizes.values()) < limit * 1000 and "fontawesome.js" not in sizes:
        return []
    return sorted(sizes.items(), key=lambda each: -each[1])[:8]


def untranslated(page) -> list[str]:
    """Return what the theme says in English only."""
    said = {SAME.sub("", text) for text in page.evaluate(TOLD)}
    return sorted(text for text in said if re.search("[A-Za-z]{3}", text) and not HAN.search(text))


def foreign(page, path: str) -> list[str]:
    """Return prose in another language, and emphasis that is none."""
    # The glossary shows the terms of every language.
    texts = [] if path == "book/glossary.html" else page.locator(PROSE).all_inner_texts()
    left = [text for text in texts if ENGLISH.search(text) and not HAN.search(text)]
    # Emphasis that ends after a full-width mark is none.
    return left + [text for text in texts if re.search(r"\*[㐀-鿿]|[㐀-鿿：。]\*", text)]


@pytest.mark.parametrize("path", pages("en"))
def test_page_stays_where_it_is_on_a_phone(visit, browser, path):
    phone = browser.new_context(viewport=PHONE)
    phone.add_init_script(f"({WATCH})()")
    page = visit(f"en/{path}", phone)
    page.evaluate(READ)
    assert page.evaluate("() => watched.shift") < SHIFT
    # A phone shows its own pictures, and loads no library for them.
    assert page.evaluate(BUNDLES) == 0
    phone.close()


def test_charts_library_is_loaded_once_and_only_when_a_chart_is_seen(visit):
    page = visit("en/notebooks/01-2-foundations.html", viewport={"width": 1280, "height": 400})
    page.wait_for_timeout(300)
    assert page.evaluate(BUNDLES) == 0
    assert page.evaluate(ENLIVEN) == []
    assert page.locator(".db-live").count() > 10
    assert page.evaluate(BUNDLES) == 1


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
