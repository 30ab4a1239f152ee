"""What a book says of itself in ``book/book.yml``: its name, title, languages, volumes in print.

The file may be missing, or any part of it: a book is then called as in ``_config.yml``, is made in
all languages, and is one volume.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitalbay import LANGUAGES
from digitalbay.statements import Bilingual

from .sources import CONTENTS, SETTINGS, SourceError, read

PLACE = "book/book.yml"
_PARTS = ("name", "title", "languages", "about", "colophon", "volumes", "screen")
_OF_VOLUME = ("first", "title", "ending", "theme", "pages")
_NOTHING = Bilingual("", "")
# What names of files may hold on any system.
_OF_FILES = re.compile(r"[\w.-]*", re.ASCII)
_THEMES = ("manual", "howto", "brief")


class BookError(SourceError):
    """A part of ``book/book.yml`` that is not as it must be."""

    def __init__(self, part: str, expected: str):
        super().__init__(PLACE, f"{part}: expected {expected}")


@dataclass(frozen=True)
class Volume:
    """A PDF: the book's name, its first page, below which are its others, and its title.

    Pages of a later volume are not in those before it. ``ending`` is what its file's name ends
    with, ``theme`` Sphinx's name for its look. ``pages`` are beginnings of names: if there are any,
    the volume is those of the pages below the first that begin so, without the first itself.
    """

    book: str
    first: str
    title: Bilingual
    ending: str = ""
    theme: str = "manual"
    pages: tuple[str, ...] = ()

    def file(self, slug: str) -> str:
        """Name of the file in an edition, by its address, without its type."""
        return f"{self.book}-{slug}{self.ending}"


@dataclass(frozen=True)
class Book:
    """A book: its files begin with ``name``.

    ``about`` stands on the page that leads to the editions, ``colophon`` on the back of the title
    page; they may be empty. ``screen`` names pages that no volume prints.
    """

    name: str
    title: Bilingual
    volumes: tuple[Volume, ...]
    languages: tuple[str, ...]
    about: Bilingual
    colophon: Bilingual
    screen: tuple[str, ...] = ()


def book(root: Path) -> Book:
    """Return what the book in a folder says of itself; BookError names what is wrong in it."""
    given = _parts(_read(root, PLACE), "the file", _PARTS)
    name = given.get("name", "book")
    if not isinstance(name, str) or not _OF_FILES.fullmatch(name) or not name.strip("."):
        raise BookError("name", "a word of Latin letters, digits, - and _: files are called by it")
    title = _text(given.get("title") or _read(root, SETTINGS).get("title", "Book"), "title")
    if "volumes" in given:
        volumes = _volumes(name, given["volumes"])
    else:
        volumes = [Volume(name, _read(root, CONTENTS).get("root", "book/intro"), title)]
    languages = given.get("languages", list(LANGUAGES))
    known = isinstance(languages, list) and all(lang in LANGUAGES for lang in languages)
    if not known or not languages or len(set(languages)) < len(languages):
        raise BookError("languages", f"a list of some of {', '.join(LANGUAGES)}")
    return Book(
        name,
        title,
        tuple(volumes),
        # In one order, whatever the file's: the source of the others leads.
        tuple(lang for lang in LANGUAGES if lang in languages),
        _text(given["about"], "about") if "about" in given else _NOTHING,
        _text(given["colophon"], "colophon") if "colophon" in given else _NOTHING,
        tuple(given.get("screen", ())),
    )


def _volumes(name: str, given: object) -> list[Volume]:
    if not isinstance(given, list) or not given:
        raise BookError("volumes", "a list of them, each with first and title")
    volumes = [_volume(name, each) for each in given]
    endings = Counter(volume.ending for volume in volumes)
    if twice := [ending for ending, n in endings.items() if n > 1]:
        raise BookError("volumes", f"endings that differ, not {twice[0]!r} twice")
    return volumes


def _volume(name: str, given: object) -> Volume:
    parts = _parts(given, "volumes", _OF_VOLUME)
    if not {"first", "title"} <= set(parts):
        raise BookError("volumes", "first and title of each")
    first, ending, pages = parts["first"], parts.get("ending", ""), parts.get("pages", [])
    if not isinstance(first, str) or not first:
        raise BookError("volumes: first", f"the name of a page, such as book/intro, not {first!r}")
    if not isinstance(ending, str) or not _OF_FILES.fullmatch(ending):
        raise BookError("volumes: ending", f"letters, digits, - and _, not {ending!r}")
    if parts.get("theme", "manual") not in _THEMES:
        raise BookError("volumes: theme", f"{', '.join(_THEMES)}, not {parts['theme']!r}")
    if not isinstance(pages, list) or not all(isinstance(page, str) and page for page in pages):
        raise BookError("volumes: pages", f"a list of beginnings of names, not {pages!r}")
    parts |= {"title": _text(parts["title"], "volumes: title"), "pages": tuple(pages)}
    return Volume(name, **parts)


def _text(given: object, part: str) -> Bilingual:
    """Return a text in both languages; a single one is the same in each."""
    if isinstance(given, str) and given:
        return Bilingual(given, given)
    if isinstance(given, dict) and set(given) == {"en", "zh"}:
        en, zh = given["en"], given["zh"]
        if isinstance(en, str) and isinstance(zh, str):
            return Bilingual(en, zh)
    raise BookError(part, "a text, or one in English as en and one in Chinese as zh")


def _parts(given: object, of: str, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(given, dict) or set(given) - set(known):
        raise BookError(of, f"no other parts than {', '.join(known)}")
    return dict(given)


def _read(root: Path, name: str) -> dict[str, Any]:
    return read(root, name) if (root / name).is_file() else {}
