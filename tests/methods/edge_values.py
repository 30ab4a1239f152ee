"""Right at the edge, or refused by name: cases of their own, method by method; no tests here."""

import numpy as np
import pandas as pd

from digitalbay import methods as m

UNITS = list("uvw")
X = pd.DataFrame({"a": [1.0, 2, 4], "b": [5.0, 3, 4]}, UNITS)
S = X["a"]
W = {"a": 0.5, "b": 0.5}
PEOPLE = pd.DataFrame({"people": [10.0, 10, 20]}, UNITS)
TREE = m.Framework(pd.DataFrame({"code": ["i", "a", "b"], "parent": [None, "i", "i"]}))
# No unit has both.
APART = pd.DataFrame({"a": [1.0, 2, np.nan, np.nan], "b": [np.nan, np.nan, 1, 2]})
ERROR = m.Design(m.Recipe(), error=0.1)


def nodes(**columns):
    return m.Framework(pd.DataFrame({"code": list("iab"), "parent": [None, "i", "i"]} | columns))


def posts(lower, upper):
    return {"lower": pd.Series(lower), "upper": pd.Series(upper)}


RIGHT = {
    "multiplier of numpy": (
        lambda: m.denominate(X, PEOPLE, {"a": "people"}, per=np.int64(100))["a"],
        [10, 20, 20],
    ),
    "multiplier by indicator": (
        lambda: m.denominate(X, PEOPLE, {"a": "people"}, per={"a": 100})["a"],
        [10, 20, 20],
    ),
    "ranks of tiny scores": (
        lambda: m.ranked(pd.Series([3e-11, 2e-11, 1e-11])),
        [1, 2, 3],
    ),
    "ranks of huge scores": (lambda: m.ranked(pd.Series([3e90, 2e90, 1e90])), [1, 2, 3]),
    "ranks up to rounding": (
        lambda: m.ranked(pd.Series([0.1 + 0.2, 0.3, 0.2])),
        [1, 1, 3],
    ),
    "ranks of large numbers": (lambda: m.ranked(pd.Series([1e9 + 1, 1e9])), [1, 2]),
    "ranks beside an outlier": (lambda: m.ranked(pd.Series([1e12, 2.0, 1])), [1, 2, 3]),
    "ascending ranks up to rounding": (
        lambda: m.rank(pd.Series([0.1 + 0.2, 0.3, 0.5])),
        [1, 1, 3],
    ),
    "two values aren't made one": (
        lambda: m.treat(pd.DataFrame({"a": [0.0] * 10 + [3]})).data["a"].iloc[-1],
        3,
    ),
    "small systems couple": (
        lambda: m.coupling_degree(pd.DataFrame([[1e-90] * 6])),
        1,
    ),
    "small systems couple, modified": (
        lambda: m.coupling_degree(pd.DataFrame([[1e-90] * 6]), modified=True),
        1,
    ),
    "scores of one by rounding": (
        lambda: m.coupling_degree(pd.DataFrame([[1 + 1e-15, 1]])),
        1,
    ),
    "no obstacle at all": (
        lambda: m.obstacle_degree(pd.DataFrame([[1.0, 1]], columns=["a", "b"]), W).sum(axis=None),
        0,
    ),
    "equal shares have no inequality": (lambda: m.theil(pd.Series([0.1 + 0.2, 0.3, 0.3])), 0),
    "Gini of equal shares": (lambda: m.gini(pd.Series([0.1] * 7)), 0),
    "Atkinson just beside 1": (
        lambda: m.atkinson(S, 1 + 1e-12),
        m.atkinson(S, 1),
    ),
    "Atkinson, very averse": (lambda: m.atkinson(S, 3000) < 1, True),
    "p of tiny differences": (
        lambda: m.permutation_difference(S * 1e-30, S > 1).p,
        m.permutation_difference(S, S > 1).p,
    ),
    "plan met but for rounding": (
        lambda: m.plan_ratios(pd.Series({"t": 0.1 + 0.2}), pd.Series({"t": 0.3}))["met"],
        True,
    ),
    "plan of nought": (
        lambda: m.plan_ratios(pd.Series({"t": 0.0}), pd.Series({"t": 1.0}))["met"],
        True,
    ),
    "weights as a mapping": (lambda: m.arithmetic(X, W), [3, 2.5, 4]),
    "a recipe's weights as a mapping": (
        lambda: m.composite(X, TREE, m.Recipe(weights=W)).index["w"],
        0.75,
    ),
    "Kemeny shares ties": (
        lambda: (
            m.composite(
                pd.DataFrame({"a": [1.0, 1, 3], "b": [1.0, 1, 2]}, UNITS),
                TREE,
                m.Recipe(aggregate="kemeny"),
            ).index
        ),
        [1.5, 1.5, 3],
    ),
    "Monte Carlo shares ties": (
        lambda: m.monte_carlo(
            pd.DataFrame({"a": [1.0, 1, 3], "b": [2.0, 2, 1]}, UNITS),
            TREE,
            m.Design(m.Recipe(aggregate="kemeny"), weight_noise=0.3),
            20,
        ).above.loc["u", "v"],
        0.5,
    ),
    "orders with names of two types": (
        lambda: len(m.kemeny(pd.DataFrame(np.zeros((2, 2)), ["a", 1], ["a", 1])).rankings),
        2,
    ),
    "no variance, no index": (
        lambda: bool(
            m.sobol_indices(np.ones(4), np.ones(4), {"f": np.ones(4)}, n_bootstrap=0)
            .isna()
            .all(axis=None)
        ),
        True,
    ),
}

REFUSED = {
    "multiplier of an unknown indicator": (
        lambda: m.denominate(X, PEOPLE, {"a": "people"}, per={"zz": 3}),
        "multiplier for unknown indicator.*zz",
    ),
    "multiplier in words": (
        lambda: m.denominate(X, PEOPLE, {"a": "people"}, per="100"),
        "per must",
    ),
    "multiplier of nought": (
        lambda: m.denominate(X, PEOPLE, {"a": "people"}, per=0),
        "positive.*a",
    ),
    "unknown indicator to divide": (
        lambda: m.denominate(X, PEOPLE, {"z": "people"}),
        "unknown indicator.*z",
    ),
    "correlation with the infinite": (
        lambda: m.permutation_correlation(S.replace(4, np.inf), S),
        "finite.*w",
    ),
    "collinear indicators": (
        lambda: m.critic_weights(X.assign(b=2 * X["a"] + 1e-15)),
        r"CRITIC.*a.*b.*repeat each other",
    ),
    "CRITIC of one": (lambda: m.critic_weights(X[["a"]]), "two indicators.*a"),
    "direction of an aggregate": (
        lambda: nodes(direction=[-1, 1, 1]),
        "direction -1 of aggregates.*i",
    ),
    "denominator of an aggregate": (
        lambda: nodes(denominator=["people", None, None]),
        "denominators of aggregates.*i",
    ),
    "weight of the root": (lambda: nodes(weight=[2, 0.5, 0.5]), "root has weight 1.*2"),
    "weights in words": (lambda: nodes(weight=[1, "x", "y"]), "weights must be numbers"),
    "unknown node": (lambda: TREE.leaves("zz"), "not a node.*zz"),
    "children of an indicator": (lambda: TREE.children("a"), "not an aggregate.*a"),
    "unknown direction": (lambda: m.orient(X, {"a": 1, "b": 1, "c": 1}), "unknown indicator.*c"),
    "constant but for rounding": (lambda: m.zscore(pd.Series([0.1 + 0.2, 0.3, 0.3])), "constant"),
    "Atkinson of nothing": (lambda: m.atkinson(pd.Series([0.0, 0]), 0.5), "positive mean"),
    "alpha of opposites": (lambda: m.cronbach_alpha(X.assign(b=-X["a"])), "a.*b.*cancel out"),
    "Kemeny with gaps": (
        lambda: m.kemeny(pd.DataFrame([[0, np.nan], [1, 0]], list("xy"), list("xy"))),
        "outranking matrix needs complete data.*y.*of.*x",
    ),
    "equal goalposts": (lambda: m.Recipe(**posts({"a": 1.0}, {"a": 1.0})), "lower < upper.*a"),
    "crossed goalposts": (lambda: m.Recipe(**posts({"a": 2.0}, {"a": 1.0})), "lower < upper.*a"),
    "goalposts up to rounding": (
        lambda: m.Recipe(**posts({"a": 0.3}, {"a": 0.1 + 0.2})),
        "lower < upper.*a",
    ),
    "goalposts of z-scores": (
        lambda: m.Recipe(normalise="zscore", **posts({"a": 0.0}, {"a": 1.0})),
        "zscore normalisation takes no lower",
    ),
    "interval of ranks": (
        lambda: m.Recipe(normalise="rank", interval=(1, 100)),
        "rank normalisation takes no interval",
    ),
    "clip without goalposts": (lambda: m.Recipe(clip=True), "clip needs goalposts"),
    "clip in words": (lambda: m.Recipe(clip="no"), "clip must be True or False"),
    "an interval of one number": (lambda: m.Recipe(interval=5), "interval must be"),
    "an endless interval": (lambda: m.Recipe(interval=(0, np.inf)), "interval must be"),
    "groups without a group method": (
        lambda: m.composite(X, TREE, m.Recipe(groups={"u": 1, "v": 1, "w": 1})),
        "'none' takes no groups",
    ),
    "goalposts of unknown indicators": (
        lambda: m.composite(
            X, TREE, m.Recipe(**posts({"a": 0.0, "b": 0, "c": 0}, {"a": 9.0, "b": 9, "c": 9}))
        ),
        "goalpost for unknown indicator.*c",
    ),
    "more rules than levels": (
        lambda: m.composite(X, TREE, m.Recipe(aggregate=("arithmetic", "arithmetic"))),
        "framework of 1 levels",
    ),
    "denominators for nothing": (
        lambda: m.composite(X, TREE, denominators=PEOPLE),
        "framework names none",
    ),
    "errors of an unknown indicator": (
        lambda: m.monte_carlo(X, TREE, m.Design(m.Recipe(), error=pd.Series(0.1, list("abz"))), 2),
        "error for unknown indicator.*z",
    ),
    "a missing error": (lambda: m.Design(m.Recipe(), error=np.nan), "error must be"),
    "half a draw": (lambda: m.monte_carlo(X, TREE, ERROR, 2.5), "number of draws"),
    "no process": (lambda: m.monte_carlo(X, TREE, ERROR, 2, processes=0), "processes must be"),
    "a level beyond 1": (lambda: m.told_apart(pd.DataFrame([[0.0]]), level=2), "level is a share"),
    "counts of nothing": (
        lambda: m.rank_summary(pd.DataFrame([[0, 0]], ["u"], [1, 2])),
        "nor all 0.*u",
    ),
    "ranks of other units": (
        lambda: m.rank_shift(S, S.drop("u")),
        "two ranks of every unit.*u",
    ),
    "groups in words": (
        lambda: m.permutation_difference(S, pd.Series("yes", UNITS)),
        "true or false.*u",
    ),
    "neighbours all alike": (
        lambda: m.moran(pd.Series([1.0, 2, 3, 4]), pd.DataFrame(1 - np.eye(4))),
        "all units neighbour alike",
    ),
    "too few in common": (
        lambda: m.correlation_flags(
            pd.DataFrame({"a": [1.0, 2, np.nan, np.nan], "b": [np.nan, np.nan, 1, 2]})
        ),
        "no correlation of.*a.*b.*0 units",
    ),
    "times in words": (
        lambda: m.impute_panel(
            pd.DataFrame({"a": [1.0, 2]}, pd.MultiIndex.from_product([["u"], ["x", "y"]])),
            "interpolate",
        ),
        "times must be numbers.*x",
    ),
    "adoption before its origin": (
        lambda: m.diffusion_lags(pd.Series(["2020-01-01"], ["u"]), pd.Timestamp("2021-01-01")),
        "'u'.*before the origin",
    ),
    "more components than there are": (lambda: m.pca_weights(X, n_components=9), "2 components, 9"),
    "no component": (lambda: m.pca_weights(X, n_components=0), "n_components must be"),
    "no code": (lambda: m.equal_weights([]), "at least one code"),
}
