"""The notebook as it is written: its cells without the outputs that are committed with them."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode, reader

from .sources import SourceError

# The form of notebooks that Jupyter writes, and since when its cells have ids.
FORM, WITH_IDS = 4, 5
LANGUAGE = "python"


class NotebookError(SourceError):
    """A file that is no notebook that can be run: which, and why in a line."""

    def __init__(self, notebook: Path, why: str):
        first = why.strip().splitlines()[0][:200]
        # Where the schema of notebooks is not met.
        if place := re.search(r"^On instance(\[.+\]):$", why, re.MULTILINE):
            first += f", in {place[1]}"
        super().__init__(str(notebook), f"no notebook to run: {first}; restore it, or save it anew")


@dataclass(frozen=True)
class Written:
    """A notebook as its author wrote it, not to be changed.

    ``code`` is the digest of what a run executes, ``prose`` that of the cells between.
    """

    document: NotebookNode
    code: str
    prose: str


def written(notebook: Path) -> Written:
    """Return a notebook without outputs, with its digests; NotebookError says why it is none."""
    return _written(notebook, notebook.stat().st_mtime_ns)


def read(notebook: Path) -> NotebookNode:
    """Return a notebook without outputs, the caller's to change."""
    return copy.deepcopy(written(notebook).document)


def with_prose(executed: NotebookNode, document: NotebookNode) -> NotebookNode:
    """Return an executed notebook with the prose of the document, whose code is the same."""
    done = {cell.id: cell for cell in executed.cells if cell.cell_type == "code"}
    cells = []
    for cell in copy.deepcopy(document.cells):
        # As papermill leaves every cell.
        cell.metadata.setdefault("tags", [])
        cells.append(done.pop(cell.id) if cell.cell_type == "code" else cell)
        if "parameters" in cell.metadata.tags and "injected-parameters" in done:
            cells.append(done.pop("injected-parameters"))
    return NotebookNode(executed | {"cells": cells})


def encoded(notebook: NotebookNode) -> str:
    """Return a notebook as it is written to outputs."""
    # Not nbformat's writer, whose indented form takes twenty times as long to encode.
    return json.dumps(notebook, ensure_ascii=False, sort_keys=True) + "\n"


@cache
def _written(notebook: Path, _changed: int) -> Written:
    # A sweep runs one notebook a thousand times.
    document = _read(notebook)
    for cell in document.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    code = [
        (cell.id, cell.source, cell.metadata.get("tags", []))
        for cell in document.cells
        if cell.cell_type == "code"
    ]
    prose = [cell.id if cell.cell_type == "code" else cell for cell in document.cells]
    return Written(document, _digest(code), _digest(prose))


def _read(notebook: Path) -> NotebookNode:
    """Return a notebook in its newest form, each cell with an id of its own, the same each time."""
    try:
        given = reader.reads(notebook.read_text(encoding="utf-8"))
        if "nbformat" not in given:
            raise ValueError("it does not say which form it has (nbformat)")
        is_older = given["nbformat"] < FORM
        document = nbformat.convert(given, FORM)
        document["nbformat_minor"] = max(document.get("nbformat_minor", 0), WITH_IDS)
        seen = {None}
        for n, cell in enumerate(document["cells"]):
            # Jupyter would draw one by chance.
            if is_older or cell.get("id") in seen:
                cell["id"] = f"cell-{n}"
            seen.add(cell["id"])
        nbformat.validate(document)
        language = document.metadata.get("kernelspec", {}).get("language", LANGUAGE)
    except (ValueError, nbformat.ValidationError) as error:
        raise NotebookError(notebook, str(error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise NotebookError(notebook, "it has other parts than a notebook") from error
    if language.lower() != LANGUAGE:
        raise NotebookError(notebook, f"it is written in {language}, and only Python is run")
    return document


def _digest(content: list) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
