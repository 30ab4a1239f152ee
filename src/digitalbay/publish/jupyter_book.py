"""Calls Jupyter Book and TeX as processes, each with its log.

``python -m digitalbay.publish.jupyter_book PARENT FD`` imports what builds need, once, then forks
for each connection that the socket FD brings: what comes as JSON by it are the arguments of the
command `jupyter-book`, the folder and the environment; what goes back is all that the build says,
then how it ended. Builds work without the collector of garbage: pages are kept until the end, and
looking for what to free takes half of a build.
"""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from digitalbay import children, data
from digitalbay.alike import SURROUNDINGS
from digitalbay.files import write
from digitalbay.kernels import prepared
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
# What a build said, and how it ended.
_ENDED = re.compile(rb"(.*?)(?:\0(-?\d+))?", re.DOTALL)
# No library may start threads where builds are forked.
_ALONE = dict.fromkeys(prepared.LIMITS, "1") | prepared.UNTHREADED
# The process that builds are forked from, and the socket that it takes connections from.
_servers: list[tuple[subprocess.Popen, socket.socket]] = []
_starting = threading.Lock()


class BuildError(Exception):
    """A step of the build that failed: what, the end of what it printed, the whole log.

    ``pages`` are the sources that it warned of; none if it failed for another reason too.
    """

    def __init__(self, step: str, tail: str, log: Path, pages: frozenset[Path] = frozenset()):
        super().__init__(f"{step} failed:\n{tail}\n    the whole log: {log}")
        self.pages = pages


def prepare() -> int:
    """Start the process that builds are forked from, which imports meanwhile; return its id."""
    return _server()[0].pid


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
    said, code = built([str(argument) for argument in arguments])
    _judge(said, code, f"Jupyter Book, {builder} ({work.name})", log)


def built(arguments: list[str]) -> tuple[str, int]:
    """Have a fork do what `jupyter-book` does; return what it says and its exit code."""
    asked = json.dumps([arguments, os.getcwd(), os.environ | SURROUNDINGS | EPOCH])
    process, connections = _server()
    ours, theirs = socket.socketpair()
    said = b""
    # What is not to be reached any more has ended.
    with ours, suppress(OSError):
        with theirs:
            socket.send_fds(connections, [b"."], [theirs.fileno()])
        ours.sendall(f"{asked}\n".encode())
        while part := ours.recv(2**16):
            said += part
    said, code = _ENDED.fullmatch(said).groups()  # type: ignore[union-attr] # any does
    # Nobody says how it ended if what watched it was killed, too.
    return said.decode("utf-8", "replace"), int(code or process.poll() or -signal.SIGKILL)


def call(command: list[str], step: str, log: Path, cwd: Path) -> None:
    """Run a command with a fixed date; raise BuildError with its log if it fails."""
    process = children.start(
        children.watched(command),
        cwd=cwd,
        env=os.environ | SURROUNDINGS | EPOCH,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    said, _ = process.communicate()
    children.ended(process)
    _judge(said, process.returncode, step, log)


def _server() -> tuple[subprocess.Popen, socket.socket]:
    """Return what builds are forked from, started if it is not there, or not any more."""
    # Editions are built side by side.
    with _starting:
        if not _servers or _servers[-1][0].poll() is not None:
            ours, theirs = socket.socketpair()
            with theirs:
                descriptor = theirs.fileno()
                process = children.start(
                    [sys.executable, "-m", __name__, str(os.getpid()), str(descriptor)],
                    env=os.environ | SURROUNDINGS | EPOCH | _ALONE,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[descriptor],
                )
            _servers[:] = [(process, ours)]
        return _servers[-1]


def _judge(said: str, code: int, step: str, log: Path) -> None:
    said = _COLOUR.sub("", said)
    write(log, said)
    if code:
        if code < 0:
            ended = signal.Signals(-code).name
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


def main(parent: int, connections: socket.socket) -> None:
    """Import, then fork a build for each connection, until whoever started this is gone."""
    # Before all that is slow to import: the parent may be gone by then.
    children.end_with_by_alarm(parent)
    gc.disable()
    _make_ready()
    gc.freeze()
    # The system buries what watches a build.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while (received := socket.recv_fds(connections, 1, 1))[0]:
        # The data may have changed since.
        _make_ready()
        connection = socket.socket(fileno=received[1][0])
        if os.fork() == 0:
            connections.close()
            _watch(connection)
        connection.close()


def _watch(connection: socket.socket) -> NoReturn:
    """Fork a build and tell its client how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if (build := os.fork()) == 0:
        _build(connection)
    code = os.waitstatus_to_exitcode(os.waitpid(build, 0)[1])
    with suppress(OSError):
        connection.sendall(b"\0%d" % code)
    os._exit(0)


def _build(connection: socket.socket) -> NoReturn:
    """Be the command `jupyter-book` for a client, as long as that is there."""
    arguments, folder, environment = json.loads(connection.makefile("rb").readline())
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for output in (1, 2):
        os.dup2(connection.fileno(), output)

    def end_with_client() -> NoReturn:
        connection.recv(1)
        os._exit(1)

    threading.Thread(target=end_with_client, daemon=True).start()
    import_module("digitalbay.data.package").hold()
    try:
        import_module("jupyter_book.cli.main").main(arguments)
    finally:
        # The last look of all, at the end of the process, takes a second.
        gc.freeze()
    sys.exit()


def _make_ready() -> None:
    """Import and read what builds need, where that can be forked.

    What can't be done is told by the build that needs it.
    """
    with suppress(Exception):
        if prepared.available():
            _import()
            data.load()


def _import() -> None:
    for module in _NEEDED:
        import_module(module)
    given = import_module("jupyter_book.config").get_default_sphinx_config()["extensions"]
    for module in (*import_module("sphinx.application").builtin_extensions, *given):
        import_module(module)


if __name__ == "__main__":
    main(int(sys.argv[1]), socket.socket(fileno=int(sys.argv[2])))
