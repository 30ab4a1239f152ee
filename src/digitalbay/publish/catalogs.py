"""Gettext catalogs: simplified Chinese is translated by hand, traditional derived from it."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.pofile import read_po, write_po
from sphinx_intl import basic

from digitalbay.figures.language import to_traditional
from digitalbay.run.execute import write_atomically
from digitalbay.run.plan import Project

from .editions import Edition
from .jupyter_book import jupyter_book


def write_catalogs(locale: Path, target: Path, edition: Edition) -> None:
    """Write an edition's catalogs where Sphinx looks for them.

    Parameters
    ----------
    locale : the book's catalogs, with ``zh_Hans/LC_MESSAGES`` inside
    target : the folder for the build
    edition : English needs none

    Unchanged files keep their time, so that Sphinx reads no page again without need.
    """
    source = locale / "zh_Hans" / "LC_MESSAGES"
    for path in sorted(source.rglob("*.po")) if edition.lang != "en" else ():
        text = path.read_text(encoding="utf-8")
        if edition.lang == "zh-Hant":
            text = _traditional(text)
        out = target / edition.sphinx / "LC_MESSAGES" / path.relative_to(source)
        if not out.is_file() or out.read_text(encoding="utf-8") != text:
            write_atomically(out, text)


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


def _traditional(text: str) -> str:
    catalog = read_po(io.StringIO(text), locale="zh_TW")
    for message in catalog:
        if message.id and isinstance(message.string, str):
            message.string = to_traditional(message.string)
    out = io.BytesIO()
    # Without the header, which holds the time of writing.
    write_po(out, catalog, width=0, omit_header=True)
    return out.getvalue().decode("utf-8")
