"""Labels of pages made from one template: each page's are its own.

Sphinx knows a label once in the whole book, but the pages of a template have figures of the same
name. On such a page ``panel`` becomes ``<page>-panel``, in the figure and in what refers to it; its
anchor stays ``panel``.
"""

from __future__ import annotations

from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class OwnLabels(SphinxTransform):
    """Renames the labels of the pages in ``digitalbay_variants``."""

    # After translation, before Sphinx gathers labels (850).
    default_priority = 840

    def apply(self, **kwargs: Any) -> None:
        """Rename labels and the references to them."""
        if self.env.docname not in self.config.digitalbay_variants:
            return
        page = self.env.docname.rsplit("/", 1)[-1]
        document = self.document
        own = {name: f"{page}-{name}" for name, explicit in document.nametypes.items() if explicit}
        for name, new in own.items():
            document.nametypes[new] = document.nametypes.pop(name)
            document.nameids[new] = document.nameids.pop(name)
            node = document.ids[document.nameids[new]]
            node["names"] = [own.get(other, other) for other in node["names"]]
        for link in document.findall(addnodes.pending_xref):
            if link.get("refdomain") == "std":
                link["reftarget"] = own.get(link["reftarget"], link["reftarget"])


def setup(app: Sphinx) -> None:
    """Register the transform and the list of pages, which `bay book` fills."""
    app.add_config_value("digitalbay_variants", [], "env")
    app.add_transform(OwnLabels)
