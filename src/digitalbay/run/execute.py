"""One run: a notebook through papermill, its outputs made stable, written whole or not at all."""

from __future__ import annotations

import json
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from . import witness
from .files import write_atomically
from .kernels import AsyncFileKernelManager
from .plan import Project, Run, cells_digest
from .used import digests, own_files, package_digest

# Runs last in the kernel, unseen.
_ASK = "from digitalbay.run import witness as _witness\nprint(_witness.testimony({!r}))"


@dataclass(frozen=True)
class Failure:
    """A run that raised: which cell, which error, where to look."""

    run: Run
    cell: int | None
    source: str
    error: str
    kept: Path

    def __str__(self) -> str:
        where = f"{self.run.name}.ipynb ({self.run.lang})"
        if self.cell is None:
            return f"{where}: {self.error}"
        first = self.source.strip().splitlines()[0] if self.source.strip() else ""
        return (
            f"{where}, cell {self.cell}: {self.error}\n"
            f"    in: {first}\n"
            f"    the notebook as far as it ran: {self.kept}"
        )


def execute(run: Run, project: Project) -> Failure | None:
    """Run a notebook; write output and record atomically, or remove both if it fails."""
    output, record = run.output(project), run.record(project)
    digest, package = cells_digest(run.notebook), package_digest()
    notebook = nbformat.read(run.notebook, as_version=4)
    ask = _ASK.format(str(project.reads))
    notebook.cells.append(nbformat.v4.new_code_cell(ask, id="testimony"))
    with tempfile.TemporaryDirectory(prefix="bay-") as folder:
        path = Path(folder, run.notebook.name)
        try:
            executed = _papermill(notebook, path, run)
        except (PapermillExecutionError, DeadKernelError) as error:
            output.unlink(missing_ok=True)
            record.unlink(missing_ok=True)
            return _failure(run, project, path, error)
    testimony = json.loads("".join(o.text for o in executed.cells.pop().outputs))
    stabilise(executed)
    write_atomically(output, nbformat.writes(executed) + "\n")
    used = {
        "cells": digest,
        "parameters": run.parameters,
        "files": digests(own_files(testimony, project), project),
        "package": package,
        "reads": testimony["reads"],
    }
    write_atomically(record, json.dumps(used, indent=1, ensure_ascii=False) + "\n")
    return None


def _papermill(notebook, path: Path, run: Run):
    with warnings.catch_warnings():
        # papermill warns that it cannot tell the type of parameters; it need not.
        warnings.simplefilter("ignore")
        return papermill.execute_notebook(
            notebook,
            path,
            parameters=run.parameters,
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            kernel_manager_class=AsyncFileKernelManager,
            # Shutting a kernel down interrupts it, which it would report as an error.
            extra_arguments=[
                "--IPKernelApp.log_level=CRITICAL",
                f"--IPKernelApp.extra_extensions={witness.__name__}",
            ],
            shutdown_kernel="immediate",
            # Not papermill's `cwd`, which moves the whole process, all its threads included.
            resources={"metadata": {"path": str(run.notebook.parent)}},
        )


def stabilise(notebook) -> None:
    """Remove what differs from run to run: times, papermill's marks, versions of the machine.

    The injected parameters take the place of the notebook's own, hidden like them.
    """
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    for index, cell in enumerate(notebook.cells):
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
            cell.metadata["tags"] = ["injected-parameters", "remove-input"]
            cell.source = "\n".join(
                line for line in cell.source.splitlines() if not line.startswith("#")
            )
            notebook.cells.insert(index, notebook.cells.pop(index))
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("language_info", None)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }


def _failure(run: Run, project: Project, path: Path, error: Exception) -> Failure:
    kept = run.failed(project)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        kept.write_bytes(path.read_bytes())
    if isinstance(error, DeadKernelError):
        return Failure(run, None, "", "the kernel was killed; is there memory enough?", kept)
    return Failure(run, error.cell_index, error.source, f"{error.ename}: {error.evalue}", kept)
