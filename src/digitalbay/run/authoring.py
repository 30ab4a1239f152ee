"""For who writes chapters: `bay new chapter` begins one, `bay check` runs what CI would on one."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import click
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from digitalbay import data
from digitalbay.data.periods import is_year
from digitalbay.data.sealing import write as seal
from digitalbay.files import write

from .beginning import begun_book
from .commands import check_words, opened, planned
from .pool import run_stale
from .project import Project

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SETUP = """\
import digitalbay as db
from digitalbay.figures import Chapter, facts

chapter = Chapter("{name}", lang, as_of)
_ = chapter.text"""
_DATA = """\
found = db.observations("{indicator}", areas=db.CITIES, as_of=as_of)
newest = found[found["period"] == found["period"].max()].set_index("area")["value"]
chapter.facts(largest=facts.leader(newest), smallest=facts.leader(newest, lowest=True))"""
_FIGURE = """\
chapter.lines(
    found,
    panel="area",
    columns=3,
    id="{id}-places",
    finding=_("{{largest}} has the largest value of all places, {{smallest}} the smallest."),
    caption=_("{caption}"),
    uses=[found],
)"""


def widest() -> str:
    """Return the indicator with the most years on record for the region's places.

    Raises click.ClickException if there is none yet.
    """
    held = data.load().table("observations")
    places = () if held.empty else data.region()
    held = held[held["area"].isin(places)]
    held = held[[is_year(period) for period in held["period"]]]
    if held.empty:
        raise click.ClickException("no observation of a place of the region: `bay data add` some")
    counts = held["indicator"].value_counts()
    return min(counts.index, key=lambda name: (-counts[name], name))


def begun(name: str, indicator: str) -> nbformat.NotebookNode:
    """Return a chapter that runs: a title, its setup, one question with data and a figure."""
    caption = data.label("indicator", indicator)
    stem = re.sub(r"^[^a-z]+", "", name) or "chapter"
    cells = [
        new_markdown_cell(f"# {stem.replace('-', ' ').capitalize()}\n\nWhat is asked, and why."),
        new_code_cell('lang = "en"\nas_of = None'),
        new_code_cell(_SETUP.format(name=name)),
        new_markdown_cell("## A question\n\nWhat the data can say about it."),
        new_code_cell(_DATA.format(indicator=indicator)),
        new_code_cell(_FIGURE.format(id=stem, caption=caption)),
        new_markdown_cell("What {key}`largest` shows, and what speaks against it."),
    ]
    cells[1].metadata["tags"] = ["parameters", "remove-input"]
    cells[2].metadata["tags"] = ["remove-input"]
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number:02d}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@click.group("new")
def new_group() -> None:
    """Begin something new in the book."""


@new_group.command("book")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", required=True, help="Of the book, in English.")
@click.option("--author", required=True, help="Who makes it.")
def new_book_command(folder: Path, title: str, author: str) -> None:
    """Begin a book in FOLDER: its pages, its configuration, a data package without rows."""
    if not _NAME.fullmatch(folder.name):
        raise click.UsageError(f"name {folder.name!r}; expected words such as three-cities")
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; choose another folder")
    for path, content in begun_book(folder.name, title, author).items():
        write(folder / path, content)
    seal(folder / "data")
    click.echo(f"wrote {folder}: pages, configuration, a data package without rows")
    click.echo("next: `bay data add` areas, indicators, sources and observations;")
    click.echo("      `bay new chapter 01-first`; `bay book`")


@new_group.command("chapter")
@click.argument("name")
def new_chapter_command(name: str) -> None:
    """Begin the chapter NAME, such as 02-6-health: a notebook that runs, to write on."""
    if not _NAME.fullmatch(name):
        raise click.UsageError(f"name {name!r}; expected digits and words such as 02-6-health")
    project = Project.find()
    path = project.notebooks / f"{name}.ipynb"
    if path.exists():
        raise click.UsageError(f"{path} is there already; choose another name")
    nbformat.write(begun(name, widest()), path)
    click.echo(f"wrote {path.relative_to(project.root)}")
    click.echo(f"next: add `- file: notebooks/{name}` to _toc.yml; write;")
    click.echo(f"      `bay run {name} --lang en --save`;")
    click.echo(f"      `bay catalogs`, fill in the Chinese; `bay check {name}`")


@click.command("check")
@click.argument("chapter")
def check_command(chapter: str) -> None:
    """Run on one CHAPTER what CI runs: style, words, all languages, stored outputs, prose."""
    project = opened()
    runs = planned(project, names=(chapter,), as_of=None)
    notebook = runs[0].notebook
    check_listed(notebook, project)
    check_stored(notebook)
    check_words(runs)
    ruff = [sys.executable, "-m", "ruff"]
    style = {
        "Style": [*ruff, "check", "--quiet", str(notebook)],
        "Format": [*ruff, "format", "--quiet", "--check", str(notebook)],
    }
    ensured(style if can_be_done("Style", "ruff") else {}, project)
    if failures := run_stale(runs, project):
        sys.exit("\n".join(f"error: {failure}" for failure in failures))
    pytest = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]
    compared = {}
    if can_be_done("Stored outputs", "nbval"):
        compared["Stored outputs"] = [*pytest, "--nbval", str(notebook)]
    if tests := _tests(project):
        compared["Prose and words"] = [*pytest, "--chapter", notebook.stem, *tests]
    ensured(compared, project)


def can_be_done(what: str, module: str) -> bool:
    """Tell whether a check's tool is installed, and say so if it is not."""
    if find_spec(module):
        return True
    click.echo(f"{what}: left out; `pip install {module}` brings it")
    return False


def check_listed(notebook: Path, project: Project) -> None:
    """Stop if a notebook is no page of the book, whose texts nothing would read."""
    page = f"notebooks/{notebook.stem}"
    contents = (project.root / "_toc.yml").read_text(encoding="utf-8")
    if not re.search(rf"\bfile: *{re.escape(page)}\s*$", contents, re.MULTILINE):
        sys.exit(f"error: {page} is not in _toc.yml; add `- file: {page}` and check again")


def check_stored(notebook: Path) -> None:
    """Stop if a cell has never run: its outputs would be compared with nothing."""
    unrun = [
        cell.get("id", f"number {n}")
        for n, cell in enumerate(nbformat.read(notebook, as_version=4).cells)
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None
    ]
    if unrun:
        whose = f"cell {unrun[0]} has" if len(unrun) == 1 else f"cells {', '.join(unrun)} have"
        sys.exit(
            f"error: {whose} no stored outputs; run `bay run {notebook.stem} --lang en --save`"
        )


def _tests(project: Project) -> list[str]:
    """The tests that read every chapter's text, where the project has them."""
    names = ("test_prose.py", "test_catalogs.py", "test_glossary.py")
    folder = project.root / "tests" / "publish"
    return [str(folder / name) for name in names if (folder / name).is_file()]


def ensured(commands: dict[str, list[str]], project: Project) -> None:
    """Run commands side by side; if any fails, show what it said and stop."""
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda command: _timed(command, project), commands.values()))
    failed = []
    for what, (process, seconds) in zip(commands, done, strict=True):
        if process.returncode:
            said = f"{process.stdout}{process.stderr}"
            failed.append(f"{said}\nerror: {what.lower()} failed; mend and check again")
        else:
            click.echo(f"{what}: as it should be ({seconds:.0f} s)")
    if failed:
        sys.exit("\n".join(failed))


def _timed(command: list[str], project: Project) -> tuple[subprocess.CompletedProcess, float]:
    began = time.monotonic()
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    return done, time.monotonic() - began
