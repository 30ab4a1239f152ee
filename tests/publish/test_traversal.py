"""The shorter walk finds what docutils' finds, in its order, also in a page that is changed."""

import pickle
import subprocess
import sys

import pytest
from docutils import nodes
from sphinx.util.nodes import NodeMatcher

from digitalbay.publish.traversal import findall, of_class, shorten


@pytest.fixture(autouse=True)
def shortened():
    shorten()


# In a process of its own: here the ways may be shortened already.
DOCUTILS = """
from docutils import nodes
from sphinx.writers.latex import LaTeXRenderer
print(nodes.Node.findall.__module__, nodes.Node.__new__ is object.__new__, type(LaTeXRenderer))
"""


class rare(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """Of which no other test makes one."""


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


@pytest.mark.parametrize(
    "condition",
    [None, nodes.paragraph, lambda node: "Cell" in node.astext(), NodeMatcher(nodes.Text)],
)
@pytest.mark.parametrize("include_self", [True, False])
def test_whatever_is_looked_for_is_found_in_order(condition, include_self):
    def is_asked(node):
        if isinstance(condition, type):
            return isinstance(node, condition)
        return condition is None or condition(node)

    top = page()
    wanted = [
        n for n in recursive(top, nodes.Node) if is_asked(n) and (include_self or n is not top)
    ]
    assert [*map(id, findall(top, condition, include_self))] == [*map(id, wanted)]
    assert wanted


def test_what_follows_is_found_as_docutils_finds_it():
    cell = next(findall(page(), nodes.entry))
    after = [node.astext() for node in findall(cell, nodes.paragraph, ascend=True)]
    assert after == ["Cell 0.", "Cell 1.", "Cell 2.", "End."]
    assert list(findall(cell, nodes.entry, descend=False)) == [cell]


def test_what_is_made_for_the_first_time_is_found_from_then_on():
    top = page()
    assert not list(top.findall(rare))
    top += (one := rare())
    assert list(top.findall(rare)) == [one]
    copied = top.deepcopy()
    assert [type(node) for node in copied.findall(rare)] == [rare]
    assert [type(node) for node in pickle.loads(pickle.dumps(copied)).findall(rare)] == [rare]


def test_docutils_still_has_the_walk_that_is_replaced():
    told = subprocess.run(
        [sys.executable, "-c", DOCUTILS], capture_output=True, text=True, check=True
    )
    assert told.stdout == "docutils.nodes True <class 'type'>\n"
