"""The notebook as it is written: its cells without the outputs that are committed with them."""

from __future__ import annotations

import copy
import hashlib
import json
from functools import cache
from pathlib import Path

import nbformat


def read(notebook: Path) -> nbformat.NotebookNode:
    """Return a notebook without outputs, the caller's to change."""
    return copy.deepcopy(_read(notebook, notebook.stat().st_mtime_ns)[0])


def digest(notebook: Path) -> str:
    """Digest of what a run reads of a notebook: its cells."""
    return _read(notebook, notebook.stat().st_mtime_ns)[1]


@cache
def _read(notebook: Path, _changed: int) -> tuple[nbformat.NotebookNode, str]:
    # A sweep runs one notebook a thousand times.
    document = nbformat.read(notebook, as_version=4)
    for cell in document.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    essence = [(c.cell_type, c.source, c.metadata.get("tags", [])) for c in document.cells]
    return document, hashlib.sha256(json.dumps(essence).encode()).hexdigest()
