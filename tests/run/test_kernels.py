"""What runs find in forked kernels is what they find in ordinary ones."""

import asyncio
import json

import pytest
from jupyter_core.utils import ensure_event_loop

from digitalbay.kernels import prepared
from digitalbay.run.execute import execute
from digitalbay.run.plan import Run, plan
from digitalbay.run.pool import run_stale

from .conftest import write

pytestmark = pytest.mark.skipif(not prepared.available(), reason="this system cannot fork")


def test_kernel_that_dies_is_told_and_not_waited_for(project):
    write(project, "dies", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    failure = execute(Run(project.notebooks / "dies.ipynb", "en"), project)
    assert "dies.ipynb (en), cell 1: the kernel was killed" in str(failure)


def test_ordinary_kernels_give_the_same_where_forks_are_not_to_be_had(project, monkeypatch, capfd):
    used = "import digitalbay as db\nfrom digitalbay.figures import Chapter\nprint(len(db.areas()))"
    cells = (used, "1 / 3")
    write(project, "same", *cells)
    run = Run(project.notebooks / "same.ipynb", "zh-Hans")
    assert run_stale([run], project) == []
    output, record = run.output(project).read_bytes(), _record(run, project)
    assert capfd.readouterr().err.count("cannot fork") == 0
    monkeypatch.setattr(prepared, "available", lambda: False)
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
        "import subprocess\nsubprocess.run('cat'), sys.stdin.read()",
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
    monkeypatch.setattr(prepared, "available", lambda: False)
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
    monkeypatch.setattr(prepared, "available", lambda: forks)
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


def test_runs_do_nothing_that_this_process_has_still_to_do(project):
    write(project, "does", "1")
    waiting = project.root / "waiting"
    ensure_event_loop().call_soon(waiting.touch)
    assert run_stale(plan(project, langs=("en",)), project) == []
    assert not waiting.exists()
    ensure_event_loop().run_until_complete(asyncio.sleep(0))
    assert waiting.exists()


def _record(run, project) -> dict:
    return json.loads(run.record(project).read_text(encoding="utf-8"))
