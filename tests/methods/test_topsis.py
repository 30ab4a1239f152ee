import numpy as np
import pandas as pd
import pymcdm.methods
import pymcdm.normalizations
import pytest

from digitalbay.methods.topsis import topsis

from .published import TAI

WEIGHTS = pd.Series(1 / 8, index=TAI.columns)


@pytest.mark.parametrize(
    ("norm", "theirs"),
    [
        ("vector", pymcdm.normalizations.vector_normalization),
        ("minmax", pymcdm.normalizations.minmax_normalization),
    ],
)
def test_pymcdm_agrees(norm, theirs):
    directions = pd.Series(1, index=TAI.columns)
    method = pymcdm.methods.TOPSIS(theirs)
    expected = method(TAI.to_numpy(), WEIGHTS.to_numpy(), directions.to_numpy())
    np.testing.assert_allclose(topsis(TAI, WEIGHTS, directions, norm=norm)["closeness"], expected)


def test_by_hand():
    x = pd.DataFrame({"gain": [3.0, 4.0], "cost": [4.0, 3.0]}, index=["u", "v"])
    result = topsis(x, pd.Series({"gain": 0.5, "cost": 0.5}), {"gain": 1, "cost": -1})
    assert result.loc["v"].tolist() == pytest.approx([0, np.sqrt(0.02), 1])
    assert result.loc["u", "closeness"] == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: topsis(TAI.where(TAI["patents"] > 10), WEIGHTS), "complete data.*patents"),
        (lambda: topsis(TAI, WEIGHTS * 2), "sum to 1"),
        (lambda: topsis(TAI, WEIGHTS, norm="max"), "unknown norm.*max"),
        (lambda: topsis(TAI.assign(patents=0), WEIGHTS), "nothing but zeros.*patents"),
        (lambda: topsis(TAI * 0 + 1, WEIGHTS), "all units are alike"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
