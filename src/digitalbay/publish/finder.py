"""The directive ``{number-finder}``: any number of the data, every vintage of it, its sources.

What the directive holds is said where no scripts run, and in print.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective

from digitalbay.data import version
from digitalbay.figures.language import Words
from digitalbay.files import write_if_changed
from digitalbay.statements import N_

from .dependencies import depend_on_rows
from .editions import edition_of
from .indicators import indicators_of
from .layout import mark
from .nodes import pass_through
from .numbers import behind, index, numbers, script
from .register import own

FOLDER = "numbers"
# Where the book has its finder, for the links of other pages.
PAGE = "book/data/finder"


class finder(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Holds what is said where no scripts run."""


class NumberFinder(SphinxDirective):
    """Puts the number finder on a page."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the finder, and take what its links lead to."""
        depend_on_rows(self.env, behind)
        cited = set(behind()[0]["source"])
        own(self.env).takes |= {("std", f"source-{key}") for key in cited}
        node = finder()
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


def address(indicator: str) -> str:
    """Return the page of the finder, from the folder of all pages, with an indicator chosen."""
    return f"{PAGE}.html?indicator={indicator}"


def setup(app: Sphinx) -> None:
    """Register the directive, and the scripts of the page that has it."""
    app.add_node(
        finder,
        html=(visit_html, depart_html),
        latex=(pass_through, pass_through),
        text=(pass_through, pass_through),
        gettext=(pass_through, pass_through),
    )
    app.add_directive("number-finder", NumberFinder)
    app.connect("html-page-context", _add_scripts)


def visit_html(self: Any, node: finder) -> None:
    """Write the numbers beside the pages, and open what the script fills."""
    builder = self.builder
    lang = edition_of(builder.config.language).lang
    labels = builder.env.domains["std"].anonlabels

    def place(source: str) -> str:
        page, anchor = labels.get(f"source-{source}", ("", ""))
        if not page:
            return ""
        return f"{builder.get_relative_uri(builder.current_docname, page)}#{anchor}"

    folder = Path(builder.outdir, FOLDER)
    parts = {"index": index(lang), **numbers(lang, place)}
    for name, content in parts.items():
        write_if_changed(folder / f"{name}.js", script(name, content))
    for path in folder.glob("*.js"):
        if path.stem not in parts:
            path.unlink()
    words = Words(lang)
    said = {name: words(text) for name, text in WORDS.items()}
    said |= {"comma": mark(",", lang), "semicolon": mark(";", lang), "colon": mark(":", lang)}
    up = "../" * builder.current_docname.count("/")
    given = {
        "data-words": json.dumps(said, ensure_ascii=False),
        "data-numbers": f"{up}{FOLDER}/",
        "data-observations": f"{up}_downloads/observations/",
        "data-entries": _entries(builder),
        "data-version": version(),
    }
    written = " ".join(f'{name}="{escape(text, quote=True)}"' for name, text in given.items())
    self.body.append(f'<div class="db-finder" {written}><noscript>')


def _entries(builder: StandaloneHTMLBuilder) -> str:
    """Return the pages that describe families, as JSON: family → address."""
    families = indicators_of(builder.env).families
    here = builder.current_docname
    pages = {family: builder.get_relative_uri(here, page) for family, (_, page) in families.items()}
    return json.dumps(pages)


def depart_html(self: Any, node: finder) -> None:
    """Close it."""
    self.body.append("</noscript></div>")


def _add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    if doctree is not None and next(doctree.findall(finder), None) is not None:
        for name in SCRIPTS:
            app.add_js_file(name, loading_method="defer")


# In the order in which they need each other.
SCRIPTS = (
    "address.js", "vintages.js", "questions.js", "tables.js", "series.js", "finder.js",
)  # fmt: skip
# The script fills the placeholders.
WORDS = {
    "ask": N_("Search for a number: what, where, when"),
    "some_found": N_("{n} found"),
    "none_found": N_("Nothing found. Fewer words find more."),
    "family": N_("Family"),
    "indicator": N_("Indicator"),
    "place": N_("Place"),
    "period": N_("Period"),
    "choose": N_("Choose a family"),
    "all_places": N_("All places"),
    "all_periods": N_("All periods"),
    "counted": N_("{n} indicators"),
    "unit": N_("Unit"),
    "break": N_("Break at {period}: values from then on are not comparable with earlier ones."),
    "nothing": N_("No value is held for this choice."),
    "shown": N_("Values shown: {n}"),
    "newest": N_("Newest value"),
    "value": N_("Value"),
    "published": N_("Published"),
    "change": N_("Change from the vintage before"),
    "revised": N_("Revised since the first vintage"),
    "earlier": N_("Earlier vintages, the last first"),
    "status": N_("Status"),
    "source": N_("Source"),
    "address": N_("Address"),
    "grade": N_("Grade"),
    "note": N_("Note"),
    "bound": N_("Bound"),
    "data": N_("Data"),
    "told": N_("{value} ({unit}), published {day}; vintages held: {n}."),
    "told_revised": N_("First held: {first}, published {day}. Revised by {change}."),
    "P": N_("provisional"),
    "E": N_("estimated"),
    "B": N_("first after a break"),
    "U": N_("of low reliability"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "about": N_("about"),
    "weak": N_("grade C only"),
    "marks": N_(
        "≥, ≤, ≈: at least, at most, about. *: provisional or estimated. (C): only evidence of "
        "grade C. A raised number counts the vintages held, if there are several."
    ),
    "keys": N_("Arrow keys move from value to value, Enter opens its vintages."),
    "chart": N_("{what}: the newest values by period, in {unit}. The table has each of them."),
    "drawn": N_(
        "Dots: newest values; hollow: provisional or estimated; triangles: bounds; grey: earlier "
        "vintages. A line is cut where years are missing, and at a break."
    ),
    "rows": N_("These rows (CSV)"),
    "whole": N_("The indicator, all places (CSV)"),
    "link": N_("Copy link"),
    "copied": N_("Copied"),
    "entry": N_("Its entry in the dictionary"),
    "failed": N_("The numbers could not be loaded."),
}
