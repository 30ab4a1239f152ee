"""Notebooks that are run once for each value of a parameter, each run a page of its own.

Such a template says so in its metadata, and nowhere else::

    {"digitalbay": {"over": {"parameter": "city", "values": "region"}}}

``values`` is a list, or "region" for the members of the data package's region.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from digitalbay import data

from . import cells

_NAME = re.compile(r"[\w.-]+")


def variants(notebook: Path) -> dict[str, dict[str, str]]:
    """Return a notebook's pages, by name, each with the parameters that differ from the defaults.

    A notebook that is no template has one page, of its own name and without parameters. The page
    of a template whose value is the default is the run that is committed as the template's own.

    Raises
    ------
    ValueError
        If it is no template as it should be, does not set its parameter in the cell tagged
        ``parameters``, or a value can't be a part of a page's name.
    """
    over = _template(notebook)
    if over is None:
        return {notebook.stem: {}}
    name = over["parameter"]
    given = defaults(notebook)
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


def defaults(notebook: Path) -> dict[str, object]:
    """Return a notebook's parameters with their defaults, from the cell tagged ``parameters``.

    Of a default that is computed, None is known. ValueError says what is wrong with the cell.
    """
    all_cells = cells.written(notebook).document.cells
    tagged = (c.source for c in all_cells if "parameters" in c.metadata.get("tags", []))
    if (source := next(tagged, None)) is None:
        raise ValueError(f"{notebook.name}: no cell is tagged 'parameters'")
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        what = f"{error.msg} in line {error.lineno} of the cell tagged 'parameters'"
        raise ValueError(f"{notebook.name}: {what}") from None
    found: dict[str, object] = {}
    for statement in statements:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            found |= dict.fromkeys(names, _plain(statement.value))
    return found


def _plain(value: ast.expr | None) -> object:
    try:
        return None if value is None else ast.literal_eval(value)
    except ValueError:
        return None


def _template(notebook: Path) -> dict[str, Any] | None:
    """Return over what a notebook is run, or None if it is no template."""
    about = cells.written(notebook).document.metadata.get("digitalbay")
    over = about.get("over") if isinstance(about, dict) else None
    if over is None:
        return None
    values = over.get("values") if isinstance(over, dict) else None
    listed = isinstance(values, list) and values and len(set(map(str, values))) == len(values)
    if (not listed and values != "region") or not isinstance(over.get("parameter"), str):
        expected = 'a parameter and its values, "region" or a list of them, each once'
        raise ValueError(f"{notebook.name}: digitalbay: over: expected {expected}")
    return over
