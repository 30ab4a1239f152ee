"""Gettext catalogs at run time: the words of a chapter, and those of the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .translations import translated

# Where a book keeps the catalogs of its notebooks, from its root.
OF_NOTEBOOKS = Path("book", "locale", "zh_Hans", "LC_MESSAGES", "notebooks")
_PACKAGE = Path(__file__).parents[1]
_WORDS = Path("locale", "zh_Hans", "LC_MESSAGES")
OF_PACKAGE = _PACKAGE / _WORDS / "digitalbay.po"
# Rules speak of the region that their book is about; no other room of the package does.
OF_CLAIMS = _PACKAGE / "claims" / _WORDS / "claims.po"


@cache
def package_words() -> dict[str, str]:
    """Return the package's own words, English to simplified Chinese."""
    return translated(OF_CLAIMS) | translated(OF_PACKAGE)


def chapter_words(chapter: str, start: Path | None = None) -> dict[str, str]:
    """Return the words of a chapter, English to simplified Chinese.

    Parameters
    ----------
    chapter : name of its notebook, without ending
    start : where to look for the book first, and in the folders above; by default here, where the
        notebook runs. Then the checkout that this code runs from, then what the wheel brought.

    A chapter without a catalog, such as one just begun, has no words yet.
    """
    here = (start or Path.cwd()).resolve()
    places = [folder / OF_NOTEBOOKS for folder in (here, *here.parents, _PACKAGE.parents[1])]
    for place in (*places, _PACKAGE / "_notebooks_locale"):
        if (path := place / f"{chapter}.po").is_file():
            return translated(path)
    return {}
