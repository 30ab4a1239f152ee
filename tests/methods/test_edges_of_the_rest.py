"""Edges of the methods that take more than a table or a series: right, or refused by name."""

import inspect
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from digitalbay import methods as m

from . import edge_values

UNITS = list("uvw")
X = pd.DataFrame({"a": [1.0, 2, 4], "b": [5.0, 3, 4]}, UNITS)
S = X["a"]
TREE = m.Framework(pd.DataFrame({"code": ["i", "a", "b"], "parent": [None, "i", "i"]}))
ONE = m.composite(X, TREE)
PANEL = pd.concat({2020: X, 2021: X * 2}).swaplevel()
DESIGN = m.Design(m.Recipe(), weight_noise=0.2)
DAYS = pd.to_datetime(pd.Series({"u": "2020-01-01", "v": "2020-03-01", "w": None}))
LOADINGS = pd.DataFrame({"1": [0.9, 0.8, 0.3], "2": [0.1, 0.3, 0.9]}, list("abc"))
INTERVALS = pd.DataFrame(
    {"mean": [1.2, 1.9, 3.0], "median": [1.0, 2, 3], "low": [1, 1, 3], "high": [2, 2, 3]}, UNITS
)
VOTES = pd.DataFrame([[1, 2, 3], [1, 3, 2], [2, 1, 3]], list("rst"), UNITS)
MET = pd.DataFrame({"a1": [1, 0], "a2": [1, 1]}, ["p", "q"])
OF = {"a1": "a", "a2": "a"}
DRAWN = pd.DataFrame({"v": [1, 1], "w": [2, 2]})
NAN, INF = np.nan, np.inf


def pairs(values, rows="ab", columns="ab"):
    return pd.DataFrame(values, list(rows), list(columns))


def many(frame, value, new="many"):
    return frame.astype(object).replace(value, new)


def controls(x=X, reference=S, n=5, n_random=2):
    return m.negative_controls(x, TREE, DESIGN, reference, n, n_random=n_random)


def resampled(x=VOTES, n_resamples=5, **given):
    return m.plackett_luce_bootstrap(x, n_resamples=n_resamples, **given)


def sobol(x=X, design=DESIGN, n=4, **given):
    return m.sensitivity(x, TREE, design, n, **given)


RIGHT = {
    "AHP of one": (lambda: m.ahp_weights(pairs([[1]], "a", "a")).weights, [1]),
    "AHP of rounded fractions": (
        lambda: m.ahp_weights(pairs([[1, 3], [0.33, 1]])).weights.round(2),
        [0.75, 0.25],
    ),
    "a construction beside itself": (lambda: m.compare(ONE, ONE)["shift"], [0, 0, 0]),
    "years in order": (
        lambda: list(m.composite_panel(PANEL.iloc[::-1], TREE)),
        [2020, 2021],
    ),
    "a panel of huge numbers": (
        lambda: m.composite_panel(PANEL * 1e90, TREE)[2020].index,
        m.composite_panel(PANEL, TREE)[2020].index,
    ),
    "a majority of one": (lambda: len(m.condorcet(pairs([[0]], "u", "u"))), 1),
    "a tie has no order": (lambda: m.condorcet(pairs([[0, 1], [1, 0]])) is None, True),
    "no random index": (lambda: len(controls(n_random=0)), 2),
    "one source agrees with none": (lambda: len(m.pairwise_agreement(VOTES.head(1))), 0),
    "too few items in common": (
        lambda: m.pairwise_agreement(VOTES.replace(1, NAN))["tau"].notna().sum(),
        0,
    ),
    "sources that tie all": (lambda: m.pairwise_agreement(VOTES * 0)["concordant"], [0.5] * 3),
    "one resample": (lambda: resampled(n_resamples=1).table["low"].between(1, 3).all(), True),
    "truth counts as 1": (lambda: m.pmc_index(MET.astype(bool), OF)["PMC"], [1, 0.5]),
    "a variable beyond the table": (lambda: m.pmc_index(MET, OF | {"z": "z"})["PMC"], [1, 0.5]),
    "ranks of one draw": (lambda: m.rank_counts(DRAWN.head(1)).loc["v"], [1, 0]),
    "ranks that two share": (lambda: m.rank_counts(DRAWN * 0 + 1)[1], [2, 2]),
    "one unit, one tier": (lambda: m.tiers(INTERVALS.head(1)), [1]),
    "the first of a third": (lambda: m.time_to_share(DAYS, 1 / 3), 0),
    "two thirds up to rounding": (lambda: m.time_to_share(DAYS, 0.1 * 2 + 0.4666666666666667), 60),
    "a share not reached": (lambda: m.time_to_share(DAYS, 1), INF),
    "dates as texts": (
        lambda: m.time_to_share(pd.Series({"u": "2020-01-01", "v": "2020-01-11"}), 1),
        10,
    ),
    "one component is as it is": (lambda: m.varimax(LOADINGS[["1"]])["1"], LOADINGS["1"]),
    "communalities stay": (
        lambda: (m.varimax(LOADINGS) ** 2).sum(axis=1),
        (LOADINGS**2).sum(axis=1),
    ),
    "an indicator without loading": (
        lambda: m.varimax(LOADINGS.assign(**{"1": [0, 0.8, 0.3], "2": [0, 0.3, 0.9]})).loc["a"],
        [0, 0],
    ),
}  # fmt: skip
REFUSED = {
    "AHP, missing": (lambda: m.ahp_weights(pairs([[1, NAN], [2, 1]])), "every cell"),
    "AHP, infinite": (lambda: m.ahp_weights(pairs([[1, INF], [0, 1]])), "finite.*'b'.*'a'"),
    "AHP, negative": (lambda: m.ahp_weights(pairs([[1, -2], [-0.5, 1]])), "positive"),
    "AHP, words": (lambda: m.ahp_weights(pairs([[1, "x"], ["y", 1]])), "'y' for 'a' of 'b'"),
    "AHP, its diagonal": (lambda: m.ahp_weights(pairs([[2, 1], [1, 2]])), "'a' and 'a'"),
    "AHP, not reciprocal": (lambda: m.ahp_weights(pairs([[1, 3], [1, 1]])), "'a' and 'b'"),
    "AHP, nothing": (lambda: m.ahp_weights(pd.DataFrame()), "no unit"),
    "AHP, other order": (lambda: m.ahp_weights(pairs([[1, 2], [0.5, 1]], "ab", "ba")), "order"),
    "AHP, a code twice": (lambda: m.ahp_weights(pairs([[1, 2], [0.5, 1]], "aa", "aa")), "'a'"),
    "AHP, tolerance": (lambda: m.ahp_weights(pairs([[1, 2], [0.5, 1]]), tolerance=-1), "tolerance"),
    "AHP, random index": (
        lambda: m.ahp_weights(pairs([[1, 2], [0.5, 1]]), random_index=-1),
        "random_index must be positive",
    ),
    "AHP, sizes": (lambda: m.ahp_weights(pairs([[1, 1e200], [1e-200, 1]])), "sizes.*'b'.*'a'"),
    "no unit in common": (
        lambda: m.compare(ONE, m.composite(X.set_axis(list("xyz")), TREE)),
        "fewer than two units in common",
    ),
    "a table for a panel": (lambda: m.composite_panel(X, TREE), r"indexed by \(unit, year\)"),
    "a panel by z-scores": (
        lambda: m.composite_panel(PANEL, TREE, m.Recipe(normalise="zscore")),
        "zscore.*min-max",
    ),
    "a panel's own weights": (
        lambda: m.composite_panel(PANEL, TREE, m.Recipe(weights="entropy")),
        "entropy weights would differ by year",
    ),
    "a panel, infinite": (
        lambda: m.composite_panel(PANEL.replace(5, INF), TREE),
        "finite.*'b'.*'u', 2020",
    ),
    "a panel, words": (
        lambda: m.composite_panel(many(PANEL, 5.0), TREE),
        "'many' for 'b' of .*'u', 2020",
    ),
    "a panel, a unit twice": (
        lambda: m.composite_panel(pd.concat([PANEL, PANEL.head(1)]), TREE),
        "duplicated unit.*'u', 2020",
    ),
    "a panel, nothing": (lambda: m.composite_panel(PANEL.head(0), TREE), "no unit"),
    "a panel, no column": (lambda: m.composite_panel(PANEL[["a"]], TREE), "no data.*'b'"),
    "a panel, constant but for rounding": (
        lambda: m.composite_panel(PANEL.assign(b=[0.3, 0.1 + 0.2, 0.3, 0.3, 0.3, 0.3]), TREE),
        "differ, not so for.*'b'",
    ),
    "majorities, missing": (lambda: m.condorcet(pairs([[0, NAN], [1, 0]])), "complete.*'b'.*'a'"),
    "majorities, infinite": (lambda: m.condorcet(pairs([[0, INF], [1, 0]])), "finite.*'b'.*'a'"),
    "majorities, negative": (lambda: m.condorcet(pairs([[0, -1], [1, 0]])), "negative.*'a'"),
    "majorities, other order": (
        lambda: m.condorcet(pairs([[0, 1], [1, 0]], "uv", "vu")),
        "same units in rows and columns",
    ),
    "majorities, nothing": (lambda: m.condorcet(pd.DataFrame()), "no unit"),
    "a reference, missing": (lambda: controls(reference=S.replace(4, NAN)), "no value for.*'w'"),
    "a reference, no unit": (lambda: controls(reference=S.drop("u")), "no value for.*'u'"),
    "a reference, constant": (lambda: controls(reference=S * 0 + 1), "'reference'.*constant"),
    "a reference, infinite": (lambda: controls(reference=S.replace(4, INF)), "finite.*'w'"),
    "controls without draws": (lambda: controls(n=0), "number of draws.*got 0"),
    "controls, fewer than none": (lambda: controls(n_random=-1), "n_random must be.*got -1"),
    "controls, half a one": (lambda: controls(n_random=1.5), "n_random must be.*got 1.5"),
    "agreement, words": (lambda: m.pairwise_agreement(many(VOTES, 1)), "'many' for 'u' of 'r'"),
    "agreement, infinite": (lambda: m.pairwise_agreement(VOTES.replace(1, INF)), "finite.*'u'"),
    "agreement, of nothing": (lambda: m.pairwise_agreement(VOTES, min_common=0), "min_common"),
    "agreement, a source twice": (
        lambda: m.pairwise_agreement(VOTES.set_axis(list("rrt"))),
        "duplicated unit.*'r'",
    ),
    "agreement, an item twice": (
        lambda: m.pairwise_agreement(VOTES.set_axis(list("uuw"), axis=1)),
        "duplicated indicator.*'u'",
    ),
    "no resample": (lambda: resampled(n_resamples=0), "n_resamples.*got 0"),
    "no prior": (lambda: resampled(prior=0), "positive prior"),
    "a negative prior": (lambda: resampled(prior=-1), "prior must be.*got -1"),
    "a level in per cent": (lambda: resampled(level=90), "level is a share.*got 90"),
    "resampled words": (lambda: resampled(many(VOTES, 1)), "'many' for 'u' of 'r'"),
    "resampled nothing": (lambda: resampled(VOTES.head(0)), "no unit"),
    "PMC of 2": (lambda: m.pmc_index(MET.replace(0, 2), OF), "0 or 1.*'a1'.*'q'"),
    "PMC, missing": (lambda: m.pmc_index(MET.replace(0, NAN), OF), "0 or 1.*'a1'.*'q'"),
    "PMC, no variable": (lambda: m.pmc_index(MET, {"a1": "a"}), "no variable.*'a2'"),
    "PMC, nothing": (lambda: m.pmc_index(MET.head(0), OF), "no unit"),
    "PMC, a policy twice": (lambda: m.pmc_index(MET.set_axis(["p", "p"]), OF), "duplicated.*'p'"),
    "PMC, a result's name": (lambda: m.pmc_index(MET, {"a1": "PMC", "a2": "a"}), "called.*PMC"),
    "ranks, missing": (lambda: m.rank_counts(DRAWN.replace(1, NAN)), "complete.*'v'"),
    "ranks, halves": (lambda: m.rank_counts(DRAWN * 0 + 1.5), "integer ranks from 1 to 2"),
    "ranks from 0": (lambda: m.rank_counts(DRAWN - 1), "integer ranks from 1 to 2"),
    "ranks beyond": (lambda: m.rank_counts(DRAWN + 1), "integer ranks from 1 to 2"),
    "ranks, infinite": (lambda: m.rank_counts(DRAWN.replace(1, INF)), "finite.*'v'"),
    "ranks of nothing": (lambda: m.rank_counts(DRAWN.head(0)), "no unit"),
    "ranks, a unit twice": (
        lambda: m.rank_counts(DRAWN.set_axis(["v", "v"], axis=1)),
        "duplicated indicator.*'v'",
    ),
    "sensitivity to nothing": (lambda: sobol(design=m.Design(m.Recipe())), "nothing varies"),
    "sensitivity without draws": (lambda: sobol(n=0), "number of draws.*got 0"),
    "sensitivity, half a draw": (lambda: sobol(n=2.5), "number of draws.*got 2.5"),
    "sensitivity, confidence": (lambda: sobol(confidence=95), "confidence is a share.*got 95"),
    "sensitivity, resamples": (lambda: sobol(n_bootstrap=-1), "n_bootstrap.*got -1"),
    "sensitivity, infinite": (lambda: sobol(X.replace(5, INF)), "finite.*'b'.*'u'"),
    "tiers, no column": (lambda: m.tiers(INTERVALS[["mean"]]), "columns.*'high', 'low'"),
    "tiers, missing": (lambda: m.tiers(INTERVALS.replace(1.9, NAN)), "complete.*'mean'.*'v'"),
    "tiers, crossed": (lambda: m.tiers(INTERVALS.assign(low=[1, 3, 3])), "low is above.*'v'"),
    "tiers, infinite": (lambda: m.tiers(INTERVALS.replace(1.9, INF)), "finite.*'mean'.*'v'"),
    "tiers, words": (lambda: m.tiers(many(INTERVALS, 1.2)), "'many' for 'mean' of 'u'"),
    "tiers, nothing": (lambda: m.tiers(INTERVALS.head(0)), "no unit"),
    "tiers, a unit twice": (lambda: m.tiers(INTERVALS.set_axis(list("uuw"))), "duplicated.*'u'"),
    "a share of 0": (lambda: m.time_to_share(DAYS, 0), "share is above 0.*got 0"),
    "a negative share": (lambda: m.time_to_share(DAYS, -0.1), "share is above 0.*got -0.1"),
    "a share in per cent": (lambda: m.time_to_share(DAYS, 50), "at most 1, got 50"),
    "a missing share": (lambda: m.time_to_share(DAYS, NAN), "share must be a number"),
    "days in words": (lambda: m.time_to_share(pd.Series({"u": "soon"})), "dates.*soon"),
    "days as numbers": (lambda: m.time_to_share(pd.Series({"u": 2020})), "not numbers: .'u'"),
    "nobody adopts": (lambda: m.time_to_share(DAYS.tail(1)), "no unit has adopted"),
    "nobody is there": (lambda: m.time_to_share(DAYS.head(0)), "no unit has adopted"),
    "who adopts twice": (lambda: m.time_to_share(DAYS.set_axis(list("uuw"))), "duplicated.*'u'"),
    "loadings, missing": (lambda: m.varimax(LOADINGS.replace(0.8, NAN)), "complete.*'1'.*'b'"),
    "loadings, infinite": (lambda: m.varimax(LOADINGS.replace(0.8, INF)), "finite.*'1'.*'b'"),
    "loadings, words": (lambda: m.varimax(many(LOADINGS, 0.8)), "'many' for '1' of 'b'"),
    "loadings, sizes": (lambda: m.varimax(LOADINGS * 1e-200), "sizes.*'1'.*'a'"),
    "loadings of nothing": (lambda: m.varimax(LOADINGS.head(0)), "no unit"),
    "a negative tolerance": (lambda: m.varimax(LOADINGS, tolerance=-1), "tolerance.*got -1"),
}  # fmt: skip


assert not (RIGHT.keys() & edge_values.RIGHT)
assert not (REFUSED.keys() & edge_values.REFUSED)
RIGHT |= edge_values.RIGHT
REFUSED |= edge_values.REFUSED


@pytest.mark.parametrize("name", RIGHT)
def test_right(name):
    call, expected = RIGHT[name]
    assert np.ravel(call()).tolist() == pytest.approx(np.ravel(expected).tolist(), rel=1e-9)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name):
    call, message = REFUSED[name]
    with pytest.raises(ValueError, match=message):
        call()


def test_no_public_function_is_without_an_edge():
    texts = "".join(
        Path(__file__).with_name(name).read_text("utf-8")
        for name in ("calls.py", "test_edges.py", "edge_values.py", Path(__file__).name)
    )
    functions = [name for name in m.__all__ if inspect.isfunction(getattr(m, name))]
    assert [name for name in functions if not re.search(rf"\bm\.{name}\b", texts)] == []
    assert len(functions) > 80
