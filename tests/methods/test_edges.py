"""What no method may take, is refused by every method, by name."""

import numpy as np
import pandas as pd
import pytest

from digitalbay import methods as m

from .calls import CELLS, EQUAL, NUMBERS, SCORES, SERIES, TABLE, TREE, WEIGHTS

TABLES = SCORES | CELLS | WEIGHTS | {"cronbach_alpha": NUMBERS["cronbach_alpha"]} | {
    "availability": m.availability,
    "screen": m.screen,
    "impute": lambda x: m.impute(x, "mean"),
    "treat": m.treat,
    "pca": m.pca,
    "correlation_flags": m.correlation_flags,
    "goalposts": m.goalposts,
    "orient": lambda x: m.orient(x, dict.fromkeys("abc", -1)),
    "outranking": m.outranking,
    "denominate": lambda x: m.denominate(x, TABLE, {"a": "b"}),
    "monte_carlo": lambda x: m.monte_carlo(x, TREE, m.Design(m.Recipe(), weight_noise=0.1), 2),
    "sigma_convergence": m.sigma_convergence,
    "absolute_gaps": m.absolute_gaps,
    "log_t": m.log_t,
    "convergence_clubs": m.convergence_clubs,
    "location_quotient": m.location_quotient,
    "kendall_w": lambda x: m.kendall_w(x, n_random=9),
    "preferences": m.preferences,
    "plackett_luce": lambda x: m.plackett_luce(x, prior=0.1),
}  # fmt: skip
ONE_OF_SERIES = {name: call for name, call in NUMBERS.items() if name != "cronbach_alpha"} | {
    "absolute_gap": m.absolute_gap,
    "winsorise": m.winsorise,
    "beta_convergence": lambda x: m.beta_convergence(x, SERIES, 10),
    "permutation_difference": lambda x: m.permutation_difference(x, SERIES > 3),
    "permutation_correlation": lambda x: m.permutation_correlation(x, SERIES),
    "rank_shift": lambda x: m.rank_shift(x, SERIES),
    "plan_ratios": lambda x: m.plan_ratios(x, x),
    "poisson_interval": m.poisson_interval,
    "wilson_interval": lambda x: m.wilson_interval(x, 20),
    "ranked": m.ranked,
    "zscore": m.zscore,
    "minmax": m.minmax,
    "rank": m.rank,
}
CELL = ("w", "b")
# Nothing in, nothing out; and a panel has its units once a year.
WITHOUT = {(name, "nothing") for name in ("ranked", "winsorise", "wilson_interval")}
WITHOUT |= {("poisson_interval", "nothing"), ("plan_ratios", "nothing"), ("ranked", "no unit")}
WITHOUT |= {("goalposts", "one unit twice")}


def _put(value: object) -> pd.DataFrame:
    table = TABLE.astype(object if isinstance(value, str) else float)
    table.loc[CELL] = value
    return table


BAD_TABLES = {
    "infinite": (_put(np.inf), r"finite.*'?b'?.*'?w'?"),
    "minus infinite": (_put(-np.inf), r"finite.*'?b'?.*'?w'?"),
    "too large": (_put(1e200), r"sizes.*b.*w"),
    "words": (_put("many"), r"expected numbers: 'many' for 'b' of 'w'"),
    "one unit twice": (TABLE.rename({"v": "u"}), r"duplicated unit.*'u'"),
    "one indicator twice": (TABLE.rename(columns={"b": "a"}), r"duplicated indicator.*'a'"),
    "no unit": (TABLE.iloc[:0], r"no unit|at least one|fewer|two|no value"),
}
BAD_SERIES = {
    "infinite": (SERIES.replace(2, np.inf), r"finite.*w"),
    "too large": (SERIES.replace(2, 1e200), r"sizes.*w"),
    "words": (SERIES.astype(object).replace(2, "many"), r"expected numbers: 'many' (of|for).*'w'"),
    "one unit twice": (SERIES.rename({"v": "u"}), r"duplicated unit.*'u'"),
    "nothing": (SERIES.iloc[:0], r"at least|no unit|needs|no value|each|fewer|two"),
}


@pytest.mark.parametrize("case", BAD_TABLES)
@pytest.mark.parametrize("name", TABLES)
def test_tables_are_refused_by_name(name, case):
    table, message = BAD_TABLES[case]
    if (name, case) in WITHOUT:
        assert TABLES[name](table) is not None
        return
    with pytest.raises(ValueError, match=message):
        TABLES[name](table)


@pytest.mark.parametrize("case", BAD_SERIES)
@pytest.mark.parametrize("name", ONE_OF_SERIES)
def test_series_are_refused_by_name(name, case):
    series, message = BAD_SERIES[case]
    if (name, case) in WITHOUT:
        assert ONE_OF_SERIES[name](series) is not None
        return
    with pytest.raises(ValueError, match=message):
        ONE_OF_SERIES[name](series)


COMPLETE = [*(set(WEIGHTS) - {"entropy_weights", "variance_shares"}), "cronbach_alpha", "pca"]
COMPLETE += ["topsis", "composite by Borda", "composite by Kemeny", "composite, CRITIC"]
COMPLETE += ["location_quotient", "log_t", "convergence_clubs"]


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_missing_values_are_refused_by_name(name):
    with pytest.raises(ValueError, match=r"'b'.*'w'|b.*Borda|complete"):
        TABLES[name](_put(np.nan))


VARYING = [name for name in WEIGHTS if "weights" not in name or "pca" in name]
VARYING += ["zscore", "minmax", "cronbach_alpha", "correlation_flags", "topsis of min-max"]
VARYING += [name for name in SCORES if name.startswith("composite") and "anks" not in name]
VARYING = [n for n in VARYING if not any(w in n for w in ("Borda", "Copeland", "Kemeny", "shares"))]
VARYING += ["composite by Borda", "variance_shares", "goalposts"]


@pytest.mark.parametrize("name", sorted(set(VARYING)))
@pytest.mark.parametrize("flat", [7.0, [0.3, 0.1 + 0.2, 0.3, 0.3, 0.3], 0.0])
def test_constants_up_to_rounding_are_refused_by_name(name, flat):
    with pytest.raises(ValueError, match="b"):
        TABLES[name](TABLE.assign(b=flat))


@pytest.mark.parametrize(
    "name", ["composite", "composite by ranks", "composite by Copeland", "composite by Kemeny"]
)
def test_units_alike_share_their_rank(name):
    twin = pd.concat([TABLE, TABLE.loc[["v"]].rename({"v": "twin"})])
    index = SCORES[name](twin)
    assert index["twin"] == pytest.approx(index["v"], abs=1e-12)
    assert m.ranked(index)["twin"] == m.ranked(index)["v"]


def test_weights_of_zero_leave_no_score():
    gap = TABLE.assign(a=TABLE["a"].where(TABLE["a"] > 1))
    alone = pd.Series({"a": 1.0, "b": 0.0, "c": 0.0})
    for call in (
        lambda: m.arithmetic(gap, alone),
        lambda: m.geometric(gap, alone),
        lambda: m.harmonic(gap, alone),
        lambda: m.composite(gap, TREE, m.Recipe(weights=alone)),
    ):
        with pytest.raises(ValueError, match=r"'u'.*weight 0 only"):
            call()


def test_cases_are_many():
    tables, series = len(TABLES) * len(BAD_TABLES), len(ONE_OF_SERIES) * len(BAD_SERIES)
    assert tables + series + len(COMPLETE) + 3 * len(set(VARYING)) >= 400
    assert set(EQUAL.index) == set(TABLE)
