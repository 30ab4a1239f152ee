import numpy as np
import pandas as pd
import pytest

from digitalbay.methods.multivariate import (
    correlation_flags,
    cronbach_alpha,
    item_analysis,
    pca,
    variance_shares,
    varimax,
)

from .published import TAI

# OECD/JRC (2008) Handbook: eigenvalues, Table 16 (p. 90); alpha if deleted and correlation with
# the rest, Table 11 (p. 73). The printed logs have two decimals, so last digits differ.
VARIANCE = [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9]
ITEMS = {
    "patents": (0.261, 0.704),
    "royalties": (0.527, 0.645),
    "internet": (0.566, 0.636),
    "exports": (-0.108, 0.774),
    "telephones_log": (0.701, 0.603),
    "electricity_log": (0.614, 0.624),
    "schooling": (0.451, 0.662),
    "university": (0.249, 0.706),
}


def test_handbook_eigenvalues():
    assert (100 * pca(TAI).variance).tolist() == pytest.approx(VARIANCE, abs=0.12)


def test_handbook_cronbach():
    assert cronbach_alpha(TAI) == pytest.approx(0.70, abs=0.005)
    ours = item_analysis(TAI)
    theirs = pd.DataFrame.from_dict(ITEMS, "index", columns=ours.columns)
    assert ((ours - theirs).abs() <= [0.006, 0.003]).all(axis=None)


def test_raw_and_standardised_alpha_agree_on_equal_variances():
    z = (TAI - TAI.mean()) / TAI.std()
    assert cronbach_alpha(z, standardised=False) == pytest.approx(cronbach_alpha(z))
    assert cronbach_alpha(TAI, standardised=False) != pytest.approx(cronbach_alpha(TAI))


def test_components_rebuild_the_correlations():
    result = pca(TAI)
    np.testing.assert_allclose(result.loadings @ result.loadings.T, TAI.corr(), atol=1e-12)
    np.testing.assert_allclose(result.scores.var(), result.eigenvalues, atol=1e-12)
    assert (result.loadings.sum() >= 0).all()
    assert result.n_retained == 2


def test_varimax_keeps_communalities_and_simplifies():
    loadings = pca(TAI).loadings.iloc[:, :4]
    rotated = varimax(loadings)
    np.testing.assert_allclose((rotated**2).sum(axis=1), (loadings**2).sum(axis=1))
    assert (rotated**2).var().sum() > (loadings**2).var().sum()
    # Handbook Table 17: patents load 0.97 on one factor, 0.07 or less on the others.
    assert sorted(rotated.loc["patents"].abs())[-1] == pytest.approx(0.97, abs=0.01)


def test_an_indicator_without_loadings_stays_without():
    loadings = pd.DataFrame({"PC1": [0.9, 0.8, 0.0], "PC2": [0.1, 0.3, 0.0]}, index=list("abc"))
    assert varimax(loadings).loc["c"].tolist() == [0, 0]
    with pytest.raises(ValueError, match="loading in every cell"):
        varimax(loadings.replace(0.0, np.nan))


def test_variance_shares_sum_to_one_and_see_dispersion():
    parts = pd.DataFrame({"wide": [0.0, 10, 20, 30], "narrow": [1.0, 0, 1, 0]})
    shares = variance_shares(parts, pd.Series({"wide": 0.5, "narrow": 0.5}))
    assert shares.sum() == pytest.approx(1)
    assert shares["wide"] > 0.9


def test_flags_name_contradicting_and_repeated_pairs():
    x = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 4, 6, 8.1], "c": [4.0, 3, 2, np.nan]})
    flags = correlation_flags(x)
    assert set(zip(flags["first"], flags["second"], flags["flag"], strict=True)) == {
        ("a", "b", "collinear"),
        ("a", "c", "negative"),
        ("b", "c", "negative"),
    }
    assert flags.set_index(["first", "second"]).loc[("a", "c"), "n"] == 3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pca(TAI.assign(flat=1.0)), "constant.*flat"),
        (lambda: cronbach_alpha(TAI.where(TAI["patents"] > 10)), "impute.*patents"),
        (lambda: cronbach_alpha(TAI[["patents"]]), "at least two"),
        (
            lambda: variance_shares(TAI * 0, pd.Series(1 / 8, index=TAI.columns)),
            "does not vary",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
