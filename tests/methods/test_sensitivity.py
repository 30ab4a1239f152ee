import numpy as np
import pandas as pd
import pytest
from SALib.analyze import sobol as salib_sobol
from scipy import stats

from digitalbay.methods.design import Design
from digitalbay.methods.framework import Framework
from digitalbay.methods.recipe import Recipe
from digitalbay.methods.sensitivity import sensitivity, sobol_indices

# Becker et al. (2022) COINr, JOSS 7(78) 4567, sensitivity vignette: sum of absolute rank changes
# of the 51 ASEM countries in the runs A (100), B (100), AB1 .. AB4 (100 each).
COINR = """
76 148 40 152 150 80 54 82 112 160 84 152 110 92 158 164 72 68 48 152 86 94 126 158 92 108 104
66 56 82 160 38 38 38 166 146 78 34 50 114 52 142 84 50 70 96 60 124 72 52 66 134 60 130 34 90
144 82 160 90 100 126 72 148 64 114 44 180 114 108 124 56 64 86 52 80 148 58 52 54 140 86 160 80
68 72 94 62 62 78 152 64 116 66 166 82 144 154 154 58 50 160 154 108 156 36 58 54 144 94 86 46
160 68 66 118 158 150 92 66 128 114 160 68 70 62 70 164 90 60 164 76 152 104 100 80 48 90 92 86
112 62 156 68 40 86 58 60 118 90 92 58 122 94 34 64 44 96 88 44 82 72 94 160 104 106 168 150 120
118 122 128 108 80 62 138 154 84 178 74 166 178 160 148 72 116 148 82 36 154 36 54 60 34 108 88
70 38 106 68 56 148 58 152 158 80 54 82 100 168 76 152 116 100 160 168 50 96 48 162 92 90 126
158 66 108 104 66 82 70 164 62 38 40 158 154 68 32 50 106 52 156 60 50 70 88 60 134 72 66 46 124
48 124 34 90 144 94 154 86 80 128 72 154 44 106 44 158 116 130 100 74 94 90 58 80 156 82 58 56
140 92 164 70 82 72 92 90 46 86 152 84 128 64 162 36 144 154 154 74 76 148 26 86 150 80 44 82
158 96 84 152 152 146 158 128 78 68 78 86 86 94 166 158 66 146 104 92 56 152 160 38 38 48 124
146 78 34 78 114 60 142 80 66 70 96 60 124 72 40 80 158 60 130 34 90 144 70 108 166 100 148 72
148 64 114 50 180 114 108 124 56 64 160 52 80 158 58 48 54 168 152 160 156 68 72 90 60 62 156 86
72 116 66 166 78 60 76 96 38 66 160 48 152 156 36 66 54 66 168 90 160 104 112 150 154 50 28 64
162 88 126 114 148 66 114 74 68 46 134 160 50 44 68 176 160 98 94 34 92 70 158 90 60 88 84 58 94
118 36 80 84 114 90 34 64 154 76 172 102 106 124 94 154 68 108 94 152 118 88 128 80 128 84 60 84
112 26 94 58 126 100 152 110 114 116 104 64 66 130 154 52 86 36 154 94 142 164 152 24 76 148 88
152 150 80 54 82 112 160 84 70 110 74 68 164 118 154 48 32 120 94 126 72 156 56 68 108 74 66 160
38 160 152 166 30 82 34 144 114 148 58 104 50 50 96 60 74 72 164 158 86 60 130 34 90 48 82 160
76 64 84 72 148 98 114 60 180 114 146 124 62 52 70 52 118 148 78 60 100 140 86 160 80 48 72 116
62 62 78 32 64 100 66 104 82 144 58 154 58
"""
COINR_FACTORS = ["Winmax", "Normalisation", "Weights", "Aggregation"]


def test_coinr_estimates():
    y = np.array(COINR.split(), float).reshape(6, 100) / 51
    ab = dict(zip(COINR_FACTORS, y[2:], strict=True))
    table = sobol_indices(y[0], y[1], ab, centre=False, n_bootstrap=0)
    first = [0.039873, 0.252415, 0.228339, 0.368017]
    total = [0.048359, 0.270710, 0.177641, 0.617860]
    assert table["first"].tolist() == pytest.approx(first, abs=1e-6)
    assert table["total"].tolist() == pytest.approx(total, abs=1e-6)


def test_coinr_interval_of_weights():
    # The same vignette: 5-95 % bootstrap interval of the first order of Weights, -0.01 .. 0.49.
    y = np.array(COINR.split(), float).reshape(6, 100) / 51
    ab = dict(zip(COINR_FACTORS, y[2:], strict=True))
    table = sobol_indices(y[0], y[1], ab, centre=False, confidence=0.9)
    weights = table.loc["Weights"]
    assert [weights["first_low"], weights["first_high"]] == pytest.approx([-0.01, 0.49], abs=0.05)


def ishigami(x):
    return np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def saltelli(f, n, seed=5):
    sampler = stats.qmc.Sobol(6, rng=np.random.default_rng(seed))
    u = (2 * sampler.random(n) - 1) * np.pi
    a, b = u[:, :3], u[:, 3:]
    ab = {}
    for i in range(3):
        mixed = a.copy()
        mixed[:, i] = b[:, i]
        ab[f"x{i + 1}"] = f(mixed)
    return f(a), f(b), ab


# Ishigami & Homma (1990), a = 7, b = 0.1: analytic indices.
FIRST, TOTAL = [0.313905, 0.442411, 0], [0.557589, 0.442411, 0.243684]


def test_ishigami():
    table = sobol_indices(*saltelli(ishigami, 8192))
    assert table["first"].tolist() == pytest.approx(FIRST, abs=0.02)
    assert table["total"].tolist() == pytest.approx(TOTAL, abs=0.02)
    assert (table["first_low"] < table["first"]).all()
    assert (table["total"] < table["total_high"]).all()
    assert (table["total_high"] - table["total_low"]).max() < 0.08


def test_sobols_own_function():
    # Saltelli & Sobol' (1995): the product of (|4x - 2| + a) / (1 + a), whose indices are exact:
    # V_i = 1 / (3 (1 + a_i)²), V = prod(1 + V_i) - 1, V_Ti = V_i prod over the others (1 + V_j).
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    u = stats.qmc.Sobol(2 * len(a), rng=np.random.default_rng(1)).random(2**14)
    one, other = u[:, : len(a)], u[:, len(a) :]

    def g(x):
        return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)

    mixed = {i: g(np.where(np.arange(len(a)) == i, other, one)) for i in range(len(a))}
    table = sobol_indices(g(one), g(other), mixed, n_bootstrap=0)
    part = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + part)
    assert table["first"].tolist() == pytest.approx(part / (whole - 1), abs=1e-3)
    expected = part * whole / (1 + part) / (whole - 1)
    assert table["total"].tolist() == pytest.approx(expected, abs=1e-3)
    assert table["first"].round(3).tolist()[:4] == [0.716, 0.179, 0.024, 0.007]


def test_salib_and_scipy_agree():
    a, b, ab = saltelli(ishigami, 1024)
    ours = sobol_indices(a, b, ab)
    theirs = stats.sobol_indices(
        func={"f_A": a[None], "f_B": b[None], "f_AB": np.stack(list(ab.values()))[:, None]},
        n=1024,
    )
    # They divide by the population variance.
    ratio = 2048 / 2047
    np.testing.assert_allclose(ours["first"] * ratio, theirs.first_order, atol=2e-3)
    np.testing.assert_allclose(ours["total"] * ratio, theirs.total_order, atol=2e-3)
    problem = {"num_vars": 3, "names": list(ab), "bounds": [[0, 1]] * 3}
    y = np.column_stack([a, *ab.values(), b]).ravel()
    salib = salib_sobol.analyze(problem, y, calc_second_order=False, num_resamples=500, seed=1)
    np.testing.assert_allclose(ours["total"], salib["ST"], atol=2e-3)
    np.testing.assert_allclose(
        (ours["total_high"] - ours["total_low"]) / 2, salib["ST_conf"], rtol=0.25
    )


def test_intervals_cover_the_truth():
    seeds = range(40)
    covered = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        a, b = rng.uniform(-np.pi, np.pi, (2, 512, 3))
        ab = {}
        for i in range(3):
            mixed = a.copy()
            mixed[:, i] = b[:, i]
            ab[i] = ishigami(mixed)
        table = sobol_indices(ishigami(a), ishigami(b), ab, n_bootstrap=300)
        covered.append((table["total_low"] <= TOTAL) & (table["total_high"] >= TOTAL))
    assert np.mean(covered) > 0.85


def test_no_variance_has_no_indices():
    table = sobol_indices(np.ones(8), np.ones(8), {"x": np.ones(8)})
    assert table.isna().all(axis=None)


def test_outputs_must_match():
    with pytest.raises(ValueError, match="as long as y_a"):
        sobol_indices(np.ones(8), np.ones(8), {"x": np.ones(7)})


CODES = [f"i{k}" for k in range(6)]
TREE = Framework(pd.DataFrame({"code": ["index", *CODES], "parent": [None, *["index"] * 6]}))
DATA = pd.DataFrame(np.random.default_rng(3).lognormal(0, 1, (8, 6)), columns=CODES)
DESIGN = Design(
    Recipe(interval=(1, 100)),
    normalisation=("minmax", "rank"),
    aggregation=("arithmetic", "geometric"),
    weight_noise=0.5,
    error=0.1,
    leave_one_out=True,
    seed=2,
)


def test_sensitivity_of_ranks():
    table = sensitivity(DATA, TREE, DESIGN, 2048, n_bootstrap=200)
    outputs = table.index.get_level_values("output").unique()
    assert outputs.tolist() == ["mean rank shift", *DATA.index]
    shift = table.loc["mean rank shift"]
    assert shift.index.tolist() == ["data", "normalisation", "weights", "aggregation", "exclusion"]
    assert (shift["total"] >= shift["first"] - 0.05).all()
    assert shift["first"].sum() < 1.05
    assert shift["total"].sum() > 0.95


def test_sensitivity_is_the_same_on_several_processes():
    one = sensitivity(DATA, TREE, DESIGN, 2500, n_bootstrap=50)
    two = sensitivity(DATA, TREE, DESIGN, 2500, n_bootstrap=50, processes=2)
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_a_factor_without_effect_has_none():
    # Borda counts ranks only, so normalising otherwise changes nothing.
    design = Design(
        Recipe(aggregate="borda"), normalisation=("minmax", "zscore", "rank"), weight_noise=0.5
    )
    table = sensitivity(DATA, TREE, design, 512, n_bootstrap=0).loc["mean rank shift"]
    assert table.loc["normalisation", "total"] == 0
    assert table.loc["weights", "total"] == pytest.approx(1, abs=0.1)


def test_nothing_varying_is_refused():
    with pytest.raises(ValueError, match="nothing varies"):
        sensitivity(DATA, TREE, Design(Recipe()), 64)
