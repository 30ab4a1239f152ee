"""What each page offers to others and takes from them, noted as it is read.

Pages are resolved and written from this register, so that no page is opened to look something up
in it; and a page is written again only if what it takes has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

import digitalbay as db
from digitalbay.data import load
from digitalbay.files import write

if TYPE_CHECKING:
    from sphinxcontrib.bibtex.domain import BibtexDomain


@dataclass
class Page:
    """A page: what it offers, and the names that it takes from others.

    ``keys``: facts, name → text; ``verdicts``: claim → record; ``parts``: inventories of the page
    and of its sections; ``numbered``: anchor → kind and first anchor of what is numbered;
    ``takes``: labels, works cited and facts; ``gathers``: it takes what all pages offer;
    ``rests``: what returns rows of the data package that it shows, by name and arguments, with
    their digest.
    """

    keys: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, dict] = field(default_factory=dict)
    parts: list[dict] = field(default_factory=list)
    numbered: dict[str, tuple[str, str]] = field(default_factory=dict)
    takes: set[tuple[str, str]] = field(default_factory=set)
    gathers: bool = False
    rests: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    @property
    def offers(self) -> tuple:
        """What pages that gather show of this one."""
        return self.keys, self.verdicts, self.parts


def pages(env: BuildEnvironment) -> dict[str, Page]:
    """Return the register: name of a page → what is noted of it."""
    return vars(env).setdefault("digitalbay_pages", {})


def works(env: BuildEnvironment) -> BibtexDomain:
    """Return where sphinxcontrib-bibtex notes works and who cites them."""
    return cast("BibtexDomain", env.domains["cite"])


def own(env: BuildEnvironment) -> Page:
    """Return the entry of the page that is being read."""
    return pages(env).setdefault(env.docname, Page())


class Register(EnvironmentCollector):
    """Keeps the register as Sphinx reads, forgets and merges pages."""

    def enable(self, app: Sphinx) -> None:
        """Hear of pages, and of the end of the build."""
        super().enable(app)
        app.connect("build-finished", self.note)

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        pages(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over the pages that another process read."""
        pages(env).update({name: pages(other)[name] for name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note what the page numbers and refers to."""
        page = own(app.env)
        std = app.env.domains["std"]
        page.numbered = {
            anchor: (kind, node["ids"][0])
            for node in doctree.findall(nodes.Element)
            if not isinstance(node, nodes.section)
            and (kind := std.get_enumerable_node_type(node))
            # Sphinx numbers nothing without a caption.
            and std.get_numfig_title(node)
            for anchor in node["ids"]
        }
        page.takes |= {
            (node.get("refdomain") or "", node["reftarget"])
            for node in doctree.findall(addnodes.pending_xref)
        }

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages to write again, though they did not change themselves."""
        path = _written(app)
        before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        self.taken = dict(_taken(env))
        return [name for name, taken in self.taken.items() if before.get(name) != taken]

    def note(self, app: Sphinx, error: Exception | None) -> None:
        """Note what the pages show once they are written: a build may be killed before."""
        if error is None:
            write(_written(app), json.dumps(self.taken))


def setup(app: Sphinx) -> None:
    """Register the register."""
    app.add_env_collector(Register)
    app.connect("env-before-read-docs", _forget_all)


def _forget_all(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    # Sphinx forgets a page just before it reads it: what moved from a later page to an earlier one
    # would be there twice.
    for name in docnames:
        app.events.emit("env-purge-doc", env, name)
        env.clear_doc(name)


def _written(app: Sphinx) -> Path:
    # Each form of the book, HTML or LaTeX, was last written at another time.
    return Path(app.doctreedir, f"written-{app.builder.name}.json")


def number(env: BuildEnvironment, label: str) -> tuple[str, str, str, str | None]:
    """Return page, anchor, kind and number of a label; no number if there is no such label."""
    page, anchor = env.domains["std"].anonlabels.get(label, ("", ""))
    noted = pages(env).get(page, Page()).numbered
    kind, first = noted.get(anchor, ("", ""))
    found = env.toc_fignumbers.get(page, {}).get(kind, {}).get(first)
    return page, anchor, kind, ".".join(map(str, found)) if found else None


def _taken(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield each page with a digest: of when it was read and of all that it shows of others."""
    # In the margin of every page.
    titles = sorted((name, title.astext()) for name, title in env.titles.items())
    book = titles, sorted(env.toctree_includes.items())
    cited = sorted((ref.docname, ref.targets) for ref in works(env).citation_refs)
    everything = repr((cited, [(name, pages(env)[name].offers) for name in sorted(pages(env))]))
    for name, page in pages(env).items():
        gathered = everything if page.gathers else ""
        answers = [_answer(env, *asked) for asked in sorted(page.takes)]
        shown = repr((env.all_docs[name], book, gathered, answers))
        yield name, hashlib.sha256(shown.encode()).hexdigest()


def _answer(env: BuildEnvironment, domain: str, name: str) -> object:
    """Return what decides how a reference looks and where it leads."""
    if domain == "std":
        std = env.domains["std"]
        return std.anonlabels.get(name), std.labels.get(name), number(env, name)
    if domain == "cite":
        cite = works(env)
        return [c[:3] for c in cite.citations if c.key == name], repr(
            cite.bibdata.data.entries.get(name)
        )
    if domain == "section":
        return section(env, name)
    if domain == "place":
        return list(about(env, name))
    return fact(env, name) if domain == "key" else None


def verdicts(env: BuildEnvironment) -> dict[str, tuple[str, dict]]:
    """Return the verdicts of all pages: claim → its page and its record."""
    return {
        claim: (name, record)
        for name, page in pages(env).items()
        for claim, record in page.verdicts.items()
    }


def about(env: BuildEnvironment, area: str) -> Iterator[tuple[str, str, dict]]:
    """Yield claim, page and record of the verdicts whose evidence has rows of an area."""
    for claim, (page, record) in sorted(verdicts(env).items()):
        if area in record.get("areas", []):
            yield claim, page, record


def fact(env: BuildEnvironment, name: str) -> str | None:
    """Return the text of a fact by ``<page>:<name>``; the page with or without its folder."""
    notebook, _, key = name.rpartition(":")
    for docname, page in pages(env).items():
        if notebook in (docname, docname.rsplit("/", 1)[-1]):
            return page.keys.get(key)
    return None


def part(env: BuildEnvironment, notebook: str, n: int) -> tuple[str, dict] | None:
    """Return the page of a notebook and the inventory of its n-th section; 0 is the whole page."""
    page = next((name for name in pages(env) if name.endswith(f"/{notebook}")), None)
    if page is None:
        return None
    parts = pages(env)[page].parts
    return (page, parts[n]) if n < len(parts) else None


def section(env: BuildEnvironment, entry: str) -> tuple[str, str, str] | None:
    """Return page, anchor and title of where an entry of the report's contents is answered.

    entry: as in ``data/reference/contents.csv``, or a chapter that is one page there, such as "3".
    """
    # Each volume asks for all.
    asked = load().once(("answered in", entry), lambda: _answered_in(entry))
    found = part(env, *asked[0]) if asked else None
    return found and (found[0], found[1]["id"], found[1]["title"])


def _answered_in(entry: str) -> list[tuple[str, int]]:
    rows = db.contents()
    exact = rows[rows["entry"] == entry]
    below = rows[rows["entry"].str.startswith(f"{entry}.")]
    asked = [(row.notebook, row.part) for row in exact.itertuples()]
    whole = below["notebook"].unique()
    return asked + [(name, 0) for name in whole if len(whole) == 1]
