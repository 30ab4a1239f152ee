"""Kernels start with what runs import, and find nothing else changed."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from digitalbay.kernels import prepared
from digitalbay.run.execute import execute
from digitalbay.run.plan import Run

from .conftest import write

pytestmark = pytest.mark.skipif(not prepared.available(), reason="this system cannot fork")

# First in a notebook; the names are split, so as not to be read as this book's.
LOADED = (
    "import sys\nloaded = [n for n in ('networkx', 'al' 'tair', 'pan' 'das') if n in sys.modules]"
)
# Not named by an import: only a run can tell.
SEEN = "__import__('importlib').import_module('networkx')"
DRAWN = (
    "import matplotlib\nfrom matplotlib import pyplot as plt",
    "plt.isinteractive(), plt.get_backend(), dict(matplotlib.rcParams)",
    "[[f.__name__ for f in each] for each in get_ipython().events.callbacks.values()]",
    "plt.plot([1, 2])\nplt.title('$x^2$')",
    "plt.isinteractive()",
    "plt.switch_backend('agg')\nplt.plot([1, 2])",
    "from tqdm.auto import tqdm\n[each.__module__ for each in tqdm.__mro__]",
    "sorted(get_ipython().config)",
)
THREADS = (
    "import os, numpy\n"
    "from threadpoolctl import threadpool_info\n"
    "limits = ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS')\n"
    "used = {each['num_threads'] for each in threadpool_info()}\n"
    "[*map(os.environ.get, limits)], used"
)


def _run(project, *arguments: str, **environment: str) -> None:
    """Run the book by the command, whose prepared process is its own."""
    given = {name: value for name, value in os.environ.items() if name not in prepared.LIMITS}
    given.pop(prepared.ADDRESS, None)
    command = [sys.executable, "-m", "digitalbay", "run", "--lang", "en", "--force", *arguments]
    subprocess.run(command, cwd=project.root, env=given | environment, check=True)


def _shown(project, name: str) -> str:
    """Return what the last cell of a notebook shows."""
    path = Run(project.notebooks / f"{name}.ipynb", "en").output(project)
    cell = json.loads(path.read_text(encoding="utf-8"))["cells"][-1]
    return "".join(cell["outputs"][-1]["data"]["text/plain"])


def test_what_runs_were_seen_to_import_is_there_before_the_first_cell_of_later_ones(project):
    write(project, "a", LOADED, SEEN, "loaded")
    write(project, "b", LOADED, SEEN, "loaded")
    # Nor does this package import what the notebooks do not.
    found = []
    for _ in range(3):
        _run(project)
        found.append((_shown(project, "a"), _shown(project, "b")))
    assert found == [("[]", "[]"), ("['networkx']",) * 2, ("['networkx']",) * 2]


def test_what_cells_name_is_there_the_first_time(project):
    write(project, "a", LOADED, "import networkx", "loaded")
    write(project, "b", LOADED, "from networkx import Graph", "loaded")
    _run(project)
    assert _shown(project, "a") == _shown(project, "b") == "['networkx']"


def test_chapters_start_with_what_chapters_do(project):
    write(project, "a", LOADED, "from digitalbay.figures import Chapter", "loaded")
    _run(project)
    assert _shown(project, "a") == "['altair', 'pandas']"


def test_pictures_are_the_same_in_kernels_of_both_kinds(project, monkeypatch):
    write(project, "drawn", *DRAWN)
    (project.notebooks / "matplotlibrc").write_text("lines.linewidth: 7\n", encoding="utf-8")
    run = Run(project.notebooks / "drawn.ipynb", "en")
    _run(project)
    assert "IPKernelApp" in _shown(project, "drawn")
    monkeypatch.setattr(prepared, "available", lambda: False)
    ordinary = replace(run, page=run.name, folder=project.root / "ordinary")
    assert execute(ordinary, project) is None
    assert ordinary.output(project).read_bytes() == run.output(project).read_bytes()
    records = [each.record(project).read_text(encoding="utf-8") for each in (run, ordinary)]
    assert records[0] == records[1]
    assert "notebooks/matplotlibrc" in json.loads(records[0])["files"]


def test_kernels_share_the_cores_unless_the_environment_says_how(project):
    write(project, "threads", THREADS)
    cores = os.cpu_count()
    _run(project)
    assert _shown(project, "threads") == "(['1', '1', '1'], {1})"
    _run(project, "--jobs", "1")
    assert _shown(project, "threads") == f"({[str(cores)] * 3}, {{{cores}}})"
    _run(project, OMP_NUM_THREADS=str(cores))
    assert _shown(project, "threads") == f"(['{cores}', None, None], {{{cores}}})"


@pytest.mark.parametrize(
    ("code", "launched"),
    [
        ("import os\nos.environ['ANSWER'] = '42'", "ipykernel_launcher.py"),
        ("%env ANSWER=42", "ipykernel_launcher.py"),
        ("import os\nos.environ.get('ANSWER'), os.environ['HOME'] == '42'", "ipykernel_launcher"),
    ],
)
def test_a_notebook_that_sets_the_environment_gets_a_kernel_that_imported_nothing(
    project, code, launched
):
    write(project, "sets", code, "import os, sys\nos.path.basename(sys.argv[0])")
    assert execute(Run(project.notebooks / "sets.ipynb", "en"), project) is None
    assert _shown(project, "sets") == f"'{launched}'"
