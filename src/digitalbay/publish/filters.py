"""Tools above a long table or list: what to look for, what to filter and to sort by.

Scripts make them; without scripts, and in print, the table or the list is plain.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from digitalbay.figures.language import Words
from digitalbay.statements import N_

from .nodes import pass_through

# The script fills the placeholders.
WORDS = {
    "search": N_("Search"),
    "all": N_("All"),
    "shown": N_("{n} of {all} shown"),
    "sort": N_("Order"),
    "listed": N_("As on the page"),
    "up": N_("{column}, ascending"),
    "down": N_("{column}, descending"),
    "reset": N_("Clear"),
    "link": N_("Copy link"),
    "copied": N_("Copied"),
    "skip": N_("Skip to the filters"),
}


class filters(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """Tools for the table that it holds, or for the entries of lists on its page.

    Attributes ``lang``; ``chosen``: filters as `tools` takes them; ``items``: what matches the
    entries of lists on the page, or nothing.
    """


def tools(lang: str, chosen: list[dict], items: str = "") -> str:
    """Return the attributes that tell the script of a box its tools.

    Parameters
    ----------
    chosen : filters, each with a ``label``, the ``column`` that it looks at, the ``values`` to
        choose from, each a text of the column and a name, and how a text ``fits`` a value if it is
        not the same: it has it at its "start", or among several between such marks
    items : selector of the entries of lists, if the box holds no table
    """
    words = Words(lang)
    said = {name: words(text) for name, text in WORDS.items()}
    given = {"words": said, "filters": chosen, "items": items}
    written = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
    return f'data-tools="{escape(written, quote=True)}"'


def setup(app: Sphinx) -> None:
    """Register the node, and the scripts of the pages that have one."""
    app.add_node(
        filters,
        html=(visit_html, depart_html),
        latex=(pass_through, pass_through),
        text=(pass_through, pass_through),
        gettext=(pass_through, pass_through),
    )
    app.connect("html-page-context", _add_scripts)


def visit_html(self: Any, node: filters) -> None:
    """Open the box."""
    look = "db-filters" if node["items"] else "db-filters db-filtered"
    self.body.append(f'<div class="{look}" {tools(node["lang"], node["chosen"], node["items"])}>')


def depart_html(self: Any, node: filters) -> None:
    """Close the box."""
    self.body.append("</div>")


def _add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    if 'class="db-filters' in context.get("body", ""):
        for name in ("address.js", "filters.js"):
            app.add_js_file(name, loading_method="defer")
