import pandas as pd
import pytest

from digitalbay.methods.pmc import pmc_index

# Constructed from the definition of Ruiz Estrada (2011) J. Policy Modeling 33(3).
ANSWERS = [
    [1, 1, 0, 1], [1, 0, 0], [1, 1, 1, 1, 1], [1, 0], [1, 1, 1, 0],
    [0, 1, 1], [1, 1], [1, 1, 0, 0, 1], [1, 1, 1], [1],
]  # fmt: skip
CODES = {f"X{i}.{j}": v for i, row in enumerate(ANSWERS, 1) for j, v in enumerate(row, 1)}
POLICY = pd.DataFrame([CODES], index=["policy"])
VARIABLES = {code: code.split(".")[0] for code in CODES}


def test_shares_add_up():
    result = pmc_index(POLICY, VARIABLES).loc["policy"]
    shares = [0.75, 1 / 3, 1, 0.5, 0.75, 2 / 3, 1, 0.6, 1, 1]
    assert result.tolist()[:10] == pytest.approx(shares)
    assert result["PMC"] == pytest.approx(7.6)
    assert result["grade"] == "excellent"


def test_grades_are_shares_of_the_number_of_variables():
    nine = POLICY.drop(columns="X10.1")
    result = pmc_index(nine, VARIABLES).loc["policy"]
    assert result["PMC"] == pytest.approx(6.6)
    assert result["grade"] == "excellent"  # 73 % of 9, though below 7
    for value, grade in ((1, "perfect"), (0, "poor")):
        assert pmc_index(POLICY * 0 + value, VARIABLES).loc["policy", "grade"] == grade


def test_errors():
    with pytest.raises(ValueError, match=r"0 or 1 everywhere.*X1\.1"):
        pmc_index(POLICY * 2, VARIABLES)
    with pytest.raises(ValueError, match=r"no variable for.*X10\.1"):
        pmc_index(POLICY, {k: v for k, v in VARIABLES.items() if v != "X10"})
