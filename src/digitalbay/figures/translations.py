"""A gettext catalog as it must be for a book; what is wrong in one is named with its line.

Babel reads whatever it can of a broken catalog, and the last of two entries; a text would be left
in English, or lose a number, in silence.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, unescape

_LINE = re.compile(r'(?:(msgid|msgstr)\s+)?("(?:[^"\\]|\\[\\nt"])*")')
_OTHER = re.compile(r"msgctxt|msgid_plural|msgstr\[")
# Controls but tab and line ends, marks of direction, what stands for a letter that was not read.
_UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]|\r(?!\n)"
)
_HEADER = {
    "Language": (re.compile("zh_Hans"), "zh_Hans"),
    "Content-Type": (re.compile("text/plain; charset=utf-8", re.IGNORECASE), "charset=utf-8"),
    "Plural-Forms": (re.compile(r"nplurals=1; plural=0;?"), "nplurals=1; plural=0;"),
}
_ROLE = re.compile(r"\{([a-zA-Z][\w:.+-]*)\}`([^`]*)`")
# What makes HTML, formulas or the outcome of templates of a text in prose.
_MARKUP = re.compile(r"<(?:[/?]?[a-zA-Z]|!)[^\s>]*|\{\{|\{%|(?<!\\)\$")
_NAMED = re.compile(r"<([^<>]*)>\s*$")


class CatalogError(ValueError):
    """A catalog that is not as it must be: which, where, what is wrong and what to do."""

    def __init__(self, path: Path, line: int, what: str):
        super().__init__(f"{path}:{line}: {what}")


@dataclass
class _Entry:
    line: int
    id: str = ""
    string: str = ""


def read(path: Path) -> Catalog:
    """Return the catalog in a file.

    Line ends may be those of Windows. Obsolete entries are left out.

    Raises
    ------
    CatalogError
        If it is not in UTF-8, has a character that nobody sees, a line that is no part of an entry,
        a text twice, plurals or contexts, or a header of another language.
    """
    text = _decoded(path)
    if found := _UNSEEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        sign = f"U+{ord(found[0]):04X}"
        raise CatalogError(path, line, f"holds {sign}, which nobody sees; take it out")
    lines = text.split("\n")
    first: dict[str, int] = {}
    for entry in _entries(path, lines):
        if (before := first.setdefault(entry.id, entry.line)) != entry.line:
            what = f"the text of line {before} again, {entry.id[:60]!r}; keep one of the two"
            raise CatalogError(path, entry.line, what)
        if not entry.id:
            _check_header(path, entry)
    return read_po(io.StringIO("\n".join("" if x.startswith("#~") else x for x in lines)))


def checked(path: Path) -> Catalog:
    """Return the catalog in a file, whose translations keep what their texts name.

    Facts and other roles, links, and the fields of words in code must be the same on both sides,
    and prose gets no HTML, formula or template that it lacks in English; entries that are empty or
    fuzzy are not used, and not checked.

    Raises
    ------
    CatalogError
        As `read` does, or if a translation lacks or adds one of them.
    """
    catalog = read(path)
    for message, text, own in _used(catalog):
        for what in _differences(message, text, own):
            raise CatalogError(path, message.lineno or 1, f"{what}, in {own[:60]!r}")
    return catalog


def translated(path: Path) -> dict[str, str]:
    """Return the translations in a file that are used; errors as of `checked`."""
    return {text: own for _, text, own in _used(checked(path))}


def _used(catalog: Catalog) -> Iterator[tuple[Message, str, str]]:
    """Yield the entries that are used, each with its text and the translation."""
    for message in catalog:
        text, own = message.id, message.string
        if isinstance(text, str) and isinstance(own, str) and text and own and not message.fuzzy:
            yield message, text, own


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CatalogError(path, line, "is not in UTF-8; save it so") from None


def _entries(path: Path, lines: list[str]) -> Iterator[_Entry]:
    """Yield the entries, each whole; any other line stops with its number."""
    entry, part, open_ = None, "string", False
    for number, line in enumerate(map(str.strip, lines), 1):
        if line.startswith("#"):
            # Ends what stands before it.
            open_ = False
            if part == "id":
                break
        if line.startswith("#") or not line:
            continue
        found = _LINE.fullmatch(line)
        if not found:
            raise CatalogError(path, number, _misread(line))
        keyword, text = found.groups()
        if keyword == "msgid" and part == "string":
            if entry:
                yield entry
            entry, part = _Entry(number), "id"
        elif keyword == "msgstr" and part == "id":
            part = "string"
        elif keyword or entry is None or not open_:
            what = "expected msgid, then msgstr, of each text in turn"
            raise CatalogError(path, number, f"{what}, not {line[:60]!r}")
        open_ = True
        setattr(entry, part, getattr(entry, part) + unescape(text))
    if entry and part == "id":
        what = f"expected msgstr after the text {entry.id[:60]!r}; leave it empty if there is none"
        raise CatalogError(path, entry.line, what)
    if entry:
        yield entry


def _misread(line: str) -> str:
    if _OTHER.match(line):
        return (
            f"no text of a book has a plural or a context; use msgid and msgstr, not {line[:60]!r}"
        )
    what = 'expected msgid "…", msgstr "…" or "…"'
    return rf"{what} with \" and \\ for a quote and a backslash inside, not {line[:60]!r}"


def _check_header(path: Path, entry: _Entry) -> None:
    for line in entry.string.splitlines():
        name, _, value = line.partition(":")
        form, usual = _HEADER.get(name, (None, ""))
        if form and not form.fullmatch(value.strip()):
            what = f"{name} of the header is {value.strip()!r}; it must be {usual}"
            raise CatalogError(path, entry.line, what)


def _differences(message: Message, text: str, own: str) -> Iterator[str]:
    """Yield what the translation of a text lacks or adds."""
    sides = (text, own)
    yield from _compared(*(Counter(map(_role, _ROLE.finditer(side))) for side in sides))
    yield from _compared(*(Counter(re.findall(r"\]\(", side)) for side in sides))
    if ("\n\n" in text) != ("\n\n" in own):
        yield "has other paragraphs than its text"
    code = [".ipynb#" in place or place.endswith(".py") for place, _ in message.locations]
    if not code or not all(code):
        found, given = (Counter(_MARKUP.findall(side)) for side in sides)
        yield from _compared(found & given, given)
    if any(code):
        try:
            fields = [Counter(_fields(side)) for side in sides]
        except ValueError as error:
            yield f"no text with fields: {error}; write {{{{ and }}}} for braces"
            return
        # Chinese counts things by words of their own.
        del fields[1]["{counter}"]
        yield from _compared(*(Counter(set(each)) for each in fields))


def _compared(wanted: Counter[str], given: Counter[str]) -> Iterator[str]:
    for what in wanted - given:
        yield f"lacks {what} of its text {'' if given[what] == 0 else 'once '}".strip()
    for what in given - wanted:
        yield f"has {what}, which its text has not" if not wanted[what] else f"has {what} too often"


def _role(found: re.Match[str]) -> str:
    """Return a role with what it leads to, without the words that it shows."""
    name, text = found.groups()
    target = _NAMED.search(text)
    return f"{{{name}}}`{target[1] if target else text}`"


def _fields(text: str) -> Iterator[str]:
    for _, name, _, _ in Formatter().parse(text):
        if name is not None:
            yield f"{{{name}}}"
    yield from re.findall("%[sd]", text)
