"""Kernels forked from a prepared process: as others, only sooner."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from digitalbay.run import warm
from digitalbay.run.execute import execute
from digitalbay.run.kernels import AsyncFileKernelManager
from digitalbay.run.plan import Run
from digitalbay.run.pool import run_stale

from .conftest import write

pytestmark = pytest.mark.skipif(not warm.available(), reason="this system cannot fork")

ASK = "import os, random, numpy; print(random.random(), numpy.random.rand(), os.getcwd())"


async def _answers(code: str, n: int = 1, **options) -> tuple[list[str], list[dict]]:
    answers, ends = [], []
    for _ in range(n):
        manager = AsyncFileKernelManager()
        await manager.start_kernel(**options)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        told = []
        await client.execute_interactive(
            code, output_hook=lambda m, told=told: told.append(m["content"].get("text", ""))
        )
        answers.append("".join(told))
        ends.append({"key": manager.session.key, "process": manager.provisioner.process})
        await manager.shutdown_kernel(now=True)
        client.stop_channels()
    return answers, ends


def test_kernels_share_no_key_no_randomness_and_no_folder(tmp_path):
    # In a thread: the browser's tests may have left this one with a running loop.
    with ThreadPoolExecutor(1) as thread:
        answers, ends = thread.submit(asyncio.run, _answers(ASK, 2, cwd=tmp_path)).result()
    assert all(isinstance(end["process"], warm.Forked) for end in ends)
    assert ends[0]["key"] != ends[1]["key"]
    (*first, here), (*second, there) = (answer.split() for answer in answers)
    assert not set(first) & set(second)
    assert here == there == str(tmp_path)


def test_prepared_process_has_no_thread_of_python_and_no_socket():
    code = """
        import os, threading
        from pathlib import Path
        from digitalbay.run import zygote
        zygote.forked.prepare()
        zygote.warm_up()
        tasks = [p.read_text().strip() for p in Path("/proc/self/task").glob("*/comm")]
        files = [os.readlink(p) for p in Path("/proc/self/fd").iterdir() if p.exists()]
        print(threading.active_count(), len([t for t in tasks if t != "jemalloc_bg_thd"]))
        print(sum("socket" in file for file in files))
    """
    env = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        env=env,
        check=True,
    )
    # Arrow's allocator keeps a thread of its own, which it stops and restarts around a fork.
    assert done.stdout.split() == ["1", "1", "0"]


def test_kernel_ends_with_the_process_that_asked_for_it(tmp_path):
    script = tmp_path / "asks.py"
    script.write_text(
        "import asyncio\n"
        "from digitalbay.run.kernels import AsyncFileKernelManager\n"
        "async def main():\n"
        "    manager = AsyncFileKernelManager()\n"
        "    await manager.start_kernel()\n"
        "    print(manager.provisioner.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n",
        encoding="utf-8",
    )
    asker = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    kernel = psutil.Process(int(asker.stdout.readline()))
    assert kernel.status() != psutil.STATUS_ZOMBIE
    asker.send_signal(signal.SIGKILL)
    asker.communicate()
    deadline = time.monotonic() + 10
    while _lives(kernel) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(kernel)


def test_kernel_that_dies_is_told_and_not_waited_for(project):
    write(project, "dies", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    failure = execute(Run(project.notebooks / "dies.ipynb", "en"), project)
    assert "dies.ipynb (en): the kernel was killed" in str(failure)


def test_ordinary_kernels_give_the_same_where_forks_are_not_to_be_had(project, monkeypatch, capfd):
    used = "import digitalbay as db\nfrom digitalbay.figures import Chapter\nprint(len(db.areas()))"
    cells = (used, "1 / 3")
    write(project, "same", *cells)
    run = Run(project.notebooks / "same.ipynb", "zh-Hans")
    assert run_stale([run], project) == []
    output, record = run.output(project).read_bytes(), _record(run, project)
    assert capfd.readouterr().err.count("cannot fork") == 0
    monkeypatch.setattr(warm, "available", lambda: False)
    assert execute(run, project) is None
    assert run.output(project).read_bytes() == output
    assert _record(run, project) == record
    assert run_stale([run], project, force=True) == []
    assert capfd.readouterr().err.count("cannot fork") == 1


def test_cells_do_the_same_in_kernels_of_both_kinds(project, monkeypatch):
    cells = (
        "import sys\n%precision 3\n2 / 3",
        "await __import__('asyncio').sleep(0.01)\nprint('waited')",
        "!echo $TERM $FORCE_COLOR $PAGER",
        "print('out')\nprint('err', file=sys.stderr)\nprint('out')",
        "sys.__stdout__.flush()\nsys = 1\n%reset -f\n'sys' in globals()",
        "from IPython.display import HTML, display\nshown = display('one', display_id='shown')\n"
        "shown.update('two')\nHTML('<b>three</b>')",
        "import matplotlib_inline, os\nos.environ['MPLBACKEND']",
        "ls = 'a name, not a magic'",
        "ls",
    )
    write(project, "kinds", *cells)
    run = Run(project.notebooks / "kinds.ipynb", "en")
    assert execute(run, project) is None
    forked = run.output(project).read_bytes()
    monkeypatch.setattr(warm, "available", lambda: False)
    assert execute(run, project) is None
    assert run.output(project).read_bytes() == forked
    assert forked.count(b"name, not a magic") == 2


@pytest.mark.parametrize("forks", [True, False])
def test_modules_are_told_however_they_are_imported(project, monkeypatch, forks):
    (project.notebooks / "named.py").write_text("A = 1\n", encoding="utf-8")
    (project.notebooks / "stated.py").write_text("A = 1\n", encoding="utf-8")
    code = "from importlib import import_module\nimport stated\nimport_module('named')\n"
    write(project, "imports", code, "import digitalbay\ndigitalbay.methods")
    run = Run(project.notebooks / "imports.ipynb", "en")
    monkeypatch.setattr(warm, "available", lambda: forks)
    assert execute(run, project) is None
    files = " ".join(_record(run, project)["files"])
    assert "named.py" in files
    assert "stated.py" in files
    assert "digitalbay/methods/__init__.py" in files


def test_warning_is_the_same_in_each_run(project):
    write(project, "warns", "import warnings\nwarnings.warn('mind')")
    run = Run(project.notebooks / "warns.ipynb", "en")
    outputs = []
    for _ in range(2):
        assert execute(run, project) is None
        outputs.append(run.output(project).read_text(encoding="utf-8"))
    assert outputs[0] == outputs[1]
    assert "UserWarning: mind" in outputs[0]


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _record(run, project) -> dict:
    return json.loads(run.record(project).read_text(encoding="utf-8"))
