import numpy as np
import pandas as pd
import pytest

from digitalbay.methods.treatment import log_shifted, treat, winsorise

EVEN = np.arange(20.0)


def test_an_unremarkable_indicator_is_left_alone():
    result = treat(pd.DataFrame({"a": EVEN}))
    assert result.data["a"].tolist() == EVEN.tolist()
    assert result.report.loc["a", ["treatment", "n_winsorised", "passes"]].tolist() == ["", 0, True]


def test_coinr_example():
    # Becker et al. (2022) COINr, vignette on outlier treatment: 1 to 10, 30 and 100.
    result = treat(pd.DataFrame({"x": [*range(1, 11), 30, 100]}))
    assert result.report.loc["x", "skewness"] == pytest.approx(3.063241, abs=1e-6)
    assert result.report.loc["x", "kurtosis"] == pytest.approx(9.741391, abs=1e-6)
    assert result.data["x"].tolist() == [*range(1, 11), 30, 30]


def test_one_outlier_is_pulled_in_to_the_next_value():
    x = pd.DataFrame({"a": [*EVEN, 1000], "b": [*EVEN, -1000]})
    result = treat(x)
    assert result.data["a"].iloc[-1] == 19
    assert result.data["b"].iloc[-1] == 0
    assert result.report["n_winsorised"].tolist() == [1, 1]
    assert result.report["passes"].all()


def test_winsorising_stops_at_its_limit_and_logs_take_over():
    # Six far points: winsorising five cannot mend it.
    x = pd.Series([*np.linspace(0, 1, 300), 1e3, 2e3, 4e3, 8e3, 1.6e4, 3.2e4])
    assert winsorise(x)[1] == 5
    result = treat(x.to_frame("a"))
    assert result.report.loc["a", "treatment"] == "log"
    np.testing.assert_allclose(result.data["a"], log_shifted(x))


def test_logs_start_at_one_per_cent_of_the_range():
    # Becker et al. (2022), COINr: ln(x - min + 0.01 (max - min)).
    assert log_shifted(pd.Series([-1.0, 1.0])).tolist() == pytest.approx(np.log([0.02, 2.02]))


def test_order_of_units_is_kept_and_missing_stays():
    x = pd.DataFrame({"a": [*EVEN, 1000, 900, np.nan]})
    treated = treat(x).data["a"]
    assert (treated[x["a"].sort_values().index].diff().dropna() >= 0).all()
    assert treated.isna().sum() == 1


def test_few_or_equal_values_pass():
    report = treat(pd.DataFrame({"a": [1.0, 1, 1, 1, 1], "b": [1, 9, np.nan, np.nan, 1]})).report
    assert report["passes"].all()
