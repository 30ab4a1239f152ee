"""A long table that readers filter and search; without scripts, and in print, a plain table."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from .filters import tools
from .nodes import pass_through

log = logging.getLogger(__name__)


class explorer(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """Attributes ``lang``, ``records``, ``fields``, ``layout``, ``labels``, ``printed``.

    ``layout`` is what `digitalbay.figures.Chapter.explorer` was told, ``labels`` names the sources
    by key, ``printed`` is the table that takes this node's place in print.
    """


def setup(app: Sphinx) -> None:
    """Register the node, numbered among the tables."""
    app.add_enumerable_node(
        explorer,
        "table",
        html=(_visit_html, pass_through),
        gettext=(_visit_nothing, pass_through),
    )
    app.connect("doctree-resolved", _print)


def _print(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "html":
        for node in list(doctree.findall(explorer)):
            node.replace_self(node["printed"])


def _visit_nothing(self: Any, node: explorer) -> None:
    raise nodes.SkipNode


def _visit_html(self: Any, node: explorer) -> None:
    layout = node["layout"]
    columns = [name for name in node["fields"] if name not in {*layout["under"], *layout["also"]}]
    columns.remove(layout["key"])
    values = layout["filters"]
    chosen = [
        {"label": name, "column": n, "values": [[str(value), str(value)] for value in values[name]]}
        for n, name in enumerate(columns)
        if name in values
    ]
    (id,) = node["ids"]
    self.body.append(f'<div class="db-filters db-explorer" {tools(node["lang"], chosen)}>')
    self.body.append(f'<table class="table db-table" id="{escape(id, quote=True)}"><caption>')
    self.add_fignumber(node)
    self.body.append(f'<span class="caption-text">{escape(node[0].astext())}</span>')
    self.add_permalink_ref(node, "¶")
    self.body.append("</caption><thead><tr>")
    self.body += [f'<th scope="col">{escape(name)}</th>' for name in columns]
    self.body.append("</tr></thead><tbody>\n")
    for record in node["records"]:
        anchor = escape(row_anchor(node, record), quote=True)
        also = escape(
            " ".join(str(record[name]) for name in layout["also"] if record[name]), quote=True
        )
        self.body.append(f'<tr id="{anchor}"' + (f' data-also="{also}">' if also else ">"))
        self.body += [_cell(self, node, record, name) for name in columns]
        self.body.append("</tr>\n")
    self.body.append("</tbody></table></div>")
    raise nodes.SkipNode


def row_anchor(node: explorer, record: dict) -> str:
    """Return the anchor of an entry."""
    return f"{node['ids'][0]}-{record[node['layout']['key']]}".lower()


def _cell(self: Any, node: explorer, record: dict, name: str) -> str:
    text = escape(_shown(record[name]))
    if name == node["layout"]["title"]:
        under = [escape(_shown(record[other])) for other in node["layout"]["under"]]
        return f"<td><b>{text}</b>" + "".join(f"<br>{line}" for line in under if line) + "</td>"
    if name == node["layout"]["source"]:
        key = record[name]
        address = escape(_address(self.builder, key, node), quote=True)
        return f'<td><a href="{address}">{escape(node["labels"][key])}</a></td>'
    return f"<td>{text}</td>"


def _address(builder: StandaloneHTMLBuilder, key: str, node: explorer) -> str:
    found = builder.env.domains["std"].anonlabels.get(f"source-{key}")
    if found is None:
        log.warning("no entry for the source %r", key, location=node)
        return ""
    page, anchor = found
    return f"{builder.get_relative_uri(builder.current_docname, page)}#{anchor}"


def _shown(value: object) -> str:
    return "" if value is None else str(value)
