"""A design applied to data: scores of whole blocks of draws at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels
from digitalbay.methods.composite import composite, levels, reweighted
from digitalbay.methods.design import Design, as_rules, block_of, label, rows
from digitalbay.methods.framework import Framework
from digitalbay.methods.imputation import impute
from digitalbay.methods.recipe import Recipe
from digitalbay.methods.treatment import treat
from digitalbay.methods.tree import ORDINAL, Tree

Array = np.ndarray
CHOICES = ("imputation", "normalisation", "weights", "aggregation", "exclusion")
DATA_DRIVEN = {"entropy": kernels.entropy_weights, "critic": kernels.critic_weights}

# One draw of the Kemeny rule holds (units + 1) × 2**units numbers.
KEMENY_UNITS, KEMENY_DRAWS = 12, 64


@dataclass(frozen=True, eq=False)
class Draw:
    """One draw, ready for `composite`, which gives the same scores as the design did.

    data has the draw's errors and imputed values, framework its weights (noise applied,
    the excluded indicator at zero), recipe its normalisation and aggregation.
    """

    data: pd.DataFrame
    framework: Framework
    recipe: Recipe
    parameters: dict


class Problem:
    """Data, framework and design, prepared once; picklable, so that processes can share it."""

    def __init__(
        self,
        data: pd.DataFrame,
        framework: Framework,
        design: Design,
        denominators: pd.DataFrame | None = None,
    ) -> None:
        """Build the nominal composite and what no draw changes.

        Raises
        ------
        ValueError
            Whatever `composite` refuses, or a combination that the data make impossible.
        """
        for rule in design.aggregation:
            levels(framework, as_rules(rule))
        groups = design.recipe.groups if design.recipe.impute.startswith("group") else None
        recipe = replace(design.recipe, groups=groups)
        nominal = composite(data, framework, recipe, denominators=denominators)
        framework = framework.denominated()
        screened = nominal.step("denominated")
        _check(screened, design)
        filled = [
            impute(screened, m, design.recipe.groups if m.startswith("group") else None)
            for m in design.imputation
        ]
        if design.recipe.treat:
            _check_treatment(filled, design)
            filled = [treat(x).data for x in filled]
        self.design, self.framework, self.nominal = design, framework, nominal
        self.units, self.indicators = screened.index, screened.columns
        self.tree, self.block = Tree(framework), block_of(*screened.shape)
        self.filled = np.stack([x.to_numpy() for x in filled], axis=-1)
        self.imputed = np.nonzero((self.filled[..., :1] != self.filled).any(-1))
        self.error = _errors(design, screened, self.filled)
        posts = design.recipe.goalposts(screened.columns)
        self.goalposts = [None if p is None else p[:, None] for p in posts]
        # Weights from data are drawn again, but refused here if the data don't allow them.
        given = [reweighted(filled[0], framework, s).weights.to_numpy() for s in design.weights]
        self.base = np.stack(given, axis=-1)

    def sample(self, block: int, matrix: int = 0) -> dict:
        """Sampled numbers of a block of draws."""
        shape = len(self.units), len(self.indicators), self.tree.n_nodes
        return self.design.sample(block, matrix, shape)

    def evaluate(self, sample: dict) -> tuple[Array, Array]:
        """Scores (units × draws) and weights within siblings (nodes × draws) of a sample."""
        # Draws that take the same choices lie together, so that slices needn't be copied.
        order = np.lexsort((sample["aggregation"], sample["normalisation"]))
        sample = rows(sample, order)
        x = self._data(sample)
        local = self._weights(sample, x)
        scores = np.empty((len(x), x.shape[-1]))
        for method, at in _runs(sample["normalisation"], self.design.normalisation):
            z = self._normalise(x[..., at], method)
            w, s = local[:, at], scores[:, at]
            for rule, of in _runs(sample["aggregation"][at], self.design.aggregation):
                s[:, of] = self._aggregate(z[..., of], w[:, of], as_rules(rule))
        self._scored(scores)
        back = np.argsort(order)
        return scores[:, back], local[:, back]

    def _scored(self, scores: Array) -> None:
        without = np.isnan(scores).any(1)
        if without.any():
            raise ValueError(
                f"some draws leave {self.units[without].tolist()} without a score, as what they "
                "have then weighs 0: impute, or keep units with more indicators"
            )

    def codes(self, sample: dict) -> Array:
        """Choices of each draw by number: CHOICES × draws."""
        return np.stack([sample[c][0] if c == "weights" else sample[c] for c in CHOICES])

    def parameters(self, codes: Array) -> pd.DataFrame:
        """Choices of each draw by name."""
        table = {
            name: pd.Categorical.from_codes(code, [label(c) for c in getattr(self.design, name)])
            for name, code in zip(CHOICES[:-1], codes, strict=False)
        }
        table["excluded"] = pd.Categorical.from_codes(codes[-1], list(self.indicators))
        return pd.DataFrame(table)

    def draw(self, i: int) -> Draw:
        """Every number of draw i, regenerated from the seed."""
        one = rows(self.sample(i // self.block), np.array([i % self.block]))
        x = self._data(one)
        local = self._weights(one, x)[:, 0]
        tree = self.framework.with_mass(dict(zip(self.framework.nodes, local, strict=True)))
        recipe = self.design.recipe.instead(
            min_availability=0.0,
            impute="none",
            groups=None,
            treat=False,
            weights="framework",
            normalise=self.design.normalisation[one["normalisation"][0]],
            aggregate=self.design.aggregation[one["aggregation"][0]],
        )
        data = pd.DataFrame(x[..., 0], index=self.units, columns=self.indicators)
        return Draw(data, tree, recipe, self.parameters(self.codes(one)).iloc[0].to_dict())

    def _data(self, sample: dict) -> Array:
        errors, choice, at = sample["data"], sample["imputation"], self.imputed
        if errors is None:
            x = np.repeat(self.filled[..., :1], len(choice), axis=-1)
        else:
            x = errors * self.error[..., :1]
            x += self.filled[..., :1]
        if len(at[0]):  # only cells that were missing depend on the imputation
            x[at] = np.take(self.filled[at], choice, axis=1)
            if errors is not None:
                x[at] += errors[at] * np.take(self.error[at], choice, axis=1)
        return x

    def _normalise(self, x: Array, method: str, interval: tuple | None = None) -> Array:
        recipe = self.design.recipe
        fixed = interval is None
        lower, upper = self.goalposts if fixed else (None, None)
        return kernels.normalise(
            x,
            self.tree.direction[:, None],
            method,
            lower=lower,
            upper=upper,
            interval=interval or recipe.interval,
            clip=recipe.clip and fixed,
        )

    def _weights(self, sample: dict, x: Array) -> Array:
        choice, noise = sample["weights"]
        mass = np.take(self.base, choice, axis=1)
        for number, scheme in enumerate(self.design.weights):
            if _data_driven(scheme):
                at = np.flatnonzero(choice == number)
                z = self._normalise(np.take(x, at, axis=-1), "minmax", kernels.SQUEEZED)
                mass[:, at] = self.tree.local(DATA_DRIVEN[scheme](z))
        if noise is not None:
            mass *= noise
        excluded = sample["exclusion"]
        out = np.flatnonzero(excluded >= 0)
        mass[excluded[out], out] = 0
        return self.tree.renormalised(mass)

    def _aggregate(self, z: Array, local: Array, rules: tuple[str, ...]) -> Array:
        if rules != ("kemeny",):
            return self.tree.index(z, local, rules)
        scores = np.empty((len(z), z.shape[-1]))
        for start in range(0, z.shape[-1], KEMENY_DRAWS):
            at = slice(start, start + KEMENY_DRAWS)
            scores[:, at] = self.tree.index(z[..., at], local[:, at], rules)
        return scores


def _data_driven(scheme: str | pd.Series) -> bool:
    return isinstance(scheme, str) and scheme in DATA_DRIVEN


def _runs(choice: Array, alternatives: tuple) -> Iterator[tuple]:
    """Each alternative with the slice of draws that took it, for choices in order."""
    edges = np.searchsorted(choice, np.arange(len(alternatives) + 1))
    for alternative, start, stop in zip(alternatives, edges[:-1], edges[1:], strict=True):
        yield alternative, slice(start, stop)


def _errors(design: Design, x: pd.DataFrame, filled: Array) -> Array:
    error = design.error
    if isinstance(error, pd.Series | pd.DataFrame):
        by_unit = {"index": x.index, "columns": x.columns}
        if error.ndim == 1:
            error = ensure.some(error, x.columns, "error").reindex(x.columns)
        else:
            error = error.reindex(**by_unit)
        if error.isna().any(axis=None):
            raise ValueError("error must cover every indicator, and every unit if it is a table")
        error = error.to_numpy(dtype=float)[..., None]
        if error.ndim == 2:
            error = error[None]
    scale = np.abs(filled) if design.error_scale == "relative" else np.ones_like(filled)
    return error * scale


def _check(x: pd.DataFrame, design: Design) -> None:
    """Refuse, by name, combinations that these data make impossible."""
    rules = {rule for choice in design.aggregation for rule in as_rules(choice)}
    missing = x.isna()
    if missing.any(axis=None) and "none" in design.imputation:
        if rules & set(ORDINAL):
            name = sorted(rules & set(ORDINAL))[0]
            raise ValueError(f"impossible combination: {name} aggregation with imputation none")
        if any(isinstance(w, str) and w == "critic" for w in design.weights):
            raise ValueError("impossible combination: critic weights with imputation none")
        lonely = (~missing).sum(axis=1) < 2
        if design.leave_one_out and lonely.any():
            raise ValueError(
                "impossible combination: leave-one-out with imputation none, as "
                f"{ensure.named(lonely)} would have no indicator left"
            )
    if design.leave_one_out and x.shape[1] < 2:
        raise ValueError("impossible combination: leave-one-out with a single indicator")
    if "kemeny" in rules and len(x) > KEMENY_UNITS:
        raise ValueError(
            f"impossible combination: kemeny aggregation of {len(x)} units in a design; it is "
            f"exact, and fast enough up to {KEMENY_UNITS}"
        )


def _check_treatment(filled: list[pd.DataFrame], design: Design) -> None:
    reports = [treat(x).report["treatment"] for x in filled]
    logged = sorted({code for report in reports for code in report.index[report == "log"]})
    if logged and "data" in design.varied:
        raise ValueError(
            f"impossible combination: data errors with log treatment of {logged}, whose errors "
            "aren't on the scale of the data; treat the data first"
        )
