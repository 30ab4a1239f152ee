"""The book's terms in its three languages, and the words that it avoids, from two tables.

``{glossary-table}`` lists ``book/glossary.csv``, ``{wording-table}`` ``book/wording.csv``.
"""

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

from .bibliography import WORKS, other_works
from .editions import edition_of
from .layout import mark, table
from .outputs import link_to

TERMS, WORDING = "book/glossary.csv", "book/wording.csv"
HEADS = (
    (N_("English"), 16),
    (N_("Simplified Chinese"), 14),
    (N_("Traditional Chinese"), 14),
    (N_("Meaning"), 42),
    (N_("Reference"), 20),
)

AVOIDED = (
    (N_("Edition"), 16),
    (N_("Not"), 18),
    (N_("But"), 18),
    (N_("Why"), 48),
)
EDITIONS = {
    "en": N_("English"),
    "zh": N_("Chinese"),
    "zh-Hant": N_("Traditional Chinese"),
}


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
        labels = _works(works, lang)
        words = Words(lang)
        heads = [(words(title), width) for title, width in HEADS]
        made = table(heads, [_row(term, labels, lang) for term in read_terms(path)])
        made["classes"].append("db-glossary")
        return [made]


def _row(term: Term, works: dict[str, str], lang: str) -> list[nodes.Node]:
    name = nodes.inline("", term.en, ids=[f"term-{term.term}"])
    meaning = localised(lang, term.definition_en, term.definition_zh)
    plain = [nodes.Text(text) for text in (term.zh_hans, term.zh_hant, meaning)]
    return [name, *plain, _reference(term.reference, works, lang)]


def _reference(key: str, works: dict[str, str], lang: str) -> nodes.Node:
    if not key or key in works:
        return nodes.Text(works.get(key, ""))
    return link_to(source_label(db.sources([key]).iloc[0], lang), f"source-{key}")


def _works(path: Path, lang: str) -> dict[str, str]:
    comma = mark(",", lang)
    return {row["key"]: f"{row['author']}{comma}{row['year']}" for row in other_works(path, lang)}


class WordingTable(SphinxDirective):
    """Lists the words that an edition does not use, what it says instead, and why."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        words = Words(edition_of(self.env.config.language).lang)
        path = Path(self.env.srcdir, WORDING)
        self.env.note_dependency(str(path))
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        heads = [(words(title), width) for title, width in AVOIDED]
        made = table(heads, [_avoided(row, words) for row in rows])
        made["classes"].append("db-wording")
        return [made]


def _avoided(row: dict[str, str], words: Words) -> list[nodes.Node]:
    reason = localised(words.lang, row["reason_en"], row["reason_zh"])
    told = (words(EDITIONS[row["edition"]]), row["wrong"], row["right"], reason)
    return [nodes.Text(text) for text in told]


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("glossary-table", GlossaryTable)
    app.add_directive("wording-table", WordingTable)
