"""The directives ``{brief}`` and ``{answer}``: what a chapter and a section say first."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from digitalbay.figures.language import Words
from digitalbay.statements import N_

from .editions import edition_of

BRIEF = N_("In brief")


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
    """Register the directives."""
    app.add_directive("answer", Answer)
    app.add_directive("brief", Brief)
