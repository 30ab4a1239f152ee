"""The role ``{key}``: a number in prose, taken from the run of a notebook.

``{key}`gdp-total` `` is a fact of the same notebook, ``{key}`01-2-foundations:gdp-total` ``
of another. It works in translations too, since it is resolved after them.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from .register import fact, own
from .widths import breadth

log = logging.getLogger(__name__)

# Letters up to which a line does not break within a fact: numbers, dates and names, no sentences.
WHOLE = 24


class key_reference(nodes.Inline, nodes.Element):  # noqa: N801 - docutils' custom
    """Stands for a fact until all notebooks are read."""


class KeyRole(SphinxRole):
    """Parses ``{key}`name` `` or ``{key}`notebook:name` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the placeholder."""
        # The page is kept: in print all pages become one document before this is resolved.
        node = key_reference(name=self.text, docname=self.env.docname)
        self.set_source_info(node)
        if ":" in self.text:
            own(self.env).takes.add(("key", self.text))
        return [node], []


def setup(app: Sphinx) -> None:
    """Register the role and its resolution."""
    app.add_node(key_reference)
    app.add_role("key", KeyRole())
    app.connect("doctree-resolved", _resolve)
    # Before Sphinx takes a page's title for the table of contents.
    app.connect("doctree-read", _resolve_titles, priority=400)


def _resolve_titles(app: Sphinx, doctree: nodes.document) -> None:
    for title in doctree.findall(nodes.title):
        _resolve(app, title, app.env.docname)


def _resolve(app: Sphinx, doctree: nodes.Element, docname: str) -> None:
    for node in list(doctree.findall(key_reference)):
        name = node["name"] if ":" in node["name"] else f"{node['docname']}:{node['name']}"
        text = fact(app.env, name)
        if text is None:
            log.warning("no fact %r", node["name"], location=node)
            text = f"[{node['name']}]"
        said = ["db-said"] if breadth(text) > WHOLE else []
        node.replace_self(nodes.inline("", text, classes=["db-key", *said]))
