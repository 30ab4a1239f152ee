"""The robustness lab: the same numbers as the package, and a page that anyone can use."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from digitalbay.methods import (
    Design,
    Framework,
    Recipe,
    arithmetic,
    composite,
    geometric,
    monte_carlo,
    ranked,
)
from digitalbay.publish.lab import WORDS

from .conftest import EDITIONS, HTML, ROOT

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "book" / "_static" / "lab.js"
PAGE = "notebooks/a3-methods.html"
CODES = list("abcd")
RNG = np.random.default_rng(8)
DATA = pd.DataFrame(RNG.lognormal(1, 0.6, (11, 4)), [f"u{i}" for i in range(11)], CODES)
TREE = Framework(
    pd.DataFrame(
        {
            "code": ["index", *CODES],
            "parent": [None, *["index"] * 4],
            "direction": [1, 1, 1, -1, 1],
        }
    )
)
LAB = {
    "units": list(DATA.index),
    "indicators": ["<b>A</b>", "B", "C", "D"],
    "directions": TREE.directions.tolist(),
    "weights": [0.25] * 4,
    "data": DATA.to_numpy().tolist(),
    "interval": [1, 100],
    "error": 0.05,
    "noise": 0.25,
    "level": 0.9,
    "draws": 2000,
    "seed": 4,
    "words": WORDS,
}
WEIGHTS = [[0.25] * 4, [0.7, 0.1, 0.1, 0.1], [0, 0, 1, 0], [0.1, 0.2, 0.3, 0.4]]


@pytest.fixture(scope="module")
def sheet(browser):
    """An empty page with the lab's script."""
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


@pytest.mark.parametrize("rule", ["arithmetic", "geometric"])
@pytest.mark.parametrize("weights", WEIGHTS)
def test_scores_and_ranks_are_those_of_the_package(sheet, weights, rule):
    scores, ranks = sheet.evaluate(
        """([lab, weights, rule]) => {
            const { normalise, scores, ranks } = window.digitalBayLab;
            const found = scores(normalise(lab.data, lab.directions, lab.interval), weights, rule);
            return [found, ranks(found)];
        }""",
        [LAB, weights, rule],
    )
    recipe = Recipe(interval=(1, 100), aggregate=rule, weights=pd.Series(weights, CODES))
    built = composite(DATA, TREE, recipe)
    np.testing.assert_allclose(scores, built.index, rtol=1e-12)
    assert ranks == built.ranks.tolist()


def test_ties_share_the_best_rank(sheet):
    values = [0.1 + 0.2, 0.3, 0.5, 0.1]
    ranks = sheet.evaluate("values => window.digitalBayLab.ranks(values)", values)
    assert ranks == ranked(pd.Series(values)).tolist() == [2, 2, 1, 4]


def test_quantiles_are_numpys(sheet):
    values = RNG.random(101).tolist()
    for q in (0, 0.05, 0.333, 0.95, 1):
        ours = sheet.evaluate("([v, q]) => window.digitalBayLab.quantile(v, q)", [values, q])
        assert ours == pytest.approx(np.quantile(values, q), abs=1e-12)


@pytest.mark.parametrize("rule", ["arithmetic", "geometric"])
def test_intervals_are_those_of_the_same_draws(sheet, rule):
    weights = WEIGHTS[3]
    drawn, result = sheet.evaluate(
        """([lab, weights, rule]) => {
            const { draws, evaluate } = window.digitalBayLab;
            const drawn = draws(lab);
            return [drawn, evaluate(lab, drawn, weights, rule)];
        }""",
        [LAB, weights, rule],
    )
    assert len(drawn) == LAB["draws"]
    mean = {"arithmetic": arithmetic, "geometric": geometric}[rule]
    scores = pd.DataFrame(
        [
            mean(pd.DataFrame(draw["z"], DATA.index, CODES), w / w.sum())
            for draw in drawn
            for w in [pd.Series(weights, CODES) * draw["factors"]]
        ]
    )
    ranks = scores.apply(ranked, axis=1)
    units = pd.DataFrame(result["units"], index=DATA.index)
    np.testing.assert_allclose(units["low"], scores.quantile(0.05), rtol=1e-9)
    np.testing.assert_allclose(units["high"], scores.quantile(0.95), rtol=1e-9)
    np.testing.assert_allclose(units["rankLow"], ranks.quantile(0.05), atol=0.5)
    np.testing.assert_allclose(units["rankHigh"], ranks.quantile(0.95), atol=0.5)
    r = ranks.to_numpy()
    above = (r[:, :, None] < r[:, None, :]).mean(axis=0)
    assert result["told"] == (above >= 0.95).sum()
    assert result["pairs"] == 55


def test_draws_are_as_wide_as_the_designs_of_the_package(sheet):
    result = sheet.evaluate(
        """lab => {
            const { draws, evaluate } = window.digitalBayLab;
            return evaluate(lab, draws(lab), lab.weights, "arithmetic");
        }""",
        LAB,
    )
    run = monte_carlo(
        DATA, TREE, Design(Recipe(interval=(1, 100)), weight_noise=0.25, error=0.05), 20_000
    )
    units = pd.DataFrame(result["units"], index=DATA.index)
    np.testing.assert_allclose(units["low"], run.scores.quantile(0.05), atol=1)
    np.testing.assert_allclose(units["high"], run.scores.quantile(0.95), atol=1)
    summary = run.rank_summary()
    assert (units["rankLow"] - summary["low"]).abs().max() <= 1
    assert (units["rankHigh"] - summary["high"]).abs().max() <= 1


def test_no_weight_at_all_is_equal_weights(sheet):
    both = sheet.evaluate(
        """lab => {
            const { draws, evaluate } = window.digitalBayLab;
            const drawn = draws(lab);
            return [[0, 0, 0, 0], [3, 3, 3, 3]].map((w) => evaluate(lab, drawn, w, "arithmetic"));
        }""",
        LAB,
    )
    for one, other in zip(both[0]["units"], both[1]["units"], strict=True):
        assert one == pytest.approx(other)


def test_runs_under_a_strict_policy_and_takes_text_as_text(browser):
    data = json.dumps(LAB).replace("<", "\\u003c")
    body = (
        '<!doctype html><html lang="en"><title>Lab</title><div class="db-lab">'
        f'<script type="application/json">{data}</script></div><script src="/lab.js"></script>'
    )
    policy = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'"}
    page = browser.new_page()
    trouble = []
    page.on("console", lambda m: trouble.append(m.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.route("**/lab.js", lambda route: route.fulfill(path=SCRIPT))
    page.route(
        "**/page",
        lambda route: route.fulfill(body=body, headers=policy | {"Content-Type": "text/html"}),
    )
    page.goto("http://lab.test/page")
    assert page.get_by_label("<b>A</b>").count() == 1
    assert page.locator(".db-lab b").count() == 0
    page.get_by_label("B", exact=True).press("End")
    page.wait_for_timeout(100)
    assert "40%" in page.locator(".db-lab-share").all_inner_texts()
    assert trouble == []
    page.close()


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
    lab.locator("button").press("Enter")
    assert lab.locator("tbody").inner_text() == before
    lab.locator("select").select_option("geometric")
    assert lab.locator("tbody").inner_text() != before
    if edition != "en":
        text = lab.locator(".db-lab-live").inner_text()
        assert not re.search("Weights|Score|Rank|draws|City", text)
    assert page.trouble == []


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


def test_formulas_are_set_without_a_network(visit):
    page = visit(f"en/{PAGE}")
    page.locator("mjx-container").first.wait_for()
    assert page.locator("mjx-container").count() > 30
    assert page.locator("mjx-merror").count() == 0
    assert page.trouble == []


def test_only_the_page_with_a_lab_loads_its_script():
    for path in (HTML / "en" / "notebooks").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert ("lab.js" in text) == ('class="db-lab"' in text), path.name
