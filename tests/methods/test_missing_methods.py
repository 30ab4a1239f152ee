"""Inequality of any sensitivity, best values and targets, penalties, and all weights at once."""

import numpy as np
import pandas as pd
import pytest

from digitalbay.methods import (
    Framework,
    Recipe,
    benefit_of_doubt,
    composite,
    composite_panel,
    critic_weights,
    cv,
    dirichlet_weights,
    equal_weights,
    generalised_entropy,
    mazziotta_pareto,
    mean_log_deviation,
    minmax,
    nearness,
    published,
    smaa,
    target_distance,
    theil,
    theil_decomposition,
    theil_nested,
)

from .published import MEXICO, TAI

INCOMES = published.table("inequality")


def test_entropies_of_inequality_jl():
    # Examples in the documentation of Inequality.jl: src/Mld.jl, Theil.jl and Entropy.jl.
    x, w = INCOMES["income"], INCOMES["weight"]
    assert mean_log_deviation(x) == pytest.approx(0.1397460530936332, rel=1e-12)
    assert mean_log_deviation(x, w) == pytest.approx(0.10375545537468207, rel=1e-12)
    assert theil(x) == pytest.approx(0.10494562214323544, rel=1e-12)
    assert theil(x, w) == pytest.approx(0.08120013911680612, rel=1e-12)
    assert generalised_entropy(x, 2) == pytest.approx(0.09039256198347094, rel=1e-12)


def test_entropies_near_their_limits():
    x = INCOMES["income"]
    assert generalised_entropy(x, 1) == theil(x)
    assert generalised_entropy(x, 1 + 1e-9) == pytest.approx(theil(x), rel=1e-8)
    assert generalised_entropy(x, 1e-9) == pytest.approx(mean_log_deviation(x), rel=1e-8)
    assert generalised_entropy(x, 2) == pytest.approx(cv(x, ddof=0) ** 2 / 2)
    assert generalised_entropy(x * 0 + 3, -1) == 0
    with pytest.raises(ValueError, match=r"alpha 0 needs positive values.*'zero'"):
        mean_log_deviation(pd.Series({"zero": 0.0, "one": 1.0}))


def test_nested_groups_of_mexico():
    year, region = MEXICO[1940], MEXICO["region"]
    north = region.isin(region.unique()[:2])
    one = theil_nested(year, region.to_frame("region"))
    split = theil_decomposition(year, region)  # published by PySAL
    assert one["region"] == pytest.approx(split.between)
    assert one["within"] == pytest.approx(split.within)
    two = theil_nested(year, pd.DataFrame({"half": north, "region": region}))
    assert two["half"] + two["region"] == pytest.approx(split.between)
    assert two[["half", "region", "within"]].sum() == pytest.approx(two["total"])
    assert (two >= 0).all()
    with pytest.raises(ValueError, match="groups of 'half' lie in several of 'region'"):
        theil_nested(year, pd.DataFrame({"region": region, "half": north}))


def test_nearness_falls_from_the_best_interval():
    acid = pd.Series([6.0, 7, 8, 9, np.nan], list("abcde"), name="pH")
    assert nearness(acid, 7).tolist()[:4] == [0.5, 1, 0.5, 0]
    assert np.isnan(nearness(acid, 7)["e"])
    fever = pd.DataFrame({"t": [35.2, 35.8, 36.6, 37.1, 37.8, 38.4]})
    scores = nearness(fever, 36, 37)["t"]
    assert scores.tolist() == pytest.approx(
        [1 - 0.8 / 1.4, 1 - 0.2 / 1.4, 1, 1 - 0.1 / 1.4, 3 / 7, 0]
    )
    for call, message in (
        (lambda: nearness(fever, 37, 36), "low, high"),
        (lambda: nearness(fever, 30, 40), "best interval, none differs.*t"),
        (lambda: nearness(fever, np.inf), "low must be a number"),
    ):
        with pytest.raises(ValueError, match=message):
            call()


def test_target_distance_of_coinr():
    # COINr, tests of Normalise: 1 to 10 with target 8, capped.
    x = pd.Series(np.arange(1.0, 11))
    capped = target_distance(x, 8, cap=True)
    assert (capped.min(), capped.max()) == (0, 1)
    assert (capped[x >= 8] == 1).all()
    assert target_distance(x, 8)[9] == pytest.approx(9 / 7)
    fewer = target_distance(x, 3, direction=-1)
    assert fewer[9] == 0
    assert fewer[2] == pytest.approx(1)
    with pytest.raises(ValueError, match="every unit has met the target 1"):
        target_distance(x, 1)


def test_mazziotta_pareto_punishes_imbalance():
    x = pd.DataFrame({"a": [1.0, 2, 3, 2], "b": [3.0, 2, 1, 2]}, list("uvwx"))
    index = mazziotta_pareto(x)
    # Mean 100 for all; scores of u lie 10 √2 on either side, so that S² / M = 200 / 100.
    assert index.to_dict() == pytest.approx({"u": 98, "v": 100, "w": 98, "x": 100})
    assert mazziotta_pareto(x, positive=False)["u"] == pytest.approx(102)
    posts = {"lower": pd.Series(1.0, x.columns), "upper": pd.Series(3.0, x.columns)}
    adjusted = mazziotta_pareto(x, {"a": 1, "b": -1}, **posts)
    assert adjusted.to_dict() == pytest.approx({"u": 70, "v": 100, "w": 130, "x": 100})
    assert (
        mazziotta_pareto(TAI) <= 100 + 10 * ((TAI - TAI.mean()) / TAI.std(ddof=0)).mean(axis=1)
    ).all()
    with pytest.raises(ValueError, match="both lower and upper"):
        mazziotta_pareto(x, lower=posts["lower"])
    with pytest.raises(ValueError, match=r"lower < upper.*a"):
        mazziotta_pareto(x, lower=posts["upper"], upper=posts["upper"])


def test_benefit_of_the_doubt_by_hand():
    x = pd.DataFrame({"a": [4.0, 0, 2, 1], "b": [0.0, 10, 5, 2.5]}, list("uvwx"))
    found = benefit_of_doubt(x)
    assert found.scores.to_dict() == pytest.approx({"u": 1, "v": 1, "w": 1, "x": 0.5})
    assert ((x @ found.weights.T) <= 1 + 1e-9).all(axis=None)
    assert (found.shares.sum(axis=1) - 1).abs().max() < 1e-12
    units = x * [1000, 1e-6]
    pd.testing.assert_series_equal(benefit_of_doubt(units).scores, found.scores)
    bound = benefit_of_doubt(x.loc[["w", "x"]], min_share=0.4)
    assert (bound.shares >= 0.4 - 1e-9).all(axis=None)
    with pytest.raises(ValueError, match=r"unit 'u' can't have 0\.2"):
        benefit_of_doubt(x, min_share=0.2)
    with pytest.raises(ValueError, match=r"zeros in unit.*'x'"):
        benefit_of_doubt(x.assign(a=[1, 1, 1, 0], b=[1, 1, 1, 0]))


def test_all_weights_of_two_indicators():
    # With weights w and 1 - w, u beats v if w > 1/4: the weight is uniform on 0..1.
    z = pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 1 / 3]}, ["u", "v"])
    found = smaa(z, dirichlet_weights(["a", "b"], 40_000))
    assert found.ranks.loc["u", 1] == pytest.approx(0.75, abs=0.01)
    assert found.ranks.sum(axis=1).tolist() == [1, 1]
    assert found.central.loc["u", "a"] == pytest.approx((1 + 0.25) / 2, abs=0.01)
    assert found.central.loc["v", "a"] == pytest.approx(0.125, abs=0.01)
    tight = dirichlet_weights(
        list("abc"), 4000, concentration=pd.Series({"a": 60.0, "b": 30, "c": 10})
    )
    assert tight.mean().tolist() == pytest.approx([0.6, 0.3, 0.1], abs=0.01)
    assert tight.var()["a"] == pytest.approx(0.6 * 0.4 / 101, rel=0.1)
    never = smaa(
        pd.DataFrame({"a": [1.0, 0], "b": [1.0, 0]}, ["u", "v"]), dirichlet_weights("ab", 9)
    )
    assert never.central.loc["v"].isna().all()


def test_critic_on_data_as_given():
    firms = published.table("firms")
    scaled = critic_weights(minmax(firms), scale=False)
    pd.testing.assert_series_equal(scaled, critic_weights(firms))
    spread = firms.std() * (1 - firms.corr()).sum()
    pd.testing.assert_series_equal(
        critic_weights(firms, scale=False), spread / spread.sum(), check_names=False
    )


def test_a_panel_has_one_scale():
    tree = Framework(pd.DataFrame({"code": ["i", "a", "b"], "parent": [None, "i", "i"]}))
    index = pd.MultiIndex.from_product([["u", "v", "w"], [2020, 2022]])
    panel = pd.DataFrame({"a": [0.0, 5, 2, 6, 4, 10], "b": [1.0, 1, 2, 3, 4, 5]}, index)
    built = composite_panel(panel, tree)
    assert list(built) == [2020, 2022]
    assert built[2020].index.to_dict() == pytest.approx({"u": 0, "v": 0.225, "w": 0.575})
    assert built[2022].index["w"] == 1
    equal = composite(panel.xs(2022, level=1), tree, built[2022].recipe)
    pd.testing.assert_series_equal(equal.index, built[2022].index)
    for change, message in (
        ({"normalise": "zscore"}, "years need min-max"),
        ({"weights": "entropy"}, "entropy weights would differ by year"),
        ({"treat": True}, "treat the panel first"),
    ):
        with pytest.raises(ValueError, match=message):
            composite_panel(panel, tree, Recipe(**change))
    hole = panel.copy()
    hole.loc[("u", 2022)] = np.nan
    with pytest.raises(ValueError, match=r"2022: no value at all for unit.*u"):
        composite_panel(hole, tree)
    assert equal_weights("ab").sum() == 1
