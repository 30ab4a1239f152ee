"""The book's Sphinx extension: charts, key figures, ledger, sources, languages, search."""

from __future__ import annotations

import json
from pathlib import Path

import vl_convert
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from digitalbay.figures.theme import config

from . import keyfigures, ledger, nodes, references
from .editions import EDITIONS, edition_of
from .search import BigramSearch, ChineseSearch


def setup(app: Sphinx) -> dict:
    """Register everything; the entry point that Sphinx calls."""
    app.add_node(
        nodes.chart,
        html=(nodes.visit_html, None),
        latex=(nodes.visit_latex, None),
        text=(nodes.visit_text, None),
        gettext=(nodes.visit_nothing, None),
    )
    app.add_config_value("digitalbay_editions", False, "html")
    keyfigures.setup(app)
    ledger.setup(app)
    references.setup(app)
    app.add_search_language(BigramSearch)
    app.add_search_language(ChineseSearch)
    app.connect("builder-inited", _add_libraries)
    app.connect("html-page-context", _add_languages)
    app.connect("env-purge-doc", _forget)
    app.connect("builder-inited", _remember)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}


def _remember(app: Sphinx) -> None:
    if not hasattr(app.env, "digitalbay_records"):
        app.env.digitalbay_records = {}


def _forget(app: Sphinx, env, docname: str) -> None:
    getattr(env, "digitalbay_records", {}).pop(docname, None)


def _add_libraries(app: Sphinx) -> None:
    """Put the chart library and the charts' themes beside the pages, for ``charts.js``."""
    if app.builder.format != "html":
        return
    lang = edition_of(app.config.language).lang
    themes = {"light": config(lang), "dark": config(lang, dark=True)}
    static = Path(app.outdir, "_static")
    static.mkdir(parents=True, exist_ok=True)
    (static / "vega-bundle.js").write_text(vl_convert.javascript_bundle(), encoding="utf-8")
    (static / "chart-themes.js").write_text(
        f"window.digitalBayThemes = {json.dumps(themes, ensure_ascii=False)};\n", encoding="utf-8"
    )


def _add_languages(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tell the templates where this page is in the other languages."""
    here = edition_of(app.config.language)
    uri = app.builder.get_target_uri(pagename)
    top = relative_uri(uri, "") or "./"
    context["editions"] = [
        {
            "name": edition.name,
            "html": edition.html,
            "href": f"{top}../{edition.slug}/{uri}",
            "current": edition is here,
        }
        for edition in EDITIONS
    ]
    # Set by `bay book`; a plain `jupyter-book build .` makes English only, with no switch.
    context["has_editions"] = app.config.digitalbay_editions
