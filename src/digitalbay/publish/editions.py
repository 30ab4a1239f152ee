"""The editions of the book: one tree of sources, one language each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """A language as the notebooks, the addresses, Sphinx and TeX name it."""

    lang: str
    slug: str
    sphinx: str
    html: str
    name: str
    cjk: str


EDITIONS = (
    Edition("en", "en", "en", "en", "English", "SC"),
    Edition("zh-Hans", "zh-hans", "zh_CN", "zh-CN", "简体中文", "SC"),
    Edition("zh-Hant", "zh-hant", "zh_TW", "zh-HK", "繁體中文", "TC"),
)


def edition_of(sphinx_language: str | None) -> Edition:
    """Return the edition that Sphinx builds, by its ``language``; English if it is unset."""
    return next((e for e in EDITIONS if e.sphinx == sphinx_language), EDITIONS[0])
