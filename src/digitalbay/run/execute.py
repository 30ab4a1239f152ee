"""One run: a notebook through papermill, its outputs made stable, written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import time
from copy import deepcopy

import nbformat
from jupyter_client.kernelspec import KernelSpec
from nbformat import NotebookNode
from papermill.execute import raise_for_execution_errors
from papermill.parameterize import parameterize_notebook
from traitlets import Bool, Unicode

from digitalbay.files import write
from digitalbay.kernels import testimony
from digitalbay.kernels.manager import AsyncFileKernelManager
from digitalbay.options import DEBUG

from . import cells
from .builder import hiding
from .client import Engine
from .failures import Failure, failed
from .findings import findings
from .history import Past, remember
from .imports import named
from .inputs import digests, own_files, package_digest
from .plan import Run
from .policy import settle
from .preparation import SETTINGS
from .project import PREPARATION, Project
from .stable import stabilise

# Code that sets a variable.
_ENVIRONMENT = re.compile(
    r"\benviron\s*(?:\[[^\]]*\]\s*=(?!=)|\|=|\.(?:update|setdefault|pop)\b)"
    r"|\bputenv\(|^%(?:set_)?env\b.*=|\bload_dotenv\(",
    re.MULTILINE,
)


class ChapterKernelManager(AsyncFileKernelManager):
    """For kernels that have imported what chapters do, and whose matplotlib has Chinese."""

    preparation = Unicode(PREPARATION)

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel's spec, with the book's settings of matplotlib."""
        spec = super().kernel_spec
        if spec:
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
    witness: dict = {"cell": None}
    notebook = _parameterized(written.document, run)
    try:
        executed = _papermill(notebook, run, project, witness)
        settle(executed, run.lang, hiding(project.root))
        found = findings(executed)
        nbformat.validate(executed)
        cells.encoded(executed).encode()
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        record.unlink(missing_ok=True)
        output.unlink(missing_ok=True)
        write(kept, cells.encoded(notebook).encode(errors="backslashreplace"))
        return failed(run, kept, error, notebook, witness["cell"])
    stabilise(executed)
    # First gone, then written anew: a record never stands beside another output than its own.
    record.unlink(missing_ok=True)
    write(output, cells.encoded(executed))
    used = {
        "cells": written.code,
        "prose": written.prose,
        "parameters": run.parameters,
        "files": digests(own_files(witness, project), project),
        "package": package,
        "reads": witness["reads"],
        "found": found,
    }
    write(record, json.dumps(used, ensure_ascii=False) + "\n")
    took = round(time.monotonic() - began, 2)
    past = Past(run.notebook.name, written.code, took, witness["imports"])
    remember(run.history(project), past)
    kept.unlink(missing_ok=True)
    return None


def _parameterized(document: NotebookNode, run: Run) -> NotebookNode:
    """Return a notebook as papermill executes it, with the parameters of a run."""
    notebook = deepcopy(document)
    notebook.metadata["papermill"] = {}
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    if run.parameters:
        notebook = parameterize_notebook(
            notebook, run.parameters, kernel_name="python3", language=cells.LANGUAGE
        )
    return notebook


def _papermill(notebook: NotebookNode, run: Run, project: Project, witness: dict) -> NotebookNode:
    """Execute a notebook by papermill; raise if a cell failed.

    The steps of `papermill.execute_notebook`, which writes every notebook down three times. Where
    it stops, and at the end what was used, goes into ``witness``; outputs into the notebook.
    """
    kept = run.failed(project)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    executed = Engine.execute_notebook(
        notebook,
        kernel_name="python3",
        progress_bar=False,
        timeout=project.patience(),
        asked={"folder": str(project.reads), "named": sorted(named(code))},
        witness=witness,
        kernel_manager_class=_manager(code),
        # Shutting a kernel down interrupts it, which it would report as an error.
        extra_arguments=[
            "--IPKernelApp.log_level=CRITICAL",
            f"--IPKernelApp.extra_extensions={testimony.__name__}",
            # Named, as its import would take a tenth of a second here.
            "--IPKernelApp.outstream_class=digitalbay.kernels.kernel.Stream",
            # Forked ones have none anyway; ordinary ones would share one file.
            "--HistoryManager.enabled=False",
        ],
        shutdown_kernel="immediate",
        # Not papermill's `cwd`, which moves the whole process, all its threads included.
        resources={"metadata": {"path": str(run.notebook.parent)}},
    )
    kept.parent.mkdir(parents=True, exist_ok=True)
    raise_for_execution_errors(executed, str(kept))
    return executed


def _manager(code: list[str]) -> type[ChapterKernelManager]:
    return OrdinaryKernelManager if _ENVIRONMENT.search("\n".join(code)) else ChapterKernelManager
