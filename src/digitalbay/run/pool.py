"""Runs side by side, on this machine or on a Dask cluster, with a bar that says what is running."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from tqdm import tqdm

from digitalbay import children
from digitalbay.kernels import memory, prepared

from . import cells, workers
from .history import remembered
from .plan import Run
from .project import PREPARATION, Project
from .stale import is_stale, refresh

if TYPE_CHECKING:
    from .failures import Failure

# How often a run is tried again elsewhere when a cluster's worker is lost.
RETRIES = 3


def run_stale(
    runs: list[Run],
    project: Project,
    *,
    jobs: int | None = None,
    force: bool = False,
    scheduler: str | None = None,
) -> list[Failure]:
    """Execute the runs that are stale; return those that failed, in the order planned.

    Parameters
    ----------
    jobs : number of runs side by side; by default, one per core
    force : run all, stale or not
    scheduler : address of a Dask scheduler, whose workers see the project under the same path;
        by default, processes of this machine
    """
    todo = [run for run in runs if force or is_stale(run, project)]
    for run in set(runs) - set(todo):
        refresh(run, project)
    if not todo:
        return []
    failures = {}
    side_by_side = jobs or os.cpu_count() or 1
    prepared.share(side_by_side)
    with (
        _executor(min(side_by_side, len(todo)), scheduler) as (pool, width),
        tqdm(total=len(todo), desc="Notebooks", unit="run", disable=None) as bar,
    ):
        for run, failure in _stream(pool, width, longest_first(todo, project), project):
            bar.set_postfix_str(str(run))
            if failure:
                failures[run] = failure
            bar.update()
    return [failures[run] for run in todo if run in failures]


def longest_first(runs: list[Run], project: Project) -> list[Run]:
    """Order runs by what they took last time, so that none runs alone at the end.

    Those that never ran come first, those with the most cells before others.
    """

    def length(run: Run) -> tuple[float, int]:
        past = remembered(run.history(project))
        seconds = past.seconds if past else float("inf")
        return seconds, len(cells.written(run.notebook).document.cells)

    return sorted(runs, key=length, reverse=True)


@contextmanager
def _executor(count: int, scheduler: str | None) -> Iterator[tuple[Executor, int]]:
    """Yield an executor and the number of runs that it does side by side."""
    if scheduler:
        # Optional, and slow to import.
        from distributed import Client  # noqa: PLC0415

        with Client(scheduler) as client:
            width = sum(client.nthreads().values()) or 1
            with client.get_executor(pure=False, retries=RETRIES) as pool:
                yield pool, width
        return
    prepared.prepare(PREPARATION)
    if not prepared.available():
        tqdm.write("This system cannot fork: kernels start cold.", file=sys.stderr)
    server = workers.context(__name__, f"{__package__}.execute")
    with ProcessPoolExecutor(count, server, initializer=_start) as pool:
        yield pool, count


def _start() -> None:
    memory.settle()
    children.be_worker()


def _apart(run: Run, project: Project) -> Failure | None:
    # Slow to import, and of no use to a process that hands out runs.
    from .execute import execute  # noqa: PLC0415

    return execute(run, project)


def _stream(
    pool: Executor, width: int, runs: Iterable[Run], project: Project
) -> Iterator[tuple[Run, Failure | None]]:
    """Execute runs and yield each with its failure as it ends.

    No more are handed out than keep the workers busy, so that memory does not grow with them.
    """
    coming = iter(runs)
    running: dict[Future, Run] = {}
    while True:
        for run in islice(coming, 2 * width - len(running)):
            running[pool.submit(_apart, run, project)] = run
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()
