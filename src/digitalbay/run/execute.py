"""One run: a notebook through papermill, its outputs made stable, written whole or not at all."""

from __future__ import annotations

import json
import re
import time
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors
from papermill.parameterize import parameterize_notebook
from traitlets import Bool, Unicode

from digitalbay.files import write
from digitalbay.kernels import testimony
from digitalbay.kernels.manager import AsyncFileKernelManager

from . import cells
from .builder import hiding
from .findings import RepeatedIdError, findings
from .history import Past, remember
from .imports import named
from .inputs import digests, own_files, package_digest
from .plan import Run
from .policy import ForeignOutputError, settle
from .preparation import SETTINGS
from .project import PREPARATION, Project
from .stable import stabilise

# Runs last in the kernel, unseen.
_ASK = """\
from digitalbay.kernels import testimony as _testimony
print(_testimony.report({!r}, {!r}))"""
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
# Code that sets a variable.
_ENVIRONMENT = re.compile(
    r"\benviron\s*(?:\[[^\]]*\]\s*=(?!=)|\|=|\.(?:update|setdefault|pop)\b)"
    r"|\bputenv\(|^%(?:set_)?env\b.*=|\bload_dotenv\(",
    re.MULTILINE,
)

# What a run may end with that is the notebook's fault.
REFUSED = (
    PapermillExecutionError,
    DeadKernelError,
    nbformat.ValidationError,
    RepeatedIdError,
    ForeignOutputError,
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
        if self.cell is None:
            return f"{where}: {self.error}"
        return (
            f"{where}, cell {self.cell}: {self.error}\n"
            f"    {self._code()}\n"
            f"    the notebook as far as it ran: {self.kept}"
        )

    def _code(self) -> str:
        lines = self.source.splitlines()
        if self.line and self.line <= len(lines):
            return f"in line {self.line}: {lines[self.line - 1].strip()}"
        return f"in: {next((line.strip() for line in lines if line.strip()), '')}"


class ChapterKernelManager(AsyncFileKernelManager):
    """For kernels that have imported what chapters do, and whose matplotlib has Chinese."""

    preparation = Unicode(PREPARATION)

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel's spec, with the book's settings of matplotlib."""
        spec = super().kernel_spec
        spec.env |= SETTINGS
        return spec


class OrdinaryKernelManager(ChapterKernelManager):
    """For notebooks that set the environment, which libraries read when they are imported."""

    forks = Bool(False)


def execute(run: Run, project: Project) -> Failure | None:
    """Run a notebook; write output and record atomically, or remove both if it fails."""
    output, record, kept = run.output(project), run.record(project), run.failed(project)
    began = time.monotonic()
    # Taken before the run: what changes meanwhile makes it stale.
    written, package = cells.written(run.notebook), package_digest()
    try:
        executed = _papermill(_asking(written.document, project), kept, run)
        told = json.loads("".join(o.text for o in executed.cells.pop().outputs))
        _settle(executed, kept, run, project)
        found = findings(executed)
    except REFUSED as error:
        output.unlink(missing_ok=True)
        record.unlink(missing_ok=True)
        return _failure(run, kept, error)
    stabilise(executed)
    nbformat.validate(executed)
    write(output, cells.encoded(executed))
    used = {
        "cells": written.code,
        "prose": written.prose,
        "parameters": run.parameters,
        "files": digests(own_files(told, project), project),
        "package": package,
        "reads": told["reads"],
        "found": found,
    }
    write(record, json.dumps(used, ensure_ascii=False) + "\n")
    took = round(time.monotonic() - began, 2)
    remember(run.history(project), Past(run.notebook.name, written.code, took, told["imports"]))
    kept.unlink(missing_ok=True)
    return None


def _asking(document: NotebookNode, project: Project) -> NotebookNode:
    """Return a notebook with one cell more, in which its kernel tells what it used."""
    notebook = deepcopy(document)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    ask = _ASK.format(str(project.reads), sorted(named(code)))
    notebook.cells.append(nbformat.v4.new_code_cell(ask, id="testimony"))
    return notebook


def _papermill(notebook: NotebookNode, kept: Path, run: Run) -> NotebookNode:
    """Execute a notebook by papermill; if a cell fails, keep it as far as it ran, and raise.

    The steps of `papermill.execute_notebook`, which writes every notebook down three times.
    """
    notebook.metadata["papermill"] = {}
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    if run.parameters:
        notebook = parameterize_notebook(notebook, run.parameters, kernel_name="python3")
    notebook = papermill_engines.execute_notebook_with_engine(
        None,
        notebook,
        kernel_name="python3",
        progress_bar=False,
        kernel_manager_class=_manager(notebook),
        # Shutting a kernel down interrupts it, which it would report as an error.
        extra_arguments=[
            "--IPKernelApp.log_level=CRITICAL",
            f"--IPKernelApp.extra_extensions={testimony.__name__}",
            # Forked ones have none anyway; ordinary ones would share one file.
            "--HistoryManager.enabled=False",
        ],
        shutdown_kernel="immediate",
        # Not papermill's `cwd`, which moves the whole process, all its threads included.
        resources={"metadata": {"path": str(run.notebook.parent)}},
    )
    kept.parent.mkdir(parents=True, exist_ok=True)
    raise_for_execution_errors(notebook, str(kept))
    return notebook


def _manager(notebook: NotebookNode) -> type[ChapterKernelManager]:
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return OrdinaryKernelManager if _ENVIRONMENT.search(code) else ChapterKernelManager


def _settle(executed: NotebookNode, kept: Path, run: Run, project: Project) -> None:
    try:
        settle(executed, run.lang, hiding(project.root))
    except ForeignOutputError:
        write(kept, json.dumps(executed, ensure_ascii=False) + "\n")
        raise


def _failure(run: Run, kept: Path, error: Exception) -> Failure:
    if isinstance(error, PapermillExecutionError):
        said = f"{error.ename}: {error.evalue}"
        return Failure(run, error.cell_index, error.source, said, kept, _line(error))
    if isinstance(error, ForeignOutputError):
        return Failure(run, error.cell, error.source, str(error), kept)
    if isinstance(error, DeadKernelError):
        error = "the kernel was killed; is there memory enough?"
    if isinstance(error, nbformat.ValidationError):
        # Such as that of Altair's renderer "mimetype".
        error = "a cell shows an output that no notebook can hold; show charts by their name alone"
    return Failure(run, None, "", str(error), kept)


def _line(error: PapermillExecutionError) -> int | None:
    """Return the line of the failed cell in which the error arose, if the traceback names one."""
    told = _COLOUR.sub("", "\n".join(error.traceback))
    lines = re.findall(rf"^ *Cell In\[{error.exec_count}\], line (\d+)", told, re.MULTILINE)
    # Of a function of the cell, its own line comes after that of the call.
    return int(lines[-1]) if lines else None
