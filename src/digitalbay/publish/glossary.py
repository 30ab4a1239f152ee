"""The directive ``{glossary-table}``: the book's terms in its three languages, from a table."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import Words, localised
from digitalbay.figures.provenance import source_label
from digitalbay.statements import N_

from .bibliography import WORKS
from .editions import edition_of
from .layout import table
from .outputs import link_to

TERMS = "book/glossary.csv"
HEADS = (
    (N_("English"), 16),
    (N_("Simplified Chinese"), 14),
    (N_("Traditional Chinese"), 14),
    (N_("Meaning"), 42),
    (N_("Reference"), 20),
)


@dataclass(frozen=True)
class Term:
    """A term of the book.

    Attributes
    ----------
    accepted : str
        Shorter or other forms, separated by ";", that translations may use instead.
    reference : str
        Key of a source or of a work of the bibliography; empty if there is none.
    """

    term: str
    en: str
    zh_hans: str
    zh_hant: str
    accepted: str
    definition_en: str
    definition_zh: str
    reference: str

    @property
    def chinese(self) -> tuple[str, ...]:
        """The forms of which a translation has to use one."""
        return (self.zh_hans, *filter(None, self.accepted.split(";")))


def read_terms(path: Path) -> list[Term]:
    """Read the table of terms."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return [Term(**row) for row in rows]


class GlossaryTable(SphinxDirective):
    """Lists ``book/glossary.csv``; terms have the anchors ``term-<id>``."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        lang = edition_of(self.env.config.language).lang
        path, works = Path(self.env.srcdir, TERMS), Path(self.env.srcdir, WORKS)
        for file in (path, works):
            self.env.note_dependency(str(file))
        labels = _works(works)
        words = Words(lang)
        heads = [(words(title), width) for title, width in HEADS]
        return [table(heads, [_row(term, labels, lang) for term in read_terms(path)])]


def _row(term: Term, works: dict[str, str], lang: str) -> list[nodes.Node]:
    name = nodes.inline("", term.en, ids=[f"term-{term.term}"])
    meaning = localised(lang, term.definition_en, term.definition_zh)
    plain = [nodes.Text(text) for text in (term.zh_hans, term.zh_hant, meaning)]
    return [name, *plain, _reference(term.reference, works, lang)]


def _reference(key: str, works: dict[str, str], lang: str) -> nodes.Node:
    if not key or key in works:
        return nodes.Text(works.get(key, ""))
    return link_to(source_label(db.sources([key]).iloc[0], lang), f"source-{key}")


def _works(path: Path) -> dict[str, str]:
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["key"]: f"{row['author']}, {row['year']}" for row in rows}


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("glossary-table", GlossaryTable)
