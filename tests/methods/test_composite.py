import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitalbay.methods.composite import compare, composite, leave_one_out, rank_shift, ranked
from digitalbay.methods.framework import Framework
from digitalbay.methods.recipe import Recipe

from .published import TAI

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


def test_egdi_2022_and_2010():
    # UN DESA E-Government Survey 2022: EGDI = (OSI + HCI + TII) / 3; Survey 2010: 0.34, 0.33, 0.33.
    columns = ["osi", "hci", "tii", "egdi"]
    survey_2022 = {
        "Denmark": (0.9797, 0.9559, 0.9795, 0.9717),
        "Finland": (0.9833, 0.9640, 0.9127, 0.9533),
        "Republic of Korea": (0.9826, 0.9087, 0.9674, 0.9529),
        "Estonia": (1.0, 0.9231, 0.8949, 0.9393),
        "United States": (0.9304, 0.9276, 0.8874, 0.9151),
        "United Kingdom": (0.8859, 0.9369, 0.9186, 0.9138),
        "Singapore": (0.9620, 0.9021, 0.8758, 0.9133),
        "Japan": (0.9094, 0.8765, 0.9147, 0.9002),
        "Israel": (0.8745, 0.8994, 0.8915, 0.8885),
        "Ireland": (0.7796, 0.9618, 0.8287, 0.8567),
        "Italy": (0.8659, 0.8606, 0.7860, 0.8375),
        "China": (0.8876, 0.7429, 0.8050, 0.8119),
        "Brazil": (0.8964, 0.7953, 0.6814, 0.7910),
        "India": (0.7934, 0.5761, 0.3954, 0.5883),
        "Cambodia": (0.4181, 0.5380, 0.5605, 0.5056),
        "Iraq": (0.2060, 0.5888, 0.5201, 0.4383),
        "Somalia": (0.2944, 0.0, 0.1074, 0.1340),
        "South Sudan": (0.0518, 0.2038, 0.0, 0.0852),
    }
    survey_2010 = {
        "Republic of Korea": (1, 0.99293, 0.63902, 0.87854),
        "United States": (0.9365, 0.9691, 0.6449, 0.85103),
        "United Kingdom": (0.7746, 0.95423, 0.71637, 0.81466),
        "Denmark": (0.67301, 0.99333, 0.69879, 0.78722),
        "France": (0.68253, 0.97723, 0.59539, 0.75103),
        "Singapore": (0.68571, 0.92033, 0.63863, 0.7476),
        "Germany": (0.5492, 0.95333, 0.69553, 0.73085),
        "Japan": (0.67301, 0.9496, 0.52417, 0.71517),
        "Finland": (0.47936, 0.99333, 0.62399, 0.6967),
        "Estonia": (0.50158, 0.96663, 0.62729, 0.69653),
        "Ireland": (0.49841, 0.9931, 0.57386, 0.68655),
        "Israel": (0.58412, 0.95016, 0.43337, 0.65517),
        "Italy": (0.28888, 0.96836, 0.49143, 0.57995),
        "Brazil": (0.36825, 0.8837, 0.2538, 0.50058),
        "China": (0.36825, 0.85353, 0.19125, 0.46998),
        "Viet Nam": (0.30476, 0.80976, 0.22606, 0.44544),
        "India": (0.36825, 0.64326, 0.05832, 0.35673),
        "Iraq": (0.15238, 0.69556, 0.05522, 0.29957),
        "Cambodia": (0.1365, 0.7019, 0.0297, 0.28784),
    }
    posts = {"lower": pd.Series(0.0, columns), "upper": pd.Series(1.0, columns)}
    for rows, weights, tolerance in (
        (survey_2022, [1 / 3] * 3, 1.01e-4),
        (survey_2010, [0.34, 0.33, 0.33], 2e-5),
    ):
        table = pd.DataFrame.from_dict(rows, "index", columns=columns)
        codes = ["egdi", "osi", "hci", "tii"]
        nodes = {"code": codes, "parent": [None, "egdi", "egdi", "egdi"], "weight": [1, *weights]}
        built = composite(table, Framework(pd.DataFrame(nodes)), Recipe(**posts))
        assert (built.index - table["egdi"]).abs().max() <= tolerance


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
    people = TREE.table.assign(denominator="people")
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


def test_tai_ranks_through_the_composite():
    # OECD/JRC (2008) Handbook, Table 23: equal weights reproduce the published order exactly.
    order = """Finland;United States;Sweden;Japan;Korea;Netherlands;United Kingdom;Singapore;Canada
Australia;Germany;Norway;Ireland;Belgium;New Zealand;Austria;France;Israel;Spain;Italy
Czech Republic;Hungary;Slovenia""".replace("\n", ";").split(";")
    nodes = {"code": ["tai", *TAI.columns], "parent": [None, *["tai"] * 8]}
    lower = pd.Series([0, 0, 0, 0, 0, np.log10(22), 0.8, 0.1], TAI.columns)
    upper = pd.Series(
        [994, 272.6, 232.4, 80.8, np.log10(901), np.log10(6969), 12, 27.4], TAI.columns
    )
    recipe = Recipe(lower=lower, upper=upper, clip=True)
    built = composite(TAI, Framework(pd.DataFrame(nodes)), recipe)
    assert built.index.sort_values(ascending=False).index.tolist() == order
