"""Numbers of figures and tables, and references by number, from the register of pages.

Sphinx opens every page of the book to count its figures, at each build.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.transforms.post_transforms import SphinxPostTransform

from .register import Page, number, pages

# Kept for books with numbered sections, and for the test that holds the two to the same numbers.
SPHINX_COUNTS = TocTreeCollector.assign_figure_numbers
Numbers = dict[str, dict[str, dict[str, tuple[int, ...]]]]


def numbers(env: BuildEnvironment) -> Numbers:
    """Return page → kind → first anchor → number, counted through the book in its order."""
    counts: Counter[str] = Counter()
    found: Numbers = defaultdict(lambda: defaultdict(dict))
    for name in _in_order(env, env.config.root_doc, set()):
        for kind, anchor in dict.fromkeys(pages(env).get(name, Page()).numbered.values()):
            counts[kind] += 1
            found[name][kind][anchor] = (counts[kind],)
    return {name: dict(kinds) for name, kinds in found.items()}


def _in_order(env: BuildEnvironment, name: str, seen: set[str]) -> Iterator[str]:
    if name not in seen:
        seen.add(name)
        yield name
        for below in env.toctree_includes.get(name, ()):
            yield from _in_order(env, below, seen)


def _assign(self: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    """Number what the register knows; return the pages whose numbers changed."""
    if env.numbered_toctrees:
        # By section, which the register does not know.
        return SPHINX_COUNTS(self, env)
    before, env.toc_fignumbers = env.toc_fignumbers, numbers(env)
    return [name for name, found in env.toc_fignumbers.items() if found != before.get(name)]


class NumberReferences(SphinxPostTransform):
    """Resolves references by number from the register; Sphinx would open the page of each."""

    # Before Sphinx resolves references (10), and warns of those left.
    default_priority = 9

    def run(self, **kwargs: Any) -> None:
        """Replace each reference that says no more than the number."""
        std = self.env.domains["std"]
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node["reftype"] != "numref" or node["refexplicit"]:
                continue
            page, anchor, kind, found = number(self.env, node["reftarget"])
            if found is None:
                continue
            form = self.config.numfig_format[kind]
            # TeX numbers by itself.
            said = "" if self.app.builder.name == "latex" else found
            reference = std.build_reference_node(
                node.get("refdoc", self.env.docname),
                self.app.builder,
                page,
                anchor,
                form % said,
                "numref",
                nodeclass=addnodes.number_reference,
                title=form,
            )
            node.replace_self(reference)


def setup(app: Sphinx) -> None:
    """Count from the register instead of from the pages, and resolve numbers from it."""
    TocTreeCollector.assign_figure_numbers = _assign  # type: ignore[method-assign] # the aim
    app.add_post_transform(NumberReferences)
