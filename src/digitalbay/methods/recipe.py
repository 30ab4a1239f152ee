"""What a composite indicator is made by: one choice for every step, checked together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, imputation, kernels, normalise
from digitalbay.methods.tree import MEANS, ORDINAL

SCHEMES = ("framework", "equal", "flat", "entropy", "critic", "pca")
# Options that min-max alone takes, and their defaults.
OPTIONS = {"interval": (0.0, 1.0), "lower": None, "upper": None, "clip": False}


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
        "entropy", "critic" or "pca" from the data; or effective weights by indicator
    aggregate : "arithmetic", "geometric" or "harmonic", or a tuple of these from the
        lowest level to the index; or "borda", "copeland" or "kemeny" (Condorcet–Kemeny–Young–
        Levenglick) on all indicators below a node

    Raises
    ------
    ValueError
        An unknown choice, or choices that can't go together.

    Examples
    --------
    >>> Recipe(normalise="rank", aggregate="borda").aggregate
    'borda'
    """

    min_availability: float = 0.0
    impute: str = "none"
    groups: Mapping | pd.Series | None = None
    treat: bool = False
    normalise: str = "minmax"
    interval: tuple[float, float] = (0.0, 1.0)
    lower: Mapping | pd.Series | None = None
    upper: Mapping | pd.Series | None = None
    clip: bool = False
    weights: str | Mapping | pd.Series = "framework"
    aggregate: str | tuple[str, ...] = "arithmetic"

    def __post_init__(self) -> None:
        """Check the choices and that they go together."""
        _known("imputation", self.impute, imputation.METHODS)
        _known("normalisation", self.normalise, tuple(normalise.METHODS))
        ensure.number(self.min_availability, "min_availability", 0, 1)
        if isinstance(self.weights, str):
            _known("weights", self.weights, SCHEMES)
        else:
            object.__setattr__(self, "weights", _series(self.weights, "weight"))
        ensure.flag(self.treat, "treat")
        ensure.flag(self.clip, "clip")
        if not isinstance(self.aggregate, str | tuple | list):
            raise ValueError(f"unknown aggregation {self.aggregate!r}: expected a name or several")
        for rule in self.rules:
            _known("aggregation", rule, (*MEANS, *ORDINAL))
        normalise.rising(self.interval)
        self._check_goalposts()
        self._check_combination()

    def instead(self, **choices: Any) -> "Recipe":
        """Return the recipe with other choices, without the options that these don't take."""
        if choices.get("normalise", self.normalise) != "minmax":
            choices = {**OPTIONS, **choices}
        return replace(self, **choices)

    def _check_goalposts(self) -> None:
        for name in ("lower", "upper"):
            if getattr(self, name) is not None:
                posts = ensure.numeric(_series(getattr(self, name), "goalpost"))
                object.__setattr__(self, name, posts)
        if (self.lower is None) != (self.upper is None):
            raise ValueError("fixed goalposts need both lower and upper")
        if self.lower is not None:
            lower, upper = pd.Series(self.lower), pd.Series(self.upper)
            codes = lower.index.union(upper.index, sort=False)
            posts = pd.DataFrame({"lower": lower, "upper": upper}).reindex(codes)
            size = posts.abs().max(axis=1)
            bad = ~(posts["upper"] - posts["lower"] > kernels.ROUNDING * size)
            if bad.any():
                raise ValueError(f"goalposts need lower < upper, not so for {ensure.named(bad)}")
        elif self.clip:
            raise ValueError("clip needs goalposts: within its own range no score is cut off")
        if self.normalise != "minmax":
            given = [name for name, default in OPTIONS.items() if _differs(self, name, default)]
            if given:
                raise ValueError(
                    f"{self.normalise} normalisation takes no {' and no '.join(given)}"
                )

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules of aggregation from the lowest level to the index."""
        return (self.aggregate,) if isinstance(self.aggregate, str) else tuple(self.aggregate)

    def goalposts(self, codes: pd.Index) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Fixed goalposts in the order of codes, or None twice."""
        if self.lower is None:
            return None, None
        posts = (ensure.every(given, codes, "goalpost") for given in (self.lower, self.upper))
        return tuple(given.to_numpy() for given in posts)

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


def _series(given: Mapping | pd.Series, what: str) -> pd.Series:
    if not isinstance(given, Mapping | pd.Series):
        raise ValueError(f"expected one {what} by indicator, got {given!r}")
    return pd.Series(given)


def _differs(recipe: Recipe, name: str, default: Any) -> bool:
    value = getattr(recipe, name)
    return (
        value is not None if default is None else tuple(np.ravel(value)) != tuple(np.ravel(default))
    )
