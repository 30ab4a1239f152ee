import numpy as np
import pandas as pd
import pytest
from esda.moran import Moran as EsdaMoran
from libpysal.weights import W

from digitalbay.methods.spatial import moran

UNITS = list("abcdefghi")
X = pd.Series(range(1, 10), index=UNITS, dtype=float)


def rook():
    """Neighbours on a 3 × 3 lattice."""
    w = pd.DataFrame(0.0, index=UNITS, columns=UNITS)
    for i in range(9):
        for j in range(9):
            near = abs(i // 3 - j // 3) + abs(i % 3 - j % 3)
            w.iloc[i, j] = float(near == 1)
    return w


def test_pysal_lattice():
    # PySAL esda, tests of Moran: variances and expectation on a 3 × 3 rook lattice.
    result = moran(X, rook())
    assert result.statistic == pytest.approx(0.5, abs=1e-9)
    assert result.expected == -0.125
    assert result.variance_normal == pytest.approx(0.053125, abs=1e-9)
    assert result.variance_random == pytest.approx(0.0596875, abs=1e-9)


def test_esda_agrees():
    rng = np.random.default_rng(0)
    x = pd.Series(rng.normal(size=9), index=UNITS)
    w = rook().div(rook().sum(axis=1), axis=0)
    pysal = W(
        {u: list(w.columns[w.loc[u] > 0]) for u in UNITS},
        {u: list(w.loc[u][w.loc[u] > 0]) for u in UNITS},
        silence_warnings=True,
    )
    theirs = EsdaMoran(x.to_numpy(), pysal, transformation="O", permutations=0)
    ours = moran(x, w)
    assert ours.statistic == pytest.approx(theirs.I)
    assert ours.variance_normal == pytest.approx(theirs.VI_norm)
    assert ours.variance_random == pytest.approx(theirs.VI_rand)
    assert 2 * ours.p_normal == pytest.approx(theirs.p_norm)


def test_st_louis_homicides():
    # PySAL esda, tests of Moran: HR8893 of St Louis counties, row-standardised contiguity.
    from libpysal import examples
    from libpysal import io as pysal_io

    file = pysal_io.open(examples.get_path("stl.gal"))
    gal = file.read()
    file.close()
    gal.transform = "r"
    homicides = pd.read_csv(examples.get_path("stl_hom.txt"), skiprows=1)["HR8893"]
    x = pd.Series(homicides.to_numpy(), index=gal.id_order, dtype=float)
    w = pd.DataFrame(gal.full()[0], index=gal.id_order, columns=gal.id_order)
    result = moran(x, w, n_random=999)
    assert result.statistic == pytest.approx(0.2436558262177166, abs=1e-9)
    assert result.p_normal == pytest.approx(0.00013573931385468807, abs=1e-9)
    assert result.p < 0.01


def test_permutations_tell_order_from_disorder():
    assert moran(X, rook()).p < 0.02
    mixed = pd.Series([5.0, 1, 2, 7, 3, 9, 8, 4, 6], index=UNITS)
    assert moran(mixed, rook()).p > 0.1
    chess = pd.Series([1.0, 0, 1, 0, 1, 0, 1, 0, 1], index=UNITS)
    result = moran(chess, rook())
    assert result.statistic < result.expected
    assert result.p < 0.05


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: moran(X.head(8), rook()), "same units"),
        (lambda: moran(X * 0, rook()), "values that vary"),
        (lambda: moran(X.where(X > 1), rook()), "complete values"),
        (lambda: moran(X, rook() * 0), "not all zero"),
        (lambda: moran(X, rook() + 1), "zero on the diagonal"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
