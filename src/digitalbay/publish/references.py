"""The directive ``{source-list}``: the sources of the data package, each with an anchor."""

from __future__ import annotations

import string
from urllib.parse import quote, urlsplit

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import Words
from digitalbay.figures.provenance import source_publisher, source_title
from digitalbay.statements import Period

from .dependencies import depend_on_rows
from .editions import edition_of
from .filters import filters
from .layout import mark


class SourceList(SphinxDirective):
    """Lists the sources of the kinds named, or all; figures link to ``source-<key>``."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return one entry for each source."""
        lang = edition_of(self.env.config.language).lang
        kinds = " ".join(self.arguments).split()
        if unknown := set(kinds) - set(db.sources()["kind"]):
            raise self.error(f"no source is of kind {', '.join(sorted(unknown))}")
        depend_on_rows(self.env, behind, *kinds)
        (sources,) = behind(*kinds)
        items = nodes.definition_list(classes=["db-source-list"])
        for source in sources.to_dict("records"):
            label = f"source-{source['source']}"
            item = nodes.definition_list_item()
            term = nodes.term(
                "", source_title(source, lang), ids=[label], names=[label], translatable=False
            )
            # Makes the anchor one that {ref} and figures can name.
            self.state.document.note_explicit_target(term)
            item += [term, nodes.definition("", _details(source, lang))]
            items += item
        tools = filters(lang=lang, chosen=[], items=".db-source-list > dt")
        return [tools, items]


def behind(*kinds: str) -> list[pd.DataFrame]:
    """Return the sources of some kinds, or all."""
    sources = db.sources().fillna("")
    return [sources[sources["kind"].isin(kinds)] if kinds else sources]


def _details(source: dict, lang: str) -> nodes.paragraph:
    comma = mark(",", lang)
    words = Words(lang)
    grade = words("grade {grade}", grade=source["grade"])
    publisher = source_publisher(source, lang)
    published = words.write(Period(source["published"])) if source["published"] else ""
    parts = [publisher, source["document_no"], published, grade]
    line = nodes.paragraph("", comma.join(part for part in parts if part), translatable=False)
    if source["address"]:
        line += nodes.Text(comma)
        # In a PDF an address has no letters but those of ASCII.
        address = quote(source["address"], safe=string.punctuation)
        line += nodes.reference("", urlsplit(address).netloc, refuri=address)
    line += nodes.Text(comma)
    line += nodes.literal("", source["source"])
    return line


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("source-list", SourceList)
