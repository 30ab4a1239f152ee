import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitalbay.methods import convergence_clubs, log_t, published

WORLD = published.table("clubs")
YEARS = np.arange(1.0, 31)


def panel(levels: list[float], speed: float = 0.8, seed: int = 0) -> pd.DataFrame:
    """Units that near one of the levels, each from its own start."""
    rng = np.random.default_rng(seed)
    start, noise = rng.uniform(-0.4, 0.4, len(levels)), rng.normal(0, 1e-3, (len(levels), 30))
    paths = [
        level + gap * YEARS**-speed / np.log(YEARS + 1)
        for level, gap in zip(levels, start, strict=True)
    ]
    names = [f"u{i}" for i in range(len(levels))]
    return pd.DataFrame(paths + noise / YEARS, names, [f"y{int(year)}" for year in YEARS])


def test_the_world_is_not_one_club_but_seven_and_six_when_merged():
    # Summaries of ConvergenceClubs 2.2.5 (Sichera & Pizzuto 2019), printed to three decimals.
    assert log_t(WORLD).t == pytest.approx(-159.555, abs=5e-4)
    found = convergence_clubs(WORLD, merge=False)
    t = [9.282, 6.904, 3.402, 2.055, 1.701, 6.024, -0.559]
    assert found.tests["t"].tolist() == pytest.approx(t, abs=5.1e-4)
    assert found.members[["LUX", "LBR"]].tolist() == [1, 7]
    merged = convergence_clubs(WORLD)
    assert merged.tests.loc[4].tolist() == pytest.approx([38, -0.044, 0.07, -0.636], abs=5e-4)
    assert found.members[merged.members == 4].unique().tolist() == [4, 5]


def test_levels_far_apart_are_clubs_of_their_own():
    found = convergence_clubs(panel([10.0] * 5 + [4.0] * 5))
    assert found.members.tolist() == [1] * 5 + [2] * 5
    assert (found.tests["t"] > -1.65).all()
    assert log_t(panel([10.0] * 5 + [4.0] * 5)).t < -1.65


def test_one_that_parts_from_the_others_is_in_no_club():
    x = panel([10.0] * 4)
    x.loc["alone"] = 8 - YEARS / 10
    found = convergence_clubs(x)
    assert found.members.isna().tolist() == [False] * 4 + [True]
    assert found.tests.index.tolist() == [1]


def test_where_nobody_converges_there_is_no_club():
    apart = {f"u{i}": 5.0 + i + 0.3 * i * YEARS for i in range(4)}
    found = convergence_clubs(pd.DataFrame(apart).T)
    assert found.members.isna().all()
    assert found.tests.empty
    assert found.tests.columns.tolist() == ["n", "slope", "stderr", "t"]


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(8)), st.floats(1e-3, 1e3), st.integers(0, 50))
def test_neither_order_nor_unit_of_measure_matters(order, factor, seed):
    x = panel([10.0] * 4 + [6.0] * 4, seed=seed)
    expected, found = convergence_clubs(x), convergence_clubs(x.iloc[order] * factor)
    pd.testing.assert_series_equal(found.members.reindex(x.index), expected.members)
    pd.testing.assert_frame_equal(found.tests, expected.tests, rtol=1e-6)


@settings(max_examples=10, deadline=None)
@given(st.floats(0.1, 2.0))
def test_a_law_without_noise_comes_back(alpha):
    # Spread that falls as (log t)^-2 t^-2a has the slope 2a, and no residuals.
    t = np.arange(1.0, 31)
    gap = np.concatenate([[0.1], 0.1 / (np.log(t[1:]) * t[1:] ** alpha)])
    found = log_t(pd.DataFrame([1 + gap, 1 - gap], ["a", "b"]))
    assert found.slope == pytest.approx(2 * alpha)
    assert (found.stderr, found.t) == (0, np.inf)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: log_t(WORLD.head(1)), "two units"),
        (lambda: log_t(WORLD.iloc[:, :5]), "needs 4 times after the first 33%, of 5 are left 3"),
        (lambda: log_t(WORLD - 8), r"the log t test \(1970\) needs positive"),
        (lambda: log_t(WORLD, trim=1), "trim is a part"),
        (lambda: log_t(WORLD.mask(WORLD > 11)), "needs complete data: impute"),
        (lambda: log_t(WORLD.iloc[[0, 0, 0]]), "duplicated unit"),
        (lambda: log_t(panel([5.0, 5.0]) * 0 + 2), r"\['u0', 'u1'\] are equal at y1"),
        (lambda: convergence_clubs(WORLD.round(4)), "ZMB'] are equal at 2000"),
        (lambda: convergence_clubs(WORLD, sieve=np.nan), "sieve"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
