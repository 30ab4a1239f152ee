"""Words of a translation made part of their page.

MyST reads each translated text as a page of its own, whose words keep to it, and with it to all
that Sphinx knows of the book: kept with every page, that takes more time than the page.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Take words in when a page was read and every other extension has seen it."""
    app.connect("doctree-read", _take_in, priority=999)


def _take_in(app: Sphinx, page: nodes.document) -> None:
    for node in page.findall():
        if node.document not in (None, page):
            node.document = page
