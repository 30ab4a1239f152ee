"""The commands that make the book: what they need is imported when it is needed."""

# ruff: noqa: PLC0415
from __future__ import annotations

import asyncio
import os
import sys

import click

from digitalbay import LANGUAGES
from digitalbay.options import IsoDate
from digitalbay.run.project import PREPARATION, Project

from .editions import SITE
from .untouched import Built


@click.command("book")
@click.option("--lang", "langs", multiple=True, type=click.Choice(LANGUAGES))
@click.option("--format", "formats", multiple=True, type=click.Choice(["html", "pdf"]))
@click.option("--as-of", type=IsoDate(), help="What was known on that day; default: newest.")
@click.option("--jobs", type=click.IntRange(min=1), help="Runs side by side; default: all cores.")
def book_command(langs, formats, as_of, jobs):
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


@click.command("preview")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--as-of", type=IsoDate(), help="What was known on that day; default: newest.")
@click.option("--browser/--no-browser", default=True, help="Open it in a browser, or not.")
def preview_command(lang, port, as_of, browser):
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
def catalogs_command(words):
    """Bring the Chinese catalogs up to date with the English pages and charts."""
    from digitalbay.figures.extraction import missing
    from digitalbay.run.commands import opened

    from .catalogs import update_catalogs, update_words
    from .jupyter_book import BuildError

    project = opened()
    try:
        folder = update_words(project) if words else update_catalogs(project)
    except BuildError as error:
        sys.exit(f"error: {error}")
    click.echo(f"{folder}: translate what is empty or fuzzy")
    for marked in missing(sorted(project.notebooks.glob("*.ipynb"))):
        click.echo(f"no Chinese: {marked}")
