"""What all runs found, in one file."""

from __future__ import annotations

import json
from pathlib import Path

from digitalbay.data.recorder import Read
from digitalbay.files import write

from .plan import Project, plan
from .reads import prune
from .stale import recorded, recorded_read


def collect(project: Project) -> Path:
    """Write ``_build/key-figures.json`` from the records of the book's runs; return its path."""
    book: dict[str, dict] = {}
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
        seen |= {recorded_read(read) for read in record["reads"]}
    prune(seen, project)
    path = project.build / "key-figures.json"
    write(path, json.dumps(book, ensure_ascii=False, sort_keys=True) + "\n")
    return path
