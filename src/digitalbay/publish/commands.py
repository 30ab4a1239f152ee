"""The command `bay book`."""

from __future__ import annotations

import shutil
import sys

import click

from digitalbay.figures.extraction import missing
from digitalbay.run.commands import IsoDate, check_words, collected, opened, planned
from digitalbay.run.pool import run_stale

from .build import build
from .catalogs import update_catalogs, update_words
from .editions import EDITIONS
from .jupyter_book import BuildError
from .landing import write_landing

NO_TEX = (
    "No PDF: latexmk and xelatex are not installed. HTML is in _build/html/. "
    "To get them: install the packages of apt.txt (Debian: `sudo apt-get install "
    "$(grep -v '^#' apt.txt)`), then `make book` again."
)


@click.command("book")
@click.option("--lang", "langs", multiple=True, type=click.Choice([e.lang for e in EDITIONS]))
@click.option("--format", "formats", multiple=True, type=click.Choice(["html", "pdf"]))
@click.option("--as-of", type=IsoDate(), help="What was known on that day; default: newest.")
@click.option("--jobs", type=click.IntRange(min=1), help="Runs side by side; default: all cores.")
def book_command(langs, formats, as_of, jobs):
    """Run what is stale and build HTML and PDF in all languages."""
    project = opened()
    editions = [e for e in EDITIONS if not langs or e.lang in langs]
    formats = list(formats or ("html", "pdf"))
    runs = planned(project, langs=tuple(e.lang for e in editions), as_of=as_of)
    check_words(runs)
    failures = run_stale(runs, project, jobs=jobs)
    if failures:
        for failure in failures:
            click.echo(f"error: {failure}", err=True)
        sys.exit("The book was not built; the last good one is as it was. Mend and run again.")
    collected(project)
    tex = bool(shutil.which("latexmk") and shutil.which("xelatex"))
    wanted = [f for f in formats if f != "pdf" or tex]
    failed = build(project, editions, wanted)
    for _, error in failed:
        click.echo(f"error: {error}", err=True)
    if failed:
        sys.exit("The book was not built whole; what failed is as it last was.")
    if "html" in formats:
        write_landing(project)
    if "pdf" in formats and not tex:
        click.echo(NO_TEX, err=True)
        sys.exit(2)


@click.command("catalogs")
@click.option("--words", is_flag=True, help="Only those of code, which takes seconds.")
def catalogs_command(words):
    """Bring the Chinese catalogs up to date with the English pages and charts."""
    project = opened()
    try:
        folder = update_words(project) if words else update_catalogs(project)
    except BuildError as error:
        sys.exit(f"error: {error}")
    click.echo(f"{folder}: translate what is empty or fuzzy")
    for marked in missing(sorted(project.notebooks.glob("*.ipynb"))):
        click.echo(f"no Chinese: {marked}")
