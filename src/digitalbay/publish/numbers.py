"""Numbers of figures and tables where prose refers to them, from an index.

Sphinx looks up each ``{numref}`` in the page that it names, and unpickles that page each time:
the longest step of a build. Here every page notes what is numbered on it as it is read.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms.post_transforms import SphinxPostTransform


class Numbered(EnvironmentCollector):
    """Notes what is numbered on each page: page → anchor → kind and first anchor."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        _index(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over pages that another process read."""
        _index(env).update({name: _index(other)[name] for name in docnames & _index(other).keys()})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note what a page numbers."""
        kind_of = app.env.domains["std"].get_enumerable_node_type
        _index(app.env)[app.env.docname] = {
            anchor: (kind, node["ids"][0])
            for node in doctree.findall(nodes.Element)
            if not isinstance(node, nodes.section) and (kind := kind_of(node))
            for anchor in node["ids"]
        }


class NumberReferences(SphinxPostTransform):
    """Resolves references by number; what it does not know is left for Sphinx to warn of."""

    # Before Sphinx resolves references (10).
    default_priority = 9

    def run(self, **kwargs) -> None:
        """Replace each reference that says no more than the number."""
        std = self.env.domains["std"]
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node["reftype"] != "numref" or node["refexplicit"]:
                continue
            page, anchor = std.anonlabels.get(node["reftarget"], ("", ""))
            kind, first = _index(self.env).get(page, {}).get(anchor, ("", ""))
            number = self.env.toc_fignumbers.get(page, {}).get(kind, {}).get(first)
            if number is None:
                continue
            form = self.config.numfig_format[kind]
            builder = self.app.builder
            # TeX numbers by itself.
            number = () if builder.name == "latex" else number
            reference = std.build_reference_node(
                node.get("refdoc", self.env.docname),
                builder,
                page,
                anchor,
                form % ".".join(map(str, number)),
                "numref",
                nodeclass=addnodes.number_reference,
                title=form,
            )
            node.replace_self(reference)


def setup(app: Sphinx) -> None:
    """Register the index and what reads it."""
    app.add_env_collector(Numbered)
    app.add_post_transform(NumberReferences)


def _index(env: BuildEnvironment) -> dict[str, dict[str, tuple[str, str]]]:
    if not hasattr(env, "digitalbay_numbered"):
        env.digitalbay_numbered = {}
    return env.digitalbay_numbered
