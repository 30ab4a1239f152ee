"""How citations and entries of the bibliography are set: marks of each language between parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pybtex.plugin import register_plugin as register_format
from pybtex.style.formatting.plain import Style as Plain
from pybtex.style.template import field as value
from pybtex.style.template import href, join, optional
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

ENGLISH, CHINESE = "digitalbay_english", "digitalbay_chinese"
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass
class EnglishReferences(AuthorYearReferenceStyle):
    """Cites as "[Author, 2019; Other, 2020]"."""

    bracket_parenthetical: BracketStyle = field(default_factory=lambda: BracketStyle(sep="; "))


@dataclass
class ChineseReferences(AuthorYearReferenceStyle):
    """Cites as 「（作者，2019；其他，2020）」."""

    bracket_parenthetical: BracketStyle = field(
        default_factory=lambda: BracketStyle(left="（", right="）", sep="；")
    )
    author_year_sep: str = "，"


class ChineseEntries(Plain):
    """Sets entries that are in Chinese with its marks; others as their language does."""

    def get_misc_template(self, e: Any) -> Any:
        """Return the parts of an entry."""
        fields = e.fields
        said = " ".join([str(e.persons["author"][0]), fields.get("title", "")])
        if not _HAN.search(said):
            return super().get_misc_template(e)
        end = "" if re.search("[。？！]$", fields["title"].rstrip("}")) else "。"
        return join[
            self.format_names("author", as_sentence=False),
            "。",
            value("title"),
            end,
            optional[value("howpublished"), "，"],
            optional[value("year"), "。"],
            optional[href(value("url", raw=True))[value("url", raw=True)]],
        ]


register_format("pybtex.style.formatting", CHINESE, ChineseEntries)
register_reference("sphinxcontrib.bibtex.style.referencing", ENGLISH, EnglishReferences)
register_reference("sphinxcontrib.bibtex.style.referencing", CHINESE, ChineseReferences)
