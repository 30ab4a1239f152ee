"""Sigma and beta convergence.

References: Barro & Sala-i-Martin (1992) J. Political Economy 100(2); Young, Higgins & Levy (2008)
J. Money, Credit and Banking 40(5): beta convergence doesn't imply sigma convergence.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from digitalbay.methods import ensure, kernels
from digitalbay.methods.distribution import absolute_gap, cv


def sigma_convergence(panel: pd.DataFrame, *, ddof: int = 1, scale: str = "ratio") -> pd.DataFrame:
    """Dispersion between units over time.

    Parameters
    ----------
    panel : DataFrame, units × times, positive; only units with every time count, so that times
        compare
    ddof : of the standard deviations
    scale : must be "ratio" (use `absolute_gaps` for index points)

    Returns
    -------
    DataFrame by time: ``n``, ``sd_log``, ``cv``.

    Examples
    --------
    >>> panel = pd.DataFrame({2020: [1.0, 4.0], 2021: [2.0, 4.0]}, index=["v", "w"])
    >>> sigma_convergence(panel)["cv"].round(3).to_dict()
    {2020: 0.849, 2021: 0.471}
    """
    ensure.ratio_scale(scale, "sigma convergence")
    panel = ensure.table(panel).dropna()
    if ddof not in (0, 1):
        raise ValueError(f"ddof is 1 for a sample and 0 for a population, got {ddof!r}")
    if len(panel) < 2:
        raise ValueError("sigma convergence needs two units with a value at every time")
    for time in panel:
        ensure.positive(panel[time], f"sigma convergence ({time})")
    return pd.DataFrame(
        {
            "n": len(panel),
            "sd_log": np.log(panel).std(ddof=ddof),
            "cv": panel.apply(cv, ddof=ddof),
        }
    )


def absolute_gaps(panel: pd.DataFrame) -> pd.DataFrame:
    """`absolute_gap` at each time of a panel (units × times), any scale.

    Only units with every time count, so that times compare.

    >>> panel = pd.DataFrame({2020: [2.0, 8.0], 2021: [4.0, 7.0]}, index=["v", "w"])
    >>> absolute_gaps(panel)["range"].to_dict()
    {2020: 6.0, 2021: 3.0}
    """
    complete = ensure.table(panel).dropna()
    if complete.empty:
        raise ValueError("absolute gaps need a unit with a value at every time")
    return complete.apply(absolute_gap).T


class Beta(NamedTuple):
    """Result of `beta_convergence`.

    slope, intercept : of annual growth on initial log level; stderr, p : of the slope;
    speed : lambda, share of the gap closed per year (negative for divergence);
    half_life : ln 2 / lambda in years, infinite without convergence; n, r2. Where growth is the
    same everywhere, stderr, p and r2 are missing.
    """

    slope: float
    intercept: float
    stderr: float
    p: float
    speed: float
    half_life: float
    r2: float
    n: int


def beta_convergence(
    initial: pd.Series, final: pd.Series, years: float, *, scale: str = "ratio"
) -> Beta:
    """Unconditional beta convergence: (1/T) ln(y_T / y_0) = a + b ln y_0.

    The speed is lambda = -ln(1 + bT) / T, missing if 1 + bT isn't positive.

    Parameters
    ----------
    initial, final : Series by unit, positive; units without both are dropped
    years : T, time between them
    scale : must be "ratio"

    Raises
    ------
    ValueError
        Fewer than three units, a value or a time that isn't positive, equal initial levels.

    Examples
    --------
    >>> first = pd.Series({"u": 1.0, "v": 2.0, "w": 4.0})
    >>> last = pd.Series({"u": 2.0, "v": 3.0, "w": 5.0})
    >>> round(beta_convergence(first, last, 10).slope, 4)
    -0.0339
    """
    ensure.ratio_scale(scale, "beta convergence")
    if not ensure.number(years, "years") > 0:
        raise ValueError(f"years must be positive, got {years}")
    pair = {"initial": ensure.numeric(initial), "final": ensure.numeric(final)}
    both = pd.DataFrame(pair).dropna()
    if len(both) < 3:
        raise ValueError(f"beta convergence needs at least three units with both, got {len(both)}")
    for name in both:
        ensure.positive(both[name], f"beta convergence ({name})")
    level = np.log(both["initial"])
    if ensure.constant(both)["initial"] or kernels.constant(level.to_numpy()):
        raise ValueError("beta convergence needs initial levels that differ")
    growth = np.log(both["final"] / both["initial"]) / years
    fit = stats.linregress(level, growth)
    left = 1 + fit.slope * years
    speed = float(-np.log(left) / years) if left > 0 else np.nan
    half_life = np.log(2) / speed if speed > 0 else np.nan if np.isnan(speed) else np.inf
    return Beta(
        float(fit.slope),
        float(fit.intercept),
        float(fit.stderr),
        float(fit.pvalue),
        speed,
        float(half_life),
        float(fit.rvalue**2),
        len(both),
    )
