"""`bay data …`: check and seal the data package."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from digitalbay.data import location, sealing
from digitalbay.data.checks import inspect
from digitalbay.data.errors import DataError, Problem

folder = click.option(
    "--package", type=click.Path(path_type=Path), help="Folder of datapackage.json."
)


@click.group()
def data() -> None:
    """Check, query and extend the data package."""


@data.command()
@folder
def check(package: Path | None) -> None:
    """Check every file, row and cell, and say where something is wrong."""
    try:
        found, problems = inspect(location.root(package))
    except DataError as error:
        _fail(error.problems)
    if problems:
        _fail(problems)
    rows = sum(len(frame) for frame in found.files.values())
    click.echo(f"data {found.version}: {len(found.files)} files, {rows:,} rows, all right")


@data.command()
@folder
def seal(package: Path | None) -> None:
    """Accept edits made by hand: check the package, then refresh its hashes."""
    try:
        changed = sealing.write(location.root(package), date.today())
    except DataError as error:
        _fail(error.problems)
    click.echo("\n".join(f"sealed {path}" for path in changed) or "nothing had changed")


def _fail(problems: Iterable[Problem]) -> None:
    problems = list(problems)
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(f"data: {len(problems)} problem(s)", err=True)
    raise SystemExit(1)
