import numpy as np
import pandas as pd
import pytest

from digitalbay.methods.imputation import impute, impute_panel

X = pd.DataFrame({"a": [1.0, 2.0, 6.0, np.nan], "b": [1.0, 1.0, 1.0, 1.0]}, index=list("uvwx"))
GROUPS = {"u": "east", "v": "west", "w": "west", "x": "west"}
PANEL = pd.DataFrame(
    {"a": [1.0, np.nan, 3.0, np.nan, np.nan, 5.0]},
    index=pd.MultiIndex.from_tuples(
        [("u", 2018), ("u", 2019), ("u", 2022), ("v", 2018), ("v", 2019), ("v", 2022)]
    ),
)


@pytest.mark.parametrize(
    ("method", "value"),
    [("none", np.nan), ("mean", 3), ("median", 2), ("group_mean", 4), ("group_median", 4)],
)
def test_each_method_fills_from_the_right_units(method, value):
    filled = impute(X, method, GROUPS if method.startswith("group") else None)
    assert filled.loc["x", "a"] == pytest.approx(value, nan_ok=True)
    assert filled.drop(index="x").equals(X.drop(index="x"))


def test_latest_value_is_carried_forward_within_the_unit():
    filled = impute_panel(PANEL, "latest")["a"]
    assert filled.tolist()[:3] == [1, 1, 3]
    assert filled.isna().tolist() == [False, False, False, True, True, False]


def test_interpolation_follows_the_distance_in_time():
    filled = impute_panel(PANEL, "interpolate")["a"]
    assert filled.tolist()[:3] == pytest.approx([1, 1.5, 3])
    assert filled.isna().tolist()[3:] == [True, True, False]


def test_order_of_the_panel_does_not_matter():
    shuffled = PANEL.iloc[[2, 5, 0, 3, 1, 4]]
    for method in ("latest", "interpolate"):
        expected = impute_panel(PANEL, method).loc[shuffled.index]
        pd.testing.assert_frame_equal(impute_panel(shuffled, method), expected)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: impute(X, "mode"), "unknown imputation.*mode"),
        (lambda: impute(X, "group_mean"), "group of each unit"),
        (lambda: impute(X, "group_mean", {"u": 1}), "no group for.*v"),
        (lambda: impute(X, "group_mean", GROUPS | {"x": "south"}), "impute.*a.*of.*x"),
        (lambda: impute(X[["a"]], "mean"), "no value at all for unit.*x"),
        (lambda: impute(X * [np.nan, 1], "mean"), "no value at all for indicator.*a"),
        (lambda: impute_panel(X, "latest"), "unit, time"),
        (lambda: impute_panel(PANEL, "spline"), "unknown method.*spline"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
