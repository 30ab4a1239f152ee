"""What all runs found, in one file."""

from __future__ import annotations

import json
from pathlib import Path

from digitalbay.data.recorder import Read
from digitalbay.files import write

from .anchors import of_page, used_twice
from .findings import RepeatedIdError
from .plan import Project, plan
from .reads import prune
from .stale import recorded, recorded_read


def collect(project: Project) -> Path:
    """Write ``_build/key-figures.json`` from the records of the book's runs; return its path.

    Raises
    ------
    RepeatedIdError
        If two notebooks use the same id; it names both.
    """
    book: dict[str, dict] = {}
    anchors: dict[str, dict[str, tuple[str, list[str]]]] = {}
    seen: set[Read] = set()
    for run in plan(project):
        record = recorded(run, project)
        if record is None:
            continue
        page = record["found"] | {
            "as_of": record["parameters"].get("as_of"),
            "reads": record["reads"],
        }
        book.setdefault(run.lang, {})[run.name] = page
        ids = of_page(record["found"])
        anchors.setdefault(run.lang, {})[run.name] = (run.notebook.stem, ids)
        seen |= {recorded_read(read) for read in record["reads"]}
    if shared := sorted({each for pages in anchors.values() for each in used_twice(pages)}):
        raise RepeatedIdError(f"an id of two notebooks: {', '.join(shared)}")
    prune(seen, project)
    path = project.build / "key-figures.json"
    write(path, json.dumps(book, ensure_ascii=False, sort_keys=True) + "\n")
    return path
