"""The command `bay run`."""

from __future__ import annotations

import sys
from typing import IO, Any

import click

from digitalbay import LANGUAGES, data
from digitalbay.figures.extraction import missing
from digitalbay.options import IsoDate

from .book import book
from .collect import collect
from .findings import RepeatedIdError
from .imports import told
from .lock import locked
from .plan import Run, plan
from .pool import run_stale
from .project import Project
from .save import save
from .sources import SourceError
from .stale import is_stale, why_stale


class RefusedError(click.ClickException):
    """Ends what was asked for, before anything is made, with what is to be mended."""

    def show(self, file: IO | None = None) -> None:
        """Say it as any other error of a book is said."""
        click.echo(f"error: {self.message}", err=True)


def opened(to_build: bool = False) -> Project:
    """Find the project, what it says of itself and its data, or stop with what is wrong and where.

    Runs need the data if their notebooks use this package, a book that is built needs them always.
    """
    try:
        project = Project.find()
        book(project.root)
        if to_build or project.uses_package():
            data.load()
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from None
    except SourceError as error:
        raise RefusedError(str(error)) from None
    except data.DataError as error:
        raise RefusedError(f"the data package is not as it was sealed\n{error}") from None
    return project


def planned(project: Project, **choice: Any) -> list[Run]:
    """List the runs; an unknown notebook is a mistake of the command line."""
    try:
        return plan(project, **choice)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None


def collected(project: Project) -> None:
    """Collect what the runs found, or stop with the ids that two notebooks use."""
    try:
        collect(project)
    except RepeatedIdError as error:
        raise RefusedError(str(error)) from None


def check_words(runs: list[Run]) -> None:
    """Stop before a Chinese edition runs if a text of its code has no Chinese: name them all."""
    chinese = sorted({run.notebook for run in runs if run.lang != "en"})
    if lacking := missing(chinese) if chinese else []:
        listed = "\n".join(f"  {marked}" for marked in lacking)
        count = "1 text has" if len(lacking) == 1 else f"{len(lacking)} texts have"
        catalogs = ", ".join(dict.fromkeys(marked.catalog.as_posix() for marked in lacking))
        raise RefusedError(
            f"{count} no Chinese; run `bay catalogs --words`, then fill in what is empty in "
            f"{catalogs}\n{listed}"
        )


@click.command("run")
@click.argument("notebooks", nargs=-1)
@click.option("--lang", "langs", multiple=True, type=click.Choice(LANGUAGES), help="Default: all.")
@click.option("--as-of", type=IsoDate(), help="What was known on that day; default: newest.")
@click.option("--jobs", type=click.IntRange(min=1), help="Runs side by side; default: all cores.")
@click.option("--scheduler", help="Address of a Dask scheduler, such as tcp://host:8786.")
@click.option("--force", is_flag=True, help="Run also what is up to date.")
@click.option("--save", "keep", is_flag=True, help="Write English outputs back to notebooks/.")
def run_command(
    notebooks: tuple[str, ...],
    langs: tuple[str, ...],
    as_of: str | None,
    jobs: int | None,
    scheduler: str | None,
    force: bool,
    keep: bool,
) -> None:
    """Execute NOTEBOOKS (default: all) whose inputs changed."""
    if keep and as_of:
        raise click.UsageError("--save keeps the newest vintage; leave --as-of out")
    project = opened()
    runs = planned(project, names=notebooks, langs=langs, as_of=as_of)
    check_words(runs)
    with locked(project.build):
        _run(project, runs, jobs, force, scheduler, keep)


def _run(
    project: Project,
    runs: list[Run],
    jobs: int | None,
    force: bool,
    scheduler: str | None,
    keep: bool,
) -> None:
    todo = [run for run in runs if force or is_stale(run, project)]
    failures = run_stale(runs, project, jobs=jobs, force=force, scheduler=scheduler)
    if failures:
        for failure in failures:
            click.echo(f"error: {failure}", err=True)
        click.echo(f"{len(failures)} of {len(todo)} runs failed; mend and run again.", err=True)
        sys.exit(1)
    collected(project)
    click.echo(_told(len(todo), runs, project))
    for path in save([run for run in runs if run.lang == "en"], project) if keep else ():
        click.echo(f"saved: {path.relative_to(project.root)}")


def _told(ran: int, runs: list[Run], project: Project) -> str:
    """Say how many of the runs asked for were run, and where their outputs are."""
    if not runs:
        return "no notebooks yet; `bay new chapter 01-first` begins one"
    folders = dict.fromkeys(run.output(project).parent for run in runs)
    places = ", ".join(str(folder.relative_to(project.root)) for folder in folders)
    up_to_date = f"{len(runs)} {'run' if len(runs) == 1 else 'runs'} up to date"
    said = f"ran {ran} of {len(runs)}" if ran else f"nothing to run: {up_to_date}"
    return f"{said}; outputs in {places}"


@click.command("status")
@click.argument("notebooks", nargs=-1)
@click.option("--lang", "langs", multiple=True, type=click.Choice(LANGUAGES), help="Default: all.")
@click.option("--as-of", type=IsoDate(), help="As for `bay run`.")
def status_command(notebooks: tuple[str, ...], langs: tuple[str, ...], as_of: str | None) -> None:
    """Say which runs of NOTEBOOKS (default: all) are stale, and why. Nothing is run.

    Last it says which libraries the process imports that kernels are forked from.
    """
    project = opened()
    runs = planned(project, names=notebooks, langs=langs, as_of=as_of)
    stale = {run: why for run in runs if (why := why_stale(run, project))}
    for run, why in stale.items():
        click.echo(f"{run}: {'; '.join(why)}")
    click.echo(f"{len(stale)} of {len(runs)} runs are stale." if stale else "Nothing is stale.")
    click.echo(told(project))
