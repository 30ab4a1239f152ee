"""Sobol indices: which choice moves the result, alone and with all its interactions.

References: Saltelli et al. (2010) Computer Physics Communications 181(2), 259–270: first order
by their equation (b), total order by Jansen's estimator (f); OECD/JRC (2008) *Handbook*, step 7.
"""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels
from digitalbay.methods.design import Design
from digitalbay.methods.framework import Framework
from digitalbay.methods.problem import Problem
from digitalbay.methods.uncertainty import run_blocks, sample_block

Array = np.ndarray

# Resamples at a time, so that the bootstrap's memory is bounded.
RESAMPLES = 64


def sobol_indices(
    y_a: Array,
    y_b: Array,
    y_ab: Mapping[str, Array],
    *,
    centre: bool = True,
    confidence: float = 0.95,
    n_bootstrap: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """First and total order Sobol indices from the outputs of a Saltelli design.

    With V the sample variance of all outputs on A and B:
    S_i = mean(y_B (y_ABi - y_A)) / V, and S_Ti = mean((y_A - y_ABi)²) / (2 V).

    Parameters
    ----------
    y_a, y_b : arrays (N,), outputs on the sampling matrices A and B
    y_ab : output on A with the factor's columns from B, by factor
    centre : subtract the mean output first, which doesn't change what is estimated but makes
        the estimate of S_i less noisy
    confidence : of the bootstrap interval (percentiles, draws resampled)
    n_bootstrap : number of resamples; 0 for no interval
    seed : of the resamples

    Returns
    -------
    DataFrame by factor: ``first``, ``first_low``, ``first_high``, ``total``, ``total_low``,
    ``total_high``. Missing where the output doesn't vary. Estimates may leave 0..1 by sampling
    error.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> a, b = rng.random((2, 4096, 2))
    >>> crossed = {"first": b[:, 0], "second": a[:, 0]}
    >>> sobol_indices(a[:, 0], b[:, 0], crossed, n_bootstrap=0)["total"].round(1).to_dict()
    {'first': 1.0, 'second': 0.0}
    """
    found = {"": _terms(y_a, y_b, y_ab, centre)}
    return _tables(found, list(y_ab), confidence, n_bootstrap, seed)[""]


def sensitivity(
    data: pd.DataFrame,
    framework: Framework,
    design: Design,
    n: int,
    *,
    denominators: pd.DataFrame | None = None,
    processes: int = 1,
    confidence: float = 0.95,
    n_bootstrap: int = 1000,
) -> pd.DataFrame:
    """Sobol indices of the ranks over the factors that a design varies.

    Factors are groups: all data errors are one, and so are the weights (scheme and noise). The
    first sampling matrix is that of `monte_carlo`; the cost is n (k + 2) evaluations.

    Parameters
    ----------
    data, framework, design, denominators, processes : as in `monte_carlo`
    n : draws of each sampling matrix
    confidence, n_bootstrap : see `sobol_indices`

    Returns
    -------
    DataFrame by (``output``, ``factor``), columns as in `sobol_indices`. Outputs are
    ``mean rank shift`` from the nominal ranks, and the rank of each unit.

    Raises
    ------
    ValueError
        The design varies nothing.

    Examples
    --------
    >>> from digitalbay.methods import Recipe
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "a", "b"], "parent": [None, "index", "index"],
    ...     "weight": [None, 0.5, 0.5], "direction": [1, 1, 1]}))
    >>> data = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 3.0]}, index=["u", "v", "w"])
    >>> design = Design(Recipe(), normalisation=("minmax", "rank"), weight_noise=0.5)
    >>> list(sensitivity(data, tree, design, 16, n_bootstrap=0).loc["mean rank shift"].index)
    ['normalisation', 'weights']
    """
    ensure.whole(n, "n, the number of draws,", 1)
    if not design.varied:
        raise ValueError("nothing varies in this design: no variance to attribute")
    problem = Problem(data, framework, design, denominators)
    pieces = list(run_blocks(partial(_outputs, problem, n), n, processes, problem.block))
    y = {key: np.concatenate([piece[key] for piece in pieces]) for key in pieces[0]}
    found = {
        output: _terms(
            y["A"][:, i], y["B"][:, i], {factor: y[factor][:, i] for factor in design.varied}
        )
        for i, output in enumerate(["mean rank shift", *problem.units])
    }
    tables = _tables(found, list(design.varied), confidence, n_bootstrap, design.seed)
    return pd.concat(tables, names=["output", "factor"])


def _terms(y_a: Array, y_b: Array, y_ab: Mapping[str, Array], centre: bool = True) -> Array:
    """Return the terms whose means make the indices, draws × terms, as `_indices` takes them."""
    outputs = [np.asarray(y, dtype=float) for y in (y_a, y_b, *y_ab.values())]
    for name, y in zip(("y_a", "y_b", *y_ab), outputs, strict=True):
        if not np.isfinite(y).all():
            raise ValueError(f"outputs must be finite numbers, not so for {name!r}")
    n = len(outputs[0])
    if n < 2 or any(y.shape != (n,) for y in outputs):
        raise ValueError(f"outputs must be as long as y_a ({n}, at least 2), by factor")
    if centre:
        mean = np.mean(outputs[:2])
        flat = kernels.constant(np.concatenate(outputs[:2]))
        outputs = [np.zeros(n) if flat else y - mean for y in outputs]
    a, b, *ab = outputs
    return np.column_stack(
        [a + b, a**2 + b**2, *(b * (y - a) for y in ab), *((a - y) ** 2 / 2 for y in ab)]
    )


def _tables(
    terms: Mapping[str, Array], factors: list[str], confidence: float, n_bootstrap: int, seed: int
) -> dict[str, pd.DataFrame]:
    """Return the indices of outputs of the same draws, by output, as `sobol_indices` does."""
    if not 0 < ensure.number(confidence, "confidence") < 1:
        raise ValueError(f"confidence is a share between 0 and 1, got {confidence}")
    ensure.whole(n_bootstrap, "n_bootstrap")
    draws = _bootstrap(list(terms.values()), n_bootstrap, seed)
    index, k = pd.Index(factors, name="factor"), len(factors)
    parts = {"first": slice(k), "total": slice(k, None)}
    tail = (1 - confidence) / 2
    tables = {}
    for (output, each), means in zip(terms.items(), draws, strict=True):
        estimate = _indices(each.mean(axis=0), len(each))
        low = high = np.full(estimate.shape, np.nan)
        if n_bootstrap:
            with np.errstate(invalid="ignore"):
                low, high = np.quantile(_indices(means, len(each)), [tail, 1 - tail], axis=0)
        columns = {
            f"{name}{suffix}": values[at]
            for name, at in parts.items()
            for suffix, values in (("", estimate), ("_low", low), ("_high", high))
        }
        tables[output] = pd.DataFrame(columns, index=index)
    return tables


def _indices(means: Array, n: int) -> Array:
    """First, then total order indices from the means of the terms (last axis)."""
    total, squares, numerators = means[..., 0], means[..., 1], means[..., 2:]
    variance = (squares - total**2 / 2) * n / (2 * n - 1)
    # Variance of rounding errors is none; rounding is relative to what was squared.
    variance = np.where(variance > kernels.ROUNDING * squares, variance, np.nan)
    return numerators / variance[..., None]


def _bootstrap(terms: list[Array], n_bootstrap: int, seed: int) -> list[Array]:
    """Means of the terms of each output over the same resampled rows, resamples × terms."""
    rng, n = np.random.default_rng(seed), len(terms[0])
    means = [np.empty((n_bootstrap, each.shape[1])) for each in terms]
    for start in range(0, n_bootstrap, RESAMPLES):
        size = min(RESAMPLES, n_bootstrap - start)
        times = rng.multinomial(n, np.full(n, 1 / n), size=size).astype(float)
        for each, mean in zip(terms, means, strict=True):
            mean[start : start + size] = times @ each / n
    return means


def _outputs(problem: Problem, n: int, block: int) -> dict[str, Array]:
    """Mean rank shift and ranks (columns) of a block under A, B and each A with a factor of B."""
    a, b = (sample_block(problem, n, block, matrix) for matrix in (0, 1))
    samples = {"A": a, "B": b}
    samples |= {factor: a | {factor: b[factor]} for factor in problem.design.varied}
    nominal = problem.nominal.ranks.to_numpy()[:, None]
    found = {}
    for key, sample in samples.items():
        ranks = kernels.descending_rank(problem.evaluate(sample)[0])
        shift = np.abs(ranks - nominal).mean(axis=0)
        found[key] = np.column_stack([shift, ranks.T])
    return found
