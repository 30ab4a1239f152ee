"""Formulas as MathML: written when the book is built, so that pages need no script to show them."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

_LOG = logging.getLogger(__name__)
_CONVERTER = LatexToMathML(fancy_error=False)
# Cells of aligned lines; a page takes no style of its own, so `book.css` knows the sides.
_SIDE = re.compile(r'style="text-align: (left|right)[^"]*"')


def mathml(formula: str, *, block: bool) -> str:
    """Return a formula of TeX as MathML.

    Raises
    ------
    LatexError
        If it is none.
    """
    made = _CONVERTER.convert_with_local_state(formula, displaystyle=block)
    return _SIDE.sub(r'class="db-\1"', made)


def visit_math(self: Any, node: nodes.math) -> None:
    """Write a formula in a line."""
    self.body.append(_written(node, block=False))
    raise nodes.SkipNode


def visit_block(self: Any, node: nodes.math_block) -> None:
    """Write a formula that stands alone, with its number."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})</span>')
    self.body.append(_written(node, block=True) + "</div>\n")
    raise nodes.SkipNode


def _written(node: nodes.Element, *, block: bool) -> str:
    try:
        return mathml(node.astext(), block=block)
    except LatexError as error:
        _LOG.warning("a formula cannot be read: %s", error, location=node)
        return f"<code>{escape(node.astext())}</code>"


def setup(app: Sphinx) -> None:
    """Register how formulas are written, in place of MathJax."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_block, None))
