"""Time 100,000 joint Monte Carlo draws, vectorised and as a per-draw Python loop.

Run: uv run python benchmarks/uncertainty.py

Both take the same sampled numbers of an 11 × 25 framework with three levels through the same
steps (imputation, data error, normalisation, weights with noise, leave-one-out, aggregation, rank).
Two loops are timed on a subset of the draws and scaled up: one written plainly in numpy, on
its own, for this comparison; and one that calls the package's `composite` for each draw. The
scores of both must equal the vectorised ones.
"""

import time

import numpy as np
import pandas as pd

from digitalbay.methods.composite import composite
from digitalbay.methods.design import BLOCK, Design, rows
from digitalbay.methods.framework import Framework
from digitalbay.methods.problem import Problem
from digitalbay.methods.recipe import Recipe
from digitalbay.methods.uncertainty import monte_carlo

DRAWS, NUMPY_SUBSET, PANDAS_SUBSET = 100_000, 2048, 200


def example() -> tuple[pd.DataFrame, Framework, Design]:
    """Eleven units, 25 indicators in 8 themes in 3 pillars, 6 % missing."""
    rng = np.random.default_rng(1)
    themes, pillars = [f"theme{i}" for i in range(8)], [f"pillar{i}" for i in range(3)]
    codes = ["index", *pillars, *themes, *(f"indicator{i:02d}" for i in range(25))]
    parents = [None, *["index"] * 3, *(pillars[i % 3] for i in range(8))]
    parents += [themes[i % 8] for i in range(25)]
    direction = [1] * 12 + [-1 if i % 6 == 5 else 1 for i in range(25)]
    table = pd.DataFrame({"code": codes, "parent": parents, "direction": direction})
    framework = Framework(table)
    units = [f"unit{i}" for i in range(11)]
    data = pd.DataFrame(rng.lognormal(1, 0.5, (11, 25)), units, framework.indicators)
    data = data.mask(rng.random((11, 25)) < 0.06)
    groups = pd.Series([0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0], units)
    design = Design(
        Recipe(impute="median", interval=(1, 100), groups=groups),
        imputation=("median", "mean", "group_mean"),
        normalisation=("minmax", "rank", "percentile"),
        weights=("framework", "flat", "entropy", "critic"),
        aggregation=("arithmetic", "geometric", ("arithmetic", "geometric")),
        weight_noise=0.25,
        error=0.05,
        leave_one_out=True,
        seed=7,
    )
    return data, framework, design


def one_draw(problem: Problem, s: dict) -> np.ndarray:
    """Scores of one draw, step by step, for one unit × indicator table."""
    design, framework = problem.design, problem.framework
    x = problem.filled[..., s["imputation"]]
    x = x + 0.05 * np.abs(x) * s["data"]
    x = x * framework.directions.to_numpy()
    span = x.max(axis=0) - x.min(axis=0)
    unit_range = (x - x.min(axis=0)) / span
    method = design.normalisation[s["normalisation"]]
    if method == "minmax":
        z = 1 + 99 * unit_range
    else:
        z = (x[:, None, :] > x[None, :, :]).sum(axis=1) + 1.0
        z = 100 * z / len(x) if method == "percentile" else z
    local = weights_of_draw(problem, s, unit_range)
    rule = design.aggregation[s["aggregation"]]
    score = dict(zip(framework.indicators, z.T, strict=True))
    for code in framework.aggregates:
        children = framework.children(code)
        values = np.array([score[child] for child in children])
        w = np.array([local[child] for child in children])[:, None]
        top = code == framework.root
        if rule == "geometric" or (isinstance(rule, tuple) and top):
            score[code] = np.exp((w * np.log(values)).sum(axis=0))
        else:
            score[code] = (w * values).sum(axis=0)
    return score[framework.root]


def weights_of_draw(problem: Problem, s: dict, unit_range: np.ndarray) -> dict:
    """Weights within siblings of one draw."""
    framework, (scheme, noise) = problem.framework, s["weights"]
    name = problem.design.weights[scheme]
    if name == "framework":
        mass = framework.weights.to_dict()
    else:
        leaf = leaf_weights(name, unit_range)
        leaf = dict(zip(framework.indicators, leaf, strict=True))
        mass = {code: sum(leaf[i] for i in framework.leaves(code)) for code in framework.nodes}
    mass = {code: mass[code] * n for code, n in zip(framework.nodes, noise, strict=True)}
    if s["exclusion"] >= 0:
        mass[framework.indicators[s["exclusion"]]] = 0.0
    for code in framework.aggregates:
        children = framework.children(code)
        total = sum(mass[child] for child in children)
        if total == 0:
            mass[code] = 0.0
        for child in children:
            mass[child] = mass[child] / total if total else 1 / len(children)
    return mass


def leaf_weights(name: str, unit_range: np.ndarray) -> np.ndarray:
    """Effective weights of the indicators by a scheme."""
    m, k = unit_range.shape
    if name == "flat":
        return np.full(k, 1 / k)
    if name == "entropy":
        p = 0.002 + 0.996 * unit_range
        p = p / p.sum(axis=0)
        w = 1 + (p * np.log(p)).sum(axis=0) / np.log(m)
    else:
        w = unit_range.std(axis=0) * (1 - np.corrcoef(unit_range.T)).sum(axis=0)
    return w / w.sum()


def timed(work) -> tuple[float, object]:
    """Least seconds of three runs, as the machine may be shared, and the result."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), result


def numpy_loop(problem: Problem) -> np.ndarray:
    """Scores of the first draws, one after the other."""
    scores = []
    for block in range(NUMPY_SUBSET // BLOCK):
        sample = problem.sample(block)
        for i in range(BLOCK):
            scores.append(one_draw(problem, rows(sample, i)))
            (scores[-1][:, None] < scores[-1][None, :]).sum(axis=1)  # ranks
    return np.array(scores)


def main() -> None:
    """Print the table of times, and check that the scores agree."""
    data, framework, design = example()
    problem = Problem(data, framework, design)
    fast, run = timed(lambda: monte_carlo(data, framework, design, DRAWS))
    fast2, _ = timed(lambda: monte_carlo(data, framework, design, DRAWS, processes=2))
    slow, looped = timed(lambda: numpy_loop(problem))
    draws = [run.draw(i) for i in range(PANDAS_SUBSET)]
    slower, built = timed(lambda: [composite(d.data, d.framework, d.recipe) for d in draws])
    by_composite = np.array([b.index for b in built])
    for name, scores in (("numpy loop", looped), ("composite loop", by_composite)):
        worst = np.abs(scores - run.scores.to_numpy()[: len(scores)]).max()
        print(f"{name}: {len(scores)} draws, largest difference of scores {worst:.1e}")
        assert worst < 1e-9
    print(f"\n{'way':<28}{'draws timed':>12}{'s / 100,000':>13}{'ratio':>9}")
    for way, n, seconds in (
        ("vectorised, 1 process", DRAWS, fast),
        ("vectorised, 2 processes", DRAWS, fast2),
        ("numpy loop, 1 process", NUMPY_SUBSET, slow),
        ("composite loop, 1 process", PANDAS_SUBSET, slower),
    ):
        scaled = seconds * DRAWS / n
        print(f"{way:<28}{n:>12,}{scaled:>13.1f}{scaled / fast:>9.1f}")
    print("Least of three runs; loops on a subset, scaled; ratio to vectorised, 1 process.")


if __name__ == "__main__":
    main()
