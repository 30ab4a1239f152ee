"""The book from its sources: runs what is stale, builds what changed."""

from __future__ import annotations

import shutil
import sys

import click

from digitalbay.run import sources
from digitalbay.run.book import PLACE, book
from digitalbay.run.commands import check_words, collected, opened, planned
from digitalbay.run.lock import locked
from digitalbay.run.pool import run_stale

from .build import build
from .crate import write_crate
from .editions import Edition, editions_of
from .landing import write_landing

NO_TEX = (
    "No PDF: latexmk and xelatex are not installed. HTML is in _build/html/. "
    "To get them: install the packages of apt.txt (Debian: `sudo apt-get install "
    "$(grep -v '^#' apt.txt)`), then `make book` again."
)


def make(
    langs: tuple[str, ...], formats: tuple[str, ...], as_of: str | None, jobs: int | None
) -> None:
    """Run what is stale and build what changed; leave the process if anything fails.

    Parameters
    ----------
    langs, formats : of the editions; all if none is named
    as_of : what was known on that day; by default, the newest
    jobs : runs, and steps of the build, side by side; by default, one per core
    """
    project = opened(to_build=True)
    sources.settings(project.root)
    sources.contents(project.root)
    held = book(project.root).languages
    if lacking := [lang for lang in langs if lang not in held]:
        raise click.UsageError(f"{PLACE} has no {', '.join(lacking)}; it has {', '.join(held)}")
    editions = editions_of(langs or held)
    formats = formats or ("html", "pdf")
    tex = bool(shutil.which("latexmk") and shutil.which("xelatex"))
    failed = failures(editions, [f for f in formats if f != "pdf" or tex], as_of, jobs)
    for failure in failed:
        click.echo(f"error: {failure}", err=True)
    if failed:
        sys.exit("The book was not built whole; what failed is as it last was. Mend and run again.")
    if "pdf" in formats and not tex:
        click.echo(NO_TEX, err=True)
        sys.exit(2)


def failures(
    editions: list[Edition], formats: list[str], as_of: str | None = None, jobs: int | None = None
) -> list[str]:
    """Run what is stale, build what changed, and return what failed; nothing if the book is whole.

    Raises
    ------
    click.ClickException
        With what stops it before anything is run, such as data that are not as they were sealed.
    """
    project = opened(to_build=True)
    runs = planned(project, langs=tuple(e.lang for e in editions), as_of=as_of)
    check_words(runs)
    with locked(project.build):
        if failed := run_stale(runs, project, jobs=jobs):
            return [str(failure) for failure in failed]
        collected(project)
        if unbuilt := build(project, editions, formats, as_of, jobs):
            return [str(error) for _, error in unbuilt]
        if "html" in formats:
            write_landing(project)
        write_crate(project)
    return []
