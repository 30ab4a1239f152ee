"""Every public method that takes units, as a call on one table or series, for tests of them all."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from digitalbay import methods as m

CODES = ["a", "b", "c"]
EQUAL = pd.Series(1 / 3, CODES)
TREE = m.Framework(
    pd.DataFrame(
        {
            "code": ["index", "up", "a", "b", "c"],
            "parent": [None, "index", "up", "up", "index"],
            "weight": [np.nan, 0.6, 0.5, 0.5, 0.4],
        }
    )
)
# Positive, without ties, of five units and three indicators that don't repeat each other.
TABLE = pd.DataFrame(
    {"a": [1.0, 2, 3, 5, 4], "b": [4.0, 8, 2, 10, 6.5], "c": [20.0, 60, 100, 40, 50]}, list("uvwxy")
)
SERIES = pd.Series([1.0, 5, 2, 9, 4], list("uvwxy"))
REGIONS = pd.Series(["e", "e", "w", "w", "w"], SERIES.index)
# A chain.
NEIGHBOURS = pd.DataFrame(np.eye(5, k=1) + np.eye(5, k=-1), SERIES.index, SERIES.index)
RECIPES = {
    "composite": m.Recipe(),
    "composite by z-scores": m.Recipe(normalise="zscore"),
    "composite by ranks": m.Recipe(normalise="rank"),
    "composite of shares of the mean": m.Recipe(normalise="distance"),
    "composite by geometric means": m.Recipe(aggregate="geometric", interval=(1, 100)),
    "composite by Borda": m.Recipe(aggregate="borda"),
    "composite by Copeland": m.Recipe(aggregate="copeland"),
    "composite by Kemeny": m.Recipe(aggregate="kemeny"),
    "composite, entropy": m.Recipe(weights="entropy"),
    "composite, CRITIC": m.Recipe(weights="critic"),
    "composite, components": m.Recipe(weights="pca"),
    "composite, treated": m.Recipe(treat=True),
}


def in_unit(x: pd.DataFrame) -> pd.DataFrame:
    """Scores of half to the whole, whatever the table."""
    return m.minmax(x, interval=(0.5, 1.0))


def each(measure: Callable) -> Callable[[pd.Series], object]:
    """Measure the first column of a table, too."""
    return lambda x: measure(x["a"]) if isinstance(x, pd.DataFrame) else measure(x)


def _top(x: pd.Series) -> float:
    numbers = pd.to_numeric(x, errors="coerce").replace(np.inf, np.nan).dropna()
    return numbers.max() if len(numbers) else 1.0


# Values by unit, of a table.
SCORES: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    name: lambda x, recipe=recipe: m.composite(x, TREE, recipe).index
    for name, recipe in RECIPES.items()
} | {
    "topsis": lambda x: m.topsis(x, EQUAL)["closeness"],
    "topsis of min-max": lambda x: m.topsis(x, EQUAL, norm="minmax")["closeness"],
    "coupling_degree": lambda x: m.coupling_degree(in_unit(x)),
    "coupling_degree, modified": lambda x: m.coupling_degree(in_unit(x), modified=True),
    "coupling_coordination": lambda x: m.coupling_coordination(in_unit(x))["D"],
    "borda": lambda x: m.borda(m.outranking(x)),
    "copeland": lambda x: m.copeland(m.outranking(x)),
    "arithmetic": lambda x: m.arithmetic(m.minmax(x), EQUAL),
    "geometric": lambda x: m.geometric(in_unit(x), EQUAL),
    "harmonic": lambda x: m.harmonic(in_unit(x), EQUAL),
    "mazziotta_pareto": m.mazziotta_pareto,
    "benefit_of_doubt": lambda x: m.benefit_of_doubt(x).scores,
}
# Values by unit and indicator.
CELLS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "minmax": m.minmax,
    "zscore": m.zscore,
    "distance": m.distance,
    "above_below_mean": m.above_below_mean,
    "rank": m.rank,
    "percentile": m.percentile,
    "categorical": m.categorical,
    "nearness": lambda x: m.nearness(m.minmax(x), 0.4, 0.6),
    "smaa": lambda x: m.smaa(m.minmax(x), m.dirichlet_weights(CODES, 50)).ranks,
    "ranked": m.ranked,
    "obstacle_degree": lambda x: m.obstacle_degree(in_unit(x) * 0.9, EQUAL),
    "leave_one_out": lambda x: m.leave_one_out(m.composite(x, TREE)),
}
# Values by indicator.
WEIGHTS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "entropy_weights": m.entropy_weights,
    "critic_weights": m.critic_weights,
    "critic_weights by ranks": lambda x: m.critic_weights(x, method="spearman"),
    "pca_weights": m.pca_weights,
    "item_analysis": lambda x: m.item_analysis(x)["correlation"],
    "variance_shares": lambda x: m.variance_shares(m.zscore(x), EQUAL),
    "communalities": lambda x: (m.pca(x).loadings ** 2).sum(axis=1),
}
# One number.
NUMBERS: dict[str, Callable] = {
    "theil": each(m.theil),
    "theil_decomposition": each(lambda x: m.theil_decomposition(x, REGIONS).between),
    "gini": each(m.gini),
    "mean_log_deviation": each(m.mean_log_deviation),
    "generalised_entropy": each(lambda x: m.generalised_entropy(x, 2)),
    "theil_nested": each(lambda x: m.theil_nested(x, REGIONS.to_frame("region"))["region"]),
    "target_distance": each(lambda x: float(m.target_distance(x, _top(x)).sum())),
    "atkinson": each(lambda x: m.atkinson(x, 0.5)),
    "atkinson, 1": each(lambda x: m.atkinson(x, 1)),
    "atkinson, 2": each(lambda x: m.atkinson(x, 2)),
    "cv": each(m.cv),
    "hhi": each(m.hhi),
    "hhi, normalised": each(lambda x: m.hhi(x, normalised=True)),
    "moran": each(lambda x: m.moran(x, NEIGHBOURS.loc[x.index, x.index], n_random=19).statistic),
    "cronbach_alpha": m.cronbach_alpha,
}
