"""What a run found: facts, verdicts, figures and tables, read from its outputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nbformat import NotebookNode

from digitalbay.figures.mime import RECORD


class RepeatedIdError(ValueError):
    """Two outputs, of a notebook or of the book, or an output and a heading have the same id."""


def findings(notebook: NotebookNode) -> dict[str, dict]:
    """Read the facts, verdicts, figures and tables from a notebook's outputs.

    Returns
    -------
    dict
        ``keys`` (name → value, text), ``verdicts`` (claim → verdict, because, sources),
        ``figures`` and ``tables`` (id → caption, finding and alt of figures, sources, note).

    Raises
    ------
    RepeatedIdError
        If two outputs of the notebook have the same id.
    """
    found: dict[str, dict] = {"keys": {}, "verdicts": {}, "figures": {}, "tables": {}}
    ids: Counter[str] = Counter()
    for meta, data in _outputs(notebook):
        kind = meta["kind"]
        if kind == "facts":
            found["keys"] |= data[RECORD]["facts"]
            ids.update(list(data[RECORD]["facts"]))
        elif kind == "verdict":
            record = dict(data[RECORD])
            claim = record.pop("claim")
            record.pop("kind")
            found["verdicts"][claim] = record
            ids[claim] += 1
        elif kind != "words":
            kept = ("finding", "caption", "alt", "sources", "note")
            found[f"{kind}s"][meta["id"]] = {k: meta[k] for k in kept if k in meta}
            ids[meta["id"]] += 1
    twice = [name for name, n in ids.items() if n > 1]
    if twice:
        raise RepeatedIdError(f"used twice as an id: {', '.join(twice)}")
    return found


def _outputs(notebook: NotebookNode) -> Iterator[tuple[dict, dict]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            meta = output.get("metadata", {}).get("digitalbay")
            if meta:
                yield meta, output["data"]
