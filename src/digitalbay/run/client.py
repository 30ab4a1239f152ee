"""Papermill's engine and client, which know the cell that runs and ask its kernel what it used."""

from __future__ import annotations

import logging
import os
import subprocess

from jupyter_core.utils import run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from traitlets import Any, Dict

from digitalbay.options import DEBUG

# What becomes of a kernel is told once, by whoever runs it.
_SILENT = logging.getLogger(__name__)
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class Client(PapermillNotebookClient):
    """Executes the cells of a notebook.

    ``witness`` is a dictionary of the caller's, in which it finds the place of the cell that runs,
    also if that ends the kernel, and in the end what the notebook used.
    """

    asked = Dict(help="What the kernel's testimony is to hold.")
    witness = Any()

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: object) -> NotebookNode:
        """Execute a cell and note which it is."""
        self.witness["cell"] = cell_index
        return super().execute_cell(cell, cell_index, **options)

    def papermill_execute_cells(self) -> None:
        """Execute the cells, then ask what they used, beside all that a notebook can change."""
        super().papermill_execute_cells()
        told = run_sync(self.kc.testimony)(self.asked)
        self.witness |= told | {"cell": None}
        if told["at_exit"]:
            # A kernel that is killed does nothing more.
            self.shutdown_kernel = "graceful"


class Engine(NBClientEngine):
    """Papermill's engine with that client; nothing is said but by what it raises."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: object
    ) -> NotebookNode:
        """Execute a notebook; options are the client's."""
        client = Client(nb_man, kernel_name=kernel_name, log=_SILENT, **options)
        if os.environ.get(DEBUG):
            return client.execute()
        # What cells print is told by messages; else a terminal has the kernel's own tracebacks.
        return client.execute(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
