"""Formulas as MathML."""

import pytest
from math_core import LatexError

from digitalbay.publish.formulas import mathml


def test_a_formula_is_mathml_without_a_style_of_its_own():
    made = mathml(r"\begin{aligned} &a = \frac{b}{c} \\ &d \end{aligned}", block=True)
    assert made.startswith('<math display="block">')
    assert "<mfrac><mi>b</mi><mi>c</mi></mfrac>" in made
    assert made.count('class="db-left"') == made.count('class="db-right"') == 2
    assert " style=" not in made


def test_markup_in_a_formula_is_text():
    made = mathml(r"a < \text{<b>}", block=False)
    assert "<mtext>&lt;b&gt;</mtext>" in made


@pytest.mark.parametrize(
    "formula", [r"\input{/etc/passwd}", r"\href{javascript:f()}{x}", r"\frac{"]
)
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises(LatexError):
        mathml(formula, block=False)
