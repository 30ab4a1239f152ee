"""What must not change a result, over all public methods: order, units of measure, twins."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from digitalbay import methods as m

from .calls import CELLS, CODES, NUMBERS, SCORES, WEIGHTS

EVERY = SCORES | CELLS | WEIGHTS | NUMBERS
# Measured in hundredths, so that nothing is near a tie without being one.
values = hnp.arrays(
    float, (5, 3), elements=st.integers(1, 10_000).map(lambda v: v / 100), unique=True
)
factors = st.lists(st.floats(1e-6, 1e6), min_size=3, max_size=3)
quick = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def table(array: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(array, list("uvwxy"), CODES)


def result(call, x: pd.DataFrame):
    """What comes out, or the first words of the refusal."""
    try:
        return call(x)
    except ValueError as error:
        return str(error)[:12]


def same(found, expected, name: str) -> None:
    if isinstance(expected, str) or isinstance(found, str):
        assert found == expected, name
    elif isinstance(expected, pd.DataFrame | pd.Series):
        np.testing.assert_allclose(
            found.reindex_like(expected), expected, rtol=1e-6, atol=1e-8, err_msg=name
        )
    else:
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-8), name


def untied(index: pd.Series) -> bool:
    """Whether no two scores are so near that another order of adding them may tie them."""
    return bool(np.diff(np.sort(index.to_numpy())).min() > 1e-9)


@pytest.mark.parametrize("name", EVERY)
@quick
@given(values, st.permutations(range(5)))
def test_order_of_units(name, array, order):
    x = table(array)
    if name == "leave_one_out" and not all(untied(m.composite(x, t).index) for t in TREES):
        return
    found, expected = result(EVERY[name], x.iloc[order]), result(EVERY[name], x)
    same(found, expected, name)


@pytest.mark.parametrize(
    "name", [n for n in SCORES | CELLS | WEIGHTS | {"alpha": 0} if n != "smaa"]
)
@quick
@given(values, st.permutations(CODES))
def test_order_of_indicators(name, array, order):
    call = NUMBERS["cronbach_alpha"] if name == "alpha" else EVERY[name]
    x = table(array)
    if name == "leave_one_out" and not all(untied(m.composite(x, t).index) for t in TREES):
        return
    same(result(call, x[order]), result(call, x), name)


# The Theil family and its like need one unit for all; the others take indicators of any.
UNITS = [n for n in SCORES | CELLS | WEIGHTS if n != "ranked"] + ["cronbach_alpha"]


@pytest.mark.parametrize("name", UNITS)
@quick
@given(values, factors)
def test_units_of_measure(name, array, scale):
    x = table(array)
    if name == "leave_one_out" and not all(untied(m.composite(x, t).index) for t in TREES):
        return
    same(result(EVERY[name], x * scale), result(EVERY[name], x), name)


@pytest.mark.parametrize("name", [*NUMBERS, "ranked"])
@quick
@given(values, st.sampled_from([1e-60, 1e-11, 1e-3, 7.0, 1e9, 1e60]))
def test_one_unit_for_all(name, array, factor):
    x = table(array)
    same(result(EVERY[name], x * factor), result(EVERY[name], x), name)


TREES = [m.Framework(pd.DataFrame({"code": ["i", *codes], "parent": [None, *["i"] * len(codes)]}))
         for codes in (["a", "b"], ["b", "c"], ["a", "c"])]  # fmt: skip
# A distribution is one of shares: to have every unit twice changes nothing.
REPLICATED = [
    "theil",
    "mean_log_deviation",
    "generalised_entropy",
    "gini",
    "atkinson",
    "atkinson, 1",
    "atkinson, 2",
]


@pytest.mark.parametrize("name", REPLICATED)
@quick
@given(values)
def test_every_unit_twice(name, array):
    x = table(array)
    twice = pd.concat([x, x.rename(str.upper)])
    same(NUMBERS[name](twice), NUMBERS[name](x), name)


TWINS = [name for name in SCORES if name != "composite, treated"]


@pytest.mark.parametrize("name", TWINS)
@quick
@given(values, st.sampled_from("uvwxy"))
def test_twins_score_alike(name, array, unit):
    x = table(array)
    found = result(SCORES[name], pd.concat([x, x.loc[[unit]].rename({unit: "twin"})]))
    if not isinstance(found, str):
        assert found["twin"] == pytest.approx(found[unit], rel=1e-12, abs=1e-12)
        assert m.ranked(found)["twin"] == m.ranked(found)[unit]


# With goalposts of their own data, or none, a twin of one unit doesn't move the others.
UNMOVED = [
    "composite", "composite by geometric means", "topsis of min-max", "coupling_degree",
    "coupling_coordination", "arithmetic", "geometric", "harmonic",
]  # fmt: skip


@pytest.mark.parametrize("name", UNMOVED)
@quick
@given(values, st.sampled_from("uvwxy"))
def test_twins_move_no_one(name, array, unit):
    x = table(array)
    found = result(SCORES[name], pd.concat([x, x.loc[[unit]].rename({unit: "twin"})]))
    expected = result(SCORES[name], x)
    same(found if isinstance(found, str) else found.drop("twin"), expected, name)
