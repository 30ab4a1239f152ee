import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from digitalbay.methods.smalln import (
    permutation_correlation,
    permutation_difference,
    poisson_interval,
    wilson_interval,
)


def test_an_exact_permutation_test_counts_all_arrangements():
    x = pd.Series([1.0, 2, 3, 10, 11, 12])
    inside = x > 5
    result = permutation_difference(x, inside)
    assert result.exact
    assert result.statistic == 9
    assert result.p == result.smallest_p == 2 / 20  # 6 choose 3 arrangements, both ways
    uneven = permutation_difference(x, x > 10)
    assert uneven.smallest_p == 1 / 15


def test_scipy_agrees_on_exact_and_random_tests():
    rng = np.random.default_rng(0)
    x, inside = pd.Series(rng.normal(size=11)), pd.Series([True] * 4 + [False] * 7)
    theirs = stats.permutation_test(
        (x[inside], x[~inside]), lambda a, b: np.mean(a) - np.mean(b), n_resamples=np.inf
    )
    ours = permutation_difference(x, inside)
    assert ours.exact
    two_sided = (np.abs(theirs.null_distribution) >= abs(theirs.statistic) - 1e-12).mean()
    assert ours.p == pytest.approx(two_sided)
    sampled = permutation_difference(x, inside, max_exact=10, n_random=5000)
    assert not sampled.exact
    assert sampled.p == pytest.approx(ours.p, abs=0.03)
    assert sampled.p >= sampled.smallest_p


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_correlation_statistics_are_scipys(method):
    rng = np.random.default_rng(1)
    x, y = pd.Series(rng.normal(size=7)), pd.Series(rng.integers(0, 4, 7)).astype(float)
    ours = permutation_correlation(x, y, method=method)
    theirs = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}
    assert ours.statistic == pytest.approx(theirs[method](x, y).statistic)
    assert ours.exact
    sampled = permutation_correlation(x, y, method=method, max_exact=1, n_random=3000)
    assert sampled.p == pytest.approx(ours.p, abs=0.05)


def test_perfect_order_of_five_has_p_two_in_120():
    x = pd.Series([1.0, 2, 3, 4, 5])
    assert permutation_correlation(x, x**3).p == 2 / 120


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_the_mouse_data(alternative):
    # Efron & Tibshirani (1993), An Introduction to the Bootstrap, table 2.1: survival in days.
    treated, control = [94, 197, 16, 38, 99, 141, 23], [52, 104, 146, 10, 51, 30, 40, 27, 46]
    x = pd.Series([*treated, *control], dtype=float)
    inside = x.index < len(treated)
    ours = permutation_difference(x, pd.Series(inside), alternative=alternative)
    assert ours.exact
    assert ours.statistic == pytest.approx(30.63, abs=0.005)
    null = stats.permutation_test(
        (x[inside], x[~inside]), lambda a, b: np.mean(a) - np.mean(b), n_resamples=np.inf
    ).null_distribution
    turn = {"two-sided": np.abs, "greater": np.positive, "less": np.negative}[alternative]
    assert ours.p == pytest.approx((turn(null) >= turn(ours.statistic) - 1e-9).mean())
    if alternative == "greater":  # their 1,000 random permutations gave 0.132 (p. 206)
        assert ours.p == pytest.approx(0.132, abs=0.03)


@pytest.mark.parametrize("ranks", [[1, 7, 4, 6, 2, 5, 3], [4, 3, 2, 7, 5, 6, 1]])
def test_ranks_that_have_nothing_in_common_correlate_by_nought(ranks):
    test = permutation_correlation(pd.Series(range(7)), pd.Series(ranks))
    assert test.statistic == 0
    assert test.p == 1


def test_one_side_of_a_correlation():
    x = pd.Series([1.0, 2, 3, 4, 5])
    assert permutation_correlation(x, x**3, alternative="greater").p == 1 / 120
    assert permutation_correlation(x, x**3, alternative="less").p == 1
    assert permutation_correlation(x, -x, alternative="less").smallest_p == 1 / 120


def test_wilson():
    # Newcombe (1998) Stat. Med. 17, 857-872, Table I: 81/263, 15/148, 0/20, 1/29.
    k, n = pd.Series([81, 15, 0, 1]), pd.Series([263, 148, 20, 29])
    table = wilson_interval(k, n)
    assert table["low"].tolist() == pytest.approx([0.2553, 0.0624, 0, 0.0061], abs=5e-5)
    assert table["high"].tolist() == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_scipys_wilson_agrees(case):
    k, n = case
    theirs = stats.binomtest(k, n).proportion_ci(method="wilson")
    row = wilson_interval(k, n).iloc[0]
    assert (row["low"], row["high"]) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert 0 <= row["low"] <= row["estimate"] <= row["high"] <= 1


def test_garwood():
    # Ulm (1990) Am. J. Epidemiol. 131(2): exact 95 % limits of Poisson counts 0, 1, 5, 10.
    table = poisson_interval(pd.Series([0, 1, 5, 10]))
    assert table["low"].tolist() == pytest.approx([0, 0.0253, 1.6235, 4.7954], abs=1e-4)
    assert table["high"].tolist() == pytest.approx([3.6889, 5.5716, 11.6683, 18.3904], abs=1e-4)
    per_million = poisson_interval(pd.Series([5]), pd.Series([2.5])).iloc[0]
    assert per_million["rate"] == 2
    assert per_million["high"] == pytest.approx(11.6683 / 2.5, abs=1e-4)


@given(st.integers(0, 60))
def test_garwood_limits_leave_the_tails_asked_for(count):
    row = poisson_interval(count).iloc[0]
    assert stats.poisson.cdf(count, row["high"]) == pytest.approx(0.025)
    if count:
        assert stats.poisson.sf(count - 1, row["low"]) == pytest.approx(0.025)


X = pd.Series([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: permutation_difference(X, X > 9), "both groups"),
        (lambda: permutation_difference(X, pd.Series([True])), "no group for"),
        (lambda: permutation_correlation(X, X * 0), "constant"),
        (lambda: permutation_correlation(X, X.head(2)), "at least three.*2"),
        (lambda: permutation_correlation(X, X, method="phi"), "unknown correlation.*phi"),
        (lambda: wilson_interval(3, 2), "successes <= n"),
        (lambda: wilson_interval(1, 2, confidence=95), "confidence is a share.*95"),
        (lambda: wilson_interval(X, X.head(2)), "same units"),
        (lambda: poisson_interval(1.5), "whole counts"),
        (lambda: poisson_interval(1, 0), "exposure > 0"),
        (
            lambda: permutation_correlation(
                pd.Series([1.0, 2, 3]), pd.Series([1.0, 2, 3]), alternative="more"
            ),
            "unknown alternative.*more",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
