"""TOPSIS: closeness to an ideal unit. Reference: Hwang & Yoon (1981)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from digitalbay.methods import ensure
from digitalbay.methods.normalise import minmax, orient


def topsis(
    x: pd.DataFrame,
    weights: pd.Series,
    directions: Mapping | pd.Series | None = None,
    *,
    norm: str = "vector",
) -> pd.DataFrame:
    """Closeness C = D- / (D+ + D-) to the best and worst value of each indicator.

    Parameters
    ----------
    x : DataFrame, units × indicators, complete
    weights : Series by indicator, sum 1
    directions : +1 or -1 by indicator; +1 by default
    norm : "vector" (x / root of the sum of squares) or "minmax"

    Returns
    -------
    DataFrame by unit: ``to_best`` D+, ``to_worst`` D-, ``closeness`` C (1 is best).

    Raises
    ------
    ValueError
        Missing values, unknown norm or direction, weights that don't sum to 1, an indicator of
        zeros, or units that are all alike.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 3.0]}, index=["u", "v", "w"])
    >>> topsis(x, pd.Series({"a": 0.5, "b": 0.5}))["closeness"].round(2).to_dict()
    {'u': 0.27, 'v': 0.24, 'w': 1.0}
    """
    x = ensure.complete(x, "TOPSIS")
    weights = ensure.weights(weights, x.columns)
    x = x if directions is None else orient(x, directions)
    if norm == "vector":
        length = np.sqrt((x**2).sum())
        if (length == 0).any():
            raise ValueError(f"TOPSIS: nothing but zeros in {ensure.named(length == 0)}")
        v = x / length * weights
    elif norm == "minmax":
        v = minmax(x) * weights
    else:
        raise ValueError(f"unknown norm {norm!r}: expected vector or minmax")
    best = np.sqrt(((v - v.max()) ** 2).sum(axis=1))
    worst = np.sqrt(((v - v.min()) ** 2).sum(axis=1))
    if ensure.constant(x.loc[:, weights > 0]).all():
        raise ValueError("TOPSIS: all units are alike")
    closeness = worst / (best + worst)
    return pd.DataFrame({"to_best": best, "to_worst": worst, "closeness": closeness})
