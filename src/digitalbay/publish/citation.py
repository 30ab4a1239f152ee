"""BibTeX of the book and of its figures, with the data at their version and day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from digitalbay.data import load
from digitalbay.figures.language import Words
from digitalbay.statements import Period

FILE = "CITATION.cff"
# What the page fills in for a figure: no text of a citation holds these.
ID, TITLE, ADDRESS = "@ID@", "@TITLE@", "@ADDRESS@"


def cited(root: Path) -> dict | None:
    """Return the citation file of a book, of format 1.2; None if it has none."""
    path = root / FILE
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None


def of_book(cff: Mapping, as_of: str | None = None) -> str:
    """Return the BibTeX of the book; the note names the data's version, and the day if one is set.

    as_of: the day of which the book speaks; by default that of the data.
    """
    return _entry("digital-bay", {"title": f"{{{cff['title']}}}"}, cff, as_of)


def of_figure(cff: Mapping, as_of: str | None = None) -> str:
    """Return the BibTeX of any figure: its id, title and address stand as `ID` and so on."""
    own = {
        "title": f"{{{TITLE}}}",
        "howpublished": f"Figure in: {{{cff['title']}}}",
        "url": ADDRESS,
    }
    return _entry(f"digital-bay-{ID}", own, cff, as_of)


def _entry(key: str, own: dict[str, str], cff: Mapping, as_of: str | None) -> str:
    package, write = load(), Words("en").write
    note = f"Data package {package.version}"
    if as_of:
        note += f", as known on {write(Period(as_of))}"
    else:
        note += f" of {write(Period(package.created.isoformat()))}"
    fields = {
        "author": " and ".join(f"{{{author['name']}}}" for author in cff["authors"]),
        **own,
        "year": str(package.created.year),
        "version": str(cff["version"]),
        "note": note,
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{body}\n}}"
