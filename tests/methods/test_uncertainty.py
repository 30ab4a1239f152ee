import tracemalloc
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from digitalbay.methods.composite import composite
from digitalbay.methods.design import BLOCK, Design
from digitalbay.methods.framework import Framework
from digitalbay.methods.ranks import rank_counts, rank_summary, tiers
from digitalbay.methods.recipe import Recipe
from digitalbay.methods.uncertainty import monte_carlo

TREE = Framework(
    pd.DataFrame(
        {
            "code": ["index", "hard", "soft", "lines", "price", "users", "skill", "sites"],
            "parent": [None, "index", "index", "hard", "hard", "soft", "soft", "soft"],
            "direction": [1, 1, 1, 1, -1, 1, 1, 1],
        }
    )
)
DATA = pd.DataFrame(
    {
        "lines": [1.0, 2, 3, 5, 4],
        "price": [4.0, 8, 2, 10, np.nan],
        "users": [20.0, 60, 100, 40, 50],
        "skill": [3.0, 1, np.nan, 5, 2],
        "sites": [7.0, 3, 9, 1, 8],
    },
    index=list("uvwxy"),
)
GROUPS = pd.Series(["east", "east", "west", "west", "west"], index=DATA.index)
PLAIN = Recipe(impute="median", interval=(1, 100))
RECIPE = replace(PLAIN, groups=GROUPS)
FULL = Design(
    RECIPE,
    imputation=("median", "mean", "group_mean"),
    normalisation=("minmax", "rank", "percentile", "distance"),
    weights=("framework", "equal", "flat", "entropy", "critic"),
    aggregation=("arithmetic", "geometric", ("arithmetic", "harmonic")),
    weight_noise=0.25,
    error=0.05,
    leave_one_out=True,
    seed=11,
)
ORDINAL = replace(
    FULL, normalisation=("minmax", "zscore"), aggregation=("borda", "copeland", "kemeny")
)


@pytest.fixture(scope="module")
def run():
    return monte_carlo(DATA, TREE, FULL, 3000)


@pytest.mark.parametrize("design", [FULL, ORDINAL])
def test_every_draw_is_the_composite_of_its_parameters(design):
    run = monte_carlo(DATA, TREE, design, 1200)
    for i in range(0, 1200, 17):
        draw = run.draw(i)
        built = composite(draw.data, draw.framework, draw.recipe)
        np.testing.assert_allclose(built.index, run.scores.loc[i], atol=1e-9)
        stored = run.parameters.loc[i]
        assert stored["normalisation"] == draw.recipe.normalise
        assert stored.to_dict() == pytest.approx(draw.parameters, nan_ok=True)
        np.testing.assert_allclose(draw.framework.weights, run.weights.loc[i], atol=1e-12)
        if isinstance(stored["excluded"], str):
            assert draw.framework.effective_weights()[stored["excluded"]] == 0


def test_divided_data_may_be_uncertain():
    people = pd.DataFrame({"people": [2.0, 1, 4, 3, 5]}, DATA.index)
    names = ["people" if code == "lines" else None for code in TREE.table["code"]]
    tree = Framework(TREE.table.assign(denominator=names))
    divided = DATA.assign(lines=DATA["lines"] / people["people"])
    ours = monte_carlo(DATA, tree, FULL, 50, denominators=people)
    assert ours.scores.equals(monte_carlo(divided, TREE, FULL, 50).scores)
    draw = ours.draw(7)
    again = composite(draw.data, draw.framework, draw.recipe).index
    assert again.tolist() == pytest.approx(ours.scores.loc[7].tolist())
    with pytest.raises(ValueError, match=r"denominators.*none were given"):
        monte_carlo(DATA, tree, FULL, 50)


def test_data_errors_have_the_size_asked_for():
    run = monte_carlo(DATA, TREE, replace(FULL, recipe=PLAIN, imputation=("median",)), 2000)
    filled = run.nominal.step("imputed")
    errors = np.array([(run.draw(i).data / filled - 1).to_numpy() for i in range(150)])
    assert errors.std() == pytest.approx(0.05, rel=0.04)
    assert np.abs(errors).max() <= 0.15 + 1e-12
    by_cell = pd.DataFrame(0.0, DATA.index, DATA.columns)
    by_cell.loc["u", "lines"] = 2.0
    absolute = replace(FULL, error=by_cell, error_scale="absolute", normalisation=("minmax",))
    moved = (
        monte_carlo(DATA, TREE, replace(absolute, recipe=PLAIN, imputation=("median",)), 5)
        .draw(3)
        .data
    )
    changed = (moved != filled).stack()
    assert changed[changed].index.tolist() == [("u", "lines")]


def test_alternatives_are_equally_likely(run):
    for factor, n in (("imputation", 3), ("normalisation", 4), ("weights", 5), ("aggregation", 3)):
        shares = run.parameters[factor].value_counts(normalize=True)
        assert len(shares) == n
        assert shares.tolist() == pytest.approx([1 / n] * n, abs=0.04)
    shares = run.parameters["excluded"].value_counts(normalize=True, dropna=False)
    assert shares.tolist() == pytest.approx([1 / 6] * 6, abs=0.04)


def test_weights_stay_within_their_noise_and_sum_to_one():
    design = Design(PLAIN, weight_noise=0.25)
    weights = monte_carlo(DATA, TREE, design, 2000).weights
    assert (weights[["lines", "price"]].sum(axis=1) - 1).abs().max() < 1e-12
    assert weights["lines"].between(0.75 / 2, 1.25 / 2).all()
    assert weights["lines"].std() > 0.04


def test_same_seed_same_numbers_whatever_the_processes_and_the_length(run):
    other = monte_carlo(DATA, TREE, FULL, 3000, processes=2)
    for name in ("rank_counts", "above", "scores", "weights", "parameters"):
        pd.testing.assert_frame_equal(getattr(run, name), getattr(other, name), check_exact=True)
    short = monte_carlo(DATA, TREE, FULL, 100)
    pd.testing.assert_frame_equal(short.scores, run.scores.head(100), check_exact=True)
    assert not monte_carlo(DATA, TREE, replace(FULL, seed=12), 100).scores.equals(short.scores)


def test_a_factor_draws_alike_whether_others_vary_or_not(run):
    alone = replace(FULL, normalisation=("minmax",), leave_one_out=False, weight_noise=0)
    parameters = monte_carlo(DATA, TREE, alone, 500).parameters
    assert parameters["aggregation"].equals(run.parameters["aggregation"].head(500))


def test_summaries_agree_with_the_draws(run):
    assert run.rank_counts.equals(rank_counts(run.ranks))
    assert (run.rank_counts.sum(axis=1) == 3000).all()
    ranks = run.ranks
    summary = run.rank_summary(0.8)
    np.testing.assert_allclose(summary["mean"], ranks.mean())
    for column, q in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
        np.testing.assert_allclose(summary[column], ranks.quantile(q))
    above = (ranks["u"] < ranks["v"]).mean() + (ranks["u"] == ranks["v"]).mean() / 2
    assert run.above.loc["u", "v"] == pytest.approx(above)
    sums = (run.above + run.above.T).to_numpy()
    np.testing.assert_allclose(sums[~np.eye(5, dtype=bool)], 1)


def test_nothing_varying_means_nothing_moves():
    run = monte_carlo(DATA, TREE, Design(PLAIN), 50)
    assert run.rank_summary()["low"].equals(run.rank_summary()["high"])
    assert run.scores.nunique().eq(1).all()
    assert run.rank_summary()["nominal"].equals(run.ranks.iloc[0].rename("nominal"))


def test_memory_does_not_grow_with_the_number_of_draws():
    def peak(n):
        tracemalloc.start()
        monte_carlo(DATA, TREE, FULL, n, keep=BLOCK)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(BLOCK)  # imports and caches
    assert peak(40 * BLOCK) < 1.2 * peak(4 * BLOCK)


def test_only_the_first_draws_are_kept_but_all_can_be_drawn_again():
    run = monte_carlo(DATA, TREE, FULL, 3000, keep=10)
    assert [len(t) for t in (run.scores, run.parameters, run.weights)] == [10, 10, 10]
    assert run.rank_counts.to_numpy().sum() == 3000 * 5
    whole = monte_carlo(DATA, TREE, FULL, 3000)
    draw = run.draw(2999)
    index = composite(draw.data, draw.framework, draw.recipe).index
    np.testing.assert_allclose(index, whole.scores.loc[2999], atol=1e-9)


def test_rank_quantiles_are_those_of_r():
    # Becker et al. (2022) COINr, sensitivity vignette: 5 % and 95 % rank quantiles over 200 runs,
    # interpolated between the 10th and 11th, and the 190th and 191st, ranks in order.
    def summary(*runs):
        ranks = pd.DataFrame({"unit": np.repeat(*zip(*runs, strict=True))})
        padding = pd.DataFrame(1, index=ranks.index, columns=range(50))
        return rank_summary(rank_counts(ranks.join(padding))).loc["unit"]

    cyprus = summary((27, 3), (28, 7), (29, 20), (30, 75), (31, 40), (32, 40), (33, 15))
    assert cyprus["low"] == pytest.approx(28.95)
    assert cyprus["high"] == 33
    japan = summary((33, 60), (34, 100), (35, 20), (40, 10), (41, 10))
    assert japan["high"] == pytest.approx(40.05)
    assert summary((1, 200)).tolist() == [1, 1, 1, 1]


def test_tiers_split_where_intervals_part():
    table = pd.DataFrame(
        {"mean": [1.5, 2, 4, 6], "median": [1, 2, 4, 6], "low": [1, 1, 3, 4], "high": [2, 3, 5, 6]},
        index=list("abcd"),
    )
    assert tiers(table.sample(frac=1, random_state=0)).sort_index().tolist() == [1, 1, 2, 2]


WHOLE = DATA.fillna(DATA.median())
FIXED = {"lower": pd.Series(0.0, DATA.columns), "upper": pd.Series(200.0, DATA.columns)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"normalisation": ("minmax", "zscore")},
            "impossible combination: geometric aggregation with z-scores",
        ),
        ({"weights": ("pca",)}, "impossible combination: pca weights"),
        ({"error": 0.5}, "impossible combination: distance normalisation with errors"),
        ({"error_scale": "absolute"}, "impossible combination: distance normalisation"),
        (
            {"recipe": replace(RECIPE, **FIXED)},
            "impossible combination: geometric aggregation with data errors and fixed goalposts",
        ),
        ({"aggregation": ("borda", "mean")}, "unknown aggregation.*mean"),
        ({"aggregation": ("borda", "borda")}, "duplicated alternative of aggregation.*borda"),
        ({"weight_noise": 1}, "weight_noise is a share"),
        ({"error": -0.1}, "error must be a number from 0"),
        ({"error_scale": "log"}, "unknown error_scale.*log"),
    ],
)
def test_a_design_refuses_by_name(change, message):
    with pytest.raises(ValueError, match=message):
        replace(FULL, **change)


def test_data_refuse_by_name():
    narrow = TREE.without("price", "users", "skill", "sites")
    many = pd.DataFrame(np.random.default_rng(0).random((13, 5)), columns=DATA.columns)
    tail = np.array([*np.linspace(0, 1, 100), 1e3, 2e3, 4e3, 8e3, 1.6e4, 3.2e4])
    skewed = pd.DataFrame(dict.fromkeys(DATA.columns, tail))
    none = Recipe(interval=(1, 100))
    cases = [
        (DATA, TREE, Design(none, aggregation=("arithmetic", "borda")), "borda.*imputation none"),
        (DATA, TREE, Design(none, weights=("framework", "critic")), "critic.*imputation none"),
        (DATA[["lines"]], narrow, Design(none, leave_one_out=True), "single indicator"),
        (many, TREE, Design(none, aggregation=("kemeny", "borda")), "kemeny aggregation of 13"),
        (skewed, TREE, Design(Recipe(treat=True), error=0.1), "log treatment of"),
        (WHOLE, TREE, Design(PLAIN, error=pd.Series({"lines": 0.1})), "cover every indicator"),
    ]
    thin = DATA.copy()
    thin.loc["u", ["price", "users", "skill", "sites"]] = np.nan
    cases.append((thin, TREE, Design(none, leave_one_out=True), "leave-one-out.*'u'"))
    for data, tree, design, message in cases:
        with pytest.raises(ValueError, match=message):
            monte_carlo(data, tree, design, 10)
    with pytest.raises(ValueError, match="number of draws, must be"):
        monte_carlo(DATA, TREE, FULL, 0)
    with pytest.raises(ValueError, match="draws run from 0 to 9"):
        monte_carlo(DATA, TREE, FULL, 10).draw(10)
    with pytest.raises(ValueError, match="integer ranks from 1 to 2"):
        rank_counts(pd.DataFrame({"a": [1], "b": [3]}))
