"""What stands around the text: pictures for phones, the way to a page, verdicts, previews."""

import re
from pathlib import Path

import pytest

from .conftest import EDITIONS, HTML, pages

pytestmark = pytest.mark.browser
CHAPTER = "notebooks/01-2-foundations.html"
# A page of 360 pixels leaves this for a picture.
PHONE = 312
SIZES = re.compile(r'font-size="([\d.]+)px"')
# Texts of a picture that are cut at its edge, and pairs that hide each other. Halos lie below
# their texts; of turned texts the boxes tell little.
LEGIBLE = """svg => {
    document.body.innerHTML = svg;
    const whole = document.querySelector("svg").getBoundingClientRect();
    const texts = [...document.querySelectorAll("text")]
        .filter(text => text.textContent.trim() && !text.hasAttribute("stroke"))
        .filter(text => getComputedStyle(text).opacity !== "0")
        .filter(text => !/rotate\\((?!0)/.test(text.getAttribute("transform")))
        .map(text => [text.textContent, text.getBoundingClientRect()]);
    const cut = texts.filter(([, box]) => box.left < whole.left - 2 || box.right > whole.right + 2);
    const over = (a, b) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 4 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
    const hidden = texts.flatMap(([one, a], n) =>
        texts.slice(n + 1).filter(([, b]) => over(a, b)).map(([other]) => `${one} | ${other}`));
    return [...cut.map(([text]) => text), ...hidden];
}"""


def pictures(edition: str, narrow: bool) -> list[Path]:
    """Pictures of an edition for phones, or for pages, in the light theme."""
    found = (HTML / edition / "_images").glob("*/*.svg")
    light = [path for path in found if not path.stem.endswith("-dark")]
    return sorted(path for path in light if path.stem.endswith("-narrow") == narrow)


@pytest.mark.parametrize("edition", EDITIONS)
def test_text_of_charts_is_large_enough_on_a_phone(edition):
    found = pictures(edition, narrow=True)
    assert len(found) > 80
    small = {}
    for path in found:
        svg = path.read_text("utf-8")
        # All of it is seen at once: none is moved sideways in a box.
        shrunk = min(1, PHONE / float(re.search(r' width="([\d.]+)"', svg)[1]))
        if (least := shrunk * min(map(float, SIZES.findall(svg)))) < 10:
            small[path.name] = least
    assert small == {}


# In the traditional edition texts are as wide as in the simplified.
@pytest.mark.parametrize("edition", ["en", "zh-hans"])
@pytest.mark.parametrize("narrow", [True, False])
def test_no_text_of_a_chart_is_cut_or_hidden(browser, edition, narrow):
    page = browser.new_page()
    found = {}
    for path in pictures(edition, narrow):
        if illegible := page.evaluate(LEGIBLE, path.read_text("utf-8")):
            found[f"{path.parent.name}/{path.stem}"] = illegible
    page.close()
    assert found == {}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_says_what_it_is_of(edition):
    found = 0
    for path in pages(edition):
        text = (HTML / edition / path).read_text("utf-8")
        for figure in re.findall(r'<figure class="db-figure.*?</figure>', text, re.S):
            assert 'class="db-finding"' in figure, path
            if "db-rows" not in figure:
                continue  # Nothing is on record.
            assert re.search(r'class="db-scope">.*?</p>.*?<picture>', figure, re.S), path
            # Its data, its link and its citation, one click each.
            assert re.search(r'<a [^>]*href="[^"]+\.csv"[^>]*download', figure), path
            assert {"link", "cite"} <= set(re.findall(r'data-take="(\w+)"', figure)), path
            found += 1
    assert found > 80


def test_a_phone_loads_its_picture_and_no_library(visit):
    page = visit(f"en/{CHAPTER}", viewport={"width": 360, "height": 800})
    picture = page.locator("#theil img.only-light")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('#theil img.only-light').naturalWidth > 0")
    assert picture.evaluate("image => image.currentSrc").endswith("/theil-narrow.svg")
    assert page.locator("#theil .db-live").count() == 0
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.trouble == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_chapter_shows_its_verdicts_and_the_way_to_it(visit, edition):
    page = visit(f"{edition}/{CHAPTER}")
    cards = page.locator(".db-verdict").evaluate_all("cards => cards.map(card => card.id)")
    links = page.locator(".db-strip a").evaluate_all(
        "links => links.map(link => link.getAttribute('href').slice(1))"
    )
    assert sorted(links) == sorted(cards)
    assert page.locator(".db-brief + .db-strip .db-tally").count() == 1
    steps = page.locator(".db-crumbs li")
    assert steps.count() == 3
    assert steps.last.inner_text() == page.locator("article h1").evaluate(
        "h1 => h1.firstChild.data.trim()"
    )
    steps.first.locator("a").click()
    page.wait_for_url("**/book/intro.html")


def test_a_reference_shows_what_it_leads_to_until_it_is_put_away(visit):
    page = visit(f"en/{CHAPTER}")
    preview = page.locator(".db-preview")
    link = page.locator(".db-strip a").first
    claim = link.inner_text()
    link.hover()
    preview.wait_for()
    assert preview.inner_text().startswith(f"{claim} ·")
    # The pointer may move onto it, and it stays.
    preview.hover()
    page.wait_for_timeout(500)
    assert preview.count() == 1
    page.keyboard.press("Escape")
    assert preview.count() == 0
    page.mouse.move(1, 1)
    # By keyboard, of a figure.
    figure = page.locator("article a.reference.internal[href*='#']:has(.std-numref)").first
    figure.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    preview.wait_for()
    assert figure.get_attribute("aria-describedby") == preview.get_attribute("id")
    page.keyboard.press("Tab")
    page.wait_for_function(
        "() => !document.querySelector('.db-preview')?.innerText.includes('Per')"
    )
    assert page.trouble == []
