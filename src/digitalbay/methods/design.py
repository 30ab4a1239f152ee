"""The joint design: which choices and errors vary together, and how each draw is sampled."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from digitalbay.methods import ensure
from digitalbay.methods.recipe import Recipe

FACTORS = ("data", "imputation", "normalisation", "weights", "aggregation", "exclusion")

# Draws are sampled in blocks with a seed each: any block can be drawn anywhere, in any order. A
# block of large data has fewer draws, so that a table of all of them holds at most CELLS numbers.
BLOCK, CELLS = 1024, 1 << 23

# Errors are cut off here, in standard errors, so that data keep their sign.
CUT = 3.0


@dataclass(frozen=True, eq=False)
class Design:
    """What varies between draws, jointly and independently.

    Parameters
    ----------
    recipe : Recipe, the nominal construction; what isn't varied stays as it says
    imputation, normalisation, aggregation : alternatives, equally likely, as in `Recipe`
    weights : alternatives, equally likely: scheme names of `Recipe` other than "pca", or Series of
        effective weights with a name
    weight_noise : every weight within its siblings is multiplied by a uniform number from
        1 - weight_noise to 1 + weight_noise, then siblings are rescaled to sum to 1
    error : standard error of the data, one number, by indicator (Series) or by cell
        (DataFrame, imputed cells included); normal, cut off at three standard errors
    error_scale : "relative" (error is a share of the value) or "absolute"
    leave_one_out : leave out no indicator or any one of them, all equally likely
    seed : of all draws

    Raises
    ------
    ValueError
        An unknown choice, or any combination of choices that can't go together, by name.

    Examples
    --------
    >>> design = Design(Recipe(), normalisation=("minmax", "rank"), weight_noise=0.25)
    >>> design.varied
    ('normalisation', 'weights')
    """

    recipe: Recipe
    imputation: tuple[str, ...] = ()
    normalisation: tuple[str, ...] = ()
    weights: tuple[str | pd.Series, ...] = ()
    aggregation: tuple[str | tuple[str, ...], ...] = ()
    weight_noise: float = 0.0
    error: float | pd.Series | pd.DataFrame = 0.0
    error_scale: str = "relative"
    leave_one_out: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        """Fill factors that don't vary from the recipe, and check every combination."""
        for name, nominal in (
            ("imputation", self.recipe.impute),
            ("normalisation", self.recipe.normalise),
            ("weights", self.recipe.weights),
            ("aggregation", self.recipe.aggregate),
        ):
            object.__setattr__(self, name, tuple(getattr(self, name)) or (nominal,))
            choices = (_named(choice) for choice in getattr(self, name))
            object.__setattr__(self, name, tuple(choices))
            labels = [label(choice) for choice in getattr(self, name)]
            ensure.no_duplicates(labels, f"alternative of {name}")
        if not 0 <= ensure.number(self.weight_noise, "weight_noise") < 1:
            raise ValueError(f"weight_noise is a share from 0 to below 1, got {self.weight_noise}")
        ensure.whole(self.seed, "seed")
        if self.recipe.groups is not None and not any(
            method.startswith("group") for method in self.imputation
        ):
            raise ValueError(f"imputation {self.imputation} takes no groups")
        if self.error_scale not in ("relative", "absolute"):
            raise ValueError(f"unknown error_scale {self.error_scale!r}: relative or absolute")
        if not isinstance(self.error, pd.Series | pd.DataFrame):
            ensure.number(self.error, "error", 0)
        errors = np.asarray(self.error, dtype=float)
        if not np.all((errors >= 0) & (errors < np.inf)):
            raise ValueError("error must hold non-negative standard errors, none missing")
        if self.error_scale == "absolute" and not self._has_error:
            raise ValueError("error_scale is given, but error is 0")
        self._check_combinations()

    def _check_combinations(self) -> None:
        for impute, method, scheme, rule in product(
            self.imputation, self.normalisation, self.weights, self.aggregation
        ):
            self.recipe.instead(impute=impute, normalise=method, weights=scheme, aggregate=rule)
            if isinstance(scheme, str) and scheme == "pca":
                raise ValueError(
                    "impossible combination: pca weights in a design, as components aren't "
                    "redrawn; pass pca_weights(...) as a Series"
                )
        if "distance" in self.normalisation and (
            self.error_scale == "absolute" or np.max(np.asarray(self.error)) >= 1 / CUT
        ):
            raise ValueError(
                "impossible combination: distance normalisation with errors that can turn data "
                "negative; use relative errors below 1/3"
            )
        products = [r for r in self.aggregation if set(as_rules(r)) & {"geometric", "harmonic"}]
        if products and self.recipe.lower is not None and not self.recipe.clip and self._has_error:
            raise ValueError(
                f"impossible combination: {label(products[0])} aggregation with data errors and "
                "fixed goalposts without clip, as scores may fall below the lower goalpost"
            )

    @property
    def _has_error(self) -> bool:
        return bool(np.any(np.asarray(self.error, dtype=float) > 0))

    @property
    def varied(self) -> tuple[str, ...]:
        """Names of the factors that vary."""
        return tuple(
            name
            for name, varies in zip(
                FACTORS,
                (
                    self._has_error,
                    len(self.imputation) > 1,
                    len(self.normalisation) > 1,
                    len(self.weights) > 1 or self.weight_noise > 0,
                    len(self.aggregation) > 1,
                    self.leave_one_out,
                ),
                strict=True,
            )
            if varies
        )

    def sample(self, block: int, matrix: int, shape: tuple[int, int, int]) -> dict:
        """Sample one block of draws: the numbers of each factor, from a stream of its own.

        Parameters
        ----------
        block, matrix : which block of which sampling matrix (0 = A, 1 = B of Saltelli's design)
        shape : units, indicators, nodes; they set the number of draws (`block_of`)

        Returns
        -------
        dict by factor: ``data`` standard normals (units × indicators × draws) or None; the
        others the number of the alternative by draw; ``weights`` also the noise by node;
        ``exclusion`` the position of the indicator left out, -1 for none.
        """
        units, indicators, nodes = shape
        draws = block_of(units, indicators)
        rng = {
            name: np.random.Generator(
                np.random.SFC64(np.random.SeedSequence(self.seed, spawn_key=(matrix, i, block)))
            )
            for i, name in enumerate(FACTORS)
        }

        def pick(name: str, n: int) -> np.ndarray:
            return rng[name].integers(0, n, draws)

        errors = None
        if self._has_error:
            errors = rng["data"].standard_normal((units, indicators, draws))
            np.clip(errors, -CUT, CUT, out=errors)
        scheme, noise = pick("weights", len(self.weights)), None
        if self.weight_noise:
            spread = self.weight_noise
            noise = rng["weights"].uniform(1 - spread, 1 + spread, (nodes, draws))
        excluded = np.full(draws, -1)
        if self.leave_one_out:
            excluded = pick("exclusion", indicators + 1) - 1
        return {
            "data": errors,
            "imputation": pick("imputation", len(self.imputation)),
            "normalisation": pick("normalisation", len(self.normalisation)),
            "weights": (scheme, noise),
            "aggregation": pick("aggregation", len(self.aggregation)),
            "exclusion": excluded,
        }


def block_of(units: int, indicators: int) -> int:
    """Number of draws in a block of data of this size."""
    return min(max(CELLS // (units * indicators), 1), BLOCK)


def rows(sample: dict, keep: np.ndarray) -> dict:
    """Draws of a sample by position."""
    scheme, noise = sample["weights"]
    part = {name: _taken(v, keep) for name, v in sample.items() if name != "weights"}
    return part | {"weights": (_taken(scheme, keep), _taken(noise, keep))}


def _taken(v: np.ndarray | None, keep: np.ndarray) -> np.ndarray | None:
    # Several times faster than indexing.
    return None if v is None else np.take(v, keep, axis=-1)


def _named(choice: object) -> object:
    """Weights given as a mapping, as a Series; other choices as they are."""
    return pd.Series(choice, name="given") if isinstance(choice, Mapping) else choice


def as_rules(rule: str | tuple[str, ...]) -> tuple[str, ...]:
    """Rules of aggregation as a tuple."""
    return (rule,) if isinstance(rule, str) else tuple(rule)


def label(choice: str | tuple | pd.Series) -> str:
    """Name of an alternative."""
    if isinstance(choice, pd.Series):
        return str(choice.name or "given")
    return " > ".join(as_rules(choice))
