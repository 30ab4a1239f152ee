"""A composite indicator that keeps every step, so that "why this score?" has an answer.

References: OECD/JRC (2008) *Handbook on Constructing Composite Indicators*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels, ordinal
from digitalbay.methods.aggregate import KEMENY_LIMIT, non_negative, weighed
from digitalbay.methods.framework import Framework
from digitalbay.methods.imputation import impute
from digitalbay.methods.recipe import Recipe
from digitalbay.methods.screening import denominate, screen
from digitalbay.methods.treatment import treat
from digitalbay.methods.tree import ORDINAL, Tree
from digitalbay.methods.weights import critic_weights, entropy_weights, pca_weights

STEPS = ("raw", "screened", "denominated", "imputed", "treated", "normalised", "scores")


@dataclass(frozen=True, eq=False)
class Composite:
    """Result of `composite`.

    Attributes
    ----------
    framework : Framework, with the weights used
    recipe : Recipe
    treatment : DataFrame, report of the outlier treatment (empty if there was none)

    Examples
    --------
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "a", "b"], "parent": [None, "index", "index"],
    ...     "weight": [None, 0.5, 0.5], "direction": [1, 1, 1]}))
    >>> data = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 3.0]}, index=["u", "v", "w"])
    >>> built = composite(data, tree)
    >>> built.scores.round(2).to_dict()
    {'index': {'u': 0.25, 'v': 0.17, 'w': 1.0}}
    >>> built.ranks.to_dict()
    {'u': 2.0, 'v': 3.0, 'w': 1.0}
    """

    framework: Framework
    recipe: Recipe
    treatment: pd.DataFrame
    _steps: Mapping[str, pd.DataFrame] = field(repr=False)

    def step(self, name: str) -> pd.DataFrame:
        """Table after a step: raw, screened, denominated, imputed, treated, normalised or scores.

        Units × indicators; scores have aggregates too. A copy: changing it changes nothing here.
        """
        if name not in self._steps:
            raise ValueError(f"unknown step {name!r}: expected one of {STEPS}")
        return self._steps[name].copy()

    @property
    def scores(self) -> pd.DataFrame:
        """Scores of the aggregates, units × aggregates, the index last."""
        return self.step("scores")[self.framework.aggregates]

    @property
    def index(self) -> pd.Series:
        """Score of the root by unit."""
        return self.step("scores")[self.framework.root]

    @property
    def ranks(self) -> pd.Series:
        """Rank by unit: the best gets 1, ties share the best rank."""
        return ranked(self.index)

    def explain(self, unit: str) -> pd.DataFrame:
        """Where the score of a unit comes from.

        Returns
        -------
        DataFrame by indicator: the value after each step; ``direction``; effective ``weight``;
        ``rank`` of the unit on the indicator; and ``contribution``. Contributions add up
        to the score for arithmetic means (w z) and Borda (w × rivals beaten), and multiply to it
        for geometric means (z^w); for other rules the score has no such parts and they are
        missing.
        """
        if unit not in self._steps["scores"].index:
            raise ValueError(f"unknown unit {unit!r}: it isn't in the data or was screened out")
        columns = self.framework.indicators
        table = pd.DataFrame({s: self._steps[s].loc[unit, columns] for s in STEPS[:-1]})
        z = self._steps["normalised"]
        table["direction"] = self.framework.directions
        table["weight"] = self.framework.effective_weights()
        table["rank"] = ranked(z).loc[unit]
        table["contribution"] = _contributions(self, unit)
        return table


def composite(
    data: pd.DataFrame,
    framework: Framework,
    recipe: Recipe | None = None,
    *,
    denominators: pd.DataFrame | None = None,
) -> Composite:
    """Build a composite indicator, step by step.

    Parameters
    ----------
    data : DataFrame, units × indicators; further columns are ignored
    framework : Framework; its column ``denominator``, if any, names the column of
        `denominators` by which an indicator is divided
    recipe : Recipe; by default min-max, weights of the framework, arithmetic means
    denominators : DataFrame, units × denominators

    Raises
    ------
    ValueError
        An indicator without data, a unit without any value, a negative value in a
        geometric mean, or whatever a step refuses.

    Examples
    --------
    >>> tree = Framework(pd.DataFrame({"code": ["i", "a", "b"], "parent": [None, "i", "i"]}))
    >>> data = pd.DataFrame({"a": [1, 2, 3], "b": [10, 50, 30]}, index=["u", "v", "w"])
    >>> composite(data, tree).index.to_dict()
    {'u': 0.0, 'v': 0.75, 'w': 0.75}
    """
    recipe = recipe or Recipe()
    if recipe.groups is not None and not recipe.impute.startswith("group"):
        raise ValueError(f"imputation {recipe.impute!r} takes no groups")
    levels(framework, recipe.rules)
    if not isinstance(data, pd.DataFrame):
        raise ValueError(f"expected a DataFrame, units × indicators, got {type(data).__name__}")
    ensure.no_duplicates(data.columns, "indicator")
    absent = [code for code in framework.indicators if code not in data]
    if absent:
        raise ValueError(f"no data for indicators {absent}")
    steps = {"raw": ensure.table(data[framework.indicators])}
    steps["screened"] = screen(steps["raw"], min_unit=recipe.min_availability)
    steps["denominated"] = _denominated(steps["screened"], framework, denominators)
    steps["imputed"] = impute(steps["denominated"], recipe.impute, recipe.groups)
    treated = treat(steps["imputed"]) if recipe.treat else None
    steps["treated"] = steps["imputed"] if treated is None else treated.data
    steps["normalised"] = normalised(steps["treated"], framework, recipe)
    weighted = reweighted(steps["treated"], framework, recipe.weights)
    steps["scores"] = _scores(steps["normalised"], weighted, recipe)
    report = pd.DataFrame() if treated is None else treated.report
    return Composite(weighted, recipe, report, steps)


def normalised(x: pd.DataFrame, framework: Framework, recipe: Recipe) -> pd.DataFrame:
    """Normalise units × indicators as the recipe says, more being better afterwards."""
    lower, upper = recipe.goalposts(x.columns)
    bad = ensure.constant(x)
    if bad.any() and lower is None and recipe.normalise in ("minmax", "zscore"):
        raise ValueError(
            f"{recipe.normalise} needs a range, but {ensure.named(bad)} are constant: "
            "drop them or give goalposts"
        )
    bad = x <= 0
    if recipe.normalise == "distance" and bad.any(axis=None):
        raise ValueError(
            f"distance needs positive data, not so: {ensure.named(bad.any())} of "
            f"{ensure.named(bad.any(axis=1))}"
        )
    direction = framework.directions.to_numpy()
    z = kernels.normalise(
        x.to_numpy(),
        direction,
        recipe.normalise,
        lower=lower,
        upper=upper,
        interval=recipe.interval,
        clip=recipe.clip,
    )
    return pd.DataFrame(z, index=x.index, columns=x.columns)


def reweighted(x: pd.DataFrame, framework: Framework, scheme: str | pd.Series) -> Framework:
    """Give the framework the weights of a scheme (see `Recipe`), from data where it needs them."""
    if isinstance(scheme, pd.Series):
        return framework.with_weights(scheme)
    if scheme == "framework":
        return framework
    if scheme == "equal":
        return Framework(framework.table.drop(columns="weight"))
    if scheme == "flat":
        n = len(framework.indicators)
        return framework.with_weights(pd.Series(1 / n, index=framework.indicators))
    if scheme == "pca":
        return framework.with_weights(pca_weights(x * framework.directions))
    squeezed = Recipe(interval=kernels.SQUEEZED)
    z = normalised(x, framework, squeezed)
    weights = {"entropy": entropy_weights, "critic": critic_weights}[scheme](z)
    return framework.with_weights(weights)


def ranked(scores: pd.Series | pd.DataFrame) -> pd.Series | pd.DataFrame:
    """Descending rank: the best gets 1, ties share the best rank; missing stays missing.

    Scores tie that differ by rounding only, whatever their size.

    >>> ranked(pd.Series([5.0, 7.0, 5.0])).tolist()
    [2.0, 1.0, 2.0]
    """
    scores = ensure.numeric(scores)
    ranks = kernels.descending_rank(scores.to_numpy())
    if isinstance(scores, pd.Series):
        return pd.Series(ranks, index=scores.index, name=scores.name)
    return pd.DataFrame(ranks, index=scores.index, columns=scores.columns)


def levels(framework: Framework, rules: tuple[str, ...]) -> None:
    """Refuse more rules of aggregation than the framework has levels."""
    if len(rules) > framework.height():
        raise ValueError(
            f"{len(rules)} rules of aggregation {rules} for a framework of "
            f"{framework.height()} levels: some would be ignored"
        )


def _denominated(
    x: pd.DataFrame, framework: Framework, denominators: pd.DataFrame | None
) -> pd.DataFrame:
    if "denominator" not in framework.table:
        by = pd.Series(dtype=object)
    else:
        by = framework.table.loc[framework.indicators, "denominator"].dropna()
    if denominators is None and len(by):
        raise ValueError(f"the framework names denominators for {list(by.index)}, none were given")
    if denominators is not None and by.empty:
        raise ValueError("denominators were given, but the framework names none")
    return x if by.empty else denominate(x, denominators, by)


def _scores(z: pd.DataFrame, framework: Framework, recipe: Recipe) -> pd.DataFrame:
    if set(recipe.rules) & {"geometric", "harmonic"}:
        non_negative(z, f"{' and '.join(recipe.rules)} mean")
    tree = Tree(framework)
    if recipe.rules[0] in ORDINAL and z.isna().any(axis=None):
        raise ValueError(f"{recipe.rules[0]} needs complete data: impute first")
    if recipe.rules == ("kemeny",) and len(z) > KEMENY_LIMIT:
        raise ValueError(
            f"kemeny aggregation of a composite takes up to {KEMENY_LIMIT} units, got {len(z)}"
        )
    weighed(z, framework.effective_weights())
    values = tree.scores(z.to_numpy(), framework.weights.to_numpy(), recipe.rules)
    return pd.DataFrame(values, index=z.index, columns=framework.nodes)


def _contributions(built: Composite, unit: str) -> np.ndarray:
    """Evaluate the index on one indicator at a time, the others being neutral."""
    z = built._steps["normalised"].to_numpy()
    row = z[built._steps["normalised"].index.get_loc(unit)]
    tree, local = Tree(built.framework), built.framework.weights.to_numpy()
    k = len(row)
    if set(built.recipe.rules) == {"arithmetic"}:
        alone = np.where(np.isnan(row), np.nan, np.diag(np.nan_to_num(row)))
        parts = tree.index(alone, local, ("arithmetic",))
    elif set(built.recipe.rules) == {"geometric"}:
        alone = np.where(np.eye(k, dtype=bool), row, np.where(np.isnan(row), np.nan, 1.0))
        parts = tree.index(alone, local, ("geometric",))
    elif built.recipe.rules == ("borda",):
        at = built._steps["normalised"].index.get_loc(unit)
        parts = ordinal.beaten(z)[at] * tree.effective(local)
    else:
        parts = np.full(k, np.nan)
    return np.where(np.isnan(row), np.nan, parts)
