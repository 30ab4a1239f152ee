"""What a book says of itself in ``book/book.yml``: its name, title, languages, volumes in print.

The file may be missing, or any part of it: a book is then called as in ``_config.yml``, is made in
all languages, and is one volume.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from digitalbay import LANGUAGES
from digitalbay.statements import Bilingual

PLACE = "book/book.yml"
_PARTS = ("name", "title", "languages", "about", "colophon", "volumes", "screen")
_OF_VOLUME = ("first", "title", "ending", "theme", "pages")
_NOTHING = Bilingual("", "")


class BookError(ValueError):
    """A part of ``book/book.yml`` that is not as it must be."""

    def __init__(self, part: str, expected: str):
        super().__init__(f"{PLACE}: {part}: expected {expected}")


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
    given = _parts(_read(root / PLACE), "the file", _PARTS)
    name = str(given.get("name", "book"))
    title = _text(given.get("title") or _read(root / "_config.yml").get("title", "Book"), "title")
    if "volumes" in given:
        volumes = [_volume(name, each) for each in given["volumes"]]
    else:
        volumes = [Volume(name, _read(root / "_toc.yml").get("root", "book/intro"), title)]
    languages = given.get("languages", list(LANGUAGES))
    if not isinstance(languages, list) or not languages or set(languages) - set(LANGUAGES):
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


def _volume(name: str, given: object) -> Volume:
    parts = _parts(given, "volumes", _OF_VOLUME)
    if not {"first", "title"} <= set(parts):
        raise BookError("volumes", "first and title of each")
    parts |= {"title": _text(parts["title"], "volumes"), "pages": tuple(parts.get("pages", ()))}
    return Volume(name, **parts)


def _text(given: object, part: str) -> Bilingual:
    """Return a text in both languages; a single one is the same in each."""
    if isinstance(given, str):
        return Bilingual(given, given)
    if isinstance(given, dict) and set(given) == {"en", "zh"}:
        return Bilingual(str(given["en"]), str(given["zh"]))
    raise BookError(part, "a text, or one in English as en and one in Chinese as zh")


def _parts(given: object, of: str, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(given, dict) or set(given) - set(known):
        raise BookError(of, f"no other parts than {', '.join(known)}")
    return dict(given)


def _read(path: Path) -> Any:
    if not path.is_file():
        return {}
    # Given a file, not its text, an error of YAML names it.
    with path.open(encoding="utf-8") as file:
        return yaml.safe_load(file) or {}
