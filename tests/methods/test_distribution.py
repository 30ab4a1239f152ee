import inequality
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitalbay.methods.distribution import (
    absolute_gap,
    atkinson,
    cv,
    gini,
    hhi,
    location_quotient,
    theil,
    theil_decomposition,
)

from .published import MEXICO

YEARS = list(range(1940, 2010, 10))


def test_mexican_states():
    # PySAL inequality, tests of Theil, TheilD and Gini (data of Rey 2004).
    total = [0.20894344, 0.15222451, 0.10472941, 0.10194725, 0.09560113, 0.10511256, 0.10660832]
    between = [0.0345889, 0.02816853, 0.05260921, 0.05931219, 0.03205257, 0.02963731, 0.03635872]
    for year, t, b in zip(YEARS, total, between, strict=True):
        split = theil_decomposition(MEXICO[year], MEXICO["region"])
        assert theil(MEXICO[year]) == pytest.approx(t, abs=1e-7)
        assert split.between == pytest.approx(b, abs=1e-7)
        assert split.within == pytest.approx(t - b, abs=1e-7)
    assert gini(MEXICO[1940]) == pytest.approx(0.3537237117345285, abs=1e-9)


def test_closed_cases():
    # PySAL inequality tests: half have all, T = ln 2, all of it between; Atkinson of 10 .. 50.
    y = pd.Series([0, 0, 0, 10, 10, 10])
    split = theil_decomposition(y, pd.Series([0, 0, 0, 1, 1, 1]))
    assert theil(y) == pytest.approx(np.log(2))
    assert (split.total, split.between, split.within) == pytest.approx((np.log(2), np.log(2), 0))
    steps = pd.Series([10, 20, 30, 40, 50])
    assert atkinson(steps, 0.5) == pytest.approx(0.06315, abs=1e-5)
    assert atkinson(steps, 1) == pytest.approx(0.1316096, abs=1e-5)


def test_inequality_package_agrees():
    for year in YEARS:
        y = MEXICO[year].to_numpy(dtype=float)
        assert gini(MEXICO[year]) == pytest.approx(inequality.gini.Gini(y).g)
        split = theil_decomposition(MEXICO[year], MEXICO["region"])
        theirs = inequality.theil.TheilD(y, MEXICO["region"].to_numpy())
        assert split.between == pytest.approx(float(np.squeeze(theirs.bg)))
        assert atkinson(MEXICO[year], 0.5) == pytest.approx(inequality.atkinson.Atkinson(y, 0.5).A)


def test_extremes():
    one_has_all = pd.Series([0.0, 0, 0, 8])
    assert gini(one_has_all) == pytest.approx(0.75)
    assert theil(one_has_all) == pytest.approx(np.log(4))
    assert hhi(one_has_all) == hhi(one_has_all, normalised=True) == 1
    alike = pd.Series([5.0, 5, 5, 5])
    assert [gini(alike), theil(alike), atkinson(alike, 2), cv(alike)] == pytest.approx([0] * 4)
    assert hhi(alike) == 0.25
    assert hhi(alike, normalised=True) == pytest.approx(0)


def test_population_counts_heads():
    # A unit of weight k is k units alike.
    x, people = pd.Series([1.0, 4.0, 9.0]), pd.Series([3, 1, 2])
    repeated = pd.Series(np.repeat(x.to_numpy(), people))
    assert theil(x, people) == pytest.approx(theil(repeated))
    assert gini(x, people) == pytest.approx(gini(repeated))


def test_coefficient_of_variation():
    x = pd.Series([2.0, 4, 4, 4, 5, 5, 7, 9])
    assert cv(x, ddof=0) == pytest.approx(0.4)
    assert cv(x) == pytest.approx(0.4 * np.sqrt(8 / 7))


def test_location_quotient():
    x = pd.DataFrame({"farm": [30.0, 10], "chip": [10.0, 50]}, index=["west", "east"])
    lq = location_quotient(x)
    assert lq.loc["west", "farm"] == pytest.approx((30 / 40) / (40 / 100))
    assert lq.loc["east", "chip"] == pytest.approx((50 / 60) / (60 / 100))
    nation = location_quotient(x, pd.Series({"farm": 50.0, "chip": 50.0}))
    assert nation.loc["west", "farm"] == pytest.approx(1.5)


def test_absolute_gap():
    gap = absolute_gap(pd.Series([-1.0, 0, 4, np.nan], index=list("abcd")))
    assert gap[["n", "min", "max", "range", "lowest", "highest"]].tolist() == [
        3,
        -1,
        4,
        5,
        "a",
        "c",
    ]
    assert gap["sd"] == pytest.approx(np.std([-1, 0, 4], ddof=1))


incomes = st.lists(st.floats(0, 1e6), min_size=2, max_size=12).filter(lambda v: sum(v) > 1)
positive = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=12)


@given(incomes.flatmap(lambda v: st.tuples(
    st.just(v), st.lists(st.integers(0, 3), min_size=len(v), max_size=len(v)),
    st.lists(st.floats(0.1, 100), min_size=len(v), max_size=len(v)))))  # fmt: skip
def test_theil_splits_exactly_for_any_grouping(case):
    values, groups, people = (pd.Series(part) for part in case)
    for population in (None, people):
        split = theil_decomposition(values, groups, population)
        assert split.between + split.within == pytest.approx(split.total, abs=1e-9)
        assert split.total == pytest.approx(theil(values, population), abs=1e-9)
        assert split.between >= -1e-9
        assert (split.groups["theil"] >= -1e-9).all()
        assert split.groups["within"].sum() == pytest.approx(split.within)


@given(positive, st.floats(0.001, 1000))
def test_scale_invariance(values, factor):
    x = pd.Series(values)
    for measure in (theil, gini, cv, hhi, lambda v: atkinson(v, 0.5)):
        assert measure(x * factor) == pytest.approx(measure(x), abs=1e-9)


@given(positive, st.integers(2, 4))
def test_replication_invariance(values, times):
    x = pd.Series(values)
    copies = pd.Series(values * times)
    for measure in (theil, gini, lambda v: cv(v, ddof=0), lambda v: atkinson(v, 0.5)):
        assert measure(copies) == pytest.approx(measure(x), abs=1e-9)
    assert hhi(copies) == pytest.approx(hhi(x) / times)


@given(positive, st.randoms(use_true_random=False))
def test_permutation_invariance(values, random):
    x = pd.Series(values)
    order = list(x.index)
    random.shuffle(order)
    for measure in (theil, gini, cv, hhi):
        assert measure(x[order]) == pytest.approx(measure(x), abs=1e-12)


@given(positive)
def test_bounds(values):
    x, n = pd.Series(values), len(values)
    assert -1e-9 <= theil(x) <= np.log(n) + 1e-9
    assert -1e-9 <= gini(x) <= 1 - 1 / n + 1e-9
    assert 1 / n - 1e-9 <= hhi(x) <= 1 + 1e-9


@given(positive)
def test_a_transfer_from_rich_to_poor_lowers_inequality(values):
    x = pd.Series(values)
    poor, rich = x.idxmin(), x.idxmax()
    moved = x.copy()
    moved[poor] += (x[rich] - x[poor]) / 4
    moved[rich] -= (x[rich] - x[poor]) / 4
    for measure in (theil, gini, lambda v: cv(v, ddof=0)):
        assert measure(moved) <= measure(x) + 1e-9


X = pd.Series([1.0, 2.0], index=["a", "b"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cv(X, scale="interval"), "coefficient of variation needs a ratio scale.*zero"),
        (lambda: theil(X, scale="interval"), "Theil's T needs a ratio scale"),
        (lambda: gini(X, scale="ordinal"), "Gini needs a ratio scale.*'ordinal'"),
        (lambda: atkinson(X, 1, scale="interval"), "Atkinson needs a ratio scale"),
        (lambda: theil(X - 2), "non-negative.*a"),
        (lambda: theil(X * 0), "positive total"),
        (lambda: theil(X * np.nan), "at least one value"),
        (lambda: theil(X, X - 1), "population must be positive.*a"),
        (lambda: theil_decomposition(X, {"a": 1}), "no group for.*b"),
        (lambda: theil(pd.concat([X, X])), "duplicated unit.*a"),
        (lambda: cv(X * 0), "positive mean"),
        (lambda: cv(X.head(1)), "more than 1 unit"),
        (lambda: hhi(X * np.inf), "finite"),
        (lambda: cv(X.replace(1.0, np.inf)), "finite"),
        (lambda: atkinson(X, 0), "epsilon must be positive"),
        (lambda: atkinson(X - 1, 1), "Atkinson needs positive values.*a"),
        (lambda: hhi(X * 0), "positive total"),
        (lambda: hhi(X.head(1), normalised=True), "at least two"),
        (lambda: location_quotient(X.to_frame() * 0), "no positive total for region.*a"),
        (lambda: location_quotient(X.to_frame() - 2), "non-negative amounts"),
        (lambda: absolute_gap(X * np.nan), "at least one value"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
