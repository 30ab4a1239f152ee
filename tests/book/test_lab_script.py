"""The robustness lab's script computes the same numbers as the package."""

import json

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
from digitalbay.publish.editions import STATIC
from digitalbay.publish.lab_node import WORDS

pytestmark = pytest.mark.browser
SCRIPT = STATIC / "lab.js"
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
    page.add_script_tag(path=SCRIPT.with_name("address.js"))
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
        f'<script type="application/json">{data}</script></div><script src="/address.js"></script>'
        '<script src="/lab.js"></script>'
    )
    policy = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'"}
    page = browser.new_page()
    trouble = []
    page.on("console", lambda m: trouble.append(m.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.route(
        "**/*.js",
        lambda route: route.fulfill(path=SCRIPT.with_name(route.request.url.rsplit("/", 1)[-1])),
    )
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
