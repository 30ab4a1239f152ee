"""Gettext catalogs: simplified Chinese is translated by hand, traditional derived from it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.pofile import read_po, write_po
from sphinx_intl import basic

from digitalbay.figures.language import to_traditional
from digitalbay.run.plan import Project

from .editions import Edition
from .jupyter_book import jupyter_book


def catalogs(
    locale: Path, edition: Edition, pages: Mapping[str, Iterable[str]] | None = None
) -> dict[Path, bytes]:
    """Return the tree of an edition's catalogs.

    Parameters
    ----------
    locale : the book's catalogs, with ``zh_Hans/LC_MESSAGES`` inside
    edition : English needs none
    pages : for a notebook, the pages made from it: its catalog serves them all
    """
    tree = {}
    source = locale / "zh_Hans" / "LC_MESSAGES"
    for path in sorted(source.rglob("*.po")) if edition.lang != "en" else ():
        text = path.read_text(encoding="utf-8")
        if edition.lang == "zh-Hant":
            text = _traditional(text)
        name = path.relative_to(source).with_suffix("").as_posix()
        for page in (pages or {}).get(name, [name]):
            tree[Path("LC_MESSAGES", f"{page}.po")] = text.encode()
    return tree


def update_catalogs(project: Project) -> Path:
    """Bring ``book/locale/zh_Hans`` up to date with the English pages; return its folder.

    New texts come in empty, changed ones marked fuzzy, texts no page has any more are dropped.
    """
    work = project.build / "gettext"
    jupyter_book(project, project.root, work, "gettext")
    locale = project.root / "book" / "locale"
    templates = work / "_build" / "gettext"
    basic.update(str(locale), str(templates), ["zh_Hans"], line_width=0, ignore_obsolete=True)
    return locale / "zh_Hans"


def captions(locale: Path, edition: Edition) -> dict[str, str]:
    """Return the translations of the first page, which hold the captions of the parts."""
    path = locale / "zh_Hans" / "LC_MESSAGES" / "book" / "intro.po"
    if edition.lang == "en" or not path.is_file():
        return {}
    convert = to_traditional if edition.lang == "zh-Hant" else str
    catalog = read_po(io.StringIO(path.read_text(encoding="utf-8")))
    return {message.id: convert(message.string) for message in catalog if message.id}


def _traditional(text: str) -> str:
    catalog = read_po(io.StringIO(text), locale="zh_TW")
    for message in catalog:
        if message.id and isinstance(message.string, str):
            message.string = to_traditional(message.string)
    out = io.BytesIO()
    # Without the header, which holds the time of writing.
    write_po(out, catalog, width=0, omit_header=True)
    return out.getvalue().decode("utf-8")
