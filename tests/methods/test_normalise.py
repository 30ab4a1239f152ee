import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitalbay.methods import normalise
from digitalbay.methods.normalise import (
    above_below_mean,
    categorical,
    distance,
    goalposts,
    minmax,
    orient,
    percentile,
    rank,
    zscore,
)

from .published import TAI

# OECD/JRC (2008) Handbook, Table 15 (p. 87), mean years of schooling: rank (lowest = 1), z-score,
# min-max, x/mean, x/best, x/worst, (x-mean)/mean, (x-min)/min, above or below the mean (20 %),
# percentile, categorical.
TABLE_15 = {
    "Finland": [15.0, 0.26, 0.59, 1.04, 0.83, 1.41, 0.04, 0.41, 0.0, 65.2, 60.0],
    "United States": [23.0, 1.52, 1.0, 1.25, 1.0, 1.69, 0.25, 0.69, 1.0, 100.0, 100.0],
    "Sweden": [19.0, 1.14, 0.88, 1.19, 0.95, 1.61, 0.19, 0.61, 0.0, 82.6, 60.0],
    "Japan": [12.0, -0.06, 0.49, 0.99, 0.79, 1.34, -0.01, 0.34, 0.0, 52.2, 50.0],
    "Korea": [17.0, 0.76, 0.76, 1.13, 0.9, 1.52, 0.13, 0.52, 0.0, 73.9, 60.0],
    "Netherlands": [9.0, -0.12, 0.47, 0.98, 0.78, 1.32, -0.02, 0.32, 0.0, 39.1, 50.0],
    "United Kingdom": [9.0, -0.12, 0.47, 0.98, 0.78, 1.32, -0.02, 0.32, 0.0, 39.1, 50.0],
    "Canada": [20.0, 1.27, 0.92, 1.21, 0.97, 1.63, 0.21, 0.63, 1.0, 87.0, 80.0],
    "Australia": [18.0, 0.83, 0.78, 1.14, 0.91, 1.54, 0.14, 0.54, 0.0, 78.3, 60.0],
    "Singapore": [1.0, -1.58, 0.0, 0.74, 0.59, 1.0, -0.26, 0.0, -1.0, 4.3, 0.0],
    "Germany": [16.0, 0.38, 0.63, 1.06, 0.85, 1.44, 0.06, 0.44, 0.0, 69.6, 60.0],
    "Norway": [22.0, 1.46, 0.98, 1.24, 0.99, 1.68, 0.24, 0.68, 1.0, 95.7, 100.0],
    "Ireland": [9.0, -0.12, 0.47, 0.98, 0.78, 1.32, -0.02, 0.32, 0.0, 39.1, 50.0],
    "Belgium": [8.0, -0.19, 0.45, 0.97, 0.78, 1.31, -0.03, 0.31, 0.0, 34.8, 40.0],
    "New Zealand": [21.0, 1.33, 0.94, 1.22, 0.98, 1.65, 0.22, 0.65, 1.0, 91.3, 80.0],
    "Austria": [6.0, -0.76, 0.27, 0.88, 0.7, 1.18, -0.12, 0.18, 0.0, 26.1, 40.0],
    "France": [5.0, -1.08, 0.16, 0.82, 0.66, 1.11, -0.18, 0.11, 0.0, 21.7, 40.0],
    "Israel": [14.0, 0.0, 0.51, 1.0, 0.8, 1.35, 0.0, 0.35, 0.0, 60.9, 50.0],
    "Spain": [4.0, -1.46, 0.04, 0.76, 0.61, 1.03, -0.24, 0.03, -1.0, 17.4, 40.0],
    "Italy": [3.0, -1.52, 0.02, 0.75, 0.6, 1.01, -0.25, 0.01, -1.0, 13.0, 20.0],
    "Czech Republic": [12.0, -0.06, 0.49, 0.99, 0.79, 1.34, -0.01, 0.34, 0.0, 52.2, 50.0],
    "Hungary": [7.0, -0.31, 0.41, 0.95, 0.76, 1.28, -0.05, 0.28, 0.0, 30.4, 40.0],
    "Slovenia": [1.0, -1.58, 0.0, 0.74, 0.59, 1.0, -0.26, 0.0, -1.0, 4.3, 0.0],
}


def by_method(x):
    return pd.DataFrame(
        {
            "rank": rank(x),
            "zscore": zscore(x),
            "minmax": minmax(x),
            "ratio_mean": distance(x),
            "ratio_best": distance(x, "max"),
            "ratio_worst": distance(x, "min"),
            "diff_mean": distance(x, "mean", kind="difference"),
            "diff_worst": distance(x, "min", kind="difference"),
            "above_below": above_below_mean(x),
            "percentile": percentile(x),
            "categorical": categorical(x),
        }
    )


def test_handbook_table_15():
    ours = by_method(TAI["schooling"])
    theirs = pd.DataFrame.from_dict(TABLE_15, "index", columns=ours.columns).loc[ours.index]
    tolerance = pd.Series(0.006, index=ours.columns)
    tolerance["percentile"] = 0.051
    tolerance[["rank", "above_below", "categorical"]] = 0
    assert ((ours - theirs).abs() <= tolerance).all(axis=None)


def test_goalposts_may_be_mappings():
    x = pd.DataFrame({"a": [1.0, 2, 3], "b": [0.0, 5, 10]})
    given = minmax(x, lower={"a": 0, "b": 0}, upper={"a": 4, "b": 20})
    assert given.equals(
        minmax(x, lower=pd.Series({"a": 0, "b": 0}), upper=pd.Series({"a": 4, "b": 20}))
    )


def test_units_may_be_a_sample_or_the_population():
    x = pd.Series([2.0, 4, 4, 4, 5, 5, 7, 9])  # mean 5, standard deviation 2 of the population
    assert zscore(x, ddof=0).tolist() == pytest.approx([-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2])
    assert zscore(x).std() == pytest.approx(1)


def test_a_table_is_normalised_by_column():
    for method in normalise.METHODS.values():
        pd.testing.assert_series_equal(
            method(TAI)["patents"], method(TAI["patents"]), check_names=False
        )


def test_hdi_income_index():
    # UNDP (2020) HDR Technical note 1: income 3,829, goalposts 100 and 75,000 in logs: 0.5506.
    z = minmax(np.log(pd.Series([3829.0])), lower=np.log(100), upper=np.log(75000))
    assert z[0] == pytest.approx(0.5506, abs=1e-4)


def test_fixed_goalposts_are_neither_clipped_nor_refused():
    # European Commission, DESI forum answer of 2016-03-31: Belgium 77.6 with limit 75 scores 1.03.
    assert minmax(pd.Series([77.6]), lower=0, upper=75)[0] == pytest.approx(1.03, abs=0.006)
    assert minmax(pd.Series([77.6]), lower=0, upper=75, clip=True)[0] == 1


def test_itu_idi_korea_2010():
    # ITU (2011) Measuring the Information Society 2011, Annex Box 1.2: value over ideal value.
    values = [59.2, 105.4, np.log10(11878.4), 82, 97, 84, 36.6, 91, 97.9, 102, 99]
    ideal = [60, 170, 5.45, 100, 100, 100, 60, 100, 100, 100, 100]
    codes = [f"i{k}" for k in range(11)]
    x = pd.DataFrame([values], columns=codes)
    z = distance(x, pd.Series(ideal, index=codes)).clip(upper=1)
    published = [0.99, 0.62, 0.75, 0.82, 0.97, 0.84, 0.61, 0.91, 0.98, 1, 0.99]
    assert z.iloc[0].tolist() == pytest.approx(published, abs=0.0051)
    assert z.iloc[0, :5].mean() == pytest.approx(0.82, abs=0.011)


def test_pooled_goalposts_keep_years_comparable():
    panel = pd.DataFrame({"a": [1.0, 2.0, 3.0, 5.0]}, index=["u2020", "v2020", "u2021", "v2021"])
    posts = goalposts(panel)
    early = minmax(panel.iloc[:2], lower=posts["lower"], upper=posts["upper"])
    assert early["a"].tolist() == [0, 0.25]


def test_orientation_turns_costs_round():
    x = pd.DataFrame({"gain": [1.0, 3.0], "cost": [1.0, 3.0]})
    z = minmax(orient(x, {"gain": 1, "cost": -1}))
    assert z.to_dict("list") == {"gain": [0, 1], "cost": [1, 0]}


def test_missing_values_stay_missing_and_move_nobody():
    x = pd.Series([1.0, np.nan, 3.0, 7.0], index=list("abcd"))
    for method in normalise.METHODS.values():
        expected = method(x.dropna()).reindex(x.index)
        pd.testing.assert_series_equal(method(x), expected)


values = st.lists(st.floats(0.1, 1e4), min_size=3, max_size=12, unique=True).map(
    lambda v: pd.Series(np.round(v, 3)).drop_duplicates().reset_index(drop=True)
)


@given(values.filter(lambda x: len(x) > 2))
def test_bounds(x):
    assert minmax(x).between(0, 1).all()
    assert minmax(x, interval=(1, 100)).between(1 - 1e-9, 100 + 1e-9).all()
    assert percentile(x).between(0, 100).all()
    assert categorical(x).between(0, 100).all()
    assert rank(x).between(1, len(x)).all()
    assert zscore(x).abs().max() <= (len(x) - 1) / np.sqrt(len(x)) + 1e-6


@given(values.filter(lambda x: len(x) > 2))
def test_order_is_kept_by_every_method(x):
    for method in normalise.METHODS.values():
        z = method(x)[x.sort_values().index]
        assert (z.diff().dropna() >= 0).all()


@given(values.filter(lambda x: len(x) > 2))
def test_ranks_ignore_monotone_transformations(x):
    for method in (rank, percentile, categorical):
        pd.testing.assert_series_equal(method(x), method(np.log(x)))


@given(values.filter(lambda x: len(x) > 2), st.floats(0.1, 50), st.floats(-50, 50))
def test_affine_invariance(x, scale, shift):
    np.testing.assert_allclose(minmax(x * scale + shift), minmax(x), atol=1e-6)
    np.testing.assert_allclose(zscore(x * scale + shift), zscore(x), atol=1e-5)


@given(values.filter(lambda x: len(x) > 2), st.randoms(use_true_random=False))
def test_permutation_equivariance(x, random):
    order = list(x.index)
    random.shuffle(order)
    for method in normalise.METHODS.values():
        np.testing.assert_allclose(method(x[order]), method(x)[order])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: minmax(x.assign(flat=1.0)), "lower < upper.*flat"),
        (lambda x: minmax(x, lower=3, upper=1), "lower < upper.*a"),
        (lambda x: minmax(x, lower=pd.Series({"z": 1.0})), "no goalpost for.*a"),
        (lambda x: zscore(x.assign(flat=1.0)), "constant.*flat"),
        (lambda x: distance(x, "median"), "unknown reference.*median"),
        (lambda x: distance(x, 0), "reference above zero.*a"),
        (lambda x: distance(-x), "reference above zero.*a"),
        (lambda x: above_below_mean(-x), "reference above zero.*a"),
        (lambda x: minmax(x, interval=(1, 0)), "low < high"),
        (lambda x: zscore(x * np.nan), "no value at all for indicator.*a"),
        (lambda x: distance(x, kind="log"), "unknown kind.*log"),
        (lambda x: orient(x, {"a": 2}), "unknown direction.*a.*2"),
        (lambda x: orient(x, {}), "unknown direction.*a.*nan"),
        (lambda x: minmax(x.rename(index={1: 0})), "duplicated unit.*0"),
        (lambda x: minmax(pd.concat([x, x], axis=1)), "duplicated indicator.*a"),
        (
            lambda x: minmax(x.assign(a=["many", "few", "none"])),
            "expected numbers: 'many' for 'a' of 0",
        ),
        (lambda x: minmax(x.assign(a=[1, 2, np.inf])), "finite.*a.*of.*2"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call(pd.DataFrame({"a": [1.0, 2.0, 3.0]}))
