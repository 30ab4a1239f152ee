"""What a composite indicator is made by: one choice for every step, checked together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from digitalbay.methods import imputation, normalise
from digitalbay.methods.tree import MEANS, ORDINAL

SCHEMES = ("framework", "equal", "flat", "entropy", "critic", "pca")


@dataclass(frozen=True, eq=False)
class Recipe:
    """Choices for `composite`.

    Parameters
    ----------
    min_availability : share of indicators a unit must have to be kept
    impute : see `imputation.impute`; ``groups`` is the group of each unit
    treat : treat outliers (`treatment.treat`)
    normalise : "minmax", "zscore", "distance" (ratio to the mean), "rank", "percentile" or
        "categorical"; for min-max, ``interval`` of the scores, fixed or pooled goalposts
        ``lower`` and ``upper`` by indicator (own range if not given), ``clip``
    weights : "framework"; "equal" (within siblings); "flat" (every indicator alike);
        "entropy", "critic" or "pca" from the data; or a Series of effective weights
    aggregate : "arithmetic", "geometric" or "harmonic", or a tuple of these from the
        lowest level to the index; or "borda", "copeland" or "kemeny" (Condorcet–Kemeny–Young–
        Levenglick) on all indicators below a node

    Raises
    ------
    ValueError
        An unknown choice, or choices that can't go together.
    """

    min_availability: float = 0.0
    impute: str = "none"
    groups: Mapping | pd.Series | None = None
    treat: bool = False
    normalise: str = "minmax"
    interval: tuple[float, float] = (0.0, 1.0)
    lower: pd.Series | None = None
    upper: pd.Series | None = None
    clip: bool = False
    weights: str | pd.Series = "framework"
    aggregate: str | tuple[str, ...] = "arithmetic"

    def __post_init__(self) -> None:
        """Check the choices and that they go together."""
        _known("imputation", self.impute, imputation.METHODS)
        _known("normalisation", self.normalise, tuple(normalise.METHODS))
        if isinstance(self.weights, str):
            _known("weights", self.weights, SCHEMES)
        for rule in self.rules:
            _known("aggregation", rule, (*MEANS, *ORDINAL))
        if not self.interval[0] < self.interval[1]:
            raise ValueError(f"interval must be (low, high) with low < high, got {self.interval}")
        if (self.lower is None) != (self.upper is None):
            raise ValueError("fixed goalposts need both lower and upper")
        self._check_combination()

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules of aggregation from the lowest level to the index."""
        return (self.aggregate,) if isinstance(self.aggregate, str) else tuple(self.aggregate)

    def goalposts(self, codes: pd.Index) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Fixed goalposts in the order of codes, or None twice."""
        if self.lower is None:
            return None, None
        posts = pd.DataFrame({"lower": self.lower, "upper": self.upper}).reindex(codes)
        absent = posts.index[posts.isna().any(axis=1)].tolist()
        if absent:
            raise ValueError(f"no goalposts for {absent}")
        return posts["lower"].to_numpy(), posts["upper"].to_numpy()

    def _check_combination(self) -> None:
        ordinal = [rule for rule in self.rules if rule in ORDINAL]
        if not self.rules or (ordinal and len(self.rules) > 1):
            raise ValueError(
                f"impossible combination: aggregation {self.rules}; an ordinal rule stands alone"
            )
        products = [rule for rule in self.rules if rule in ("geometric", "harmonic")]
        if not products:
            return
        if self.normalise == "zscore":
            raise ValueError(
                f"impossible combination: {products[0]} aggregation with z-scores, "
                "of which some are always negative"
            )
        if self.normalise == "minmax" and self.lower is None and self.interval[0] <= 0:
            raise ValueError(
                f"impossible combination: {products[0]} aggregation with min-max on "
                f"{self.interval}, as the lowest unit of any indicator would score 0 overall; "
                "use a positive interval such as (1, 100), or fixed goalposts"
            )
        if self.normalise == "categorical":
            raise ValueError(
                f"impossible combination: {products[0]} aggregation with categorical scores, "
                "of which some are 0"
            )


def _known(what: str, choice: str, choices: tuple) -> None:
    if choice not in choices:
        raise ValueError(f"unknown {what} {choice!r}: expected one of {choices}")
