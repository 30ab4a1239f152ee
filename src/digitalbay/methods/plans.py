"""Plans against outturns, and the lags with which a novelty spreads.

Reference: Rogers (2003) *Diffusion of Innovations*, 5th ed., for adoption over time. The ratios
and gaps of plans are this project's own plain definitions.
"""

from collections.abc import Mapping
from numbers import Real

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels


def plan_ratios(
    plan: pd.Series,
    outturn: pd.Series,
    baseline: Mapping | pd.Series | None = None,
    direction: Mapping | pd.Series | None = None,
) -> pd.DataFrame:
    """Plan against outturn, target by target.

    Parameters
    ----------
    plan, outturn : Series by target, same unit of measurement; an outturn may be missing
    baseline : Series by target, level when the plan was made; optional
    direction : +1 if the plan is a floor (more is better), -1 if it is a ceiling; +1 by default

    Returns
    -------
    DataFrame by target: ``ratio`` outturn / plan (missing for a plan of zero), ``gap``
    outturn - plan, ``progress`` (outturn - baseline) / (plan - baseline) (missing without
    baseline or planned change), and ``met`` (missing where the outturn is).

    Raises
    ------
    ValueError
        Unknown direction, an outturn without plan, or a missing plan.

    Examples
    --------
    >>> plan_ratios(pd.Series({"stations": 22.0}), pd.Series({"stations": 24.2}))["ratio"].round(2)
    stations    1.1
    Name: ratio, dtype: float64
    """
    plan, outturn = ensure.numeric(plan), ensure.numeric(outturn)
    if plan.isna().any():
        raise ValueError(f"no plan for {ensure.named(plan.isna())}")
    extra = outturn.index.difference(plan.index).tolist()
    if extra:
        raise ValueError(f"outturns without plan: {extra}")
    outturn = outturn.reindex(plan.index)
    start, sign = pd.Series(np.nan, plan.index), pd.Series(1, plan.index)
    if baseline is not None:
        given = ensure.some(baseline, plan.index, "baseline", "target")
        start = ensure.numeric(given).reindex(plan.index)
    if direction is not None:
        sign = ensure.every(direction, plan.index, "direction", "target")
    bad = ~sign.isin([1, -1])
    if bad.any():
        raise ValueError(f"unknown direction {sign[bad].to_dict()}: expected 1 or -1")
    planned = plan - start
    planned = planned.where(planned.abs() > kernels.ROUNDING * plan.abs())
    # An outturn that misses its plan by rounding only meets it.
    met = (sign * (outturn - plan) >= -kernels.ROUNDING * plan.abs()).astype("boolean")
    return pd.DataFrame(
        {
            "ratio": outturn / plan.where(plan != 0),
            "gap": outturn - plan,
            "progress": (outturn - start) / planned,
            "met": met.mask(outturn.isna()),
        }
    )


def diffusion_lags(adopted: pd.Series, origin: pd.Timestamp | None = None) -> pd.DataFrame:
    """How long after the origin each unit adopted.

    Parameters
    ----------
    adopted : Series of dates by unit; missing if it hasn't
    origin : date from which lags count; the first adoption by default

    Returns
    -------
    DataFrame by unit, in order of adoption: ``date``, ``lag`` in days, ``order`` (ties
    share the first), ``share`` of all units that had adopted by then. Units that haven't
    stay missing, and count in the shares.

    Raises
    ------
    ValueError
        Duplicated unit, a date that can't be read, one before the origin, or no adoption at all.

    Examples
    --------
    >>> adopted = pd.to_datetime(pd.Series({"v": "2020-01-01", "w": "2020-03-01", "x": None}))
    >>> diffusion_lags(adopted)["lag"].dropna().to_dict()
    {'v': 0.0, 'w': 60.0}
    """
    ensure.no_duplicates(adopted.index, "unit")
    if numbers := [unit for unit, day in adopted.dropna().items() if isinstance(day, Real)]:
        # They would count nanoseconds.
        raise ValueError(f"expected dates of adoption, not numbers: {numbers}")
    try:
        dates = pd.to_datetime(adopted)
    except (TypeError, ValueError) as error:
        raise ValueError(f"expected dates of adoption: {error}") from error
    if dates.isna().all():
        raise ValueError("no unit has adopted: no lag to measure")
    origin = dates.min() if origin is None else pd.Timestamp(origin)
    early = dates < origin
    if early.any():
        raise ValueError(f"{ensure.named(early)} adopted before the origin, {origin:%Y-%m-%d}")
    table = pd.DataFrame({"date": dates, "lag": (dates - origin).dt.days})
    table["order"] = dates.rank(method="min")
    table["share"] = dates.rank(method="max") / len(dates)
    return table.sort_values("date", kind="stable")


def time_to_share(adopted: pd.Series, share: float = 0.5) -> float:
    """Days from the first adoption until a share of all units had adopted.

    Units that haven't adopted count in the base; infinite if the share wasn't reached.

    >>> adopted = pd.to_datetime(pd.Series({"v": "2020-01-01", "w": "2020-03-01"}))
    >>> time_to_share(adopted, 1.0)
    60.0
    """
    if not 0 < ensure.number(share, "share") <= 1:
        raise ValueError(f"share is above 0 and at most 1, got {share}")
    table = diffusion_lags(adopted)
    reached = table["lag"][table["share"] >= share - 1e-12]
    return float(reached.min()) if len(reached) else np.inf
