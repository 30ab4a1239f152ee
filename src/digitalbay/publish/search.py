"""What can be searched: the prose of each section, indicators and claims, as one script.

Sphinx's own index knows pages and words. It ranks a table that names a word a hundred times above
the section about it, splits the text of Chinese but not the query, and reads pages again for its
excerpts, which a browser refuses where no server is. Here a section is what is found; the page
that searches loads `search-data.js` when it is asked something, and MiniSearch ranks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

import digitalbay as db
from digitalbay.figures.language import mainland_forms, to_traditional
from digitalbay.files import write

from .code import is_cell_source
from .editions import edition_of
from .explorer import explorer, row_anchor
from .glossary import read_terms
from .register import pages

_HAN = "㐀-鿿豈-﫿"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")
# What is not prose: it is found by the heading above it.
_LEFT_OUT = (
    nodes.table,
    nodes.literal_block,
    nodes.comment,
    nodes.raw,
    nodes.math_block,
    nodes.target,
    nodes.image,
)
_BLOCKS = (nodes.paragraph, nodes.caption, nodes.term)
# How an indicator counts beside a section: the main measure of its family, or another one.
_WEIGHTS = {1: 0.05, 2: 0.02}
# And an entry that readers filter.
_ENTRY = 0.1


def split(text: str) -> list[str]:
    """Split text into Latin words and pairs of neighbouring Chinese characters.

    A list of words would split the text but not the query, so that 数字政府 finds nothing.
    """
    found = []
    for run in _RUNS.findall(text):
        if run[0] >= "㐀" and len(run) > 1:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            found.append(run)
    return found


Synonyms = list[tuple[str, ...]]
# Anchor, title, text and weight.
Document = tuple[str, str, str, float]


def synonyms(book: Path) -> Synonyms:
    """Return sets of words for one thing, in small letters.

    Parameters
    ----------
    book : folder of ``glossary.csv`` and ``synonyms.txt`` (what readers type, joined by `` = ``);
        it need not have them
    """
    named = pd.concat([db.areas(), db.families()])
    sets: Synonyms = [
        (row.name_en, row.name_zh, to_traditional(row.name_zh)) for row in named.itertuples()
    ]
    if (glossary := book / "glossary.csv").is_file():
        sets += [(term.en, term.zh_hans, term.zh_hant) for term in read_terms(glossary)]
    if (typed := book / "synonyms.txt").is_file():
        sets += [
            tuple(line.split(" = ")) for line in typed.read_text(encoding="utf-8").splitlines()
        ]
    return [tuple(dict.fromkeys(word.lower() for word in words)) for words in sets]


def also(text: str, lang: str, equal: Synonyms) -> list[str]:
    """Return what else a text is to be found by: other scripts, other regions' words, terms.

    Parameters
    ----------
    text : what a section says
    lang : language of the edition
    equal : words of which each stands for the others of its set
    """
    lower = text.lower()
    there = {word for words in equal for word in words if word in lower and _begins(word, lower)}
    said = [word for words in equal if not there.isdisjoint(words) for word in words]
    if lang == "zh-Hans":
        said.append(to_traditional(text))
    elif lang == "zh-Hant":
        said += mainland_forms(text)
    else:
        said += [to_traditional(word) for word in said]
    known = set(split(text))
    return list(dict.fromkeys(part for word in said for part in split(word) if part not in known))


def _begins(word: str, text: str) -> bool:
    """Tell whether a text has a word: one of Latin script not within another."""
    at = text.find(word)
    while at > 0 and word[0] < "㐀" and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(word, at + 1)
    return at >= 0


def documents(page: nodes.document) -> Iterator[Document]:
    """Yield what can be found on a page: sections, claims, entries that readers filter.

    Each has its anchor, its title and its text.
    """
    top = next(page.findall(nodes.section), None)
    if top is None:
        return
    for section in top.findall(nodes.section):
        title = section.next_node(nodes.title).astext()
        yield _document("" if section is top else section["ids"][0], title, section)
        for box in _own(section, nodes.admonition):
            if box["ids"] and box["ids"][0].startswith("claim-"):
                yield _document(box["ids"][0], box.next_node(nodes.title).astext(), box)
    for table in page.findall(explorer):
        layout = table["layout"]
        for record in table["records"]:
            said = [
                str(record[name]) for name in (*layout["under"], *layout["also"]) if record[name]
            ]
            yield row_anchor(table, record), record[layout["title"]], "\n".join(said), _ENTRY


def _document(anchor: str, title: str, part: nodes.Element) -> Document:
    return anchor, title, "\n".join(_blocks(part)), 1


def _blocks(part: nodes.Element) -> Iterator[str]:
    for child in part.children:
        if isinstance(child, _BLOCKS):
            yield re.sub(r"\s+", " ", child.astext())
        elif isinstance(child, nodes.Element) and not _is_left_out(child):
            yield from _blocks(child)


def _is_left_out(node: nodes.Element) -> bool:
    return (
        isinstance(node, (*_LEFT_OUT, nodes.section))
        or "db-credits" in node.get("classes", [])
        or "db-source-list" in node.get("classes", [])
        or node.tagname in ("chart", "lab", "explorer", "details")
        or is_cell_source(node)
    )


def _own(section: nodes.section, kind: type) -> Iterator[nodes.Element]:
    for child in section.children:
        if isinstance(child, kind):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.section):
            yield from child.findall(kind)


def _collect(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format == "html":
        _keep(app, docname, list(documents(doctree)))


def _keep(app: Sphinx, docname: str, found: list) -> list:
    """Keep what a page offers, with what else it is found by."""
    lang, equal = edition_of(app.config.language).lang, _equal(app)
    found = [(*doc[:4], " ".join(also("\n".join(doc[1:3]), lang, equal))) for doc in found]
    write(_kept(app, docname), json.dumps([_digest(equal), found], ensure_ascii=False))
    return found


def _digest(equal: Synonyms) -> str:
    return hashlib.sha256(repr(equal).encode()).hexdigest()


def _kept(app: Sphinx, docname: str) -> Path:
    return Path(app.doctreedir, "search", f"{docname}.json")


def _join(app: Sphinx, error: Exception | None) -> None:
    """Write the script: of each document its address, what it is part of, title, text, weight."""
    if error or app.builder.format != "html":
        return
    found = [doc for name in sorted(pages(app.env)) for doc in _of_page(app, name)]
    found += _of_indicators(app)
    data = {"documents": found, "synonyms": _equal(app)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    write(Path(app.outdir, "search-data.js"), f"window.digitalBaySearchData = {text};\n")


def _of_page(app: Sphinx, name: str) -> Iterator[list]:
    path = _kept(app, name)
    if not path.is_file():
        return
    equal, found = json.loads(path.read_text(encoding="utf-8"))
    if equal != _digest(_equal(app)):
        found = _keep(app, name, found)
    page, address = app.env.titles[name].astext(), app.builder.get_target_uri(name)
    for anchor, title, text, weight, other in found:
        target, above = (f"{address}#{anchor}", page) if anchor else (address, "")
        yield [target, above, title, text, other, weight]


def _of_indicators(app: Sphinx) -> Iterator[list]:
    lang, equal = edition_of(app.config.language).lang, _equal(app)
    table = db.indicators()
    names = dict(
        zip(table["indicator"], zip(table["name_en"], table["name_zh"], strict=True), strict=True)
    )
    for key, name, _, page, anchor, rank in app.env.domains["indicator"].get_objects():
        if rank not in _WEIGHTS:
            # A family is a section of its page.
            continue
        address = f"{app.builder.get_target_uri(page)}#{anchor}"
        english, chinese = names[key]
        named = (english.lower(), chinese, to_traditional(chinese))
        other = " ".join(also(name, lang, [*equal, (name.lower(), *named)]))
        yield [address, app.env.titles[page].astext(), name, "", other, _WEIGHTS[rank]]


def _begin(app: Sphinx) -> None:
    # Sphinx's own index and page of results; ours is asked for below.
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False
    vars(app.env)["digitalbay_synonyms"] = synonyms(Path(app.srcdir, "book"))


def _equal(app: Sphinx) -> Synonyms:
    return vars(app.env)["digitalbay_synonyms"]


def _page(app: Sphinx) -> list[tuple[str, dict, str]]:
    return [("search", {}, "search.html")]


def setup(app: Sphinx) -> None:
    """Collect what can be searched as pages are resolved, and join it at the end."""
    app.connect("builder-inited", _begin)
    # After facts, references and ledgers are put in.
    app.connect("doctree-resolved", _collect, priority=900)
    app.connect("html-collect-pages", _page)
    app.connect("build-finished", _join)
