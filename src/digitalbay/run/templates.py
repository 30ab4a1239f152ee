"""Notebooks that are run once for each value of a parameter, each run a page of its own.

Such a template says so in its metadata, and nowhere else::

    {"digitalbay": {"over": {"parameter": "city", "values": "region"}}}

``values`` is a list, or "region" for the members of the data package's region.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from digitalbay import data

from . import cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

_NAME = re.compile(r"[\w.-]+")


def variants(notebook: Path) -> dict[str, dict[str, str]]:
    """Return a notebook's pages, by name, each with the parameters that differ from the defaults.

    A notebook that is no template has one page, of its own name and without parameters. The page
    of a template whose value is the default is the run that is committed as the template's own.

    Raises
    ------
    ValueError
        If the template does not set its parameter in the cell tagged ``parameters``, or a value
        can't be a part of a page's name.
    """
    document = cells.written(notebook).document
    over = document.metadata.get("digitalbay", {}).get("over")
    if over is None:
        return {notebook.stem: {}}
    name = over["parameter"]
    given = defaults(document)
    if name not in given:
        raise ValueError(f"{notebook.name}: no parameter {name!r} in the cell tagged 'parameters'")
    values = data.region() if over["values"] == "region" else over["values"]
    for value in values:
        if not _NAME.fullmatch(str(value)):
            raise ValueError(f"{notebook.name}: {value!r} can't be a part of a page's name")
    return {
        f"{notebook.stem}-{value}": {} if value == given[name] else {name: value}
        for value in values
    }


def defaults(document: NotebookNode) -> dict[str, object]:
    """Return a notebook's parameters with their defaults, from the cell tagged ``parameters``."""
    cell = next(c for c in document.cells if "parameters" in c.metadata.get("tags", []))
    return {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in ast.parse(cell.source).body
    }
