"""The editions of the book: one tree of sources, one language each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from digitalbay.statements import N_

# Names the address that the folder of all editions will have, if it is known.
SITE = "DIGITALBAY_SITE"
# What stands beside them, by folder: the reference of the package, and JupyterLite.
REFERENCE, LITE = "api", "lite"
# What the pages of every book load, and what they are made by.
STATIC, TEMPLATES = (Path(__file__).with_name(name) for name in ("static", "templates"))
LICENCE = N_("Text and data: CC BY 4.0, code: MIT")


@dataclass(frozen=True)
class Edition:
    """A language as the notebooks, the addresses, Sphinx and TeX name it.

    ``english`` is its name in English, ``name`` the one that its readers know.
    """

    lang: str
    slug: str
    sphinx: str
    html: str
    english: str
    cjk: str

    @property
    def name(self) -> str:
        """The name of the language in itself."""
        # Brings pandas, which who only serves pages need not have.
        from digitalbay.figures.language import Words  # noqa: PLC0415

        return Words(self.lang)(self.english)


EDITIONS = (
    Edition("en", "en", "en", "en", N_("English"), "SC"),
    Edition("zh-Hans", "zh-hans", "zh_CN", "zh-CN", N_("Simplified Chinese"), "SC"),
    Edition("zh-Hant", "zh-hant", "zh_TW", "zh-HK", N_("Traditional Chinese"), "TC"),
)


def editions_of(languages: Collection[str]) -> list[Edition]:
    """Return the editions in some languages, in their order."""
    return [edition for edition in EDITIONS if edition.lang in languages]


def edition_of(sphinx_language: str | None) -> Edition:
    """Return the edition that Sphinx builds, by its ``language``; English if it is unset."""
    return next((e for e in EDITIONS if e.sphinx == sphinx_language), EDITIONS[0])
