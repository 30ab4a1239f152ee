"""The bibliography: BibTeX from the table of sources, cited by ``{cite}`` with a source's key.

The file is made at every build and never committed. Works that hold no data of the package, such
as the references of methods, come from ``book/references.csv``.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex import nodes as bibtex

import digitalbay as db
from digitalbay.figures.language import Words
from digitalbay.figures.provenance import source_publisher, source_title
from digitalbay.files import write, write_if_changed

from .citing import CHINESE, ENGLISH
from .dependencies import depend_on
from .editions import edition_of
from .layout import mark
from .register import own, works

NAME = "references.bib"
WORKS = "book/references.csv"
# What TeX reads as a command, by what prints it.
_SPECIAL = {c: rf"\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibliography(works: Path | None = None, lang: str = "en") -> dict[str, dict[str, str]]:
    """Return the BibTeX fields of every source of the data package and of other works, by key.

    Parameters
    ----------
    works : table of other works, with the columns key, author, title, published_in, year, and
        author_en, title_en, published_in_en for what is named in Chinese
    lang : language of the edition that cites

    Raises
    ------
    ValueError
        If a work has the key of a source.
    """
    entries = {
        source["source"]: _entry(
            author=source_publisher(source, lang),
            title=source_title(source, lang),
            howpublished=source["document_no"],
            year=str(source["published"])[:4],
            url=source["address"],
        )
        for source in db.sources().fillna("").to_dict("records")
    }
    for row in other_works(works, lang) if works else ():
        key = row.pop("key")
        if key in entries:
            raise ValueError(f"{works}: {key!r} is a source of the data package already")
        entries[key] = _entry(howpublished=row.pop("published_in"), **row)
    return entries


def other_works(works: Path, lang: str) -> list[dict[str, str]]:
    """Return the rows of a table of works in a language: key, author, title, published_in, year."""
    rows = list(csv.DictReader(works.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        for name in ("author", "title", "published_in"):
            english = row.pop(f"{name}_en")
            row[name] = (lang == "en" and english) or row[name]
    return rows


def _entry(author: str, title: str, howpublished: str, year: str, url: str = "") -> dict[str, str]:
    # In braces, a name is of an institution, and a title keeps its capitals.
    fields = {"author": f"{{{_escaped(author)}}}", "title": f"{{{_escaped(title)}}}"}
    fields |= {"howpublished": _escaped(howpublished), "year": year, "url": url}
    return {name: value for name, value in fields.items() if value}


def _escaped(text: str) -> str:
    return re.sub(r"[\\&%$#_{}~^]", lambda found: _SPECIAL[found[0]], text)


def as_bibtex(entries: dict[str, dict[str, str]]) -> str:
    """Return entries as the text of a BibTeX file.

    Every build writes it, which takes pybtex most of a second; and pybtex would escape addresses.
    """
    return "\n".join(
        "\n".join([f"@misc{{{key},", *(f"    {n} = {{{v}}}," for n, v in fields.items()), "}", ""])
        for key, fields in entries.items()
    )


class bib_file(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Holds the link to the file; writing it puts the file beside the pages."""


class BibFile(SphinxDirective):
    """Links the BibTeX file, as ``{bibliography-file}``."""

    def run(self) -> list[nodes.Node]:
        """Return the link."""
        depend_on(self.env, "reference/sources.csv")
        lang = edition_of(self.env.config.language).lang
        address = f"{'../' * self.env.docname.count('/')}_downloads/{NAME}"
        line = nodes.paragraph(translatable=False)
        words = Words(lang)
        text = words("All sources and works as BibTeX")
        line += nodes.reference("", text, refuri=address, internal=True)
        return [bib_file("", line)]


def setup(app: Sphinx) -> None:
    """Register the file, the directive and the way back from an entry to where it is cited."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.connect("config-inited", _write, priority=100)
    app.connect("doctree-read", _gather)
    app.connect("doctree-resolved", _link_back)
    plain = (_depart, _depart)
    app.add_node(bib_file, html=(_visit_html, _depart), latex=plain, text=plain, gettext=plain)
    app.add_directive("bibliography-file", BibFile)


def _path(app: Sphinx) -> Path:
    return Path(app.outdir).parent / NAME


def _write(app: Sphinx, config: Config) -> None:
    works = Path(app.srcdir, WORKS)
    lang = edition_of(config.language).lang
    text = as_bibtex(bibliography(works if works.is_file() else None, lang))
    path = _path(app)
    write_if_changed(path, text)
    config.bibtex_bibfiles = [str(path)]
    config.bibtex_default_style = "plain" if lang == "en" else CHINESE
    config.bibtex_reference_style = CHINESE if lang != "en" else ENGLISH


def _gather(app: Sphinx, doctree: nodes.document) -> None:
    own(app.env).gathers |= next(doctree.findall(bibtex.bibliography), None) is not None


def _link_back(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    # Sphinx's citations lead back only within a page; here, to every page that cites.
    cited = works(app.env)
    keys = {citation.citation_id: citation.key for citation in cited.citations}
    pages: dict[str, set[str]] = {}
    for reference in cited.citation_refs:
        for target in reference.targets:
            pages.setdefault(target.key, set()).add(reference.docname)
    lang = edition_of(app.config.language).lang
    for node in doctree.findall(nodes.citation):
        found = sorted(pages.get(keys.get(node["ids"][0], ""), ()))
        if found:
            node.append(_cited_in(app, docname, found, lang))


def _cited_in(app: Sphinx, docname: str, pages: list[str], lang: str) -> nodes.paragraph:
    line = nodes.paragraph("", classes=["db-credits"], translatable=False)
    words = Words(lang)
    line += nodes.Text(words("Cited in") + mark(":", lang))
    for n, page in enumerate(pages):
        if n:
            line += nodes.Text(mark(";", lang))
        uri = app.builder.get_relative_uri(docname, page)
        title = app.env.titles[page].astext()
        line += nodes.reference("", title, refuri=uri, internal=True)
    return line


def _visit_html(self: Any, node: bib_file) -> None:
    write(Path(self.builder.outdir, "_downloads", NAME), _path(self.builder.app).read_bytes())


def _depart(self: Any, node: bib_file) -> None:
    pass
