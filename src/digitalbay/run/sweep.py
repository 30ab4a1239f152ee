"""One notebook over a grid of parameters: an output and a row of key figures for each point."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from digitalbay.files import inert, write

from .failures import Failure
from .plan import Run
from .project import Project
from .stale import recorded
from .templates import defaults

OUTPUT = "output"


def points(notebook: Path, grid: dict[str, list], folder: Path) -> list[Run]:
    """List the runs of a grid, the last parameter varying fastest.

    Parameters
    ----------
    notebook : a notebook with a cell tagged ``parameters``
    grid : parameter → values
    folder : where all that belongs to the sweep goes

    Raises
    ------
    ValueError
        If a parameter is none of the notebook's, or a parameter has a value twice.
    """
    known = defaults(notebook)
    for name, values in grid.items():
        if name not in known:
            raise ValueError(
                f"{notebook.name} has no parameter {name!r}; it has: {', '.join(known)}"
            )
        if len(set(values)) < len(values):
            raise ValueError(f"a value of {name} is given twice")
    runs = []
    for point in product(*grid.values()):
        given = dict(zip(grid, point, strict=True))
        # Named by its parameters, not by its place: a larger grid keeps what a smaller one did.
        digest = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:16]
        name = f"{notebook.stem}-{digest}"
        lang = given.get("lang", known.get("lang", "en"))
        runs.append(Run(notebook, lang, None, name, tuple(given.items()), folder))
    return runs


def tabulate(runs: list[Run], project: Project, path: Path) -> None:
    """Write a CSV with a row for each run that is done.

    Columns: the parameters, the key figures' values by name, and the output, relative to the
    table. Rows come in the order of the grid, whatever the order in which they were done.
    """
    done = {run: _keys(record) for run in runs if (record := recorded(run, project))}
    figures = dict.fromkeys(name for values in done.values() for name in values)
    names = list(dict(runs[0].given))
    clash = sorted(set(figures) & {*names, OUTPUT})
    heads = [f"key:{name}" if name in clash else name for name in figures]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*names, *heads, OUTPUT])
    for run, values in done.items():
        output = run.output(project).relative_to(path.parent)
        found = [_cell(values.get(name)) for name in figures]
        table.writerow([*(_cell(value) for _, value in run.given), *found, output])
    write(path, text.getvalue())


def list_failures(failures: Iterable[Failure], runs: list[Run], path: Path) -> None:
    """Write a CSV of the runs that failed: parameters, cell, error, the notebook as far as it ran.

    Without failures there is no such file.
    """
    failures = list(failures)
    if not failures:
        path.unlink(missing_ok=True)
        return
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*dict(runs[0].given), "cell", "error", "notebook"])
    for failure in failures:
        given = (_cell(value) for _, value in failure.run.given)
        kept = failure.kept.relative_to(path.parent)
        table.writerow([*given, _cell(failure.cell), _cell(failure.error), kept])
    write(path, text.getvalue())


def _keys(record: dict) -> dict:
    return {name: key["value"] for name, key in record["found"]["keys"].items()}


def _cell(value: object) -> str:
    return "" if value is None else str(inert(value))
