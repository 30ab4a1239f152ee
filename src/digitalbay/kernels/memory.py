"""Memory of processes that import much once and then run many things."""

import gc


def settle() -> None:
    """Leave what is imported out of the collector's sight, and have it look less often.

    Imports stay, and outputs are many small objects, none of them garbage: to look for it as often
    as usual costs 3 % of a run, and would copy memory that forks share.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(200_000, 20, 20)
