"""What all runs found, in one file."""

from __future__ import annotations

import json
from pathlib import Path

from digitalbay.files import write

from . import cells
from .anchors import beside_headings, of_page, used_twice
from .findings import RepeatedIdError
from .plan import Run, forget_others, plan
from .project import Project
from .stale import recorded


def collect(project: Project) -> Path:
    """Write ``_build/key-figures.json`` from the records of the book's runs; return its path.

    Raises
    ------
    RepeatedIdError
        If two notebooks use the same id, or a notebook and one of its headings; it names both.
    """
    forget_others(project)
    path = project.build / "key-figures.json"
    runs = records(project)
    sources = [project.notebooks, *(run.record(project) for run in runs)]
    if path.is_file() and all(_older(source, path) for source in sources):
        return path
    book: dict[str, dict] = {}
    anchors: dict[str, dict[str, tuple[str, list[str]]]] = {}
    seen: set[str] = set()
    for run, record in runs.items():
        page = record["found"] | {
            "as_of": record["parameters"].get("as_of"),
            "reads": [_told(read) for read in record["reads"]],
        }
        book.setdefault(run.lang, {})[run.name] = page
        ids = of_page(record["found"])
        if taken := beside_headings(cells.written(run.notebook).document, ids):
            raise RepeatedIdError(f"{run}: an id of an output and of a heading: {', '.join(taken)}")
        anchors.setdefault(run.lang, {})[run.name] = (run.notebook.stem, ids)
        seen |= {read["digest"] for read in record["reads"]}
    if shared := sorted({each for pages in anchors.values() for each in used_twice(pages)}):
        raise RepeatedIdError(f"an id of two notebooks: {', '.join(shared)}")
    _forget_others(seen, project)
    write(path, json.dumps(book, ensure_ascii=False, sort_keys=True) + "\n")
    return path


def records(project: Project) -> dict[Run, dict]:
    """Return what each run of the book recorded; those never run are left out."""
    found = {run: recorded(run, project) for run in plan(project)}
    return {run: record for run, record in found.items() if record}


def _told(read: dict) -> dict:
    """Return a read without what only tells whether it is to be repeated."""
    return {name: value for name, value in read.items() if name != "rests"}


def _forget_others(read: set[str], project: Project) -> None:
    """Remove results, kept by their digests, that no run reads any more."""
    for path in project.reads.glob("*.csv"):
        if path.stem not in read:
            path.unlink()


def _older(one: Path, other: Path) -> bool:
    return one.stat().st_mtime_ns < other.stat().st_mtime_ns
