"""What print needs beside the text: its style, and no more of a page than paper can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.latex import CR, LaTeXTranslator

from .nodes import chart

# The name of a source: its publisher, then mostly the year.
_NAME, _DIGITS = re.compile(r"(.*?)((?:, |，)\d{4})?"), 4
# What TeX could not break, and ends with a fault of its own if it is much longer than a line.
_UNBROKEN, _PIECE = re.compile(r"[!-~]{200,}"), re.compile(r".{1,60}", re.DOTALL)
# Lines that name sources: under outputs, in the dictionary.
SOURCES = {"db-sources", "db-cited"}
# Where chapters lie.
CHAPTERS = "notebooks/"
# Rows from which Sphinx breaks a table.
ROWS = 30
# Styles of TeX that the configuration names.
STYLES = Path(__file__).with_name("print")


class FitPaper(SphinxPostTransform):
    """Fits boxes and lists of sources to paper."""

    # After code is taken out.
    default_priority = 195
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Unbox what has no title, and list no sources under a table whose rows name them."""
        for box in list(self.document.findall(nodes.admonition)):
            # TeX would take its first word for the title.
            if not isinstance(box[0], nodes.title):
                box.replace_self(nodes.container("", *box.children, classes=box["classes"]))
        for shown in self.document.findall(_is_shown):
            # Its chapter has the picture.
            for picture in list(shown.findall(chart)):
                picture.parent.remove(picture)
        for table in self.document.findall(nodes.table):
            keep_last_rows(table)
            credits = table.next_node(nodes.container, descend=False, siblings=True)
            if "db-sourced" in table["classes"] and credits and len(credits) > 1:
                credits.remove(credits[0])
        for line in self.document.findall(nodes.paragraph):
            if SOURCES & {*line["classes"]}:
                gather(line)
        for section in self.document.findall(nodes.section):
            let_tables_go_first(section)
        for page in self.document.findall(addnodes.start_of_file):
            page.insert(0, nodes.raw("", _in_contents(page["docname"]), format="latex"))


def _in_contents(name: str) -> str:
    """Return what lets the contents list the sections of chapters, and other pages by title."""
    return rf"\addtocontents{{toc}}{{\protect\setcounter{{tocdepth}}{{{CHAPTERS in name:d}}}}}"


def _let_break(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for text in list(doctree.findall(nodes.Text)) if app.builder.format == "latex" else ():
        if _UNBROKEN.search(text) and isinstance(text.parent, nodes.TextElement):
            text.parent.replace(text, list(_breakable(text)))


def _breakable(text: nodes.Text) -> Iterator[nodes.Node]:
    """Yield a text in pieces, between which a line may end where it has no space for long."""
    for word in re.split(f"({_UNBROKEN.pattern})", text):
        pieces = _PIECE.findall(word) if _UNBROKEN.fullmatch(word) else [word]
        for n, piece in enumerate(pieces):
            if n:
                yield nodes.raw("", r"\allowbreak{}", format="latex")
            yield nodes.Text(piece)


def gather(line: nodes.paragraph) -> None:
    """Put sources of one publisher together, named once: "The State Council, 2019, 2021"."""
    links = [child for child in line.children if isinstance(child, nodes.reference)]
    if len(links) < 2:
        return
    between = line[line.index(links[1]) - 1]
    before = line[: line.index(links[0])]
    groups: dict[tuple, list[tuple[nodes.reference, str]]] = {}
    for link in links:
        publisher, year = _NAME.fullmatch(link.astext()).groups()  # type: ignore[union-attr] # all do
        groups.setdefault((publisher, year is None), []).append((link, year or ""))
    line.clear()
    line += before
    for n, of_one in enumerate(groups.values()):
        line += [between.deepcopy()] if n else []
        line += of_one[0][0]
        for link, year in of_one[1:]:
            line += nodes.Text(year[:-_DIGITS])
            link.children = [nodes.Text(year[-_DIGITS:])]
            line += link


def let_tables_go_first(section: nodes.section) -> None:
    """Put a figure behind a long table next to it: TeX sets none until such a table ends."""
    cells = [child for child in section.children if child.astext() or child.next_node(nodes.figure)]
    for n, cell in enumerate(cells):
        behind = next((c for c in cells[n + 1 : n + 3] if not isinstance(c, nodes.paragraph)), None)
        if behind is None or not isinstance(cell, nodes.container):
            continue
        is_long = any("longtable" in table["classes"] for table in behind.findall(nodes.table))
        if is_long and cell.next_node(nodes.figure):
            section.remove(cell)
            section.insert(section.index(behind) + 1, cell)


def keep_last_rows(table: nodes.table) -> None:
    """Let no page begin with fewer than three rows of a table that goes on there."""
    rows = list(table.findall(nodes.row))
    # Sphinx breaks a table that is told to break, or has so many rows.
    if "longtable" in table["classes"] or len(rows) > ROWS:
        for row in rows[-3:-1]:
            row["db-kept"] = True


def depart_row(self: LaTeXTranslator, node: nodes.row) -> None:
    """End a row as Sphinx does, and count it; forbid a page to end behind one that is kept."""
    before = len(self.body)
    LaTeXTranslator.depart_row(self, node)
    self.body[before] = rf"\dbrow\\{'*' * node.get('db-kept', False)}{CR}"


def _is_shown(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "db-shown" in node["classes"]


def setup(app: Sphinx) -> None:
    """Register the transform and the styles."""
    # After what pages gather of others is in its place.
    app.connect("doctree-resolved", _let_break, priority=900)
    app.add_node(nodes.row, override=True, latex=(LaTeXTranslator.visit_row, depart_row))
    app.add_post_transform(FitPaper)
    app.connect("config-inited", _add_styles)


def _add_styles(app: Sphinx, config: Config) -> None:
    styles = [str(path) for path in sorted(STYLES.glob("*.sty"))]
    config.latex_additional_files = [*config.latex_additional_files, *styles]
