"""What a chapter and a section say first: directives ``{brief}`` and ``{answer}``, and verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import Words
from digitalbay.statements import N_

from .cards import VERDICTS, name_of
from .editions import edition_of
from .front import bar
from .layout import mark
from .register import pages

BRIEF, STRIP = N_("In brief"), N_("Verdicts on the claims of this page")


class Answer(SphinxDirective):
    """The answer to a section's question, in one to three sentences."""

    has_content = True
    name_of_class = "db-answer"

    def run(self) -> list[nodes.Node]:
        """Return the content, marked as what it is.

        An admonition, since it alone is set apart in HTML, in print and without a stylesheet.
        """
        self.assert_has_content()
        box = nodes.admonition(classes=[self.name_of_class])
        self.set_source_info(box)
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


class Brief(Answer):
    """The findings of a chapter, three to five, with a title in the language of the page."""

    name_of_class = "db-brief"

    def run(self) -> list[nodes.Node]:
        """Return the content under its title."""
        (box,) = super().run()
        words = Words(edition_of(self.config.language).lang)
        box.insert(0, nodes.title("", words(BRIEF), translatable=False))
        return [box]


def setup(app: Sphinx) -> None:
    """Register the directives, and the strip of verdicts below what a chapter says first."""
    app.add_directive("answer", Answer)
    app.add_directive("brief", Brief)
    app.connect("doctree-resolved", _add_strip)


def _add_strip(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add the verdicts on a page's claims, as a bar and by name; print has the cards."""
    page = pages(app.env).get(docname)
    if app.builder.format != "html" or page is None or not page.verdicts:
        return
    lang = edition_of(app.config.language).lang
    box = next((b for b in doctree.findall(nodes.admonition) if "db-brief" in b["classes"]), None)
    if box is not None:
        found = nodes.raw("", strip(page.verdicts, lang), format="html")
        box.parent.insert(box.parent.index(box) + 1, found)


def strip(records: Mapping[str, dict], lang: str) -> str:
    """Return the verdicts on a page's claims as HTML: how many of each, and links to the cards."""
    kinds = db.ledger().set_index("claim")["kind"]
    named: dict[str, list[str]] = {}
    for verdict in VERDICTS:
        for claim, record in sorted(records.items()):
            if record["verdict"] == verdict:
                link = f'<a href="#claim-{claim.lower()}">{escape(claim)}</a>'
                named.setdefault(name_of(verdict, lang, kinds[claim]), []).append(link)
    told = [
        f"<li>{escape(name + mark(':', lang))}{mark(',', lang).join(links)}</li>"
        for name, links in named.items()
    ]
    drawn = bar(Counter(record["verdict"] for record in records.values()), lang)
    head = escape(Words(lang)(STRIP))
    return f'<nav class="db-strip" aria-label="{head}">{drawn}<ul>{"".join(told)}</ul></nav>'
