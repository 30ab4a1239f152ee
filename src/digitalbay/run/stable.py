"""Notebooks without what differs from run to run, or between programs that save them."""

from __future__ import annotations

import subprocess
import sys

import click
import nbformat
from nbformat import NotebookNode

from digitalbay.figures.mime import CHART


def stabilise(notebook: NotebookNode) -> None:
    """Remove what differs from run to run: times, papermill's marks, versions of the machine.

    The injected parameters are hidden like the notebook's own.
    """
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
            cell.metadata["tags"] = ["injected-parameters", "remove-input"]
            cell.source = "\n".join(
                line for line in cell.source.splitlines() if not line.startswith("#")
            )
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("language_info", None)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }


def like(notebook: NotebookNode, before: NotebookNode) -> None:
    """Give a notebook that JupyterLab saved the form of an earlier one wherever they say the same.

    Lab writes 5.0 as 5, and adds to a chart the picture that it drew of it.
    """
    known = {cell.id: cell.get("outputs", []) for cell in before.cells}
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
        for output in cell.get("outputs", []):
            if CHART in output.get("data", {}):
                output.data.pop("image/png", None)
        if cell.get("outputs") == known.get(cell.id):
            cell.outputs = known[cell.id]


@click.command("clean")
@click.argument("path")
def clean_command(path: str) -> None:
    """Write the notebook on standard input as `bay run --save` would: git's filter for PATH.

    A chapter that was run in JupyterLab, and found the same, is then the same file.
    """
    notebook = nbformat.reads(sys.stdin.buffer.read().decode(), as_version=4)
    stabilise(notebook)
    known = subprocess.run(["git", "show", f":{path}"], check=False, capture_output=True)
    before = known.stdout.decode() if known.returncode == 0 else nbformat.writes(notebook)
    like(notebook, nbformat.reads(before, as_version=4))
    click.echo((nbformat.writes(notebook) + "\n").encode(), nl=False)
