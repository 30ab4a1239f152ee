"""What the runs found: key figures, verdicts, figures and their sources, in one file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import nbformat

from digitalbay.data.recorder import Read
from digitalbay.figures.chapter import RECORD

from .files import write_atomically
from .plan import Project
from .reads import prune
from .stale import recorded_read


def records(notebook: Path) -> dict[str, dict]:
    """Read the key figures, verdicts, figures and tables from a notebook's outputs.

    Returns
    -------
    dict
        ``keys`` (name → value, text), ``verdicts`` (claim → verdict, because, sources),
        ``figures`` and ``tables`` (id → caption, alt of figures, sources, note).

    Raises
    ------
    ValueError
        If two outputs of the notebook have the same id.
    """
    found: dict[str, dict] = {"keys": {}, "verdicts": {}, "figures": {}, "tables": {}}
    ids: Counter[str] = Counter()
    for meta, data in _outputs(notebook):
        kind = meta["kind"]
        if kind == "key":
            record = data[RECORD]
            found["keys"][record["name"]] = {k: record[k] for k in ("value", "text")}
            ids[record["name"]] += 1
        elif kind == "verdict":
            record = dict(data[RECORD])
            claim = record.pop("claim")
            record.pop("kind")
            found["verdicts"][claim] = record
            ids[claim] += 1
        else:
            kept = ("caption", "alt", "sources", "note")
            found[f"{kind}s"][meta["id"]] = {k: meta[k] for k in kept if k in meta}
            ids[meta["id"]] += 1
    twice = [name for name, n in ids.items() if n > 1]
    if twice:
        raise ValueError(f"{notebook.name}: used twice as an id: {', '.join(twice)}")
    return found


def _outputs(notebook: Path):
    for cell in nbformat.read(notebook, as_version=4).cells:
        for output in cell.get("outputs", []):
            meta = output.get("metadata", {}).get("digitalbay")
            if meta:
                yield meta, output["data"]


def collect(project: Project) -> Path:
    """Write ``_build/key-figures.json`` from every output there is; return its path."""
    book: dict[str, dict] = {}
    seen: set[Read] = set()
    for record in sorted(project.build.glob("runs/*/*.json")):
        used = json.loads(record.read_text(encoding="utf-8"))
        lang, name = record.parent.name, record.stem
        output = project.build / "notebooks" / lang / f"{name}.ipynb"
        page = records(output) | {
            "as_of": used["parameters"].get("as_of"),
            "reads": used["reads"],
        }
        book.setdefault(lang, {})[name] = page
        seen |= {recorded_read(read) for read in used["reads"]}
    prune(seen, project)
    path = project.build / "key-figures.json"
    write_atomically(path, json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    return path
