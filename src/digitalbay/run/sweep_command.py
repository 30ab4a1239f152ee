"""The command `bay sweep`."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Any

import click

from .commands import opened
from .lock import locked
from .pool import run_stale
from .sweep import list_failures, points, tabulate

_RANGE = re.compile(r"range\((-?\d+(?:,\s*-?\d+){0,2})\)")


class Axis(click.ParamType):
    """A parameter with its values: ``city=suzhou,nanjing``, ``seed=range(1000)``."""

    name = "parameter=value,…"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, list]:
        """Return the name and the list of values; numbers, True, False and None as in Python."""
        if isinstance(value, tuple):
            return value
        name, sign, values = value.partition("=")
        if not (name.isidentifier() and sign and values):
            self.fail(f"{value!r}; expected a parameter and its values, as city=suzhou,nanjing")
        if spread := _RANGE.fullmatch(values):
            return name, list(range(*map(int, spread[1].split(","))))
        return name, [_literal(text) for text in values.split(",")]


def _literal(text: str) -> object:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value if isinstance(value, int | float | bool | None) else text


@click.command("sweep")
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--grid", "grid", multiple=True, required=True, type=Axis(), help="Once for each.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the results; default: _build/sweeps/NOTEBOOK.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Runs side by side; default: all cores.")
@click.option("--scheduler", help="Address of a Dask scheduler, such as tcp://host:8786.")
def sweep_command(
    notebook: Path,
    grid: tuple[tuple[str, list], ...],
    out: Path | None,
    jobs: int | None,
    scheduler: str | None,
) -> None:
    """Run NOTEBOOK once for each combination of values.

    Leaves OUT/results.csv with a row of key figures for each run, OUT/notebooks with the outputs
    and, if runs failed, OUT/failures.csv. Started again, it does only what is missing or stale.
    """
    project = opened()
    notebook = notebook.resolve()
    folder = (out or project.build / "sweeps" / notebook.stem).resolve()
    try:
        runs = points(notebook, dict(grid), folder)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with locked(folder):
        failures = run_stale(runs, project, jobs=jobs, scheduler=scheduler)
        tabulate(runs, project, folder / "results.csv")
        list_failures(failures, runs, folder / "failures.csv")
    click.echo(f"{len(runs) - len(failures)} rows: {folder / 'results.csv'}")
    if failures:
        click.echo(f"error: {failures[0]}", err=True)
        click.echo(f"{len(failures)} runs failed: {folder / 'failures.csv'}", err=True)
        sys.exit(1)
