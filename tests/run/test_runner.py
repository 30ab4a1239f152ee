"""Notebooks that exit, redirect, hook or hang: what the runner gives is what papermill gives."""

import time

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from digitalbay.run.builder import hiding, settled
from digitalbay.run.execute import execute
from digitalbay.run.plan import Run
from digitalbay.run.stale import recorded, why_stale

from .conftest import BOOK, write

CASES = {
    "exits": ("print('before')", "import sys\nsys.exit(0)", "print('after')"),
    "exits in the end": ("1", "exit()"),
    "fails to exit": ("1", "raise SystemExit(3)"),
    "shadows print": ("print = None", "import json as sys, os as json\n2"),
    "replaces stdout": (
        "import io, sys\nold = sys.stdout\nsys.stdout = io.StringIO()",
        "print('nowhere')\n3",
        "sys.stdout = old\nprint('here')",
    ),
    "closes stdout": ("import sys\nsys.stdout.close()", "4"),
    "hooks": (
        "import sys\nsys.excepthook = sys.displayhook = sys.unraisablehook = lambda *_: print('x')",
        "5",
        "get_ipython().events.register('post_run_cell', lambda _: print('hook'))",
        "6",
    ),
    "replaces builtins": ("import builtins\nbuiltins.print = lambda *_: None", "print(7)\n8"),
    "has threads": (
        "import threading, time\nstop = threading.Event()\n"
        "def tell():\n    time.sleep(0.3)\n    print('late')\n"
        "thread = threading.Thread(target=tell)\nthread.start()",
        "thread.join()\n9",
        "threading.Thread(target=stop.wait).start()",
    ),
    "is tagged": ("1 / 0", "10"),
    "says much": ("print('line\\n' * 400_000)", "'x' * 1_000_000"),
    "is left": ("import os\nos._exit(3)",),
    "prints its error": ("%nothing",),
    "raises": ("11", "raise ValueError('wrong')", "12"),
    "has no end": ("import time\nprint('soon')", "while True:\n    time.sleep(0.1)"),
}
TIMEOUT = 3
# What the command names, and a way on.
SAID = {
    "fails to exit": "cell 2: SystemExit: 3",
    "is tagged": "cell 1: ZeroDivisionError: division by zero (the tag raises-exception",
    "is left": "cell 1: the kernel was killed, crashed in a library, or left by os._exit; is there",
    "prints its error": "cell 1: UsageError: Line magic function `%nothing` not found.",
    "raises": "cell 2: ValueError: wrong",
    "closes stdout": "cell 1: ValueError: I/O operation on closed file",
    "has no end": "cell 2: took longer than `execute: timeout` of _config.yml allows",
}


def _shown(notebook):
    """Return what a notebook shows, without the folders and numbers of whoever ran it."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append((cell.source, output.ename, output.evalue))
            elif output.output_type == "stream" and output.name == "stdout":
                found.append((cell.source, output.text))
            elif output.output_type == "execute_result":
                found.append((cell.source, output.data["text/plain"]))
    return found


@pytest.fixture
def book(project):
    (project.root / "_config.yml").write_text(f"execute:\n  timeout: {TIMEOUT}\n", "utf-8")
    return project


@pytest.mark.parametrize("name", CASES)
def test_what_papermill_gives_is_given(book, name):
    write(book, "odd", *CASES[name])
    path = book.notebooks / "odd.ipynb"
    if name == "is tagged":
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[1].metadata["tags"] = ["raises-exception"]
        nbformat.write(notebook, path)
    run = Run(path, "en")
    theirs = book.root / "theirs.ipynb"
    raised = ()
    try:
        papermill.execute_notebook(
            path, theirs, progress_bar=False, execution_timeout=TIMEOUT, log_output=False
        )
    except (PapermillExecutionError, DeadKernelError, CellTimeoutError) as error:
        raised = error
    failure = execute(run, book)
    assert bool(failure) == bool(raised), failure
    if failure:
        assert f"odd.ipynb (en), {SAID[name]}" in str(failure)
        assert failure.kept.is_file()
        assert why_stale(run, book) == ["never run"]
    else:
        assert recorded(run, book)["reads"] == []
    ours = failure.kept if failure else run.output(book)
    shown = _shown(nbformat.read(theirs, 4))
    if name == "has no end":
        # Papermill interrupts the kernel before it ends it.
        assert shown.pop()[1] == "KeyboardInterrupt"
    assert _shown(nbformat.read(ours, 4)) == shown


def test_what_is_to_be_done_at_the_end_of_a_kernel_is_done(book):
    write(book, "ends", "import atexit, pathlib", "atexit.register(pathlib.Path('left').touch)")
    assert execute(Run(book.notebooks / "ends.ipynb", "en"), book) is None
    assert (book.notebooks / "left").is_file()


@pytest.mark.parametrize("text", ["x" * 300_000, "50% of it " * 30_000], ids=["word", "line"])
def test_a_long_line_is_read_once(text):
    begun = time.monotonic()
    assert hiding(BOOK)(settled(text)) == text
    assert time.monotonic() - begun < 5
