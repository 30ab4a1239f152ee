import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitalbay.methods.coupling import coupling_coordination, coupling_degree, obstacle_degree

# Wang et al. (2021) J. Natural Resources 36(3), Table 8: 13 cities of Beijing-Tianjin-Hebei,
# original and modified coupling degree of two systems; their scores U aren't printed.
TABLE_8 = {
    2008: (
        [0.9989, 0.9935, 0.8868, 0.9073, 0.6821, 0.8328, 0.6816, 0.7789, 0.6871, 0.6101, 0.8017,
         0.7867, 0.7191],
        [0.9404, 0.8660, 0.5440, 0.5769, 0.3006, 0.4780, 0.3344, 0.4171, 0.3278, 0.2700, 0.4374,
         0.4196, 0.3738],
    ),
    2012: (
        [0.9992, 0.9913, 1.0000, 0.9276, 0.6720, 0.8527, 0.7674, 0.8211, 0.7859, 0.6561, 0.8749,
         0.8133, 0.7577],
        [0.9445, 0.8342, 0.9949, 0.5937, 0.2497, 0.4816, 0.3967, 0.4433, 0.4134, 0.2615, 0.5164,
         0.4243, 0.3931],
    ),
}  # fmt: skip


@pytest.mark.parametrize("year", TABLE_8)
def test_published_degrees_belong_together(year):
    # Two systems: C fixes the ratio r of the scores, and modified C then their difference. From
    # both come scores in 0..1 that give back what was printed.
    for original, modified in zip(*TABLE_8[year], strict=True):
        root = (1 - np.sqrt(max(1 - original**2, 0))) / original  # sqrt of r
        ratio = root**2
        apart = 1 - modified**2 / ratio
        assert modified <= original
        assert -5e-3 <= apart <= 1
        if ratio < 0.999:
            larger = max(apart, 0) / (1 - ratio)
            u = pd.DataFrame([[larger, ratio * larger]])
            assert larger <= 1 + 5e-3
            u = u.clip(upper=1)
            assert coupling_degree(u)[0] == pytest.approx(original, abs=2e-3)
            assert coupling_degree(u, modified=True)[0] == pytest.approx(modified, abs=5e-3)


def test_by_hand():
    u = pd.DataFrame({"gov": [0.8], "society": [0.4], "economy": [0.2]})
    product = 0.8 * 0.4 * 0.2
    assert coupling_degree(u)[0] == pytest.approx(3 * product ** (1 / 3) / 1.4)
    apart = (0.4 + 0.6 + 0.2) / 3
    modified = np.sqrt((1 - apart) * np.sqrt(product / 0.8**3))
    assert coupling_degree(u, modified=True)[0] == pytest.approx(modified)
    result = coupling_coordination(u, pd.Series({"gov": 0.5, "society": 0.25, "economy": 0.25}))
    assert result.loc[0, "T"] == pytest.approx(0.55)
    assert result.loc[0, "D"] == pytest.approx(np.sqrt(result.loc[0, "C"] * 0.55))


def test_classes_are_tenths():
    u = pd.DataFrame([[0.05**2] * 2, [0.55**2] * 2, [1.0] * 2])
    assert coupling_coordination(u)["class"].tolist() == [
        "extreme disorder",
        "bare coordination",
        "quality coordination",
    ]


scores = st.integers(2, 5).flatmap(
    lambda n: arrays(float, (4, n), elements=st.floats(0.001, 1)).map(pd.DataFrame)
)


@given(scores)
def test_degrees_are_bounded_and_ordered(u):
    original, modified = coupling_degree(u), coupling_degree(u, modified=True)
    assert original.between(0, 1).all()
    assert modified.between(0, 1).all()
    assert (coupling_coordination(u)["D"] <= np.sqrt(u.mean(axis=1)) + 1e-9).all()
    if u.shape[1] == 2:
        assert (modified <= original + 1e-9).all()


@given(scores, st.randoms(use_true_random=False))
def test_the_order_of_systems_does_not_matter(u, random):
    order = list(u.columns)
    random.shuffle(order)
    for modified in (False, True):
        np.testing.assert_allclose(
            coupling_degree(u[order], modified=modified), coupling_degree(u, modified=modified)
        )


def test_equal_systems_couple_fully_and_a_zero_not_at_all():
    u = pd.DataFrame({"a": [0.3, 0.0], "b": [0.3, 0.9]})
    for modified in (False, True):
        assert coupling_degree(u, modified=modified).tolist() == pytest.approx([1, 0])


@given(scores)
def test_obstacles_sum_to_one(u):
    weights = pd.Series(1 / u.shape[1], index=u.columns)
    total = obstacle_degree(u, weights).sum(axis=1)
    assert total[(u < 1).any(axis=1)].tolist() == pytest.approx([1] * (u < 1).any(axis=1).sum())


def test_obstacles_by_hand_and_by_group():
    z = pd.DataFrame({"a": [0.5, 1.0], "b": [0.75, 1.0], "c": [1.0, 1.0]})
    weights = pd.Series({"a": 0.2, "b": 0.4, "c": 0.4})
    assert obstacle_degree(z, weights).to_numpy().tolist() == [[0.5, 0.5, 0], [0, 0, 0]]
    grouped = obstacle_degree(z, weights, {"a": "x", "b": "y", "c": "x"})
    assert grouped.loc[0].to_dict() == {"x": 0.5, "y": 0.5}


U = pd.DataFrame({"a": [0.5, 0.0], "b": [0.5, 0.0]}, index=["v", "w"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: coupling_degree(U), "every system is 0.*w"),
        (lambda: coupling_degree(U[["a"]]), "at least two systems"),
        (lambda: coupling_degree(U * 3), "from 0 to 1.*a"),
        (lambda: coupling_degree(U.where(U > 0)), "complete data.*a.*of.*w"),
        (lambda: coupling_coordination(U + 0.1, pd.Series({"a": 0.5, "b": 0.6})), "sum to 1"),
        (lambda: obstacle_degree(U - 1, pd.Series({"a": 0.5, "b": 0.5})), "obstacle degree needs"),
        (lambda: obstacle_degree(U, pd.Series({"a": 0.5, "b": 0.5}), {"a": 1}), "no group.*b"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
