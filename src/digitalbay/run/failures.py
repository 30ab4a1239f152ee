"""What is said of a run that failed: which notebook and cell, what went wrong, what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from .plan import Run
from .policy import ForeignOutputError

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
# Some errors are printed, as those of unknown commands and groups, the latter behind bars.
_PRINTED = re.compile(r"^[\s|+]*(\w*(?:Error|Exception|ExceptionGroup):.*)", re.MULTILINE)
# Characters of an error that are told; the notebook that is kept has all.
_TOLD = 500
_TAGGED = (
    "the tag raises-exception lets later cells run, but papermill fails all the same; "
    "catch the error and print it"
)


@dataclass(frozen=True)
class Failure:
    """A run that raised: which cell, which line of it if that is known, which error."""

    run: Run
    cell: int | None
    source: str
    error: str
    kept: Path
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.run.name}.ipynb ({self.run.lang})"
        error = self.error if len(self.error) <= _TOLD else f"{self.error[:_TOLD]}…"
        if self.cell is None:
            return f"{where}: {error}"
        return (
            f"{where}, cell {self.cell}: {error}\n"
            f"    {self._code()}\n"
            f"    the notebook as far as it ran: {self.kept}"
        )

    def _code(self) -> str:
        lines = self.source.splitlines()
        if self.line and self.line <= len(lines):
            return f"in line {self.line}: {lines[self.line - 1].strip()}"
        return f"in: {next((line.strip() for line in lines if line.strip()), '')}"


def failed(
    run: Run, kept: Path, error: Exception, notebook: NotebookNode, running: int | None
) -> Failure:
    """Return what is said of an error.

    Parameters
    ----------
    kept : where the notebook is, as far as it ran
    notebook : as far as it ran
    running : place of the cell that ran when the error came, if one did
    """
    if isinstance(error, PapermillExecutionError):
        # Papermill has put cells of its own before it.
        cell = next(cell for cell in notebook.cells if cell.source == error.source)
        said = f"{error.ename}: {error.evalue}" if error.traceback else _printed(cell)
        if "raises-exception" in cell.metadata.tags:
            said += f" ({_TAGGED})"
        return Failure(run, error.cell_index, error.source, said, kept, _line(error))
    if isinstance(error, ForeignOutputError):
        return Failure(run, error.cell, error.source, str(error), kept)
    source = "" if running is None else notebook.cells[running].source
    return Failure(run, running, source, _said(error), kept)


def _said(error: Exception) -> str:
    if isinstance(error, DeadKernelError):
        return (
            "the kernel was killed, crashed in a library, or left by os._exit; "
            "is there memory enough?"
        )
    if isinstance(error, CellTimeoutError):
        return "took longer than `execute: timeout` of _config.yml allows; make it shorter, or that"
    if isinstance(error, nbformat.ValidationError):
        # Such as that of Altair's renderer "mimetype".
        return "a cell shows an output that no notebook can hold; show charts by their name alone"
    if isinstance(error, UnicodeEncodeError):
        half = error.object[error.start : error.end]
        return f"a cell holds or shows half a character, {half!r}, which no file can; leave it out"
    if isinstance(error, ValueError):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _printed(cell: NotebookNode) -> str:
    """Return the error that a cell has only printed."""
    outputs = (output for output in cell.outputs if output.get("name") == "stderr")
    told = _COLOUR.sub("", "".join(output.text for output in outputs))
    found = _PRINTED.search(told)
    return found[1] if found else "an error that could not be shown"


def _line(error: PapermillExecutionError) -> int | None:
    """Return the line of the failed cell in which the error arose, if the traceback names one."""
    told = _COLOUR.sub("", "\n".join(error.traceback))
    lines = re.findall(rf"^ *Cell In\[{error.exec_count}\], line (\d+)", told, re.MULTILINE)
    # Of a function of the cell, its own line comes after that of the call.
    return int(lines[-1]) if lines else None
