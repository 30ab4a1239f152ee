"""Monte Carlo over a joint design: how far ranks depend on data and choices.

References: Saisana, Saltelli & Tarantola (2005) JRSS A 168(2); OECD/JRC (2008) *Handbook*, step 7.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from digitalbay.methods import ensure, kernels
from digitalbay.methods.composite import Composite
from digitalbay.methods.design import Design, rows
from digitalbay.methods.framework import Framework
from digitalbay.methods.problem import Draw, Problem
from digitalbay.methods.ranks import rank_summary, tiers

# Scores and weights kept of the first draws: half a gigabyte.
KEPT = 1 << 26


@dataclass(frozen=True, eq=False)
class MonteCarlo:
    """Result of `monte_carlo`.

    Attributes
    ----------
    n : number of draws
    nominal : Composite of the design's recipe
    rank_counts : DataFrame, units × ranks 1..m, number of draws; over all draws
    above : DataFrame, P(row above column), ties by half; over all draws
    scores, parameters, weights : DataFrames by draw, of the first `keep` draws: scores by unit;
        choices (imputation, normalisation, aggregation, weights, excluded); final weights within
        siblings by node. Data errors aren't stored but drawn again by `draw`.

    Examples
    --------
    >>> from digitalbay.methods import Recipe
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "a", "b"], "parent": [None, "index", "index"],
    ...     "weight": [None, 0.5, 0.5], "direction": [1, 1, 1]}))
    >>> data = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 3.0]}, index=["u", "v", "w"])
    >>> run = monte_carlo(data, tree, Design(Recipe(), weight_noise=0.25), 50)
    >>> run.rank_counts.loc["w"].to_dict()
    {1: 50, 2: 0, 3: 0}
    """

    n: int
    nominal: Composite
    rank_counts: pd.DataFrame
    above: pd.DataFrame
    scores: pd.DataFrame
    parameters: pd.DataFrame
    weights: pd.DataFrame
    _problem: Problem = field(repr=False)

    @property
    def ranks(self) -> pd.DataFrame:
        """Ranks of the draws kept, draws × units."""
        values = kernels.descending_rank(self.scores.to_numpy().T).astype(int)
        return pd.DataFrame(values.T, columns=self.scores.columns)

    def draw(self, i: int) -> Draw:
        """Every number of draw i: its data, weights and choices, regenerated from the seed."""
        if not 0 <= i < self.n:
            raise ValueError(f"draws run from 0 to {self.n - 1}, got {i}")
        return self._problem.draw(i)

    def rank_summary(self, level: float = 0.9) -> pd.DataFrame:
        """Nominal rank, and what the draws made of it (see `rank_summary`)."""
        table = rank_summary(self.rank_counts, level)
        table.insert(0, "nominal", self.nominal.ranks.astype(int))
        return table

    def tiers(self, level: float = 0.9) -> pd.Series:
        """Tier of each unit by overlap of rank intervals (see `tiers`)."""
        return tiers(rank_summary(self.rank_counts, level))


def monte_carlo(
    data: pd.DataFrame,
    framework: Framework,
    design: Design,
    n: int,
    *,
    denominators: pd.DataFrame | None = None,
    processes: int = 1,
    keep: int | None = None,
) -> MonteCarlo:
    """Evaluate n draws of a design.

    Memory doesn't grow with n beyond what `keep` draws take: draws are evaluated in blocks.
    Results depend on the seed of the design only, not on n (a longer run begins with the
    draws of a shorter one) nor on the number of processes.

    Parameters
    ----------
    data : DataFrame, units × indicators
    framework, design : see there
    n : number of draws
    denominators : as in `composite`; data errors are those of the values divided
    processes : number of worker processes, each started anew: a script that asks for several does
        so under ``if __name__ == "__main__"``
    keep : number of first draws whose scores, weights and choices are stored; by default 100,000,
        or fewer of large data, so that they hold at most `KEPT` numbers

    Examples
    --------
    >>> from digitalbay.methods import Recipe
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "a", "b"], "parent": [None, "index", "index"],
    ...     "weight": [None, 0.5, 0.5], "direction": [1, 1, 1]}))
    >>> data = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 3.0]}, index=["u", "v", "w"])
    >>> run = monte_carlo(data, tree, Design(Recipe(), weight_noise=0.25), 50)
    >>> run.above.loc["w", "u"].item()
    1.0
    """
    ensure.whole(n, "n, the number of draws,", 1)
    ensure.whole(processes, "processes", 1)
    problem = Problem(data, framework, design, denominators)
    m = len(problem.units)
    most = min(100_000, KEPT // (m + problem.tree.n_nodes))
    keep = most if keep is None else ensure.whole(keep, "keep")
    counts, above = np.zeros((m, m), int), np.zeros((m, m))
    kept: list = []
    work = partial(_block, problem, n, keep)
    for scores, tables in run_blocks(work, n, processes, problem.block):
        ranks = kernels.descending_rank(scores)
        np.add.at(counts, (np.arange(m)[:, None], ranks.astype(int) - 1), 1)
        above += _wins(ranks)
        if tables[0].size or not kept:
            kept.append(tables)
    above += (n - above - above.T) / 2  # ties by half
    np.fill_diagonal(above, 0)
    units = problem.units
    ranked = pd.DataFrame(counts, index=units, columns=range(1, m + 1))
    before = pd.DataFrame(above / n, index=units, columns=units)
    scores, parameters, weights = _tables(problem, kept)
    return MonteCarlo(n, problem.nominal, ranked, before, scores, parameters, weights, problem)


def _wins(ranks: np.ndarray) -> np.ndarray:
    """Number of draws in which the row's unit ranks before the column's."""
    if len(ranks) <= kernels.COMPARED:
        return np.array([(unit < ranks).sum(1) for unit in ranks])
    wins = np.zeros((len(ranks), len(ranks)), np.uint16)
    for draw in ranks.astype(np.int32).T:
        wins += draw[:, None] < draw
    return wins


def run_blocks(work: Callable, n: int, processes: int, size: int) -> Iterator:
    """Yield work(block) for the blocks, of a size, of n draws, in order."""
    blocks = range(-(-n // size))
    if processes == 1:
        yield from map(work, blocks)
        return
    # Not forked: a notebook's process has threads.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(work, blocks, chunksize=max(1, len(blocks) // (4 * processes)))


def sample_block(problem: Problem, n: int, block: int, matrix: int = 0) -> dict:
    """Sample a block, cut off at n draws in all."""
    sample = problem.sample(block, matrix)
    size = problem.block
    return sample if (block + 1) * size <= n else rows(sample, np.arange(n - block * size))


def _block(problem: Problem, n: int, keep: int, block: int) -> tuple:
    sample = sample_block(problem, n, block)
    scores, local = problem.evaluate(sample)
    stored = max(min(scores.shape[1], keep - block * problem.block), 0)
    return scores, (scores[:, :stored], problem.codes(sample)[:, :stored], local[:, :stored])


def _tables(problem: Problem, kept: list) -> list[pd.DataFrame]:
    scores, codes, local = (np.concatenate(parts, axis=1) for parts in zip(*kept, strict=True))
    return [
        pd.DataFrame(scores.T, columns=problem.units),
        problem.parameters(codes),
        pd.DataFrame(local.T, columns=problem.framework.nodes),
    ]
