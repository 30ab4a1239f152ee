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
from .register import about, own, pages

BRIEF, STRIP = N_("In brief"), N_("Verdicts on the claims of this page")
OF_PLACE = N_("Verdicts on claims whose evidence has rows of this place")
NOT_ALONE = N_(
    "Claims of the report whose evidence has rows of this place. Their verdicts are on the claims, "
    "not on the place."
)


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
        # Known when the page is written: what other pages say of its place.
        if area := place_of(self.env.app, self.env.docname):
            own(self.env).takes.add(("place", area))
        return [box]


def setup(app: Sphinx) -> None:
    """Register the directives, and the strip of verdicts below what a chapter says first."""
    app.add_directive("answer", Answer)
    app.add_directive("brief", Brief)
    app.connect("doctree-resolved", _add_strip)


def _add_strip(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add the verdicts on a page's claims, as a bar and by name; print has the cards."""
    page = pages(app.env).get(docname)
    box = next((b for b in doctree.findall(nodes.admonition) if "db-brief" in b["classes"]), None)
    if app.builder.format != "html" or page is None or box is None:
        return
    lang = edition_of(app.config.language).lang
    given = {claim: (record, "") for claim, record in page.verdicts.items()}
    told, note = STRIP, ""
    if not given and (area := place_of(app, docname)):
        given = {
            claim: (record, app.builder.get_relative_uri(docname, name))
            for claim, name, record in about(app.env, area)
        }
        told, note = OF_PLACE, NOT_ALONE
    if given:
        found = nodes.raw("", strip(given, lang, told, note), format="html")
        box.parent.insert(box.parent.index(box) + 1, found)


def place_of(app: Sphinx, docname: str) -> str:
    """Return the area that a page of a template is about, or nothing."""
    if docname not in app.config.digitalbay_variants:
        return ""
    return next((area for area in db.data.region() if docname.endswith(f"-{area}")), "")


def strip(
    given: Mapping[str, tuple[dict, str]], lang: str, head: str = STRIP, note: str = ""
) -> str:
    """Return verdicts as HTML: how many of each, and links to the cards.

    given: claim → its record and the address of the page with its card, nothing for the page itself
    head, note: what the verdicts have in common, and what is said of it
    """
    kinds = db.ledger().set_index("claim")["kind"]
    named: dict[str, list[str]] = {}
    for verdict in VERDICTS:
        for claim, (record, page) in sorted(given.items()):
            if record["verdict"] == verdict:
                link = f'<a href="{page}#claim-{claim.lower()}">{escape(claim)}</a>'
                named.setdefault(name_of(verdict, lang, kinds[claim]), []).append(link)
    told = [
        f"<li>{escape(name + mark(':', lang))}{mark(',', lang).join(links)}</li>"
        for name, links in named.items()
    ]
    drawn = bar(Counter(record["verdict"] for record, _ in given.values()), lang)
    words = Words(lang)
    said = f"<p>{escape(words(note))}</p>" if note else ""
    name = escape(words(head))
    return f'<nav class="db-strip" aria-label="{name}">{said}{drawn}<ul>{"".join(told)}</ul></nav>'
