"""Calls Jupyter Book and TeX as processes, each with its log.

``python -m digitalbay.publish.jupyter_book`` is the command `jupyter-book` for one build: it
imports what builds need, then reads the arguments as JSON from its standard input. It works without
the collector of garbage: pages are kept until the end, and looking for what to free takes half of
a build.
"""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from digitalbay import children, data
from digitalbay.alike import SURROUNDINGS
from digitalbay.files import write
from digitalbay.run.project import Project

# A fixed date inside the PDF, so that one commit makes one file.
EPOCH = {"SOURCE_DATE_EPOCH": "1767225600", "FORCE_SOURCE_DATE": "1", "PYTHONHASHSEED": "0"}
# What a build imports anyway, beside the extensions that Sphinx and Jupyter Book have by default.
_NEEDED = (
    "jupyter_book.sphinx",
    "jupyter_book.cli.main",
    "myst_nb.sphinx_ext",
    "sphinxcontrib.bibtex",
    "digitalbay.publish.extension",
)
_TELLING = re.compile(r"WARNING|ERROR|^! |^[\w.]*(?:[Ee]rror|Exception): *\S")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_waiting: list[subprocess.Popen] = []


class BuildError(Exception):
    """A step of the build that failed: what, the end of what it printed, the whole log.

    ``pages`` are the sources that it warned of; none if it failed for another reason too.
    """

    def __init__(self, step: str, tail: str, log: Path, pages: frozenset[Path] = frozenset()):
        super().__init__(f"{step} failed:\n{tail}\n    the whole log: {log}")
        self.pages = pages


def prepare() -> None:
    """Have a process wait for the next build: it imports while the caller plans."""
    if not _waiting:
        _waiting.append(_prepared())


def jupyter_book(project: Project, tree: Path, work: Path, builder: str) -> None:
    """Build a source tree into ``work/_build/<builder>``; a warning is an error.

    Raises
    ------
    BuildError
        With the telling lines of the log, which is kept in ``_build/logs``.
    """
    arguments = ["build", tree, "--path-output", work, "-W", "--keep-going"]
    if builder == "html":
        arguments += ["--builder", "html"]
    else:
        arguments += ["--builder", "custom", "--custom-builder", builder]
    log = project.build / "logs" / f"{builder}-{work.name}.log"
    process = _taken()
    given = json.dumps([str(argument) for argument in arguments])
    _finish(process, f"Jupyter Book, {builder} ({work.name})", log, given)


def call(command: list[str], step: str, log: Path, cwd: Path) -> None:
    """Run a command with a fixed date; raise BuildError with its log if it fails."""
    _finish(_started(children.watched(command), cwd), step, log)


def _taken() -> subprocess.Popen:
    """Return a process that waits, or a new one if none does, or its command has ended it."""
    # By `pop` alone: editions are built side by side.
    with suppress(IndexError):
        while (process := _waiting.pop()).poll() is not None:
            pass
        return process
    return _prepared()


def _prepared() -> subprocess.Popen:
    return _started([sys.executable, "-m", __name__, str(os.getpid())])


def _started(command: list[str], cwd: Path | None = None) -> subprocess.Popen:
    return children.start(
        command,
        cwd=cwd,
        env=os.environ | SURROUNDINGS | EPOCH,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _finish(process: subprocess.Popen, step: str, log: Path, given: str = "") -> None:
    said, _ = process.communicate(given)
    children.ended(process)
    said = _COLOUR.sub("", said)
    write(log, said)
    if process.returncode:
        if process.returncode < 0:
            ended = signal.Signals(-process.returncode).name
            raise BuildError(step, f"it was ended by {ended}; run again", log)
        # Of a traceback, what it ends with.
        lines = [
            line for line in _placed(said).splitlines() if not line.startswith(("  ", "Trace"))
        ]
        telling = [line for line in lines if _TELLING.search(line)]
        tail = "\n".join((telling or lines)[-20:])
        raise BuildError(step, tail, log, _warned_of(said))


def _warned_of(said: str) -> frozenset[Path]:
    """Return the sources that a log warns of, or nothing if it also tells of anything else."""
    lines = [line for line in said.splitlines() if re.search(r"WARNING|ERROR|Traceback", line)]
    named = [re.match(r"(/[^:]*/_build/source/[^:]+?)(:\d+)?: WARNING", line) for line in lines]
    if not all(named):
        return frozenset()
    pages = frozenset(Path(each[1]) for each in named if each)
    return pages if all(page.is_file() for page in pages) else frozenset()


def _placed(said: str) -> str:
    """Name places as an author knows them: the file that is written, the cell and its line."""
    said = re.sub(r"\S*/_build/source/[\w-]+/", "", said)
    # MyST-NB counts a line as ten thousand for each cell, from the first, and its place in it.
    return re.sub(
        r"(\.ipynb):(\d+)(\d{4}):",
        lambda at: f"{at[1]}, cell {int(at[2]) - 1}, line {int(at[3])}:",
        said,
    )


def main() -> None:
    """Import, wait for the arguments, build; end at once if there are none, or no parent."""
    # Before all that is slow to import: the parent may be gone by then.
    children.end_with(int(sys.argv[1]))
    gc.disable()
    _import()
    # Every build reads the data; if they are not to be trusted, whoever asks has said so.
    with suppress(data.DataError):
        data.load()
        import_module("digitalbay.data.package").hold()
    if given := sys.stdin.read():
        try:
            import_module("jupyter_book.cli.main").main(json.loads(given))
        finally:
            # The last look of all, at the end of the process, takes a second.
            gc.freeze()


def _import() -> None:
    for module in _NEEDED:
        import_module(module)
    given = import_module("jupyter_book.config").get_default_sphinx_config()["extensions"]
    for module in (*import_module("sphinx.application").builtin_extensions, *given):
        import_module(module)


if __name__ == "__main__":
    main()
