"""The way from the first page to this one, above its title."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from digitalbay.figures.language import Words
from digitalbay.statements import N_

from .editions import edition_of

HOME, WAY = N_("First page"), N_("Where this page stands")


def setup(app: Sphinx) -> None:
    """Tell the templates of every page."""
    app.connect("html-page-context", _tell)


def _tell(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    if doctree is None or pagename == app.config.root_doc:
        return
    words = Words(edition_of(app.config.language).lang)
    home = {"title": words(HOME), "link": _link(app, pagename, app.config.root_doc)}
    above = [{"title": each["title"], "link": each["link"]} for each in context["parents"] or []]
    root = app.env.get_doctree(app.config.root_doc)
    part = part_of(root, [pagename, *_parents(app, pagename)])
    parts = [{"title": part, "link": ""}] if part else []
    context["crumbs"] = {"name": words(WAY), "steps": [home, *parts, *above]}


def part_of(root: nodes.document, pages: list[str]) -> str:
    """Return the caption of the part of the book that lists one of some pages."""
    for tree in root.findall(addnodes.toctree):
        if tree.get("caption") and set(pages) & set(tree["includefiles"]):
            return tree["caption"]
    return ""


def _parents(app: Sphinx, pagename: str) -> list[str]:
    above = app.env.collect_relations()
    found = []
    while (parent := above.get(pagename, [None])[0]) and parent not in found:
        found.append(parent)
        pagename = parent
    return found


def _link(app: Sphinx, here: str, there: str) -> str:
    return app.builder.get_relative_uri(here, there)
