"""What the templates are told: languages, words of the buttons, version; and what they load."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.osutil import relative_uri

from digitalbay import data
from digitalbay.figures.language import Words, to_traditional
from digitalbay.statements import N_, Listed

from . import lite
from .citation import cited, of_figure
from .editions import LICENCE, LITE, STATIC, TEMPLATES, edition_of, editions_of
from .foreign import marked

SAID = {
    "notebook": N_("Download this page as a notebook"),
    "code": N_("Show all code"),
    "lite": N_("Run this page’s notebook in the browser"),
    "lite_open": N_("Load and open it"),
    "contents": N_("Contents of the book"),
    "on_page": N_("Contents of this page"),
    "search": N_("Search"),
    "needs_script": N_("The search needs JavaScript."),
    "some_found": N_("{n} places found"),
    "none_found": N_("Nothing found"),
    "licence": LICENCE,
    "cite": N_("How to cite"),
    "colours": N_("Light or dark"),
    "system": N_("As the system has it"),
    "pages": N_("Pages of the book"),
    "link": N_("Link to this place"),
    "commit": N_("built from"),
}
LOADS = N_(
    "It opens in JupyterLite, Jupyter without a server. The notebook, the package and the data "
    "come from this book; Python and its libraries, tens of megabytes, come from {hosts}. "
    "Nothing is loaded before you follow this link. It needs a network, and does not start from "
    "a folder on a disk."
)
# What pages may load and run: files of the book, nothing else. No script or style stands in a page,
# so none that a text brings with it runs. Pictures that styles use are in their text.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'"
)
STYLE, PRINT = "book.css", "print.css"
SCRIPTS = ("charts.js", "search.js", "page.js", "take.js", "hover.js")
# What extensions add to every page and no page of the book uses. Thebe also names another host.
_UNUSED = re.compile("thebe|togglebutton|sphinx-design|design-tabs|sphinx_highlight|translations")
_LINK = re.compile('title="Link to this [a-z]+"')
_THEBE_CONFIG = re.compile(
    r'<script type="text/x-thebe-config">.*?</script>\s*(<script>.*?</script>)?', re.S
)


def setup(app: Sphinx) -> None:
    """Give pages their look, tell their templates, leave out what they need not load."""
    app.connect("config-inited", _give_look)
    app.connect("builder-inited", _write_traditional)
    app.connect("html-page-context", _tell)
    app.connect("html-page-context", _lighten, priority=900)


def _give_look(app: Sphinx, config: Config) -> None:
    """Add our files to those that the book has of its own, which come after them."""
    config.html_static_path = [str(STATIC), *config.html_static_path]
    # The theme has given its own by now, in whole paths; a book's are relative to it.
    given = sorted(config.templates_path, key=os.path.isabs)
    own = [path for path in given if not os.path.isabs(path)]
    config.templates_path = [*own, str(TEMPLATES), *given[len(own) :]]
    config.html_css_files = [STYLE, (PRINT, {"media": "print"}), *config.html_css_files]
    scripts = [(name, {"defer": "defer"}) for name in SCRIPTS]
    config.html_js_files = [*scripts, *config.html_js_files]


def _write_traditional(app: Sphinx) -> None:
    """Put words of the theme that have no traditional form of their own into it."""
    if edition_of(app.config.language).lang == "zh-Hant" and app.builder.format == "html":
        known = app.builder.templates.environment.globals
        written = known["gettext"]
        known["gettext"] = lambda text: to_traditional(written(text))


def _tell(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    here = edition_of(app.config.language)
    # Sphinx speaks Taiwan's Chinese; the words of this edition are those of zh-HK.
    context["language"] = here.html
    uri = app.builder.get_target_uri(pagename)
    top = relative_uri(uri, "") or "./"
    context["editions"] = [
        {
            "name": edition.name,
            "html": edition.html,
            "href": f"{top}../{edition.slug}/{uri}",
            "current": edition is here,
        }
        for edition in editions_of(app.config.digitalbay_editions)
    ]
    # Set by `bay book`; a plain `jupyter-book build .` makes English only, with no switch.
    context["has_editions"] = bool(app.config.digitalbay_editions)
    context["said"] = _said(here.lang)
    cff = cited(Path(app.srcdir))
    context["bibtex"] = of_figure(cff, app.config.digitalbay_as_of) if cff else ""
    context["notebook"] = context.get("page_source_suffix") == ".ipynb"
    if chapter := app.config.digitalbay_lite.get(pagename):
        context["lite"] = f"{top}../{LITE}/lab/index.html?path={chapter}"
    # Before anything is loaded.
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    context["metatags"] = policy + context.get("metatags", "")


@cache
def _said(lang: str) -> dict[str, str]:
    words = Words(lang)
    version = words("Data package {version}", version=data.version())
    loads = words(LOADS, hosts=Listed(lite.HOSTS))
    found = {"some_found": words(SAID["some_found"], n="{n}"), "version": version, "loads": loads}
    return {name: words(text) for name, text in SAID.items() if name not in found} | found


def _lighten(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Leave out what no page of the book uses, and the scripts that would stand in the page."""
    for kind in ("script_files", "css_files"):
        context[kind] = [f for f in context[kind] if f.filename and not _UNUSED.search(f.filename)]
    for script in context["script_files"]:
        # Text and pictures wait for none; the one that knows the reader's theme stands in the head.
        script.attributes.setdefault("defer", "defer")
    body = _THEBE_CONFIG.sub("", context.get("body", ""))
    # An item of a list by the name that lists know: the other one is given up.
    body = body.replace('role="doc-biblioentry"', 'role="listitem"')
    # The words that a summary has are its name.
    body = body.replace(' aria-label="Toggle hidden content"', "")
    # Sphinx has it in two of the languages only.
    lang = edition_of(app.config.language).lang
    context["body"] = marked(_LINK.sub(f'title="{_said(lang)["link"]}"', body), lang)
