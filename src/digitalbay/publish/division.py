"""Divides the book in print into its volumes.

What leads from one volume into another is a link to its file; to a source, an indicator or a
section of the report, to its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.latex import LaTeXBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.nodes import bibliography

import digitalbay as db

from .register import section

# Beginnings of the anchors that can be entered from another volume.
ENTRIES = ("source-", "indicator-")
# The class of TeX for what fits on one page, as a theme of Sphinx.
BRIEF = Path(__file__).with_name("brief")


class VolumeBuilder(LaTeXBuilder):
    """Puts into a volume its own pages only; Sphinx opens all that are below the first."""

    def assemble_doctree(
        self, indexfile: str, toctree_only: bool, appendices: list[str]
    ) -> nodes.document:
        """Return the volume whose first page is given, its pages in it, references resolved."""
        where, here = files_of_pages(self.env), _volume(self.env, indexfile, toctree_only)
        opened = self.env.get_doctree

        def own(page: str) -> nodes.document:
            is_own = page == indexfile or where.get(page) == here
            document = opened(page) if is_own else new_document("")
            # Nobody else has what was just opened.
            document.deepcopy = lambda: document
            return document

        self.env.get_doctree = own  # type: ignore[method-assign,assignment] # for a while
        try:
            return super().assemble_doctree(indexfile, toctree_only, appendices)
        finally:
            del self.env.get_doctree


class DivideVolumes(SphinxPostTransform):
    """Takes out of a volume the pages of the others, and links to their files."""

    # Before references are resolved (9).
    default_priority = 5
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Remove pages, turn what leads to them into links, mark what other volumes link to."""
        where = files_of_pages(self.env)
        here = volume_of(self.env, self.document)
        if here is None:
            return
        # Pages lie within each other: the inner ones last.
        for page in reversed(list(self.document.findall(addnodes.start_of_file))):
            if where.get(page["docname"]) != here:
                page.parent.remove(page)
            elif page["docname"] in self.config.digitalbay_screen:
                # Of works that are cited TeX makes a chapter of its own.
                page[:] = list(page.findall(bibliography))
        for link in list(self.document.findall(addnodes.pending_xref)):
            page = self._page_of(link)
            # Of a page in no volume the words are left.
            there = where.get(page) if page in self.env.titles else here
            if there != here or page in self.config.digitalbay_screen:
                link.replace_self(self._to(there, link))
        for node in list(self.document.findall(nodes.term)):
            for anchor in node["ids"]:
                if anchor.startswith(ENTRIES):
                    node.insert(0, _target(anchor))
        self._mark_sections()

    def _mark_sections(self) -> None:
        """Mark where the entries of the report's contents, and its chapters, are answered."""
        entries = db.contents()["entry"]
        places = defaultdict(list)
        for entry in sorted({*entries.str.partition(".")[0], *entries}):
            page, anchor, *_ = section(self.env, entry) or ("", "")
            places[page, anchor].append(_target(place_of(entry)))
        for page in self.document.findall(addnodes.start_of_file):
            for node in page.findall(nodes.section):
                node[1:1] = places[page["docname"], node["ids"][0]]

    def _page_of(self, link: addnodes.pending_xref) -> str:
        if link.get("refdomain") == "doc":
            return link["reftarget"]
        return self.env.domains["std"].anonlabels.get(link["reftarget"], ("", ""))[0]

    def _to(self, file: str | None, link: addnodes.pending_xref) -> nodes.Node:
        target = link["reftarget"]
        entry = f"#{target}" if target.startswith(ENTRIES) else ""
        named = self.env.domains["std"].labels.get(target)
        title = self.env.titles.get(target)
        said = link.astext() if link.get("refexplicit") else ""
        said = said or (named[2] if named else title.astext() if title else link.astext())
        if file is None:
            return nodes.Text(said)
        if self._page_of(link) in self.config.digitalbay_screen:
            return nodes.inline("", said)
        return nodes.reference("", said, refuri=f"{file}.pdf{entry}")


def place_of(entry: str) -> str:
    """Return the name of the place, in a volume, where an entry of the contents is answered."""
    return "section-" + entry.replace("(", "-").removesuffix(")")


def files_of_pages(env: BuildEnvironment) -> dict[str, str]:
    """Return the file of every page: of the volumes whose first page is above it, the last."""
    return {
        page: file
        for first, file, _, _, pages in env.config.digitalbay_volumes
        for page in _below(env, first)
        if not pages or page.startswith(tuple(pages))
    }


def volume_of(env: BuildEnvironment, document: nodes.document) -> str | None:
    """Return the file of the volume that a document of several pages is, or None."""
    head = document.next_node(nodes.section)
    # Where its first page is left out, Sphinx puts a section without a name in its place.
    without = head is not None and not head["ids"]
    return _volume(env, document.get("docname"), without)


def _volume(env: BuildEnvironment, page: str, without: bool) -> str | None:
    for first, file, _, _, pages in env.config.digitalbay_volumes:
        if first == page and bool(pages) == without:
            return file
    return None


def setup(app: Sphinx) -> None:
    """Register the volumes and what divides them; without any, all is one document."""
    app.add_config_value("digitalbay_volumes", [], "env")
    app.add_config_value("digitalbay_screen", [], "env")
    app.connect("config-inited", _add_theme)
    # Not earlier: Jupyter Book fails if it finds more than one document.
    app.connect("env-before-read-docs", _list_volumes)
    app.add_builder(VolumeBuilder, override=True)
    app.add_post_transform(DivideVolumes)
    # After tables that others make of links then.
    app.connect("doctree-resolved", _mend_links, priority=900)


def _add_theme(app: Sphinx, config: Config) -> None:
    config.latex_theme_path = [*config.latex_theme_path, str(BRIEF.parent)]
    classes = [str(path) for path in BRIEF.glob("*.cls")]
    config.latex_additional_files = [*config.latex_additional_files, *classes]


def _list_volumes(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    if app.config.digitalbay_volumes:
        app.config.latex_documents = [
            (first, f"{file}.tex", title, app.config.author, theme, bool(pages))
            for first, file, title, theme, pages in app.config.digitalbay_volumes
        ]


def _mend_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In print, lead to pages of another volume by its file, and nowhere beside the pages."""
    if app.builder.format != "latex":
        return
    where, here = files_of_pages(app.env), volume_of(app.env, doctree)
    for link in list(doctree.findall(nodes.reference)):
        address = link.get("refuri", "")
        there = where.get(address.removeprefix("%").partition("#")[0])
        if there and there != here:
            link["refuri"], link["internal"] = f"{there}.pdf", False
        elif address.startswith("../"):
            link.replace_self(link.children)


def _target(name: str) -> nodes.raw:
    return nodes.raw("", rf"\hypertarget{{{name}}}{{}}", format="latex")


def _below(env: BuildEnvironment, first: str) -> Iterator[str]:
    yield first
    for page in env.toctree_includes.get(first, []):
        yield from _below(env, page)
