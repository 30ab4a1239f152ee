"""Calls Jupyter Book and TeX as commands, each with its log.

``python -m digitalbay.publish.jupyter_book`` is the command `jupyter-book` without the collector
of garbage: pages are kept until the end, and looking for what to free takes half of a build.
"""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from pathlib import Path

from digitalbay.files import write
from digitalbay.run.plan import Project

# A fixed date inside the PDF, so that one commit makes one file.
EPOCH = {"SOURCE_DATE_EPOCH": "1767225600", "FORCE_SOURCE_DATE": "1", "PYTHONHASHSEED": "0"}


class BuildError(Exception):
    """A step of the build that failed: what, the end of what it printed, the whole log."""

    def __init__(self, step: str, tail: str, log: Path):
        super().__init__(f"{step} failed:\n{tail}\n    the whole log: {log}")


def jupyter_book(project: Project, tree: Path, work: Path, builder: str) -> None:
    """Build a source tree into ``work/_build/<builder>``; a warning is an error.

    Raises
    ------
    BuildError
        With the telling lines of the log, which is kept in ``_build/logs``.
    """
    command = [sys.executable, "-m", __name__, "build", tree, "--path-output", work]
    command += ["-W", "--keep-going"]
    if builder == "html":
        command += ["--builder", "html"]
    else:
        command += ["--builder", "custom", "--custom-builder", builder]
    log = project.build / "logs" / f"{builder}-{work.name}.log"
    call(command, f"Jupyter Book, {builder} ({work.name})", log)


def call(command: list, step: str, log: Path, cwd: Path | None = None) -> None:
    """Run a command with a fixed date; raise BuildError with its log if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | EPOCH,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    write(log, done.stdout + done.stderr)
    if done.returncode:
        lines = (done.stdout + done.stderr).splitlines()
        telling = [line for line in lines if re.search("WARNING|ERROR|^! ", line)]
        raise BuildError(step, "\n".join((telling or lines)[-20:]), log)


if __name__ == "__main__":
    gc.disable()
    from jupyter_book.cli.main import main

    main()
