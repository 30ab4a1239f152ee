import numpy as np
import pandas as pd
import pytest

from digitalbay.methods.controls import negative_controls, shuffled
from digitalbay.methods.design import Design
from digitalbay.methods.framework import Framework
from digitalbay.methods.recipe import Recipe

CODES = [f"i{k}" for k in range(8)]
TREE = Framework(pd.DataFrame({"code": ["index", *CODES], "parent": [None, *["index"] * 8]}))
RNG = np.random.default_rng(4)
WEALTH = pd.Series(np.linspace(1, 11, 11), index=list("abcdefghijk"))
# Every indicator follows wealth: the index is wealth by another name.
DATA = pd.DataFrame({code: WEALTH + RNG.normal(0, 0.3, 11) for code in CODES}, index=WEALTH.index)
DESIGN = Design(
    Recipe(interval=(1, 100)),
    normalisation=("minmax", "rank"),
    aggregation=("arithmetic", "geometric"),
    weight_noise=0.25,
    error=0.05,
    leave_one_out=True,
)


@pytest.fixture(scope="module")
def table():
    return negative_controls(DATA, TREE, DESIGN, WEALTH, 500, n_random=10)


def test_an_index_that_is_wealth_is_found_out(table):
    assert table.loc["index", "kendall"] == 1
    assert table.loc["index", "kendall_reference"] > 0.9
    assert table.loc["reference", "kendall_reference"] == 1


def test_random_indices_are_unrelated_and_unresolved(table):
    random = table.filter(like="random", axis="index")
    assert len(random) == 10
    assert random["kendall_reference"].abs().mean() < 0.5
    assert random["width"].min() > table.loc["index", "width"]
    assert random["resolved"].max() < table.loc["index", "resolved"]


def test_a_seed_gives_the_same_controls(table):
    again = negative_controls(DATA, TREE, DESIGN, WEALTH, 500, n_random=10)
    pd.testing.assert_frame_equal(table, again, check_exact=True)


def test_shuffling_keeps_the_values_of_each_indicator():
    holed = DATA.mask(RNG.random(DATA.shape) < 0.2)
    dealt = shuffled(holed, 1)
    for code in CODES:
        assert sorted(dealt[code].dropna()) == sorted(holed[code].dropna())
    assert not dealt.equals(holed)


def test_gaps_are_dealt_too():
    holed = DATA.mask(RNG.random(DATA.shape) < 0.3)
    design = Design(Recipe(impute="median"), weight_noise=0.25, weights=("framework", "entropy"))
    assert len(negative_controls(holed, TREE, design, WEALTH, 50, n_random=3)) == 5


def test_the_reference_must_be_complete():
    with pytest.raises(ValueError, match=r"no value for.*a"):
        negative_controls(DATA, TREE, DESIGN, WEALTH.drop("a"), 10)


def test_data_too_thin_to_shuffle():
    thin = DATA.where(np.eye(11, 8) > 0)
    thin.loc[["i", "j", "k"], "i0"] = 1.0
    thin = thin.assign(i1=thin["i1"].fillna(thin["i0"].where(thin.index == "a")))
    with pytest.raises(ValueError, match="too thin to shuffle"):
        negative_controls(thin, TREE, Design(Recipe(normalise="rank")), WEALTH, 10, n_random=1)


def test_the_single_indicator_takes_what_it_can_of_the_design():
    # One indicator has one level, no goalposts, no gaps, and no error on the scale of the others.
    half = pd.DataFrame({"code": ["index", "x", "y"], "parent": [None, "index", "index"]})
    rest = pd.DataFrame({"code": CODES, "parent": ["x"] * 4 + ["y"] * 4})
    tree = Framework(pd.concat([half, rest], ignore_index=True))
    posts = {"lower": pd.Series(0.0, CODES), "upper": pd.Series(12.0, CODES), "clip": True}
    groups = pd.Series(["one"] * 6 + ["two"] * 5, WEALTH.index)
    recipe = Recipe(impute="group_mean", groups=groups, interval=(1, 100), **posts)
    rules = ("arithmetic", ("arithmetic", "geometric"))
    design = Design(recipe, aggregation=rules, error=0.1, error_scale="absolute")
    table = negative_controls(DATA, tree, design, WEALTH, 20, n_random=1)
    assert table.loc["reference", "kendall_reference"] == 1
