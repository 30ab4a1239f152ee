"""Roles that lead to a section of the report's contents and to a volume in print.

``{section}`2.2(1)` `` leads to where the entry is answered, ``{pdf}`on one page <book/brief>` `` to
the PDF of the volume that begins with the page, ``{api}`data` `` to a room in the reference of
the package. In print the first leads into the volume that holds
the section, at its place.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from .division import files_of_pages, place_of, volume_of
from .editions import REFERENCE
from .register import own, section

log = logging.getLogger(__name__)


class place_reference(nodes.Inline, nodes.Element):  # noqa: N801 - docutils' custom
    """Stands for a link until all pages are read: attributes ``kind``, ``target``, ``text``."""


class PlaceRole(ReferenceRole):
    """Parses ``{section}``, ``{pdf}`` and ``{api}``, with or without a text of its own."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the placeholder."""
        node = place_reference(kind=self.name, target=self.target, text=self.title)
        self.set_source_info(node)
        if self.name == "section":
            own(self.env).takes.add(("section", self.target))
        return [node], []


def setup(app: Sphinx) -> None:
    """Register the roles and their resolution."""
    app.add_node(place_reference)
    for name in ("section", "pdf", "api"):
        app.add_role(name, PlaceRole())
    app.connect("doctree-resolved", _resolve)


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    made = {"section": _to_section, "pdf": _to_file, "api": _to_reference}
    for node in list(doctree.findall(place_reference)):
        node.replace_self(made[node["kind"]](app, doctree, docname, node))


def _to_section(
    app: Sphinx, doctree: nodes.document, docname: str, node: place_reference
) -> nodes.Node:
    found = section(app.env, node["target"])
    if found is None:
        log.warning("no section %r", node["target"], location=node)
        return nodes.Text(node["text"])
    page, anchor, title = found
    file = files_of_pages(app.env).get(page)
    if app.builder.format == "latex" and file != volume_of(app.env, doctree):
        address = f"{file}.pdf#{place_of(node['target'])}"
        return nodes.reference("", node["text"], refuri=address)
    address = f"{app.builder.get_relative_uri(docname, page)}#{anchor}"
    return nodes.reference("", node["text"], refuri=address, internal=True, reftitle=title)


def _to_file(
    app: Sphinx, doctree: nodes.document, docname: str, node: place_reference
) -> nodes.Node:
    # Without volumes, as in a plain build of Jupyter Book, there is no such file.
    file = files_of_pages(app.env).get(node["target"])
    if file is None:
        return nodes.Text(node["text"])
    # From a page's folder to the PDFs, which lie beside the folder of all editions.
    up = "" if app.builder.format == "latex" else "../" * (docname.count("/") + 2) + "pdf/"
    return nodes.reference("", node["text"], refuri=f"{up}{file}.pdf")


def _to_reference(
    app: Sphinx, doctree: nodes.document, docname: str, node: place_reference
) -> nodes.Node:
    # Neither print nor a plain build of Jupyter Book has it beside the pages.
    if app.builder.format == "latex" or not app.config.digitalbay_volumes:
        return nodes.Text(node["text"])
    address = "../" * (docname.count("/") + 1) + f"{REFERENCE}/digitalbay/{node['target']}.html"
    return nodes.reference("", node["text"], refuri=address)
