import itertools

import choix
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from digitalbay.methods.aggregate import borda, condorcet, kemeny
from digitalbay.methods.ranking import kendall_w, pairwise_agreement, preferences
from digitalbay.methods.worths import plackett_luce, plackett_luce_bootstrap

NA = np.nan
PARTIAL = pd.DataFrame(
    {
        "a": [1, 2, 1, NA, 3],
        "b": [2, 1, NA, 1, 1],
        "c": [3, NA, 2, 2, NA],
        "d": [4, 3, 3, NA, 2],
    },
    index=["s1", "s2", "s3", "s4", "s5"],
)


def test_kendalls_textbook_examples():
    # Kendall (1948) Rank Correlation Methods; Siegel & Castellan (1988), 3 judges of 6: W = 0.16.
    judges = pd.DataFrame([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    result = kendall_w(judges, n_random=99)
    assert result.w == pytest.approx(0.162, abs=5e-4)
    assert result.chi2 == pytest.approx(3 * 5 * result.w)
    # Legendre (2005) J. Agric. Biol. Environ. Stat. 10(2): agreement of W with mean Spearman r.
    spearman = np.mean([stats.spearmanr(*pair).statistic for pair in
                        itertools.combinations(judges.to_numpy(), 2)])  # fmt: skip
    assert result.w == pytest.approx((spearman * 2 + 1) / 3)


def test_w_corrects_for_ties():
    # With average ranks, W = (mean Spearman r (m - 1) + 1) / m only if no ties: agreement in full
    # is still 1.
    tied = pd.DataFrame([[1, 2, 2, 4], [1, 2, 2, 4]])
    assert kendall_w(tied, n_random=99).w == pytest.approx(1)


def test_w_of_tied_ratings():
    # The data `anxiety` of the R package irr (20 subjects, 3 raters), whose manual gives
    # W = 0.54, chi² (19) = 30.8, p = 0.0429 with correction for ties.
    raters = [
        [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
        [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
        [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
    ]
    found = kendall_w(pd.DataFrame(raters))
    assert round(found.w, 2) == 0.54
    assert round(found.chi2, 1) == 30.8
    assert round(found.p_chi2, 4) == 0.0429


def test_random_rankings_have_an_unremarkable_w():
    rng = np.random.default_rng(3)
    p = [
        kendall_w(pd.DataFrame([rng.permutation(6) for _ in range(4)]), n_random=199).p
        for _ in range(60)
    ]
    assert 0.3 < np.mean(p) < 0.7


def test_pairs_agree_on_what_both_rank():
    table = pairwise_agreement(PARTIAL)
    assert table.loc[("s1", "s2"), "n"] == 3
    assert table.loc[("s1", "s2"), "concordant"] == pytest.approx(2 / 3)
    assert table.loc[("s1", "s2"), "tau"] == pytest.approx(1 / 3)
    assert table.loc[("s3", "s4")].isna().tolist() == [False, True, True]
    assert table.loc[("s1", "s3"), ["tau", "concordant"]].tolist() == [1, 1]


def test_one_source_makes_no_pair():
    for rankings in (PARTIAL.iloc[:1], PARTIAL.iloc[:0]):
        table = pairwise_agreement(rankings)
        assert table.empty
        assert table.index.names == ["first", "second"]


def test_consensus_of_partial_rankings_by_votes():
    e = preferences(PARTIAL)
    assert e.loc["a", "b"] == 1
    assert e.loc["b", "a"] == 2
    assert e.loc["c", "d"] == 2
    assert e.loc["d", "c"] == 0
    assert borda(e)["d"] == 1
    assert kemeny(e).rankings == [list("bacd")]
    assert condorcet(e) == list("bacd")


def rows_of(rankings):
    names = list(rankings.columns)
    return [
        [names.index(i) for i in r.dropna().sort_values().index] for _, r in rankings.iterrows()
    ]


def test_choix_agrees():
    ours = plackett_luce(PARTIAL)
    theirs = np.exp(choix.ilsr_rankings(4, rows_of(PARTIAL)))
    np.testing.assert_allclose(ours.worth, theirs / theirs.sum(), rtol=1e-6)
    assert ours.n_sources.to_dict() == {"a": 4, "b": 4, "c": 3, "d": 4}


def test_no_other_worths_are_likelier():
    ours = plackett_luce(PARTIAL)

    def likelihood(worth):
        total = 0.0
        for order in rows_of(PARTIAL):
            for stage in range(len(order) - 1):
                total += np.log(worth[order[stage]] / worth[order[stage:]].sum())
        return total

    best = likelihood(ours.worth.to_numpy())
    assert best == pytest.approx(ours.log_likelihood)
    rng = np.random.default_rng(0)
    for _ in range(200):
        near = ours.worth.to_numpy() * np.exp(rng.normal(0, 0.1, 4))
        assert likelihood(near) <= best + 1e-12


def test_pairs_alone_are_bradley_terry():
    # Two items, 3 wins to 1: worths 3/4 and 1/4.
    wins = pd.DataFrame({"a": [1, 1, 1, 2], "b": [2, 2, 2, 1]})
    assert plackett_luce(wins).worth.tolist() == pytest.approx([0.75, 0.25])


def test_a_prior_pulls_together_and_ranks_the_unbeaten():
    unbeaten = pd.DataFrame({"a": [1, 1], "b": [2, 3], "c": [3, 2]})
    spread = [plackett_luce(unbeaten, prior=p).worth.std() for p in (0.1, 1, 10)]
    assert spread == sorted(spread, reverse=True)
    assert plackett_luce(unbeaten, prior=0.1).worth.idxmax() == "a"


def test_bootstrap_over_sources():
    result = plackett_luce_bootstrap(PARTIAL, n_resamples=400)
    assert (result.table["low"] <= result.table["high"]).all()
    assert result.table["rank"].tolist() == [1, 2, 3, 4]
    sums = (result.above + result.above.T).to_numpy()
    np.testing.assert_allclose(sums[~np.eye(4, dtype=bool)], 1)
    assert result.above.loc["c", "d"] > 0.5
    again = plackett_luce_bootstrap(PARTIAL, n_resamples=400)
    pd.testing.assert_frame_equal(again.table, result.table, check_exact=True)


def test_sources_that_agree_leave_no_doubt():
    alike = pd.DataFrame([[1, 2, 3, 4]] * 6, columns=list("wxyz"))
    table = plackett_luce_bootstrap(alike, n_resamples=100).table
    assert (table["low"] == table["high"]).all()
    assert table.index.tolist() == list("wxyz")


complete = (
    st.integers(3, 6)
    .flatmap(lambda n: st.lists(st.permutations(range(1, n + 1)), min_size=2, max_size=5))
    .map(pd.DataFrame)
)


@given(complete)
def test_w_is_bounded_and_follows_mean_spearman(rankings):
    w = kendall_w(rankings, n_random=9).w
    m = len(rankings)
    mean = np.corrcoef(rankings.to_numpy())[np.triu_indices(m, 1)].mean()
    assert -1e-12 <= w <= 1 + 1e-12
    assert w == pytest.approx((mean * (m - 1) + 1) / m)


@given(complete, st.randoms(use_true_random=False))
def test_items_and_sources_may_come_in_any_order(rankings, random):
    items, sources = list(rankings.columns), list(rankings.index)
    random.shuffle(items)
    random.shuffle(sources)
    other = plackett_luce(rankings.loc[sources, items], prior=0.5).worth
    np.testing.assert_allclose(other[rankings.columns], plackett_luce(rankings, prior=0.5).worth)


@given(complete)
def test_only_the_order_within_a_source_counts(rankings):
    stretched = rankings**2 * 3 + 7
    assert plackett_luce(stretched, prior=0.5).worth.equals(
        plackett_luce(rankings, prior=0.5).worth
    )
    assert kendall_w(stretched, n_random=9).w == pytest.approx(kendall_w(rankings, n_random=9).w)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kendall_w(PARTIAL), "complete rankings.*s2.*pairwise_agreement"),
        (lambda: kendall_w(PARTIAL.head(1)), "two sources"),
        (lambda: kendall_w(PARTIAL * 0 + 1).w, "complete rankings"),
        (lambda: kendall_w(PARTIAL.fillna(1) * 0), "ties all items"),
        (lambda: plackett_luce(PARTIAL * 0), "strict orders.*s1.*ties"),
        (lambda: plackett_luce(PARTIAL.assign(e=NA)), "no source compares.*e"),
        (lambda: plackett_luce(PARTIAL.head(1)), "no maximum likelihood.*prior"),
        (lambda: plackett_luce(PARTIAL, prior=-1), "prior must be a number from 0"),
        (lambda: plackett_luce_bootstrap(PARTIAL, prior=0), "positive prior"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
