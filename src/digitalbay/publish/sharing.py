"""What other sites and search engines are told of a page: schema.org as JSON-LD, Open Graph.

Addresses are whole where the edition knows its own (``html.baseurl``), else relative to the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from digitalbay.data import load
from digitalbay.files import write

from .downloads import archive_name
from .editions import edition_of
from .nodes import chart, kept_by
from .pictures import Chart

DOWNLOADS = "book/data/downloads"
# Letters of a page's first sentences that a card has room for.
SHOWN = 200
_SENTENCE = re.compile(r".*[.。!?！？]", re.S)


def setup(app: Sphinx) -> None:
    """Tell the templates of every page."""
    app.connect("html-page-context", _tell)


def _tell(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    if doctree is None:
        return
    lang, base = edition_of(app.config.language).html, app.config.html_baseurl
    here = app.builder.get_target_uri(pagename)

    def address(path: str) -> str:
        return f"{base.rstrip('/')}/{path}" if base else relative_uri(here, path)

    about = {
        "title": app.env.titles[pagename].astext(),
        "book": app.config.html_title,
        "author": app.config.author,
        "language": lang,
        "description": first_words(doctree),
        "address": address(here),
        "image": address(card) if (card := _card(app, doctree)) else "",
    }
    context["shared"] = about
    downloads = address(app.builder.get_target_uri(DOWNLOADS))
    file = address(f"_downloads/{archive_name(load().descriptor)}")
    shown = [
        {"id": figure["ids"][0], "caption": figure.next_node(nodes.caption).astext()}
        | {"alt": node["alt"], "picture": address(f"_images/{node['name']}.svg")}
        for figure in doctree.findall(nodes.figure)
        if "db-figure" in figure["classes"] and (node := figure.next_node(chart)) and node["about"]
    ]
    context["linked_data"] = embedded(linked(about, dataset(downloads, file), shown))


def first_words(doctree: nodes.document) -> str:
    """Return the first sentences of a page's prose, as many whole ones as a card has room for."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > SHOWN:
            whole = _SENTENCE.match(text[:SHOWN])
            return whole[0] if whole else f"{text[: SHOWN - 1]}…"
        if _SENTENCE.fullmatch(text):
            return text
    return ""


def linked(about: dict[str, str], data: dict, figures: Sequence[dict[str, str]] = ()) -> dict:
    """Return what schema.org calls a page, its figures and its data.

    Parameters
    ----------
    about : title, book, author, language, description, address and image of the page
    data : of `dataset`
    figures : id, caption, alt and picture (its address) of each
    """
    author = {"@type": "Organization", "name": about["author"]}
    page: dict = {
        "@type": "Article",
        "headline": about["title"],
        "description": about["description"],
        "inLanguage": about["language"],
        "url": about["address"],
        "image": about["image"],
        "author": author,
        "license": data["license"],
        "isPartOf": {"@type": "Book", "name": about["book"], "author": author},
        "isBasedOn": {"@id": data["@id"]},
    }
    pictures = [
        {
            "@type": "ImageObject",
            "@id": f"{about['address']}#{each['id']}",
            "name": each["caption"],
            "description": each["alt"],
            "contentUrl": each["picture"],
            "encodingFormat": "image/svg+xml",
            "license": data["license"],
            "creditText": f"{about['author']}: {about['book']}",
            "isBasedOn": {"@id": data["@id"]},
        }
        for each in figures
    ]
    if pictures:
        page["associatedMedia"] = [{"@id": each["@id"]} for each in pictures]
    graph = [{name: value for name, value in page.items() if value}, *pictures, data]
    # By its vocabulary, not its address, which a reader would have to load.
    return {"@context": {"@vocab": "https://schema.org/"}, "@graph": graph}


def dataset(page: str, file: str) -> dict:
    """Return what schema.org calls the data package; ``page`` and ``file`` lead to it."""
    raw = load().descriptor.raw
    return {
        "@type": "Dataset",
        "@id": f"{page}#data",
        "name": raw["title"],
        "description": raw["description"],
        "version": raw["version"],
        "dateModified": raw["created"][:10],
        "keywords": raw["keywords"],
        "license": raw["licenses"][0]["path"],
        "creator": [
            {"@type": "Organization", "name": each["title"]} for each in raw["contributors"]
        ],
        "url": page,
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/zip",
            "contentUrl": file,
        },
    }


def embedded(value: dict) -> str:
    """Return JSON that no text in it can end the element of."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _card(app: Sphinx, doctree: nodes.document) -> str:
    """Draw a page's first figure as PNG, for cards, which take no SVG; return its path."""
    node = next((each for each in doctree.findall(chart) if each["about"]), None)
    if node is None:
        return ""
    path = f"_images/{node['name']}.png"
    drawn = kept_by(app).kept(Chart(node["spec"], node["lang"]), "png")
    write(Path(app.outdir, path), drawn)
    return path
