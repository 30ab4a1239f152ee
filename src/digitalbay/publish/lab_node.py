"""The robustness lab as a node of the document: controls where scripts run, else its chart."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from digitalbay.figures.language import localised

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


def visit_html(self, node: lab) -> None:
    """Write the chart as a picture, what the script needs, and the data."""
    chart = node.next_node(nodes.Element)
    data = {key: value for key, value in node["record"].items() if key not in ("chart", "rows")}
    data["words"] = {name: localised(chart["lang"], *pair) for name, pair in WORDS.items()}
    self.body.append(
        f'<div class="db-lab"><div class="db-picture">{pictures(self, chart)}</div>'
        f"{written_for_scripts(data)}</div>"
    )
    write_data(self, chart)
    raise nodes.SkipNode


def _add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is not None and next(doctree.findall(lab), None) is not None:
        app.add_js_file("lab.js", loading_method="defer")


# English and simplified Chinese; the script fills the placeholders.
WORDS = {
    "weights": ("Weights: move one, and the others give way", "权重：移动其一，其余相应让出份额"),
    "rule": ("Aggregation", "合成方法"),
    "arithmetic": ("arithmetic mean", "算术平均"),
    "geometric": ("geometric mean", "几何平均"),
    "reset": ("Weights as at first", "恢复初始权重"),
    "caption": (
        "Scores and ranks with your weights; in brackets, the interval that holds {level}% of "
        "{draws} draws. The thin mark is the score at first.",
        "按所选权重计算的得分与位次；括号内为{draws}次抽样中{level}%所在的区间，细线为初始得分。",
    ),
    "city": ("City", "城市"),
    "score": ("Score", "得分"),
    "rank": ("Rank", "位次"),
    "range": ("{value} ({low}–{high})", "{value}（{low}—{high}）"),
    "told": (
        "With these weights, {told} of {pairs} pairs of cities keep their order in at least "
        "{share}% of the draws.",
        "按此权重，{pairs}对城市中有{told}对在至少{share}%的抽样中先后次序不变。",
    ),
    "none": (
        "All weights are zero, so every indicator counts alike.",
        "权重全部为零，各指标等权计入。",
    ),
}
