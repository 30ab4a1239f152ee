"""Runs side by side, with a bar that says what is running."""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed

from tqdm import tqdm

from . import warm
from .execute import Failure, execute
from .plan import Project, Run
from .stale import why_stale


def run_stale(
    runs: list[Run], project: Project, *, jobs: int | None = None, force: bool = False
) -> list[Failure]:
    """Execute the runs that are stale; return those that failed, in the order planned.

    Parameters
    ----------
    jobs : number of runs side by side; by default, one per core
    force : run all, stale or not
    """
    todo = [run for run in runs if force or why_stale(run, project)]
    if not todo:
        return []
    failures = {}
    if not warm.available():
        tqdm.write("This system cannot fork: kernels start cold.", file=sys.stderr)
    # Spawned, not forked: a worker starts clean, whatever this process has imported.
    spawning = multiprocessing.get_context("spawn")
    workers = min(jobs or os.cpu_count() or 1, len(todo))
    with (
        ProcessPoolExecutor(workers, mp_context=spawning) as pool,
        tqdm(total=len(todo), desc="Notebooks", unit="run", disable=None) as bar,
    ):
        futures = {pool.submit(execute, run, project): run for run in todo}
        for future in as_completed(futures):
            run = futures[future]
            bar.set_postfix_str(str(run))
            if failure := future.result():
                failures[run] = failure
            bar.update()
    return [failures[run] for run in todo if run in failures]
