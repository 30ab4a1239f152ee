"""The book's Sphinx extension: charts, key figures, ledger, sources, languages, search."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from docutils.nodes import document, legend, table
from myst_nb.sphinx_ext import add_global_html_resources
from sphinx.application import Sphinx

from digitalbay.data import version
from digitalbay.figures.theme import config
from digitalbay.files import write

from . import (
    belonging,
    bibliography,
    code,
    contents,
    crumbs,
    dependencies,
    dictionary,
    division,
    downloads,
    explorer,
    families,
    filters,
    finder,
    formulas,
    front,
    glossary,
    indicators,
    keyfigures,
    lab_node,
    labels,
    ledger,
    nodes,
    numbering,
    places,
    printing,
    references,
    region_map,
    register,
    search,
    sections,
    sharing,
    theme,
    traversal,
)
from .editions import edition_of


def setup(app: Sphinx) -> dict:
    """Register everything; the entry point that Sphinx calls."""
    traversal.shorten()
    app.add_node(
        nodes.chart,
        html=(nodes.visit_html, None),
        latex=(nodes.visit_latex, None),
        text=(nodes.visit_text, None),
        gettext=(nodes.visit_nothing, None),
    )
    app.add_node(
        nodes.details,
        html=(nodes.visit_details_html, nodes.depart_details_html),
        latex=(nodes.pass_through, nodes.pass_through),
        text=(nodes.pass_through, nodes.pass_through),
        gettext=(nodes.pass_through, nodes.pass_through),
    )
    app.add_node(legend, override=True, html=(nodes.visit_legend_html, nodes.depart_legend_html))
    # Each page names it in its foot, each download in its rows.
    app.add_config_value("digitalbay_data_version", version(), "env")
    app.add_config_value("digitalbay_editions", [], "html")
    app.add_config_value("digitalbay_lite", {}, "html")
    app.add_config_value("digitalbay_static", "", "html")
    app.add_config_value("digitalbay_pictures", "", "")
    belonging.setup(app)
    code.setup(app)
    lab_node.setup(app)
    explorer.setup(app)
    labels.setup(app)
    keyfigures.setup(app)
    ledger.setup(app)
    contents.setup(app)
    crumbs.setup(app)
    register.setup(app)
    dependencies.setup(app)
    numbering.setup(app)
    division.setup(app)
    places.setup(app)
    printing.setup(app)
    references.setup(app)
    bibliography.setup(app)
    glossary.setup(app)
    indicators.setup(app)
    dictionary.setup(app)
    families.setup(app)
    filters.setup(app)
    finder.setup(app)
    formulas.setup(app)
    front.setup(app)
    region_map.setup(app)
    downloads.setup(app)
    search.setup(app)
    sections.setup(app)
    sharing.setup(app)
    theme.setup(app)
    app.connect("builder-inited", _add_libraries)
    app.connect("build-finished", _remove_lost_figures)
    app.connect("doctree-resolved", _give_widths)
    return {
        "version": "1",
        # Pages kept from an earlier build are read again when our code has changed.
        "env_version": _code_version(),
        # Readers would be forked from a process with the threads that draw charts, and wait.
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }


def _code_version() -> int:
    package = Path(__file__).parent.parent
    total = hashlib.sha256()
    for path in sorted([*package.glob("publish/*.py"), *package.glob("figures/*.py")]):
        total.update(path.read_bytes())
    return int(total.hexdigest()[:12], 16)


def _give_widths(app: Sphinx, doctree: document, docname: str) -> None:
    # A table over several pages cannot find its widths in TeX; a browser finds better ones.
    for node in doctree.findall(table) if app.builder.format == "latex" else ():
        if "longtable" in node["classes"]:
            node["classes"].append("colwidths-given")


def _add_libraries(app: Sphinx) -> None:
    """Put the chart library and the charts' themes beside the pages, for ``charts.js``."""
    if app.builder.format != "html":
        return
    lang = edition_of(app.config.language).lang
    themes = {"light": config(lang), "dark": config(lang, dark=True)}
    static = Path(app.outdir, "_static")
    # Wrapped, or the bundle's short global names would clash with the theme's.
    bundle = f"(() => {{{nodes.kept_by(app).script()}\n}})();\n"
    write(static / "vega-bundle.js", bundle)
    text = f"window.digitalBayThemes = {json.dumps(themes, ensure_ascii=False)};\n"
    write(static / "chart-themes.js", text)
    # MyST-NB does so at the end, and pages name a style by its checksum only if it is there.
    add_global_html_resources(app, None)


def _remove_lost_figures(app: Sphinx, failure: Exception | None) -> None:
    """Remove pictures and data of figures that are no longer on their page."""
    if failure or app.builder.format != "html":
        return
    for name, page in register.pages(app.env).items():
        # What a card shows.
        first = next((a for a, (kind, _) in page.numbered.items() if kind == "figure"), "")
        for folder in ("_images", "_downloads"):
            for path in Path(app.outdir, folder, name.rsplit("/", 1)[-1]).glob("*"):
                shown = path.stem.removesuffix("-dark").removesuffix("-narrow")
                lost = shown not in page.numbered
                if lost or (path.suffix == ".png" and path.stem != first):
                    path.unlink()
