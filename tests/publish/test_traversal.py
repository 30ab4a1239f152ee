"""The shorter walk finds what docutils' finds, in its order, also in a page that is changed."""

import subprocess
import sys

import pytest
from docutils import nodes

from digitalbay.publish.traversal import of_class

# In a process of its own: here the ways may be shortened already.
DOCUTILS = "from docutils import nodes; print(nodes.Node._fast_findall.__module__)"


def page():
    cells = [nodes.entry("", nodes.paragraph("", f"Cell {n}.")) for n in range(3)]
    row = nodes.row("", *cells)
    text = nodes.paragraph("", "", nodes.strong("", "", nodes.Text("a")), nodes.Text("b"))
    return nodes.section("", text, row, nodes.section("", nodes.paragraph("", "End.")))


def recursive(node, wanted):
    """As docutils 0.20 and 0.21 have it."""
    if isinstance(node, wanted):
        yield node
    for child in node.children:
        yield from recursive(child, wanted)


@pytest.mark.parametrize("wanted", [nodes.paragraph, nodes.Text, nodes.section, nodes.Node])
def test_all_of_a_class_are_found_in_order(wanted):
    top = page()
    assert [*map(id, of_class(top, wanted))] == [*map(id, recursive(top, wanted))]
    assert list(of_class(nodes.Text("alone"), nodes.Text)) == ["alone"]


@pytest.mark.parametrize("walk", [of_class, recursive])
def test_a_page_may_be_changed_on_the_way(walk):
    top, found = page(), []
    for node in walk(top, nodes.paragraph):
        found.append(node.astext())
        if node.astext() == "ab":
            top += nodes.paragraph("", "Added.")
        if node.astext().startswith("Cell"):
            node.replace_self(nodes.comment("", "Gone."))
    assert found == ["ab", "Cell 0.", "Cell 1.", "Cell 2.", "End.", "Added."]


def test_docutils_still_has_the_walk_that_is_replaced():
    told = subprocess.run(
        [sys.executable, "-c", DOCUTILS], capture_output=True, text=True, check=True
    )
    assert told.stdout == "docutils.nodes\n"
