"""Negative controls: what the same pipeline makes of data that can't support an index."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from digitalbay.methods import ensure
from digitalbay.methods.design import Design
from digitalbay.methods.framework import Framework
from digitalbay.methods.uncertainty import MonteCarlo, monte_carlo


def shuffled(data: pd.DataFrame, seed: int | list[int]) -> pd.DataFrame:
    """Each indicator's values, gaps included, dealt to the units at random."""
    rng = np.random.default_rng(seed)
    return data.apply(lambda column: rng.permutation(column.to_numpy()))


def negative_controls(
    data: pd.DataFrame,
    framework: Framework,
    design: Design,
    reference: pd.Series,
    n: int,
    *,
    n_random: int = 20,
) -> pd.DataFrame:
    """Run the index, random indices, and a single-indicator index through one design.

    Parameters
    ----------
    data, framework, design : as in `monte_carlo`
    reference : the single indicator by unit (GDP per head, say), more being better; complete
    n : draws of each index
    n_random : number of random indices: the data, each indicator shuffled among the units

    Returns
    -------
    DataFrame by index ("index", "reference", "random 1" …): ``kendall`` with the nominal
    index; ``kendall_reference`` with the reference; ``width``, mean width of the 90 % rank
    intervals; ``resolved``, share of pairs of units ordered alike in 95 % of draws. If a
    random index is as well resolved as ours, being resolved says nothing; if the reference
    ranks like ours, ours adds little to it.

    Examples
    --------
    >>> from digitalbay.methods import Recipe
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "a", "b"], "parent": [None, "index", "index"],
    ...     "weight": [None, 0.5, 0.5], "direction": [1, 1, 1]}))
    >>> data = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 3.0]}, index=["u", "v", "w"])
    >>> design = Design(Recipe(), weight_noise=0.25)
    >>> controls = negative_controls(data, tree, design, data["a"], 20, n_random=1)
    >>> list(controls.index)
    ['index', 'reference', 'random 1']
    """
    ensure.whole(n_random, "n_random")
    real = monte_carlo(data, framework, design, n, keep=0)
    units = real.nominal.index.index
    reference = pd.Series(reference).reindex(units)
    if reference.isna().any():
        raise ValueError(f"the reference has no value for {ensure.named(reference.isna())}")
    ours = real.nominal.index
    data = data.loc[units, framework.indicators]
    runs = {"index": real, "reference": _single(reference, design, n)}
    for i in range(1, n_random + 1):
        dealt = _dealt(data, [design.seed, i])
        runs[f"random {i}"] = monte_carlo(dealt, framework, design, n, keep=0)
    rows = {name: _row(run, ours, reference) for name, run in runs.items()}
    return pd.DataFrame.from_dict(rows, "index")


def _single(reference: pd.Series, design: Design, n: int) -> MonteCarlo:
    tree = Framework(pd.DataFrame({"code": ["index", "reference"], "parent": [None, "index"]}))
    # With one indicator there is nothing to weigh or leave out, and no goalpost for it.
    own: dict[str, Any] = {
        "lower": None,
        "upper": None,
        "clip": False,
        "treat": False,
        "weights": "framework",
    }
    own |= {"impute": "none", "groups": None, "aggregate": _last(design.recipe.aggregate)}
    alone = replace(
        design,
        recipe=replace(design.recipe, **own, min_availability=0.0),
        imputation=("none",),
        aggregation=tuple(dict.fromkeys(map(_last, design.aggregation))),
        error_scale="relative",
        weights=("framework",),
        weight_noise=0.0,
        leave_one_out=False,
        error=float(np.mean(np.asarray(design.error))) if design.error_scale == "relative" else 0.0,
    )
    return monte_carlo(reference.to_frame("reference"), tree, alone, n, keep=0)


def _last(rule: str | tuple[str, ...]) -> str:
    """Return the rule by which the index itself is made."""
    return rule if isinstance(rule, str) else rule[-1]


def _dealt(data: pd.DataFrame, seed: list[int]) -> pd.DataFrame:
    """Shuffle until every unit has a value (gaps move too)."""
    for attempt in range(1000):
        dealt = shuffled(data, [*seed, attempt])
        if dealt.notna().sum(axis=1).min() >= min(2, data.shape[1]):
            return dealt
    raise ValueError("the data are too thin to shuffle: some unit is always left without values")


def _row(run: MonteCarlo, ours: pd.Series, reference: pd.Series) -> dict[str, float]:
    score = run.nominal.index
    summary = run.rank_summary()
    pairs = run.above.to_numpy()[np.triu_indices(len(score), 1)]
    return {
        "kendall": float(stats.kendalltau(score, ours).statistic),
        "kendall_reference": float(stats.kendalltau(score, reference).statistic),
        "width": float((summary["high"] - summary["low"]).mean()),
        "resolved": float((np.abs(pairs - 0.5) >= 0.45).mean()),
    }
