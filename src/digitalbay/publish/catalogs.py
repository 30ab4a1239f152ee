"""Gettext catalogs: simplified Chinese is translated by hand, traditional derived from it."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from digitalbay.figures.language import to_traditional
from digitalbay.run.execute import write_atomically

from .editions import Edition


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


def _traditional(text: str) -> str:
    catalog = read_po(io.StringIO(text), locale="zh_TW")
    for message in catalog:
        if message.id and isinstance(message.string, str):
            message.string = to_traditional(message.string)
    out = io.BytesIO()
    write_po(out, catalog, width=0)
    return out.getvalue().decode("utf-8")
