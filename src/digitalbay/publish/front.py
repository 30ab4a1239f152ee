"""What the first page shows of the whole book: verdicts at a glance, figures, the newest documents.

Directives ``{tally}``, ``{shown-figure}``, ``{newest-documents}`` and ``{how-to-cite}``.
"""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import Words, localised
from digitalbay.figures.mime import CHART
from digitalbay.statements import N_, Period

from .cards import EXAMINED, VERDICTS, counted, name_of
from .citation import FILE, cited, of_book
from .dependencies import depend_on
from .editions import edition_of
from .layout import mark
from .nodes import chart
from .outputs import link_to
from .register import own, verdicts

# The tally bar, in pixels of its own drawing.
WIDTH, HEIGHT = 720, 28
DOCUMENTS = 5


class tally(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Stands for the verdicts on judgements until all notebooks are read."""


class Tally(SphinxDirective):
    """Draws how many judgements have which verdict, as a bar that leads to the ledger."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder; the argument names the page of the ledger."""
        own(self.env).gathers = True
        depend_on(self.env, "claims/claims.csv")
        return [tally(ledger=self.arguments[0])]


def verdicts_of_judgements(records: dict[str, str]) -> Counter:
    """Count the verdicts on judgements. ``records``: claim → verdict."""
    kinds = db.ledger().set_index("claim")["kind"]
    return Counter(verdict for claim, verdict in records.items() if kinds[claim] == "judgement")


def bar(counts: Counter, lang: str) -> str:
    """Draw counts as an SVG bar of one part for each verdict, in their order."""
    total, at, parts = counts.total(), 0.0, []
    for verdict in VERDICTS:
        width = WIDTH * counts[verdict] / total
        if not width:
            continue
        said = f"{name_of(verdict, lang)}{mark(':', lang)}{counts[verdict]}"
        parts.append(
            f'<g class="db-{verdict.replace("_", "-")}"><title>{escape(said)}</title>'
            f'<rect x="{at:.1f}" width="{width - 2:.1f}" height="{HEIGHT}"/>'
            f'<text x="{at + width / 2:.1f}" y="{HEIGHT * 0.7:.1f}">{counts[verdict]}</text></g>'
        )
        at += width
    return f'<svg class="db-tally" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'


class ShownFigure(SphinxDirective):
    """Shows a figure of a chapter, with its finding, as the way to it: ``notebook figure``."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """Return finding, picture and where it comes from.

        Raises
        ------
        ExtensionOptionError
            If the notebook has no such figure.
        """
        notebook, wanted = self.arguments
        path = Path(self.env.srcdir, f"{notebook}.ipynb")
        self.env.note_dependency(str(path))
        spec, meta = self._figure(path, wanted)
        lang = edition_of(self.env.config.language).lang
        # The files of the chapter's own figure.
        name = f"{path.stem}/{wanted}"
        box = nodes.container(classes=["db-shown"])
        finding = nodes.strong("", meta["finding"])
        box += nodes.paragraph("", "", finding, classes=["db-finding"], translatable=False)
        box += chart(spec=spec, alt=meta["alt"], lang=lang, name=name, rows=[], about={})
        line = nodes.paragraph(classes=["db-credits"], translatable=False)
        line += [
            nodes.Text(Words(lang)(N_("From")) + mark(":", lang)),
            link_to(meta["caption"], wanted),
        ]
        box += line
        return [box]

    def _figure(self, path: Path, wanted: str) -> tuple[dict, dict]:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                meta = output.get("metadata", {}).get("digitalbay", {})
                if meta.get("id") == wanted and CHART in output.get("data", {}):
                    return output["data"][CHART], meta
        raise self.error(f"{path.name} has no figure {wanted!r}")


class NewestDocuments(SphinxDirective):
    """Lists the newest documents that were known on the day of the book, with their dates."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        depend_on(self.env, "policies/documents.csv")
        lang = edition_of(self.env.config.language).lang
        words, listed = Words(lang), nodes.bullet_list()
        for row in newest_documents(self.env.config.digitalbay_as_of):
            said = words("{title} ({when})", title=title_of(row, lang), when=Period(row.issued))
            line = nodes.paragraph("", "", link_to(said, f"source-{row.source}"))
            line["translatable"] = False
            listed += nodes.list_item("", line)
        return [listed]


def newest_documents(as_of: str | None = None) -> list:
    """Return the newest documents, or those that were the newest on a day, newest first."""
    rows = db.documents(as_of=as_of).dropna(subset="issued")
    return list(rows.sort_values(["issued", "document"]).tail(DOCUMENTS)[::-1].itertuples())


def title_of(row: Any, lang: str) -> str:
    """Return a document's title in the language of an edition."""
    return localised(lang, row.title_en, f"《{row.title_zh}》")


class HowToCite(SphinxDirective):
    """Gives the book as BibTeX, from ``CITATION.cff``, with the version of the data."""

    def run(self) -> list[nodes.Node]:
        """Return the entry as a block of code."""
        path = Path(self.env.srcdir, FILE)
        self.env.note_dependency(str(path))
        depend_on(self.env, "datapackage.json")
        cff = cited(path.parent)
        if cff is None:
            raise self.error(f"there is no {FILE} beside the book")
        text = of_book(cff, self.env.config.digitalbay_as_of)
        return [nodes.literal_block(text, text, language="bibtex")]


def setup(app: Sphinx) -> None:
    """Register the directives and the resolution of the tally."""
    app.add_node(tally)
    app.add_directive("tally", Tally)
    app.add_directive("shown-figure", ShownFigure)
    app.add_config_value("digitalbay_as_of", None, "env", types=[str])
    app.add_directive("newest-documents", NewestDocuments)
    app.add_directive("how-to-cite", HowToCite)
    app.connect("doctree-resolved", _resolve)


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    lang = edition_of(app.config.language).lang
    for node in list(doctree.findall(tally)):
        found = {claim: record["verdict"] for claim, (_, record) in verdicts(app.env).items()}
        counts, words = verdicts_of_judgements(found), Words(lang)
        said = words(EXAMINED, n=counts.total(), verdicts=counted(counts, words))
        target = app.builder.get_relative_uri(docname, node["ledger"])
        line = nodes.paragraph(classes=["db-tallied"], translatable=False)
        link = nodes.reference("", "", nodes.Text(said), refuri=target, internal=True)
        line += link
        # The line below says the same and leads there too.
        shown = f'<a href="{target}" tabindex="-1" aria-hidden="true">{bar(counts, lang)}</a>'
        drawn = nodes.raw("", shown, format="html")
        node.replace_self([drawn, line] if counts else [line])
