"""The memory of a Monte Carlo is bounded by the size of the data, not by the block of draws."""

import tracemalloc

import numpy as np
import pandas as pd

from digitalbay.methods import (
    Design,
    Framework,
    Recipe,
    borda,
    monte_carlo,
    outranking,
    permutation_correlation,
)
from digitalbay.methods.design import BLOCK, CELLS, block_of


def wide(units: int, indicators: int) -> tuple[pd.DataFrame, Framework]:
    codes = [f"i{k}" for k in range(indicators)]
    data = pd.DataFrame(np.random.default_rng(0).random((units, indicators)) + 1, columns=codes)
    nodes = {"code": ["index", *codes], "parent": [None, *["index"] * indicators]}
    return data, Framework(pd.DataFrame(nodes))


def test_blocks_hold_no_more_numbers_than_allowed():
    assert block_of(11, 30) == BLOCK
    for units, indicators in ((5000, 100), (300, 300), (100_000, 200)):
        assert block_of(units, indicators) * units * indicators <= max(CELLS, units * indicators)


def test_few_draws_of_large_data_are_cheap():
    data, tree = wide(2000, 100)
    design = Design(Recipe(interval=(1, 100)), weight_noise=0.25, error=0.05, seed=1)
    monte_carlo(data.head(20), tree, design, 2)  # imports and caches
    tracemalloc.start()
    run = monte_carlo(data, tree, design, 10)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * 8 * CELLS  # a dozen tables of a block
    assert run.rank_counts.to_numpy().sum() == 2000 * 10
    assert len(run.scores) == 10
    longer = monte_carlo(data, tree, design, 50)  # begins with the draws of the shorter one
    pd.testing.assert_frame_equal(longer.scores.head(10), run.scores)
    again = run.draw(7)
    assert again.data.shape == data.shape


def test_counts_of_wins_are_the_same_by_draw_and_by_unit():
    data, tree = wide(70, 3)
    run = monte_carlo(data, tree, Design(Recipe(), error=0.2, seed=2), 200)
    ranks = run.ranks.to_numpy()
    before = (ranks[:, :, None] < ranks[:, None]).sum(0)
    ties = (ranks[:, :, None] == ranks[:, None]).sum(0)
    expected = (before + ties / 2) / 200
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(run.above, expected)


def test_borda_of_many_units_is_that_of_pairs():
    data, _ = wide(90, 7)
    pairs = borda(outranking(data))
    ranks = data.rank().sum(axis=1) - data.shape[1]
    np.testing.assert_allclose(pairs, ranks)


def test_arrangements_of_many_units_are_drawn_in_blocks():
    x, y = (pd.Series(np.random.default_rng(seed).random(20_000)) for seed in (1, 2))
    permutation_correlation(x.head(20), y.head(20), n_random=10)  # imports and caches
    tracemalloc.start()
    result = permutation_correlation(x, y, n_random=2000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 0 < result.p <= 1
    assert peak < 4 * 8 * CELLS  # four tables of a block
