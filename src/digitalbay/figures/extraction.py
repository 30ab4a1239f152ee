"""Texts that code shows to readers: found in notebooks and in the package, for the catalogs.

A notebook marks them by ``_("…")``; the package by ``words("…")`` where a text is written, and by
``N_("…")`` where it is only named. Babel's own reader of Python would also take the key in
``words(TITLES["key"])`` for a text, so ours reads the syntax tree.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .catalogs import OF_CLAIMS, OF_NOTEBOOKS, OF_PACKAGE, chapter_words, package_words

PACKAGE = Path(__file__).parents[1]
_KEYWORDS = {"_", "N_", "words", "_word"}
_CLAIMS = "digitalbay/claims/"
# Commands to Jupyter are no Python.
_COMMAND = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Marked:
    """A text marked in code: where (file, and cell or none), in which line of it, and the text."""

    place: str
    line: int
    text: str

    @property
    def catalog(self) -> Path:
        """The catalog that holds its Chinese, from the root of the project."""
        file = Path(self.place.partition("#")[0])
        if file.suffix == ".ipynb":
            return OF_NOTEBOOKS / f"{file.stem}.po"
        own = OF_CLAIMS if self.place.startswith(_CLAIMS) else OF_PACKAGE
        return own.relative_to(PACKAGE.parents[1])

    def __str__(self) -> str:
        return f"{self.place}:{self.line}: {self.text!r}"


def of_notebook(notebook: Path) -> list[Marked]:
    """List the texts of a notebook's code; a place is ``notebooks/<name>.ipynb#<id of cell>``."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found: list[Marked] = []
    for n, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            place = f"notebooks/{notebook.name}#{cell.get('id', n)}"
            found += _of_code("".join(cell["source"]), place)
    return found


def of_package() -> list[Marked]:
    """List the texts of the package's modules; a place is ``digitalbay/<folder>/<module>.py``."""
    found: list[Marked] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE.parent).as_posix()
        found += _of_code(path.read_text(encoding="utf-8"), place)
    return found


def missing(notebooks: Iterable[Path]) -> list[Marked]:
    """List every text of these notebooks' code, and of the package, that has no Chinese.

    A text is listed once for each catalog, where it stands first.
    """
    known = package_words()
    lacking = _without(of_package(), known)
    for notebook in notebooks:
        own = chapter_words(notebook.stem, notebook.parent)
        lacking += _without(of_notebook(notebook), known | own)
    return lacking


def _without(found: list[Marked], known: Mapping[str, str]) -> list[Marked]:
    first: dict[str, Marked] = {}
    for marked in found:
        if marked.text not in known:
            first.setdefault(marked.text, marked)
    return list(first.values())


def _of_code(code: str, place: str) -> Iterator[Marked]:
    calls = [n for n in ast.walk(ast.parse(_COMMAND.sub(r"\1pass", code))) if _marks(n)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        for text in _texts(call.args[0]):
            yield Marked(place, text.lineno, text.value)


def _marks(node: ast.AST) -> bool:
    """Tell whether a node is a call that marks a text."""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    match node.func:
        case ast.Name(name) | ast.Attribute(attr=name) if name in _KEYWORDS:
            return True
        # Columns have a function `text` too.
        case ast.Attribute(ast.Name("chapter"), "text"):
            return True
    return False


def _texts(node: ast.expr) -> Iterator[ast.Constant]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node
