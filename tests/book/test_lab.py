"""The robustness lab: a page that anyone can use."""

import json
import re

import pandas as pd
import pytest

from digitalbay.methods import Framework, Recipe, composite
from digitalbay.publish.editions import STATIC

from .conftest import EDITIONS, HTML, here

pytestmark = pytest.mark.browser
SCRIPT = STATIC / "lab.js"
PAGE = "notebooks/a3-methods.html"


def open_lab(visit, edition="en", **options):
    page = visit(f"{edition}/{PAGE}", **options)
    lab = page.locator(".db-lab")
    lab.scroll_into_view_if_needed()
    return page, lab


def scores_of(lab):
    return [text.split(" ")[0] for text in lab.locator("tbody td:nth-child(3)").all_inner_texts()]


@pytest.mark.parametrize("edition", EDITIONS)
def test_moving_a_weight_by_key_moves_the_scores(visit, edition):
    page, lab = open_lab(visit, edition)
    lab.locator(".db-lab-live").wait_for()
    assert not lab.locator(".db-picture").is_visible()
    sliders = lab.locator("input[type=range]")
    names = lab.locator("label[for*='db-lab']").all_inner_texts()
    assert sliders.count() == len(names) - 1 == 5
    before, status = lab.locator("tbody").inner_text(), lab.locator("[role=status]")
    assert re.search(r"55", status.inner_text())
    sliders.first.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(150)
    assert sliders.first.get_attribute("aria-valuetext") == "33%"
    assert lab.locator("tbody").inner_text() != before
    lab.locator("button").first.press("Enter")
    assert lab.locator("tbody").inner_text() == before
    lab.locator("select").select_option("geometric")
    assert lab.locator("tbody").inner_text() != before
    if edition != "en":
        text = lab.locator(".db-lab-live").inner_text()
        assert not re.search("Weights|Score|Rank|draws|City", text)
    assert page.trouble == []


@pytest.mark.parametrize("from_file", [False, True], ids=["http", "file"])
def test_weights_stand_in_the_address_and_can_be_shared(visit, from_file):
    permissions = {} if from_file else {"permissions": ["clipboard-read", "clipboard-write"]}
    page, lab = open_lab(visit, from_file=from_file, **permissions)
    sliders = lab.locator("input[type=range]")
    at_first = lab.locator("tbody").inner_text()
    assert "?" not in here(page)
    sliders.nth(1).press("End")
    lab.locator("select").select_option("geometric")
    shared, moved = here(page), lab.locator("tbody").inner_text()
    assert re.search(r"weights=\d+%2C100%2C\d+%2C\d+%2C\d+&rule=geometric$", shared)
    assert moved != at_first
    if not from_file:
        lab.get_by_role("button", name="Copy link").click()
        lab.get_by_text("Copied").wait_for()
        assert page.evaluate("() => navigator.clipboard.readText()") == shared
    # In another language too.
    page.locator(".db-languages a[hreflang='zh-HK']").click()
    page.wait_for_url("**/zh-hant/**")
    assert page.locator(".db-lab input[type=range]").nth(1).input_value() == "100"
    page.goto("about:blank")
    page.goto(shared)
    assert lab.locator("tbody").inner_text() == moved
    lab.get_by_role("button", name="Weights as at first").click()
    assert "?" not in here(page)
    page.go_back()
    assert lab.locator("tbody").inner_text() == moved
    # What no lab can be given leaves it as at first.
    page.goto(shared.split("?")[0] + "?weights=1,2&rule=none")
    assert lab.locator("tbody").inner_text() == at_first


def test_first_scores_are_those_of_the_package(visit):
    _, lab = open_lab(visit)
    record = json.loads(lab.locator("script").text_content())
    codes = [f"i{k}" for k in range(len(record["indicators"]))]
    tree = Framework(
        pd.DataFrame({"code": ["index", *codes], "parent": [None, *["index"] * len(codes)]})
    )
    data = pd.DataFrame(record["data"], record["units"], codes)
    index = composite(data, tree, Recipe(interval=(1, 100))).index
    assert scores_of(lab) == [f"{score:.1f}" for score in index]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_without_scripts_a_picture_stands_in_its_place(visit, edition, scheme):
    _, lab = open_lab(visit, edition, java_script_enabled=False, color_scheme=scheme)
    picture = lab.locator("img:visible")
    assert picture.count() == 1
    assert len(picture.get_attribute("alt")) > 10
    assert lab.locator("input").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_both_themes(visit, scheme):
    page, _ = open_lab(visit, color_scheme=scheme)
    contrasts = page.evaluate(
        """() => {
            const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
            const light = (text) => {
                const [r, g, b] = rgb(text).slice(0, 3).map((v) => v / 255)
                    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = (node) => {
                for (let at = node; at; at = at.parentElement) {
                    const colour = getComputedStyle(at).backgroundColor;
                    if ((rgb(colour)[3] ?? 1) > 0) return colour;
                }
                return "rgb(255, 255, 255)";
            };
            const some = ":is(label, legend, button, select, th, td, caption, .db-lab-status)";
            return [...document.querySelectorAll(`.db-lab-live ${some}`)].map((node) => {
                const both = [light(getComputedStyle(node).color), light(ground(node))];
                return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
            });
        }"""
    )
    assert len(contrasts) > 20
    assert min(contrasts) >= 4.5


def test_fits_a_telephone(visit):
    _, lab = open_lab(visit, viewport={"width": 390, "height": 800})
    lab.locator(".db-lab-live").wait_for()
    assert lab.evaluate("node => node.scrollWidth <= node.clientWidth + 1")


def test_works_from_a_file(browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((HTML / "en" / PAGE).as_uri())
    page.locator(".db-lab-live").wait_for()
    page.locator(".db-lab input").first.press("Home")
    page.wait_for_timeout(150)
    assert page.locator(".db-lab-share").first.inner_text() == "0%"
    assert all(url.startswith(("file:", "data:")) for url in asked)
    page.close()


def test_nothing_runs_from_the_markup():
    text = (HTML / "en" / PAGE).read_text(encoding="utf-8")
    start = text.index('<div class="db-lab">')
    assert not re.search(r"\son\w+=|javascript:", text[start : text.index("</figure>", start)])
    script = SCRIPT.read_text(encoding="utf-8")
    assert not re.search(r"\beval\b|new Function|innerHTML|insertAdjacentHTML", script)


def test_formulas_are_set_without_a_script(visit):
    page = visit(f"en/{PAGE}", java_script_enabled=False)
    assert page.locator("math").count() > 30
    assert page.locator("math :is(mfrac, munder, mtable)").count() > 30
    assert page.locator("div.math math").first.bounding_box()["height"] > 60


def test_only_the_page_with_a_lab_loads_its_script():
    for path in (HTML / "en" / "notebooks").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert ("lab.js" in text) == ('class="db-lab"' in text), path.name
