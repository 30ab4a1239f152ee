"""A composite over years, on goalposts of all of them, so that years compare."""

from dataclasses import replace

import pandas as pd

from digitalbay.methods import ensure
from digitalbay.methods.composite import Composite, composite
from digitalbay.methods.framework import Framework
from digitalbay.methods.normalise import goalposts
from digitalbay.methods.recipe import Recipe


def composite_panel(
    panel: pd.DataFrame, framework: Framework, recipe: Recipe | None = None
) -> dict[object, Composite]:
    """Build a composite for every year on pooled goalposts.

    Parameters
    ----------
    panel : DataFrame indexed by (unit, year), × indicators
    framework : Framework
    recipe : Recipe with min-max; its goalposts if it has any, else the lowest and highest value of
        each indicator over all units and years. Weights mustn't come from the data, as they would
        change by year

    Returns
    -------
    dict of composites by year, in order. A new year with a wider range changes all of them.

    Raises
    ------
    ValueError
        Another index, another normalisation, weights from the data, or whatever `composite`
        refuses, with the year.

    Examples
    --------
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "a", "b"], "parent": [None, "index", "index"],
    ...     "weight": [None, 0.5, 0.5], "direction": [1, 1, 1]}))
    >>> index = pd.MultiIndex.from_product([["v", "w"], [2020, 2021]])
    >>> panel = pd.DataFrame({"a": [1.0, 3.0, 2.0, 5.0], "b": [1.0, 2.0, 3.0, 3.0]}, index=index)
    >>> {year: one.scores.to_dict() for year, one in composite_panel(panel, tree).items()}
    {2020: {'index': {'v': 0.0, 'w': 0.625}}, 2021: {'index': {'v': 0.5, 'w': 1.0}}}
    """
    if panel.index.nlevels != 2:
        raise ValueError("expected a panel indexed by (unit, year)")
    recipe = recipe or Recipe()
    if recipe.normalise != "minmax":
        raise ValueError(f"{recipe.normalise} compares units within a year: years need min-max")
    if isinstance(recipe.weights, str) and recipe.weights in ("entropy", "critic", "pca"):
        raise ValueError(f"{recipe.weights} weights would differ by year: give them as a Series")
    if recipe.treat:
        raise ValueError("treatment would differ by year: treat the panel first")
    absent = [code for code in framework.indicators if code not in panel]
    if absent:
        raise ValueError(f"no data for indicators {absent}")
    data = ensure.table(panel[framework.indicators])
    if recipe.lower is None:
        recipe = replace(recipe, **goalposts(data))
    built = {}
    for year, rows in data.groupby(level=1):
        try:
            built[year] = composite(rows.droplevel(1), framework, recipe)
        except ValueError as error:
            raise ValueError(f"{year}: {error}") from error
    return built
