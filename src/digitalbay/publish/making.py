"""The book from its sources: runs what is stale, builds what changed."""

from __future__ import annotations

import shutil
import sys

import click

from digitalbay.run.commands import check_words, collected, opened, planned
from digitalbay.run.pool import run_stale

from .build import build
from .editions import EDITIONS
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
    jobs : runs side by side; by default, one per core
    """
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
    failed = build(project, editions, [f for f in formats if f != "pdf" or tex])
    for _, error in failed:
        click.echo(f"error: {error}", err=True)
    if failed:
        sys.exit("The book was not built whole; what failed is as it last was.")
    if "html" in formats:
        write_landing(project)
    if "pdf" in formats and not tex:
        click.echo(NO_TEX, err=True)
        sys.exit(2)
