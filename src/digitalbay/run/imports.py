"""Which libraries a project's notebooks import, told by their past runs, or by their cells."""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import resolve_name
from pathlib import Path

from .history import pasts
from .project import Project

# What a chapter imports of this package; more would count as used by notebooks that do not.
BOOK = "digitalbay.figures"
# A module that one run alone imports is sooner imported by its kernel, beside the others.
LEAST = 2
MOST = 100
_PACKAGE = __name__.partition(".")[0]
_SOURCE = Path(__file__).parents[2]
# Libraries that are named one by one when somebody asks.
_SHOWN = 8


def named(sources: Iterable[str]) -> set[str]:
    """Return what cells import, as full names: of modules, and of what is in them.

    Parameters
    ----------
    sources : cells of code; lines for IPython alone are passed over, as is what is no Python
    """
    cells = [source for source in sources if "import" in source]
    return _names(node for source in cells for node in ast.walk(_parsed(source)))


def _names(statements: Iterable[ast.AST], package: str = "") -> set[str]:
    """Return what statements import, those relative to a package if one is given."""
    found = set()
    for node in statements:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (package or not node.level):
            module = resolve_name("." * node.level + (node.module or ""), package)
            names = [alias.name for alias in node.names if alias.name != "*"]
            found |= {module, *(f"{module}.{name}" for name in names)}
    return {name for name in found if name.partition(".")[0] not in sys.stdlib_module_names}


def _parsed(source: str) -> ast.Module:
    python = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    for text in (source, "\n".join(python)):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError):
            continue
    return ast.Module([], [])


def early(project: Project) -> dict[str, int]:
    """Return the installed modules worth importing once for all kernels.

    Returns
    -------
    full names, the most used first, each with the number of runs that import it: at least two,
    unless there is but one. A notebook that never ran counts once, by what its cells name and the
    modules of this package that they name.
    """
    known = pasts(project)
    ran = {past.notebook for past in known}
    new = [path for path in sorted(project.notebooks.glob("*.ipynb")) if path.name not in ran]
    each = [past.imports for past in known]
    each += [sorted(_through(named(_sources(path)))) for path in new]
    counts = Counter(name for names in each for name in names)
    least = min(LEAST, len(each))
    wanted = {name: count for name, count in counts.most_common() if count >= least}
    found = [name for name in wanted if name == BOOK or _installed(name, project.notebooks)]
    return {name: wanted[name] for name in found[:MOST]}


def _through(names: set[str]) -> set[str]:
    """Return modules with all that those of this package among them import when imported."""
    found: set[str] = set()
    coming = set(names)
    while coming:
        found |= coming
        # What chapters import is imported in any case.
        own = [name for name in coming if name.startswith(f"{_PACKAGE}.") and name != BOOK]
        coming = {name for module in own for name in _of_module(module)} - found
    return found


@cache
def _of_module(name: str) -> set[str]:
    """Return what a module of this package imports when it is imported."""
    path = _SOURCE.joinpath(*name.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.is_file():
        # A name in a module, not one of a module.
        return set()
    package = name if path.is_dir() else name.rpartition(".")[0]
    return _names(_parsed(file.read_text(encoding="utf-8")).body, package)


def told(project: Project) -> str:
    """Say in a line which libraries kernels start with, and why these."""
    libraries: dict[str, int] = {}
    for name, count in early(project).items():
        libraries.setdefault(name.partition(".")[0], count)
    if not libraries:
        return "Kernels start with no library imported: no two runs import the same."
    shown = [f"{name} ({count})" for name, count in list(libraries.items())[:_SHOWN]]
    more = [f"{len(libraries) - _SHOWN} more"] if len(libraries) > _SHOWN else []
    kinds = "library" if len(libraries) == 1 else "libraries"
    return (
        f"Kernels start with {len(libraries)} {kinds} imported, by the number of runs that "
        f"import them: {', '.join(shown + more)}."
    )


def _sources(notebook: Path) -> list[str]:
    # Not by nbformat, which takes longer to load than to read all of them.
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError):
        return []


def _installed(name: str, beside: Path) -> bool:
    """Tell whether a kernel would find a module among the installed ones, not beside itself."""
    top = name.partition(".")[0]
    spec = PathFinder.find_spec(top, [str(beside), *sys.path])
    if spec is None or top == _PACKAGE:
        return False
    places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or [])
    return bool(places) and places[0].startswith((sys.prefix, sys.base_prefix))
