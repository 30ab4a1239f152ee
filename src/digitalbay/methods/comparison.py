"""Composites side by side: how far ranks shift between constructions."""

from dataclasses import replace

import pandas as pd
from scipy import stats

from digitalbay.methods import ensure
from digitalbay.methods.composite import Composite, composite, ranked
from digitalbay.methods.recipe import Recipe


def compare(one: Composite, other: Composite) -> pd.DataFrame:
    """Two constructions side by side, on the units both have.

    Returns
    -------
    DataFrame by unit: ``score_1``, ``score_2``, ``rank_1``, ``rank_2`` (among common units) and
    ``shift`` (places gained in the second), best first. Its ``attrs`` hold ``n``,
    ``mean_rank_shift`` (mean of |shift|), ``kendall`` and ``spearman``.

    Examples
    --------
    >>> from digitalbay.methods import Framework
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "a", "b"], "parent": [None, "index", "index"],
    ...     "weight": [None, 0.5, 0.5], "direction": [1, 1, 1]}))
    >>> data = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 3.0]}, index=["u", "v", "w"])
    >>> table = compare(composite(data, tree), composite(data, tree, Recipe(normalise="rank")))
    >>> table["shift"].to_dict()
    {'w': 0.0, 'u': 0.0, 'v': 1.0}
    """
    first, second = one.index, other.index
    units = first.index.intersection(second.index)
    if len(units) < 2:
        raise ValueError("the constructions have fewer than two units in common")
    table = pd.DataFrame({"score_1": first[units], "score_2": second[units]})
    table["rank_1"], table["rank_2"] = ranked(table["score_1"]), ranked(table["score_2"])
    table["shift"] = table["rank_1"] - table["rank_2"]
    table.attrs = {
        "n": len(units),
        "mean_rank_shift": rank_shift(table["rank_1"], table["rank_2"]),
        "kendall": float(stats.kendalltau(table["rank_1"], table["rank_2"]).statistic),
        "spearman": float(stats.spearmanr(table["rank_1"], table["rank_2"]).statistic),
    }
    return table.sort_values("rank_1")


def rank_shift(reference: pd.Series, ranks: pd.Series) -> float:
    """Mean absolute change of rank, (1/M) sum |reference - rank|.

    Raises
    ------
    ValueError
        Units that differ, or have no rank.

    Examples
    --------
    >>> rank_shift(pd.Series({"v": 1, "w": 2}), pd.Series({"v": 2, "w": 1}))
    1.0
    """
    reference, ranks = ensure.numeric(reference), ensure.numeric(ranks)
    apart = (reference - ranks).isna()
    if apart.any() or reference.empty:
        raise ValueError(f"rank shift needs two ranks of every unit, not so: {ensure.named(apart)}")
    return float((reference - ranks).abs().mean())


def leave_one_out(built: Composite) -> pd.DataFrame:
    """Ranks without each indicator in turn, from the treated data and by the same recipe.

    Weights are those of the composite; siblings inherit that of the indicator left out.

    Returns
    -------
    DataFrame, units × indicators left out: rank of the unit then.

    Examples
    --------
    >>> from digitalbay.methods import Framework
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "a", "b"], "parent": [None, "index", "index"],
    ...     "weight": [None, 0.5, 0.5], "direction": [1, 1, 1]}))
    >>> data = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 3.0]}, index=["u", "v", "w"])
    >>> leave_one_out(composite(data, tree)).loc["v"].to_dict()
    {'a': 3.0, 'b': 2.0}
    """
    recipe = built.recipe.instead(
        weights="framework", min_availability=0.0, impute="none", groups=None, treat=False
    )
    data, framework = built.step("treated"), built.framework.denominated()
    if len(framework.indicators) < 2:
        raise ValueError("leave-one-out needs at least two indicators")
    ranks = {}
    for code in framework.indicators:
        without = framework.without(code)
        posts = {} if recipe.lower is None else _posts(recipe, without.indicators)
        rules = recipe.rules[-without.height() :]
        recipe_without = replace(recipe, aggregate=rules, **posts)
        ranks[code] = composite(data, without, recipe_without).ranks
    return pd.DataFrame(ranks)


def _posts(recipe: Recipe, codes: list) -> dict[str, pd.Series]:
    lower, upper = pd.Series(recipe.lower), pd.Series(recipe.upper)
    return {"lower": lower.reindex(codes), "upper": upper.reindex(codes)}
