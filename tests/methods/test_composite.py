import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitalbay.methods.comparison import compare, leave_one_out, rank_shift
from digitalbay.methods.composite import composite, ranked
from digitalbay.methods.framework import Framework
from digitalbay.methods.recipe import Recipe

TREE = Framework(
    pd.DataFrame(
        {
            "code": ["index", "hard", "soft", "lines", "price", "users", "skill"],
            "parent": [None, "index", "index", "hard", "hard", "soft", "soft"],
            "weight": [None, 0.6, 0.4, 0.5, 0.5, 0.25, 0.75],
            "direction": [1, 1, 1, 1, -1, 1, 1],
        }
    )
)
DATA = pd.DataFrame(
    {
        "lines": [1.0, 2, 3, 5],
        "price": [4.0, 8, 2, 10],
        "users": [20.0, 60, 100, 40],
        "skill": [3.0, 1, 2, 5],
    },
    index=list("uvwx"),
)
POSITIVE = (1.0, 100.0)


def by_hand():
    z = (DATA - DATA.min()) / (DATA.max() - DATA.min())
    z["price"] = 1 - z["price"]
    hard = (z["lines"] + z["price"]) / 2
    return 0.6 * hard + 0.4 * (0.25 * z["users"] + 0.75 * z["skill"])


def test_levels_are_aggregated_from_the_bottom():
    built = composite(DATA, TREE)
    np.testing.assert_allclose(built.index, by_hand())
    assert built.scores.columns.tolist() == ["hard", "soft", "index"]


def test_contributions_answer_why():
    built = composite(DATA, TREE)
    answer = built.explain("w")
    assert answer["contribution"].sum() == pytest.approx(built.index["w"])
    assert answer.loc["price", ["raw", "normalised", "direction", "weight", "rank"]].tolist() == [
        2, 1, -1, 0.3, 1,
    ]  # fmt: skip
    product = composite(DATA, TREE, Recipe(aggregate="geometric", interval=POSITIVE))
    assert product.explain("w")["contribution"].prod() == pytest.approx(product.index["w"])
    count = composite(DATA, TREE, Recipe(aggregate="borda"))
    assert count.explain("w")["contribution"].sum() == pytest.approx(count.index["w"])
    assert (
        composite(DATA, TREE, Recipe(aggregate="copeland"))
        .explain("w")["contribution"]
        .isna()
        .all()
    )


def test_contributions_with_missing_values_still_add_up():
    data = DATA.copy()
    data.loc["w", "price"] = np.nan
    built = composite(data, TREE)
    answer = built.explain("w")["contribution"]
    assert np.isnan(answer["price"])
    assert answer.sum() == pytest.approx(built.index["w"])
    assert built.scores.loc["w", "hard"] == pytest.approx(
        built.step("normalised").loc["w", "lines"]
    )


def test_a_composite_cannot_be_changed():
    built = composite(DATA, TREE)
    raw, scores = built.step("raw"), built.scores
    raw.loc["u", "lines"] = scores.loc["u", "index"] = 99
    assert built.step("raw").loc["u", "lines"] == 1
    assert built.index["u"] < 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        built.recipe = None


def test_every_step_is_kept():
    data = DATA.copy()
    data.loc["u", "users"] = np.nan
    data.loc["thin"] = [1.0, np.nan, np.nan, np.nan]
    table = TREE.table.assign(denominator=[None, None, None, "people", None, None, None])
    people = pd.DataFrame({"people": 2.0}, index=data.index)
    recipe = Recipe(min_availability=0.5, impute="median", treat=True)
    built = composite(data, Framework(table), recipe, denominators=people)
    assert "thin" in built.step("raw").index
    assert "thin" not in built.step("screened").index
    assert built.step("denominated").loc["x", "lines"] == 2.5
    assert built.step("imputed").loc["u", "users"] == 60
    assert built.treatment["passes"].all()
    assert built.ranks.tolist() == [3, 4, 1, 2]


def test_fixed_goalposts_follow_the_direction():
    posts = Recipe(lower=pd.Series(0.0, DATA.columns), upper=pd.Series(20.0, DATA.columns))
    z = composite(DATA, TREE, posts).step("normalised")
    assert z.loc["v"].tolist() == pytest.approx([0.1, 0.6, 3, 0.05])
    clipped = dataclasses.replace(posts, clip=True)
    assert composite(DATA, TREE, clipped).step("normalised").loc["v", "users"] == 1


def test_ratio_to_the_mean_turns_costs_round():
    z = composite(DATA, TREE, Recipe(normalise="distance")).step("normalised")
    assert z["price"].tolist() == pytest.approx([6 / 4, 6 / 8, 6 / 2, 6 / 10])


def test_rules_may_differ_by_level():
    mixed = composite(DATA, TREE, Recipe(aggregate=("arithmetic", "geometric"), interval=POSITIVE))
    s = mixed.scores
    np.testing.assert_allclose(s["index"], s["hard"] ** 0.6 * s["soft"] ** 0.4)
    z = mixed.step("normalised")
    np.testing.assert_allclose(s["hard"], z[["lines", "price"]].mean(axis=1))


@pytest.mark.parametrize("scheme", ["framework", "equal", "flat", "entropy", "critic", "pca"])
def test_weight_schemes_sum_to_one(scheme):
    built = composite(DATA, TREE, Recipe(weights=scheme))
    assert built.framework.effective_weights().sum() == pytest.approx(1)
    below = built.framework.weights[["lines", "price"]].sum()
    assert below == pytest.approx(1)


def test_given_weights():
    given = pd.Series({"lines": 0.7, "price": 0.1, "users": 0.1, "skill": 0.1})
    built = composite(DATA, TREE, Recipe(weights=given))
    np.testing.assert_allclose(built.index, (built.step("normalised") * given).sum(axis=1))


def test_constructions_compare():
    one = composite(DATA, TREE)
    same = compare(one, one)
    assert same.attrs == {"n": 4, "mean_rank_shift": 0, "kendall": 1, "spearman": 1}
    other = composite(DATA.drop(index="u"), TREE, Recipe(normalise="rank"))
    table = compare(one, other)
    assert sorted(table.index) == ["v", "w", "x"]
    assert table["rank_1"].max() <= 3
    assert rank_shift(pd.Series([1, 2, 3]), pd.Series([2, 1, 3])) == pytest.approx(2 / 3)


def test_leave_one_out_is_the_framework_without_it():
    built = composite(DATA, TREE)
    table = leave_one_out(built)
    for code in TREE.indicators:
        assert table[code].equals(composite(DATA, TREE.without(code)).ranks)


def test_leave_one_out_of_divided_data():
    table = TREE.table.assign(denominator=[None, None, None, "people", None, None, None])
    people = pd.DataFrame({"people": [2.0, 1, 4, 3]}, DATA.index)
    built = composite(DATA, Framework(table), denominators=people)
    divided = DATA.assign(lines=DATA["lines"] / people["people"])
    assert leave_one_out(built).equals(leave_one_out(composite(divided, TREE)))


def test_ties_share_the_best_rank():
    assert ranked(pd.Series([0.1 + 0.2, 0.3, 0.5])).tolist() == [2, 2, 1]


data_tables = arrays(float, (5, 4), elements=st.integers(1, 50), unique=False).map(
    lambda a: pd.DataFrame(a, index=list("stuvw"), columns=DATA.columns)
)


@settings(max_examples=20)
@given(data_tables.filter(lambda x: (x.nunique() > 1).all()), st.permutations(list("stuvw")))
def test_units_may_come_in_any_order(data, order):
    for rule in ("arithmetic", "geometric", "harmonic", "borda", "copeland"):
        recipe = Recipe(aggregate=rule, interval=POSITIVE)
        there = composite(data, TREE, recipe).index
        np.testing.assert_allclose(composite(data.loc[order], TREE, recipe).index, there[order])


@settings(max_examples=20)
@given(data_tables.filter(lambda x: (x.nunique() > 1).all()))
def test_ranks_ignore_monotone_transformations_where_they_should(data):
    for recipe in (Recipe(normalise="rank"), Recipe(aggregate="borda"), Recipe(aggregate="kemeny")):
        ranks = composite(data, TREE, recipe).ranks
        assert composite(np.sqrt(data), TREE, recipe).ranks.equals(ranks)


@settings(max_examples=20)
@given(data_tables.filter(lambda x: (x.nunique() > 1).all()), st.floats(0.1, 9), st.floats(-9, 9))
def test_scores_ignore_affine_transformations(data, factor, shift):
    for method in ("minmax", "zscore"):
        index = composite(data, TREE, Recipe(normalise=method)).index
        again = composite(data * factor + shift, TREE, Recipe(normalise=method)).index
        np.testing.assert_allclose(again, index, atol=1e-9)


@pytest.mark.parametrize(
    ("recipe", "message"),
    [
        ({"normalise": "log"}, "unknown normalisation.*log"),
        ({"impute": "mode"}, "unknown imputation.*mode"),
        ({"weights": "fair"}, "unknown weights.*fair"),
        ({"aggregate": "mean"}, "unknown aggregation.*mean"),
        ({"interval": (1, 0)}, "low < high"),
        ({"lower": pd.Series({"lines": 0})}, "both lower and upper"),
        ({"aggregate": ("borda", "arithmetic")}, "impossible combination.*ordinal.*alone"),
        (
            {"aggregate": "geometric", "normalise": "zscore"},
            "impossible combination: geometric aggregation with z-scores",
        ),
        ({"aggregate": "harmonic"}, "impossible combination: harmonic.*min-max on"),
        (
            {"aggregate": ("arithmetic", "geometric"), "normalise": "categorical"},
            "impossible combination: geometric.*categorical",
        ),
    ],
)
def test_a_recipe_refuses_impossible_choices(recipe, message):
    with pytest.raises(ValueError, match=message):
        Recipe(**recipe)


def test_errors_name_what_is_wrong():
    tall = {"lower": pd.Series(3.0, DATA.columns), "upper": pd.Series(9.0, DATA.columns)}
    people = TREE.table.assign(denominator=pd.Series("people", TREE.indicators))
    hole = DATA.copy()
    hole.loc["u", "price"] = np.nan
    built = composite(DATA, TREE)
    crowd = pd.DataFrame(np.random.default_rng(0).random((17, 4)), columns=DATA.columns)
    cases = [
        (lambda: composite(DATA.drop(columns="price"), TREE), "no data for indicators.*price"),
        (lambda: composite(DATA.where(DATA["lines"] > 1), TREE), "no value at all for unit.*u"),
        (
            lambda: composite(DATA.assign(users=np.nan), TREE),
            "no value at all for indicator.*users",
        ),
        (lambda: composite(DATA.assign(users=1), TREE), "users.*constant"),
        (lambda: composite(pd.concat([DATA, DATA]), TREE), "duplicated unit.*u"),
        (lambda: composite(DATA, TREE, Recipe(aggregate="geometric", **tall)), "geometric.*lines"),
        (lambda: composite(hole, TREE, Recipe(aggregate="borda")), "borda needs complete data"),
        (lambda: composite(DATA - 9, TREE, Recipe(normalise="distance")), "positive data"),
        (lambda: composite(crowd, TREE, Recipe(aggregate="kemeny")), "up to 16 units, got 17"),
        (lambda: composite(DATA, Framework(people)), "denominators.*none were given"),
        (lambda: built.explain("z"), "unknown unit.*z"),
        (lambda: built.step("cooked"), "unknown step.*cooked"),
        (
            lambda: compare(
                composite(DATA, TREE), composite(DATA.add_prefix("").rename(str.upper), TREE)
            ),
            "in common",
        ),
    ]
    for call, message in cases:
        with pytest.raises(ValueError, match=message):
            call()
