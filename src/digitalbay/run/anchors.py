"""Names that a page can be entered by: of its headings, figures, tables and verdicts."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

from nbformat import NotebookNode

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1[`~]*\s*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^ {0,3}(\S.*)\n {0,3}(?:=+|-{2,})[ \t]*$", re.MULTILINE)
_TARGET = re.compile(r"^ {0,3}\(([^()\s]+)\)=[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def slug(title: str) -> str:
    """Return what Sphinx makes of a heading: its words in ASCII, joined by hyphens."""
    text = _LINK.sub(r"\1", title).lower()
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"^[-0-9]+|-+$", "", re.sub(r"[^a-z0-9]+", "-", text))


def headings(notebook: NotebookNode) -> dict[str, str]:
    """Return the anchors that a notebook's prose has: slug → heading, and targets by their name."""
    found: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = _FENCE.sub("", cell.source)
            for pattern in (_HEADING, _UNDERLINED):
                found |= {slug(title): title for title in pattern.findall(prose)}
            found |= {name.lower(): f"({name})=" for name in _TARGET.findall(prose)}
    found.pop("", None)
    return found


def beside_headings(notebook: NotebookNode, ids: Iterable[str]) -> list[str]:
    """Return the ids that a heading of the notebook has too, each with that heading."""
    known = headings(notebook)
    return [f"{id} (of the heading {known[id]!r})" for id in ids if id in known]


def used_twice(pages: Mapping[str, tuple[str, Iterable[str]]]) -> list[str]:
    """Return the ids that notebooks share, each with the notebooks.

    Parameters
    ----------
    pages : of one language: name → its notebook, and the ids of its figures, tables and verdicts;
        pages of one notebook are variants of each other, and may share theirs
    """
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for notebook, ids in pages.values():
        for id in ids:
            owners[id][notebook] = None
    return [
        f"{id} (in {' and '.join(f'{name}.ipynb' for name in names)})"
        for id, names in sorted(owners.items())
        if len(names) > 1
    ]


def of_page(found: Mapping[str, Mapping]) -> list[str]:
    """Return the anchors of what a run found: of figures, tables and verdicts, not of facts."""
    verdicts = [f"claim-{claim.lower()}" for claim in found["verdicts"]]
    return [*found["figures"], *found["tables"], *verdicts]
