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
from typing import TypeGuard

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
    """List the texts of a notebook's code, and of modules beside it that it imports.

    A place is ``notebooks/<name>.ipynb#<id of cell or name of module>``.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8")).get("cells", ())
    found: list[Marked] = []
    beside: dict[str, Path] = {}
    for n, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            code = "".join(cell["source"])
            found += _of_code(code, f"notebooks/{notebook.name}#{cell.get('id', n)}")
            beside |= {name: notebook.with_name(f"{name}.py") for name in _imported(code)}
    for name, path in beside.items():
        if path.is_file():
            found += _of_code(path.read_text("utf-8"), f"notebooks/{notebook.name}#{name}")
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

    A text is listed once for each catalog, where it stands first; those of the package's rules only
    for the book in whose checkout the package is, as others have rules of their own.
    """
    known, notebooks = package_words(), list(notebooks)
    ours = any(PACKAGE.is_relative_to(notebook.resolve().parents[1]) for notebook in notebooks)
    words = [w for w in of_package() if ours or w.catalog.name != OF_CLAIMS.name]
    lacking = _without(words, known)
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


def _parsed(code: str) -> ast.Module:
    return ast.parse(_COMMAND.sub(r"\1pass", code))


def _imported(code: str) -> list[str]:
    """Return the modules that code imports, by their names."""
    names: list[str] = []
    for node in ast.walk(_parsed(code)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names


def _of_code(code: str, place: str) -> Iterator[Marked]:
    calls = [n for n in ast.walk(_parsed(code)) if _marks(n)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        for text in _texts(call.args[0]):
            yield Marked(place, text.lineno, str(text.value))


def _marks(node: ast.AST) -> TypeGuard[ast.Call]:
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
