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


# Chatterjee & Price (1977), data `attitude` of R: seven ratings of thirty departments.
ATTITUDE = """43 51 30 39 61 92 45  63 64 51 54 63 73 47  71 70 68 69 76 86 48
61 63 45 47 54 84 35  81 78 56 66 71 83 47  43 55 49 44 54 49 34  58 67 42 56 66 68 35
71 75 50 55 70 66 41  72 82 72 67 71 83 31  67 61 45 47 62 80 41  64 53 53 58 58 67 34
67 60 47 39 59 74 41  69 62 57 42 55 63 25  68 83 83 45 59 77 35  77 77 54 72 79 77 46
81 90 50 72 60 54 36  74 85 64 69 79 79 63  65 60 65 75 55 80 60  65 70 46 57 75 85 46
50 58 68 54 64 78 52  50 40 33 34 43 64 33  64 61 52 62 66 80 41  53 66 52 50 63 80 37
40 37 42 58 50 57 49  63 54 42 48 66 75 33  66 77 66 63 88 76 72  78 75 58 74 80 78 49
48 57 44 45 51 83 38  85 85 71 71 77 74 55  82 82 39 59 64 78 39"""


def test_attitudes():
    # The manual of the R package psych: alpha 0.84, raw and standardised; R's princomp(cor = TRUE):
    # standard deviations 1.928, 1.068, 0.920, 0.783, 0.569, 0.467, 0.375.
    x = pd.DataFrame(np.array(ATTITUDE.split(), dtype=float).reshape(30, 7))
    assert round(cronbach_alpha(x, standardised=False), 2) == 0.84
    assert round(cronbach_alpha(x), 2) == 0.84
    deviations = np.sqrt(pca(x).eigenvalues)
    expected = [1.928, 1.068, 0.920, 0.783, 0.569, 0.467, 0.375]
    assert deviations.tolist() == pytest.approx(expected, abs=6e-4)


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
    with pytest.raises(ValueError, match=r"varimax needs complete data.*PC1.*of.*c"):
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
