import numpy as np
import pandas as pd
import pymcdm.weights
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitalbay.methods.normalise import minmax
from digitalbay.methods.weights import (
    ahp_weights,
    critic_weights,
    entropy_weights,
    equal_weights,
    pca_weights,
)

from .published import TAI

ENTROPY = {
    # Xu (2004) EJOR 156(2).
    "xu": (
        [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]],
        [0.4630, 0.3992, 0.1378, 0.0000],
        6e-5,
    ),
    # Zavadskas & Podvezko (2016) IJITDM 15(2).
    "zavadskas": (
        [[3, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]],
        [0.1146, 0.1981, 0.4185, 0.2689],
        6e-5,
    ),
    # Ersoy (2021) LogForum 17(3).
    "ersoy": (
        [
            [256, 8, 41, 1.6, 1.77, 7347.16],
            [256, 8, 32, 1, 1.8, 6919.99],
            [256, 8, 53, 1.6, 1.9, 8400],
            [256, 8, 41, 1, 1.75, 6808.9],
            [512, 8, 35, 1.6, 1.7, 8479.99],
            [256, 4, 35, 1.6, 1.7, 7499.99],
        ],
        [0.405, 0.221, 0.134, 0.199, 0.007, 0.034],
        6e-4,
    ),
    # Lee & Chang (2018) RSER 92.
    "lee": (
        [
            [4550, 30, 6.74, 20, 15, 5, 85, 150, 0.87, 4.76],
            [3005, 60.86, 2.4, 35, 27, 4, 26, 200, 0.17, 4.51],
            [2040, 14.85, 1.7, 90, 25, 5, 26, 500, 0.27, 4.19],
            [3370, 99.4, 3.25, 25.3, 54, 3, 45, 222, 0.21, 3.78],
            [3920, 112.6, 4.93, 11.4, 71.7, 2, 50, 100, 0.25, 4.11],
        ],
        [0.026, 0.154, 0.089, 0.199, 0.115, 0.04, 0.08, 0.123, 0.172, 0.002],
        6e-4,
    ),
}

# Diakoulaki, Mavrotas & Papayannakis (1995) Computers & OR 22(7): eight firms, three criteria.
FIRMS = [
    [61, 1.08, 4.33],
    [20.7, 0.26, 4.34],
    [16.3, 1.98, 2.53],
    [9, 3.29, 1.65],
    [5.4, 2.77, 2.33],
    [4, 4.12, 1.21],
    [-6.1, 3.52, 2.1],
    [-34.6, 3.31, 0.98],
]
# Tus & Aytac Adali (2019) Opsearch 56(2): time and attendance software; column 0 is a cost.
SOFTWARE = [
    [5000, 3, 3, 4, 3, 2],
    [680, 5, 3, 2, 2, 1],
    [2000, 3, 2, 3, 4, 3],
    [600, 4, 3, 1, 2, 2],
    [800, 2, 4, 3, 3, 4],
]
# Saaty (1980) AHP as worked by Zhang (mathmodels-book, ch. 2).
CRITERIA = [
    [1, 1 / 2, 4, 3, 3],
    [2, 1, 7, 5, 5],
    [1 / 4, 1 / 7, 1, 1 / 2, 1 / 3],
    [1 / 3, 1 / 5, 2, 1, 1],
    [1 / 3, 1 / 5, 3, 1, 1],
]
ALTERNATIVES = [
    [[1, 2, 5], [1 / 2, 1, 2], [1 / 5, 1 / 2, 1]],
    [[1, 1 / 3, 1 / 8], [3, 1, 1 / 3], [8, 3, 1]],
    [[1, 1, 3], [1, 1, 3], [1 / 3, 1 / 3, 1]],
    [[1, 3, 4], [1 / 3, 1, 1], [1 / 4, 1, 1]],
    [[1, 1, 1 / 4], [1, 1, 1 / 4], [4, 4, 1]],
]


@pytest.mark.parametrize("paper", ENTROPY)
def test_published_entropy_weights(paper):
    matrix, expected, tolerance = ENTROPY[paper]
    assert entropy_weights(pd.DataFrame(matrix)).tolist() == pytest.approx(expected, abs=tolerance)


def test_published_critic_weights():
    firms = pd.DataFrame(FIRMS)
    pearson = [0.20222554, 0.48090173, 0.31687273]
    assert critic_weights(firms).tolist() == pytest.approx(pearson, abs=1e-7)
    spearman = [0.21454645, 0.4898563, 0.29559726]
    assert critic_weights(firms, method="spearman").tolist() == pytest.approx(spearman, abs=1e-7)


def test_critic_depends_on_directions():
    # The weights printed by Tus & Adali come out only with the cost taken as a benefit.
    x = pd.DataFrame(SOFTWARE)
    printed = [0.157, 0.249, 0.168, 0.121, 0.154, 0.151]
    assert critic_weights(x).tolist() == pytest.approx(printed, abs=6e-4)
    right = [0.184, 0.213, 0.142, 0.158, 0.168, 0.134]
    directions = {0: -1} | dict.fromkeys(range(1, 6), 1)
    assert critic_weights(x, directions).tolist() == pytest.approx(right, abs=6e-4)


def test_published_ahp():
    result = ahp_weights(pd.DataFrame(CRITERIA))
    expected = [0.26360349, 0.47583538, 0.0538146, 0.09806829, 0.10867824]
    assert result.weights.tolist() == pytest.approx(expected, abs=1e-6)
    assert result.consistency_ratio == pytest.approx(0.01609027, abs=1e-6)
    local = pd.DataFrame([ahp_weights(pd.DataFrame(m)).weights for m in ALTERNATIVES])
    overall = result.weights.to_numpy() @ local.to_numpy()
    assert overall.tolist() == pytest.approx([0.2992545, 0.245304, 0.4554415], abs=1e-6)


def test_published_ratios_may_rest_on_another_random_index():
    # A standard example of three candidates judged on experience (priorities .217, .717, .066):
    # CR is .035 with 0.52, the index of later simulations, and not with Saaty's 0.58.
    candidates = ["tom", "dick", "harry"]
    judged = pd.DataFrame(
        [[1, 1 / 4, 4], [4, 1, 9], [1 / 4, 1 / 9, 1]], index=candidates, columns=candidates
    )
    result = ahp_weights(judged, random_index=0.52)
    assert result.weights.tolist() == pytest.approx([0.217, 0.717, 0.066], abs=5e-4)
    assert result.consistency_ratio == pytest.approx(0.035, abs=5e-4)
    assert ahp_weights(judged).consistency_ratio == pytest.approx(0.032, abs=5e-4)


def test_fractions_may_be_rounded_as_printed():
    rounded = pd.DataFrame(CRITERIA).round(2)
    expected = ahp_weights(pd.DataFrame(CRITERIA)).weights
    assert ahp_weights(rounded).weights.tolist() == pytest.approx(expected.tolist(), abs=0.003)


def test_handbook_factor_weights():
    # OECD/JRC (2008) Handbook, Table 22 (p. 100), row FA: four factors retained; printed to two
    # decimals from rounded loadings.
    printed = [0.17, 0.15, 0.11, 0.06, 0.08, 0.13, 0.13, 0.17]
    assert pca_weights(TAI, n_components=4).tolist() == pytest.approx(printed, abs=0.016)


def test_pymcdm_agrees():
    z = minmax(TAI, interval=(0.002, 0.998))
    np.testing.assert_allclose(
        entropy_weights(z), pymcdm.weights.entropy_weights(z.to_numpy()), rtol=1e-9
    )
    np.testing.assert_allclose(
        critic_weights(TAI), pymcdm.weights.critic_weights(minmax(TAI).to_numpy()), rtol=1e-9
    )


tables = arrays(float, (6, 4), elements=st.integers(1, 1000)).map(pd.DataFrame)
varied = tables.filter(lambda x: (x.nunique() > 1).all())


@given(varied)
def test_weights_sum_to_one(x):
    for w in (entropy_weights(x), critic_weights(x), pca_weights(x), equal_weights(x)):
        assert w.sum() == pytest.approx(1)
        assert (w >= 0).all()


@given(varied, st.floats(0.001, 1e6))
def test_a_constant_has_no_entropy_or_critic_weight(x, value):
    for method in (entropy_weights, critic_weights):
        w = method(x.assign(flat=value))
        assert w["flat"] == 0
        np.testing.assert_allclose(w.drop("flat"), method(x))


@given(varied, st.permutations(range(6)), st.permutations(range(4)))
def test_permutation_equivariance(x, rows, columns):
    for method in (entropy_weights, critic_weights):
        shuffled = method(x.iloc[rows, columns])
        np.testing.assert_allclose(shuffled, method(x)[columns], atol=1e-9)


@given(varied, st.floats(0.01, 100))
def test_entropy_ignores_units_of_measurement(x, factor):
    np.testing.assert_allclose(entropy_weights(x * factor), entropy_weights(x), atol=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: entropy_weights(x - 5), "non-negative.*a"),
        (lambda x: entropy_weights(x.assign(zero=0)), "positive total.*zero"),
        (lambda x: entropy_weights(x * 0 + 1), "no indicator varies"),
        (lambda x: critic_weights(x * 0), "two indicators that vary, only .. do"),
        (lambda x: critic_weights(x.where(x > 1)), "complete.*a"),
        (lambda x: critic_weights(x, method="kendall"), "unknown correlation.*kendall"),
        (lambda x: critic_weights(x, {"a": 1}), "unknown direction.*b"),
        (ahp_weights, "same codes"),
        (lambda x: ahp_weights(pd.DataFrame([[1, 2], [2, 1]])), "reciprocal.*0.*1"),
        (lambda x: ahp_weights(pd.DataFrame([[1, -2], [-0.5, 1]])), "positive"),
        (lambda x: ahp_weights(pd.DataFrame(np.ones((16, 16)))), "up to 15"),
        (lambda x: equal_weights(["a", "a"]), "duplicated code.*a"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call(pd.DataFrame({"a": [1.0, 2, 4], "b": [3.0, 1, 2]}))
