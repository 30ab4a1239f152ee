"""The commands that make the book: what they need is imported when it is needed."""

# ruff: noqa: PLC0415
from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import click

from digitalbay import LANGUAGES
from digitalbay.options import IsoDate
from digitalbay.run.project import PREPARATION, Project

from .editions import SITE
from .untouched import Built

FORMATS = ("html", "pdf")


@click.command("book")
@click.option("--lang", "langs", multiple=True, type=click.Choice(LANGUAGES))
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS))
@click.option("--as-of", type=IsoDate(), help="What was known on that day; default: newest.")
@click.option("--jobs", type=click.IntRange(min=1), help="Runs side by side; default: all cores.")
def book_command(
    langs: tuple[str, ...], formats: tuple[str, ...], as_of: str | None, jobs: int | None
) -> None:
    """Run what is stale and build HTML and PDF in all languages."""
    asked = [sorted(langs), sorted(formats), as_of, os.environ.get(SITE)]
    built = Built(_found().root, asked)
    if built.is_untouched():
        return
    from digitalbay.kernels import prepared

    from . import jupyter_book

    # Whichever is needed first imports while this process does: what runs the notebooks of a
    # new book, what makes the pages of one that was built before.
    if built.stamp.is_file():
        jupyter_book.prepare()
    else:
        prepared.prepare(PREPARATION)
    from .making import make

    make(langs, formats, as_of, jobs)
    built.note()


@click.command("verify")
@click.option("--lang", "langs", multiple=True, type=click.Choice(LANGUAGES), help="Default: all.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Default: all."
)
@click.option(
    "--under", "names", multiple=True, help="Conditions; default: all. `list` names them."
)
@click.option("--keep", type=click.Path(path_type=Path), help="New folder in which copies stay.")
def verify_command(
    langs: tuple[str, ...], formats: tuple[str, ...], names: tuple[str, ...], keep: Path | None
) -> None:
    """Build copies of the book under other conditions and compare every file of them."""
    project = _found()
    from digitalbay.run.book import book

    from .conditions import CONDITIONS, Asked
    from .fonts import undeclared
    from .verifying import UnbuiltError, verify

    if "list" in names:
        click.echo("\n".join(f"{each.name}: {each.about}" for each in CONDITIONS))
        return
    if unknown := set(names) - {each.name for each in CONDITIONS}:
        raise click.UsageError(
            f"no condition {', '.join(sorted(unknown))}; `--under list` names them"
        )
    chosen = [each for each in CONDITIONS if not names or each.name in names]
    asked = Asked(langs or book(project.root).languages, formats or FORMATS)
    if others := undeclared():
        click.echo(f"other versions here than elsewhere: {', '.join(others)}", err=True)
    files, failed = 0, False
    try:
        for each in verify(project, asked, chosen, keep):
            files += each.files
            if each.different:
                failed = True
                told = f"{each.condition.name} ({each.condition.about})"
                count = f"{len(each.different)} of {each.files} files differ"
                click.echo(f"error: {told}: {count}; the first:\n    {each.different[0]}", err=True)
    except UnbuiltError as error:
        sys.exit(f"error: {error}")
    if failed:
        sys.exit(1)
    under = "1 condition" if len(chosen) == 1 else f"{len(chosen)} conditions"
    click.echo(f"{files} files of builds under {under}, all identical")


@click.command("preview")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--as-of", type=IsoDate(), help="What was known on that day; default: newest.")
@click.option("--browser/--no-browser", default=True, help="Open it in a browser, or not.")
def preview_command(lang: str, port: int, as_of: str | None, browser: bool) -> None:
    """Serve one language to this machine, and build again whatever is changed."""
    project = _found()
    from .editions import EDITIONS
    from .preview import preview

    edition = next(e for e in EDITIONS if e.lang == lang)
    asyncio.run(preview(project, edition, as_of, port, browser))


def _found() -> Project:
    try:
        return Project.find()
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from None


@click.command("catalogs")
@click.option("--words", is_flag=True, help="Only those of code, which takes seconds.")
def catalogs_command(words: bool) -> None:
    """Bring the Chinese catalogs up to date with the English pages and charts."""
    from digitalbay.figures.extraction import missing
    from digitalbay.run.commands import opened

    from .catalogs import untranslated, update_catalogs, update_words
    from .jupyter_book import BuildError

    project = opened()
    try:
        update_words(project) if words else update_catalogs(project)
    except BuildError as error:
        sys.exit(f"error: {error}")
    for line in untranslated(project):
        click.echo(line)
    for marked in missing(sorted(project.notebooks.glob("*.ipynb"))):
        click.echo(f"no Chinese: {marked}")
