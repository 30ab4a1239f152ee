"""The robustness lab as a node of the document: controls where scripts run, else its chart."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from digitalbay.figures.language import Words
from digitalbay.statements import N_

from .nodes import pass_through, pictures, visit_nothing, write_data, written_for_scripts


class lab(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """An index to play with: attribute ``record``; the one child is the chart it starts from."""


def setup(app: Sphinx) -> None:
    """Register the node, and its script on the pages that have one."""
    app.add_node(
        lab,
        html=(visit_html, None),
        latex=(pass_through, pass_through),
        text=(pass_through, pass_through),
        gettext=(visit_nothing, None),
    )
    app.connect("html-page-context", _add_script)


def visit_html(self: Any, node: lab) -> None:
    """Write the chart as a picture, what the script needs, and the data."""
    chart = node.next_node(nodes.Element)
    data = {key: value for key, value in node["record"].items() if key not in ("chart", "rows")}
    words = Words(chart["lang"])
    data["words"] = {name: words(text) for name, text in WORDS.items()}
    self.body.append(
        f'<div class="db-lab"><div class="db-picture">{pictures(self, chart)}</div>'
        f"{written_for_scripts(data)}</div>"
    )
    write_data(self, chart)
    raise nodes.SkipNode


def _add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    if doctree is not None and next(doctree.findall(lab), None) is not None:
        for name in ("address.js", "lab.js"):
            app.add_js_file(name, loading_method="defer")


# The script fills the placeholders.
WORDS = {
    "weights": N_("Weights: move one, and the others give way"),
    "rule": N_("Aggregation"),
    "arithmetic": N_("arithmetic mean"),
    "geometric": N_("geometric mean"),
    "reset": N_("Weights as at first"),
    "link": N_("Copy link"),
    "copied": N_("Copied"),
    "caption": N_(
        "Scores and ranks with your weights; in brackets, the interval that holds {level}% of "
        "{draws} draws. The thin mark is the score at first."
    ),
    "city": N_("City"),
    "score": N_("Score"),
    "rank": N_("Rank"),
    "range": N_("{value} ({low}–{high})"),
    "told": N_(
        "With these weights, {told} of {pairs} pairs of cities keep their order in at least "
        "{share}% of the draws."
    ),
    "none": N_("All weights are zero, so every indicator counts alike."),
}
