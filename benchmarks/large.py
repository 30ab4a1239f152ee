"""Time a composite of 5,000 units and 100 indicators with 1,000 joint draws, and its peak memory.

Run: uv run python benchmarks/large.py

Fails if the process ever held two gigabytes.
"""

import resource
import time

import numpy as np
import pandas as pd

from digitalbay.methods import Design, Framework, Recipe, composite, monte_carlo

UNITS, INDICATORS, DRAWS, LIMIT = 5_000, 100, 1_000, 2e9


def main() -> None:
    """Print seconds of each step and the peak."""
    codes = [f"indicator{i:03d}" for i in range(INDICATORS)]
    nodes = {"code": ["index", *codes], "parent": [None, *["index"] * INDICATORS]}
    tree = Framework(pd.DataFrame(nodes))
    data = pd.DataFrame(np.random.default_rng(0).lognormal(1, 0.5, (UNITS, INDICATORS)))
    data.columns = codes
    design = Design(Recipe(interval=(1, 100)), weight_noise=0.25, error=0.05)
    for step, work in {
        "composite": lambda: composite(data, tree),
        "Borda": lambda: composite(data, tree, Recipe(aggregate="borda")),
        f"{DRAWS:,} draws": lambda: monte_carlo(data, tree, design, DRAWS),
    }.items():
        start = time.perf_counter()
        work()
        print(f"{step:<14}{time.perf_counter() - start:8.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"peak memory   {peak / 1e9:8.2f} GB of {LIMIT / 1e9:.0f}")
    assert peak < LIMIT


if __name__ == "__main__":
    main()
