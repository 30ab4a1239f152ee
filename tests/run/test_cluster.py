"""The same runs on a Dask cluster of several worker processes of this machine."""

import os
import signal
import threading
import time

import pytest

from digitalbay.kernels.prepared import ADDRESS
from digitalbay.run.plan import plan
from digitalbay.run.pool import run_stale

from .conftest import empty, write

distributed = pytest.importorskip("distributed")

READ = "import digitalbay as db\nfrom digitalbay.figures import Chapter\n"
WORKERS = 4


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and four workers, which share no prepared process with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ADDRESS, raising=False)
        with distributed.LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            yield cluster


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """A book, its runs and their outputs, made without a cluster."""
    project = empty(tmp_path_factory.mktemp("book"))
    for number in range(4):
        write(project, f"n{number}", READ + f"import time; time.sleep(0.5); print({number}, lang)")
    runs = plan(project)
    assert run_stale(runs, project) == []
    return project, runs, {run: run.output(project).read_bytes() for run in runs}


def test_a_cluster_gives_the_same_byte_for_byte(cluster, local):
    project, runs, outputs = local
    for run in runs:
        run.output(project).unlink()
    assert run_stale(runs, project, scheduler=cluster.scheduler_address) == []
    assert {run: run.output(project).read_bytes() for run in runs} == outputs


def test_workers_keep_a_prepared_process_each(cluster, local):
    with distributed.Client(cluster.scheduler_address) as client:
        found = client.run(lambda: os.environ.get(ADDRESS))
    used = [address for address in found.values() if address]
    assert used
    assert len(set(used)) == len(used)


def test_a_worker_killed_on_the_way_loses_nothing(cluster, local):
    project, runs, outputs = local
    with distributed.Client(cluster.scheduler_address) as client:
        pids = list(client.run(os.getpid).values())

    def kill() -> None:
        deadline = time.monotonic() + 60
        while not any(run.output(project).is_file() for run in runs):
            if time.monotonic() > deadline:
                return
            time.sleep(0.05)
        os.kill(pids[0], signal.SIGKILL)
        killed.set()

    for run in runs:
        run.output(project).unlink()
    killed = threading.Event()
    killer = threading.Thread(target=kill)
    killer.start()
    assert run_stale(runs, project, scheduler=cluster.scheduler_address) == []
    killer.join()
    assert killed.is_set()
    assert {run: run.output(project).read_bytes() for run in runs} == outputs
