"""The directive ``{contents-map}``: where each entry of the report's contents is answered."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import Words, localised
from digitalbay.statements import N_

from .dependencies import depend_on
from .editions import edition_of
from .layout import table
from .register import own, part

HEADS = (
    (N_("Entry"), 10),
    (N_("The report's heading"), 40),
    (N_("Answered in"), 30),
    (N_("Figures"), 8),
    (N_("Tables"), 8),
    (N_("Claims"), 16),
)


class contents_map(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Stands for the table until all notebooks are read."""


class ContentsMap(SphinxDirective):
    """Lists every entry of ``data/reference/contents.csv``."""

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        depend_on(self.env, "reference/contents.csv")
        own(self.env).gathers = True
        return [contents_map()]


def setup(app: Sphinx) -> None:
    """Register the directive, what it gathers and its resolution."""
    app.add_node(contents_map)
    app.add_directive("contents-map", ContentsMap)
    app.connect("doctree-read", _gather)
    app.connect("doctree-resolved", _resolve)


def _gather(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what each page and each of its sections holds: title, figures, tables, claims."""
    page = next(doctree.findall(nodes.section), None)
    if page is not None:
        sections = [child for child in page.children if isinstance(child, nodes.section)]
        own(app.env).parts = [_inventory(section) for section in (page, *sections)]


def _inventory(section: nodes.section) -> dict:
    claims = [
        name.removeprefix("claim-").upper()
        for box in section.findall(nodes.admonition)
        for name in box.get("names", [])
        if name.startswith("claim-")
    ]
    # Ids of claims end in a small letter where a claim has parts.
    known = {claim.upper(): claim for claim in db.ledger()["claim"]}
    return {
        "id": section["ids"][0],
        "title": section.next_node(nodes.title).astext(),
        "figures": sum("db-figure" in f["classes"] for f in section.findall(nodes.figure)),
        "tables": sum("db-table" in t["classes"] for t in section.findall(nodes.table)),
        "claims": [known[claim] for claim in claims],
    }


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(contents_map)):
        lang = edition_of(app.config.language).lang
        rows = [_row(app, docname, entry, lang) for entry in db.contents().itertuples()]
        words = Words(lang)
        heads = [(words(title), width) for title, width in HEADS]
        node.replace_self(table(heads, rows))


def _row(app: Sphinx, docname: str, entry: Any, lang: str) -> list[nodes.Node]:
    words = Words(lang)
    title = nodes.Text(localised(lang, entry.title_en, entry.title_zh))
    found = part(app.env, entry.notebook, entry.part)
    if found is None:
        nothing = nodes.Text(words("not yet written"))
        return [nodes.Text(entry.entry), title, nothing, *(nodes.Text("") for _ in range(3))]
    page, holds = found
    target = app.builder.get_relative_uri(docname, page) + f"#{holds['id']}"
    link = nodes.reference("", holds["title"], refuri=target, internal=True)
    counts = [nodes.Text(str(holds[kind])) for kind in ("figures", "tables")]
    none = words("no claim in this section")
    claims = nodes.Text(", ".join(holds["claims"]) or none)
    return [nodes.Text(entry.entry), title, link, *counts, claims]
