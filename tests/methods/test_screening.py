import pandas as pd
import pytest

from digitalbay.methods.screening import availability, denominate, screen

X = pd.DataFrame(
    {"a": [1.0, 2.0, None, 4.0], "b": [1.0, None, None, 3.0], "c": [5.0, 6.0, 7.0, 8.0]},
    index=list("uvwx"),
)


def test_availability_by_unit_and_group():
    shares = availability(X, {"a": "soft", "b": "soft", "c": "hard"})
    assert shares["all"].tolist() == pytest.approx([1, 2 / 3, 1 / 3, 1])
    assert shares["soft"].tolist() == [1, 0.5, 0, 1]
    assert shares["hard"].tolist() == [1, 1, 1, 1]


def test_indicators_are_screened_before_units():
    assert screen(X).equals(X)
    assert screen(X, min_unit=2 / 3).index.tolist() == ["u", "v", "x"]
    kept = screen(X, min_indicator=0.75, min_unit=1)
    assert kept.columns.tolist() == ["a", "c"]
    assert kept.index.tolist() == ["u", "v", "x"]


def test_denominate_divides_named_indicators_only():
    size = pd.DataFrame({"people": [10.0, 20, 30, 40]}, index=list("uvwx"))
    rates = denominate(X, size, {"c": "people"}, per=10_000)
    assert rates["c"].tolist() == pytest.approx([5000, 3000, 7e4 / 30, 2000])
    assert rates[["a", "b"]].equals(X[["a", "b"]])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: screen(X, min_unit=80), "min_unit must be a number from 0 to 1.*80"),
        (lambda: screen(X[["b"]]), "no value at all for unit.*v.*w"),
        (lambda: screen(X * float("nan"), min_indicator=0.5), "no indicator has 50%"),
        (lambda: screen(X[["b"]].drop(index=["u", "x"]), min_unit=0.5), "no unit has 50%"),
        (lambda: availability(X, {"a": 1}), "no group for.*b.*c"),
        (lambda: denominate(X, X, {"z": "a"}), "unknown indicator.*z"),
        (lambda: denominate(X, X, {"a": "people"}), "unknown denominator.*people"),
        (lambda: denominate(X, X.drop(index="u"), {"a": "c"}), "unknown unit.*u"),
        (lambda: denominate(X, X * 0, {"a": "c"}), "positive.*c"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
