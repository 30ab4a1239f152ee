"""Turns a notebook's figures, tables, facts and verdicts into parts of the page."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes

from digitalbay.data import version
from digitalbay.figures.cells import written
from digitalbay.figures.language import Words
from digitalbay.figures.mime import CHART, LAB, RECORD, TABLE
from digitalbay.statements import N_

from .cards import card
from .dependencies import depend_on
from .editions import edition_of
from .explorer import explorer
from .indicators import anchor
from .lab_node import lab
from .layout import mark
from .nodes import chart, details
from .register import own
from .widths import is_long, widths

# Sources beyond which a page folds their list.
MANY = 6
# Sources beyond which a page sends the reader to the list of all.
LISTED = 100
# Looks of a cell by the kind of what it holds.
CLASSES = {kind: ["text-right"] for kind in ("number", "integer", "year")} | {
    "source": ["db-credits"]
}


class FigureRenderer:
    """MyST-NB's plug-in for the outputs that `digitalbay.figures.Chapter` publishes."""

    mime_priority_overrides = (
        ("*", LAB, 1),
        *(("*", mime, 2) for mime in (CHART, TABLE, RECORD)),
    )

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of an output of ours, or None for MyST-NB to render it."""
        meta = data.output_metadata.get("digitalbay")
        if meta is None or data.mime_type not in (CHART, TABLE, RECORD, LAB):
            return None
        if meta["kind"] == "words" or (data.mime_type == CHART and "data" not in meta):
            # Words that a page has around the figure; the chart of a lab, of which it makes more.
            return [nodes.comment()]
        env = renderer.renderer.sphinx_env
        lang = edition_of(env.config.language).lang
        document = renderer.renderer.document
        if meta["kind"] == "figure":
            figure = _lab if data.mime_type == LAB else _figure
            return [_named(document, figure(data.content, meta, lang, env.docname))]
        if meta["kind"] == "table":
            make = _explorer if "explorer" in meta else _table
            # Where an explorer's sources are described is known as it is written.
            own(env).takes |= {("std", f"source-{source['source']}") for source in meta["sources"]}
            return [_named(document, make(data.content, meta, lang)), _credits(meta, lang)]
        record = data.content
        page = own(env)
        if record["kind"] == "facts":
            page.keys |= {name: fact["text"] for name, fact in record["facts"].items()}
            # Shows nothing; an empty list would make MyST-NB show the plain text instead.
            return [nodes.comment()]
        page.verdicts[record["claim"]] = record
        depend_on(env, "claims/claims.csv")
        depend_on(env, "claims/rules.csv")
        credits = _sources(record["sources"], lang) if record["sources"] else None
        return [_named(document, card(record, credits, lang))]


def _named(document: nodes.document, node: nodes.Element) -> nodes.Element:
    """Make a node's name one that the text can refer to."""
    document.note_explicit_target(node)
    return node


def _figure(spec: dict, meta: dict, lang: str, docname: str) -> nodes.Element:
    return _captioned(_chart(spec, rows_of(spec, meta["data"]), meta, lang, docname), meta, lang)


def rows_of(spec: dict, data: list | dict) -> list[dict]:
    """Return the rows behind a chart, headed for readers.

    ``data`` holds the rows, or names a dataset of the chart and the fields to show of it, each
    with its title.
    """
    if isinstance(data, list):
        return data
    rows, heads = spec["datasets"][data["dataset"]], data["heads"]
    return [{title: row.get(field) for field, title in heads.items()} for row in rows]


def _lab(record: dict, meta: dict, lang: str, docname: str) -> nodes.Element:
    first = _chart(record["chart"], record["rows"], meta, lang, docname)
    return _captioned(lab("", first, record=record), meta, lang)


def _chart(spec: dict, rows: list, meta: dict, lang: str, docname: str) -> chart:
    name = f"{docname.rsplit('/', 1)[-1]}/{meta['id']}"
    about = _about(meta, lang, f"{docname}.html#{meta['id']}")
    return chart(spec=spec, alt=meta["alt"], lang=lang, name=name, rows=rows, about=about)


def _about(meta: dict, lang: str, address: str) -> dict[str, str]:
    """Return what each row of a download says of its figure: name, sources, note, version."""
    words = Words(lang)
    sources = list(dict.fromkeys(source["label"] for source in meta["sources"]))
    listed = mark(";", lang).join(sources)
    if len(sources) > MANY:
        listed = words("{n} sources, listed at {address}", n=len(sources), address=address)
    said = {N_("Figure"): meta["caption"], N_("Sources"): listed, N_("Note"): meta["note"]}
    return {words(head): text for head, text in said.items()} | {words("Data"): version()}


def _captioned(content: nodes.Element, meta: dict, lang: str) -> nodes.figure:
    figure = nodes.figure(classes=["db-figure"], ids=[meta["id"]], names=[meta["id"]])
    finding = nodes.strong("", meta["finding"])
    figure += nodes.paragraph("", "", finding, classes=["db-finding"], translatable=False)
    if meta.get("scope"):
        figure += nodes.paragraph("", meta["scope"], classes=["db-scope"], translatable=False)
    figure += content
    figure += nodes.caption("", meta["caption"], translatable=False)
    figure += nodes.legend("", _credits(meta, lang))
    return figure


def _explorer(resource: dict, meta: dict, lang: str) -> explorer:
    layout = meta["explorer"] | {"source": meta["source"]}
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    printed = {
        "schema": {"fields": [fields[name] for name in layout["printed"]]},
        "data": resource["data"],
    }
    node = explorer(
        ids=[meta["id"]],
        names=[meta["id"]],
        lang=lang,
        fields=list(fields),
        records=resource["data"],
        layout=layout,
        labels=_labels(meta),
        printed=_table(printed, meta, lang),
    )
    node += nodes.title("", meta["caption"], translatable=False)
    return node


def _labels(meta: dict) -> dict[str, str]:
    return {source["source"]: source["label"] for source in meta["sources"]}


def _table(resource: dict, meta: dict, lang: str) -> nodes.table:
    fields = resource["schema"]["fields"]
    cited, labels = meta.get("source"), _labels(meta)
    # Rows that name their sources need no list of them in print.
    classes = ["db-table", *(["db-sourced"] if cited else [])]
    table = nodes.table(ids=[meta["id"]], names=[meta["id"]], classes=classes)
    table += nodes.title("", meta["caption"], translatable=False)
    group = nodes.tgroup(cols=len(fields))
    table += group
    columns = []
    for field in fields:
        texts = [record[field["name"]] for record in resource["data"]]
        texts = [labels[key] for key in texts] if field["name"] == cited else texts
        columns.append([field["name"], *texts])
    group += [nodes.colspec(colwidth=width) for width in widths(columns)]
    if is_long(columns):
        table["classes"].append("longtable")
    head, body = nodes.thead(), nodes.tbody()
    group += [head, body]
    head += _row([(_plain(field["name"]), "string") for field in fields])
    for record in resource["data"]:
        cells = []
        for field in fields:
            value = record[field["name"]]
            if field["name"] == cited:
                link = link_to(labels[value], f"source-{value}")
                cells.append((nodes.paragraph("", "", link, translatable=False), "source"))
            else:
                cells.append((_plain(written(value, field["type"])), field["type"]))
        body += _row(cells)
    return table


def _row(cells: list[tuple[nodes.Node, str]]) -> nodes.row:
    row = nodes.row()
    for content, kind in cells:
        entry = nodes.entry(classes=CLASSES.get(kind, []))
        entry += content
        row += entry
    return row


def _credits(meta: dict, lang: str) -> nodes.container:
    credits = nodes.container(classes=["db-credits"])
    if meta["sources"]:
        credits += _sources(meta["sources"], lang)
    credits += _note(meta, lang)
    return credits


def _note(meta: dict, lang: str) -> nodes.paragraph:
    """Return the note of an output with links to the rows that it leaves out."""
    note, where, words = _plain(meta["note"]), meta.get("left_out", []), Words(lang)
    for n, indicator in enumerate(where if len(where) <= MANY else [""]):
        between = mark(";", lang) if n else words.gap + words("Where they are") + mark(":", lang)
        label = words.label("indicator", indicator) if indicator else words("the data package")
        note += [
            nodes.Text(between),
            link_to(label, anchor(indicator) if indicator else "all-data"),
        ]
    return note


def _sources(sources: list[dict], lang: str) -> nodes.Element:
    words = Words(lang)
    labels: dict[str, str] = {}
    for source in sources:
        labels.setdefault(source["label"], source["source"])
    line = nodes.paragraph(translatable=False, classes=["db-sources"])
    head = nodes.Text(words("Sources") + mark(":", lang))
    # On a screen, what opens the list names it.
    folded = MANY < len(labels) <= LISTED
    line += addnodes.only("", head, expr="latex") if folded else head
    if len(labels) > LISTED:
        line += link_to(words("{n} entries of the list of sources", n=len(sources)), "all-sources")
        return line
    for n, (label, key) in enumerate(labels.items()):
        if n:
            line += nodes.Text(mark(";", lang))
        line += link_to(label, f"source-{key}")
    if len(labels) <= MANY:
        return line
    return details("", line, summary=words("All {n} sources", n=len(labels)))


def link_to(text: str, target: str) -> nodes.Element:
    """Return a link to an anchor of the book; Sphinx warns if there is none."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", text, classes=["std", "std-ref"]),
        refdomain="std",
        reftype="ref",
        reftarget=target,
        refexplicit=True,
        refwarn=True,
    )


def _plain(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text, translatable=False)
