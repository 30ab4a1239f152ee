import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitalbay.methods.convergence import absolute_gaps, beta_convergence, sigma_convergence

from .published import MEXICO

PANEL = MEXICO.drop(columns="region").astype(float)


def test_mexican_states():
    # Formulas of Barro & Sala-i-Martin (1992) on the data of Rey (2004); no value was published, so
    # these hold the calculation still: beta convergence, and sigma divergence after 1980.
    cv = [0.708521, 0.614774, 0.484692, 0.464605, 0.45537, 0.48989, 0.484807]
    sd = [0.630004, 0.503854, 0.443768, 0.465105, 0.43878, 0.444543, 0.458429]
    assert sigma_convergence(PANEL, ddof=0)["cv"].tolist() == pytest.approx(cv, abs=1e-5)
    assert sigma_convergence(PANEL)["sd_log"].tolist() == pytest.approx(sd, abs=1e-5)
    beta = beta_convergence(PANEL[1940], PANEL[2000], 60)
    assert beta.slope == pytest.approx(-0.0072548, abs=1e-7)
    assert beta.intercept == pytest.approx(0.08228927, abs=1e-7)
    assert beta.speed == pytest.approx(0.009523995, abs=1e-8)
    assert beta.half_life == pytest.approx(np.log(2) / 0.009523995, rel=1e-5)
    assert beta.n == 32


@given(st.floats(0.001, 0.2), st.integers(1, 50))
def test_known_speed_comes_back(speed, years):
    # Every gap to a common level closes at the given speed.
    initial = pd.Series([1.0, 2.0, 5.0, 11.0])
    final = np.exp(3 + (np.log(initial) - 3) * np.exp(-speed * years))
    beta = beta_convergence(initial, final, years)
    assert beta.speed == pytest.approx(speed)
    assert beta.half_life == pytest.approx(np.log(2) / speed)


def test_divergence_has_no_half_life():
    initial = pd.Series([1.0, 2.0, 4.0])
    beta = beta_convergence(initial, initial**1.5, 10)
    assert beta.speed < 0
    assert beta.half_life == np.inf


def test_overshooting_has_no_speed():
    initial = pd.Series([1.0, 2.0, 4.0])
    beta = beta_convergence(initial, 1 / initial, 10)
    assert np.isnan(beta.speed)
    assert np.isnan(beta.half_life)


def test_only_units_with_every_time_count():
    holed = PANEL.copy()
    holed.loc["Chiapas", 1970] = np.nan
    pd.testing.assert_frame_equal(
        sigma_convergence(holed), sigma_convergence(PANEL.drop(index="Chiapas"))
    )
    assert (absolute_gaps(holed)["n"] == 31).all()


def test_index_points_may_converge_in_proportion_and_part_in_points():
    points = pd.DataFrame({2011: [50.0, 80], 2023: [300.0, 360]}, index=["a", "b"])
    gaps = absolute_gaps(points)
    assert gaps["range"].tolist() == [30, 60]
    assert sigma_convergence(points)["cv"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sigma_convergence(PANEL, scale="interval"), "sigma convergence needs a ratio"),
        (lambda: sigma_convergence(PANEL.head(1)), "two units"),
        (lambda: sigma_convergence(PANEL - 5000), r"sigma convergence \(1940\) needs positive"),
        (lambda: beta_convergence(PANEL[1940], PANEL[2000], 0), "years must be positive"),
        (lambda: beta_convergence(PANEL[1940].head(2), PANEL[2000], 60), "three units"),
        (lambda: beta_convergence(PANEL[1940] * 0 + 1, PANEL[2000], 60), "that differ"),
        (lambda: beta_convergence(PANEL[1940] * 0, PANEL[2000], 60), "needs positive"),
        (
            lambda: beta_convergence(PANEL[1940], PANEL[2000], 60, scale="interval"),
            "beta convergence needs a ratio",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
