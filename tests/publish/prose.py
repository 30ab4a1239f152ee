"""Finds numbers typed into prose: in Markdown, in its translations, in words of code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import polib
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from digitalbay.figures.catalogs import chapter_words, package_words
from digitalbay.figures.extraction import of_notebook, of_package

_UNITS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_UNITS += " sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_LARGE = "hundreds? thousands? millions? billions? dozens? half halves twice thrice"
_PARTS = "thirds? quarters? fifths? sixths? tenths? hundredths?"
_BEFORE_PARTS = "|".join(rf"(?<=\b{word} )" for word in ("a", "one", "two", "three", "four"))
_COUNTED = (
    "of|in|city|cities|province|region|place|area|year|month|day|document|target|case|claim|"
    "indicator|row|source|index|rank|edition|survey|list|score|point|percentage|per"
)
# "one" is mostly a pronoun: only before what can be counted is it a quantity. "a third" is a
# part, "the third" a place in an order.
ENGLISH = re.compile(
    rf"(?<![\w-])(?:(?:{'|'.join(_TENS.split())})(?:-[a-z]+)?"
    rf"|{'|'.join(_UNITS.split())}|{'|'.join(_LARGE.split())}"
    rf"|(?:{_BEFORE_PARTS})(?:{'|'.join(_PARTS.split())})"
    rf"|one(?= (?:{_COUNTED})\b))(?![\w])",
    re.IGNORECASE,
)
# Not 5G, TOP500, Tianhe-2, H4c: digits in a name.
DIGITS = re.compile(
    r"(?<![\w-])(?<!\w[-–])\d(?:[\d,.]*\d)?(?:%|st|nd|rd|th)?(?![A-Za-z\d])", re.ASCII
)
_MEASURES = (
    "个|项|座|市|城|省|区|地|年|月|日|天|类|种|份|家|条|次|倍|成|点|位|名|人|级|层|组|套|行|列|"
)
_MEASURES += (
    "轮|期|步|部|张|幅|册|所|台|分之|者|大|处|方|款|篇|届|行业|领域|指标|城市|系统|特别|百分"
)
# 一 is mostly an article, 第三 a place in an order.
CHINESE = re.compile(
    rf"(?<![第〇一二三四五六七八九十])(?:[二两三四五六七八九十][〇一二三四五六七八九十百千]*)(?={_MEASURES})"
    r"|一半|百分之[一二三四五六七八九十百]+|(?:[一二两三四五六七八九十]+)成(?=[的以，。])"
)


@dataclass(frozen=True)
class Typed:
    """A number typed into a text: where, which, and the words around it."""

    where: str
    number: str
    context: str

    def __str__(self) -> str:
        return f"{self.where}: {self.number!r} in …{self.context}…"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"linkify": False}).enable("table")
    return parser.use(dollarmath_plugin).use(myst_role_plugin).use(colon_fence_plugin)


_PARSER = _parser()
_OPTION = re.compile(r"\A(?:---\n.*?\n---\n|(?::[\w-]+:[^\n]*\n)+)", re.DOTALL)
# Directives whose body is prose.
_PROSE = re.compile(r"\{(?:note|warning|tip|important|admonition|margin|rubric|dropdown)\}\s*(.*)")
ADDRESS = re.compile(r"https?://\S+")


def prose(markdown: str) -> Iterator[str]:
    """Yield the paragraphs of a Markdown text without code, formulas, roles and addresses."""
    for token in _PARSER.parse(markdown):
        if token.type in ("fence", "colon_fence"):
            directive = _PROSE.match(token.info.strip())
            if directive:
                yield directive[1]
                yield from prose(_OPTION.sub("", token.content))
        elif token.type == "inline":
            yield ADDRESS.sub("¤", "".join(_text(child) for child in token.children or []))


def _text(token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type in ("text", "text_special"):
        return token.content
    # A mark keeps what stands on its two sides apart.
    return "¤" if token.type in ("code_inline", "myst_role", "math_inline", "html_inline") else ""


def typed(where: str, text: str, *, chinese: bool = False, allowed: Iterator = ()) -> list[Typed]:
    """List the numbers of a plain text that no allowed pattern covers.

    Parameters
    ----------
    where : what to call the place
    chinese : whether to look for Chinese numerals rather than for English words
    allowed : compiled patterns; a number inside a match of one of them is let through
    """
    free = [match.span() for pattern in allowed for match in pattern.finditer(text)]
    found = []
    for match in (*DIGITS.finditer(text), *(CHINESE if chinese else ENGLISH).finditer(text)):
        if any(start <= match.start() and match.end() <= end for start, end in free):
            continue
        around = text[max(0, match.start() - 45) : match.end() + 30]
        found.append(Typed(where, match[0], around))
    return found


def markdown_of(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the Markdown of the book: cells of notebooks and pages, each with its place."""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for n, cell in enumerate(nbformat.read(path, as_version=4).cells):
            if cell.cell_type == "markdown":
                yield f"{path.name}[{n}]", cell.source
    for path in sorted((root / "book").rglob("*.md")):
        yield str(path.relative_to(root)), path.read_text(encoding="utf-8")


def translations_of(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the Chinese texts of prose in the catalogs, each with its place."""
    catalogs = root / "book" / "locale" / "zh_Hans" / "LC_MESSAGES"
    for path in sorted(catalogs.rglob("*.po")):
        for entry in polib.pofile(path):
            if is_formula(entry.msgid) or is_of_code(entry):
                continue
            yield f"{path.relative_to(catalogs)}: {entry.msgid[:30]!r}", entry.msgstr


def labels_of(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the sentences of code, in notebooks and in the package: place, English, Chinese.

    A sentence ends in a full stop or has places to fill in; names of columns are neither.
    """
    package = package_words()
    found = [(marked, package) for marked in of_package()]
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        known = package | chapter_words(path.stem, path.parent)
        found += [(marked, known) for marked in of_notebook(path)]
    for marked, known in found:
        if "{" in marked.text or marked.text.endswith("."):
            texts = (marked.text, known.get(marked.text, ""))
            yield marked.place, *(re.sub(r"\{[^}]*\}", "¤", text) for text in texts)


def is_of_code(entry: polib.POEntry) -> bool:
    """Tell whether a text of a catalog stands in code only."""
    return bool(entry.occurrences) and all("#" in place for place, _line in entry.occurrences)


def is_formula(text: str) -> bool:
    """Tell whether a text of a catalog is a formula, which gettext takes out of its paragraph."""
    return text.lstrip().startswith("\\")
