"""Code of chapters: folded on pages, one click away; left out of print."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from digitalbay.figures.language import Words

from .editions import edition_of


class FoldCode(SphinxPostTransform):
    """Folds the source of each code cell in HTML and removes it in print."""

    # Before MyST-NB hides what is marked (199).
    default_priority = 190
    formats = ("html", "latex")

    def run(self, **kwargs: Any) -> None:
        """Mark or remove the sources."""
        words = Words(edition_of(self.config.language).lang)
        for cell in list(self.document.findall(nodes.container)):
            if cell.get("nb_element") != "cell_code" or not _source(cell):
                continue
            if self.app.builder.format == "html":
                cell["hide_mode"] = "input"
                cell["prompt_show"] = words("Show the code")
                cell["prompt_hide"] = words("Hide the code")
                continue
            cell.remove(_source(cell))
            if not cell.children:
                cell.parent.remove(cell)


def _source(cell: nodes.container) -> nodes.Element | None:
    first = cell.children[0] if cell.children else None
    return first if isinstance(first, nodes.Element) and is_cell_source(first) else None


def is_cell_source(node: nodes.Element) -> bool:
    """Tell whether a node holds the code of a cell."""
    return node.get("nb_element") == "cell_code_source"


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(FoldCode)
