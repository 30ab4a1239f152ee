"""Walks over pages as docutils and Sphinx do, in less time: a third of a build is such walks.

docutils has a generator for each node, and what is found passes through those of all nodes above
it; and most of what is looked for no page has. Sphinx writes the XML of each node that needs no
translation, for a message that nobody sees, and reads the template of a table in print for each
table. MyST-NB keeps a copy of each notebook, indented. For each work that is cited, pybtex looks
through all that is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

import nbformat
from docutils import nodes
from myst_nb import sphinx_ as myst_nb
from pybtex import plugin
from sphinx import addnodes
from sphinx.util import nodes as sphinx_nodes
from sphinx.writers import latex

# Classes of which a node was ever made. Texts are made by `str`, and Sphinx makes a document into
# one of its own.
_made: set[type] = {nodes.Text, addnodes.document}
_findall = nodes.Node.findall


def shorten() -> None:
    """Have docutils, Sphinx, MyST-NB and pybtex take the shorter ways from now on."""
    nodes.Node.findall = findall
    sphinx_nodes.repr_domxml = _named
    myst_nb.nbformat = SimpleNamespace(writes=partial(nbformat.writes, indent=None))
    if not hasattr(plugin._load_entry_point, "cache_info"):
        plugin._load_entry_point = cache(plugin._load_entry_point)
        latex.LaTeXRenderer = cache(latex.LaTeXRenderer)  # type: ignore[misc,assignment] # is called


def findall(
    self: nodes.Node,
    condition: type | Callable[[nodes.Node], bool] | None = None,
    include_self: bool = True,
    descend: bool = True,
    siblings: bool = False,
    ascend: bool = False,
) -> Iterator[nodes.Node]:
    """Yield nodes as docutils does, those below by the shorter way."""
    if not descend or siblings or ascend:
        return _findall(self, condition, include_self, descend, siblings, ascend)
    if isinstance(condition, type):
        return of_class(self, condition, include_self)
    classes = condition.classes if isinstance(condition, sphinx_nodes.NodeMatcher) else ()
    return filter(condition, of_class(self, classes or nodes.Node, include_self))


def of_class(
    top: nodes.Node, wanted: type | tuple[type, ...], include_self: bool = True
) -> Iterator[nodes.Node]:
    """Yield a node and all below it that are of a class, in the order of the text."""
    if not _is_made(wanted, len(_made)):
        return
    if include_self and isinstance(top, wanted):
        yield top
    # Not copied: whoever walks may change what is still to come.
    level, waiting = iter(top.children), []
    while True:
        for node in level:
            if isinstance(node, wanted):
                yield node
            if children := node.children:
                waiting.append(level)
                level = iter(children)
                break
        else:
            if not waiting:
                return
            level = waiting.pop()


@cache
def _is_made(wanted: type | tuple[type, ...], _count: int) -> bool:
    return any(issubclass(each, wanted) for each in _made)


def _new(cls: type, *_arguments: Any, **_options: Any) -> Any:
    _made.add(cls)
    return object.__new__(cls)


def _named(node: nodes.Node, length: int = 80) -> str:
    return f"<{node.tagname}>"


# From now on, and not from the first build of this process: none is to be missed.
nodes.Node.__new__ = _new
