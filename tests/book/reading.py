"""What a reader reads on the built pages: each paragraph, cell and caption as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

from .conftest import HTML, pages

BLOCKS = {"p", "li", "td", "th", "dt", "dd", "caption", "summary", "option", "label", "title"}
BLOCKS |= {f"h{n}" for n in range(1, 7)}
# Parts that are no prose: programs, formulas, drawings.
_SILENT = {"script", "style", "pre", "svg", "math", "template"}
_SILENT_CLASSES = {"headerlink", "math", "highlight", "db-live", "db-bar"}
# A citation stands between ⟦ and ⟧.
_CITED = "bibtex-citation"
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}
_ADDRESS = re.compile(r"(?:https?|mailto):\S+")


@dataclass(frozen=True)
class Passage:
    """A text as it is read, and where.

    Attributes
    ----------
    kind : str
        Its element, such as "p", or "alt" for what stands for a picture.
    inside : frozenset of str
        Names of classes of the elements around it, its own among them.
    """

    edition: str
    page: str
    kind: str
    text: str
    inside: frozenset[str]

    @property
    def told(self) -> str:
        """The text without its citations."""
        return re.sub("⟦.*?⟧", "", self.text)

    def __str__(self) -> str:
        return f"{self.edition}/{self.page} <{self.kind}> {self.text}"


@dataclass
class _Open:
    tag: str
    classes: frozenset[str]
    parts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the passages of the article of a page; code becomes a mark."""

    def __init__(self):
        super().__init__()
        self.found: list[tuple[str, str, frozenset[str]]] = []
        self._stack: list[_Open] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        classes = frozenset((attributes.get("class") or "").split())
        if tag == "img" and self._reading and attributes.get("alt"):
            self.found.append(("alt", attributes["alt"], self._inside | classes))
        if tag in _VOID:
            return
        if tag in BLOCKS:
            self._end_block()
        if tag in ("code", "math") or "math" in classes:
            self._say("¤")
        if _CITED in classes:
            self._say("⟦")
        self._stack.append(_Open(tag, classes))
        if self._is_silent(self._stack[-1]):
            self._silent += 1

    def handle_endtag(self, tag):
        while self._stack:
            last = self._stack[-1]
            if last.tag in BLOCKS:
                self._end_block()
            self._stack.pop()
            if self._is_silent(last):
                self._silent -= 1
            if _CITED in last.classes:
                self._say("⟧")
            if last.tag == tag:
                break

    def handle_data(self, data):
        if not any(each.tag == "code" for each in self._stack):
            self._say(data)

    def _say(self, text):
        if self._reading:
            for each in reversed(self._stack):
                if each.tag in BLOCKS:
                    each.parts.append(text)
                    break

    def _end_block(self):
        """Write down what the innermost block has said so far."""
        for each in reversed(self._stack):
            if each.tag in BLOCKS:
                text = re.sub(r"\s+", " ", "".join(each.parts)).strip()
                each.parts.clear()
                if text:
                    self.found.append((each.tag, text, self._inside))
                break

    def _is_silent(self, element):
        return element.tag in _SILENT or bool(_SILENT_CLASSES & element.classes)

    @property
    def _reading(self):
        return not self._silent and any(each.tag == "article" for each in self._stack)

    @property
    def _inside(self):
        return frozenset().union(*(each.classes for each in self._stack))


def passages_of(html: str, edition: str = "en", page: str = "") -> list[Passage]:
    """List the passages of a page in their order."""
    reader = _Reader()
    reader.feed(html)
    return [
        Passage(edition, page, kind, _ADDRESS.sub("¤", text), inside)
        for kind, text, inside in reader.found
    ]


@cache
def passages(edition: str) -> tuple[Passage, ...]:
    """Return what an edition's content pages say."""
    return tuple(
        passage
        for page in pages(edition)
        for passage in passages_of((HTML / edition / page).read_text("utf-8"), edition, page)
    )
