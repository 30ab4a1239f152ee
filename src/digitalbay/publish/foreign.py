"""Languages of parts: what stands on a page in another language says so, for who hears it read."""

from __future__ import annotations

import re

# Chinese on an English page, with the marks and numbers between its characters.
_HAN = re.compile("[㐀-鿿](?:[㐀-鿿\\w〔〕（）“”《》、，。；：·—-]*[㐀-鿿〕）》])?")
# Three words or more in a row on a Chinese one: fewer are a name.
_LATIN = re.compile("[A-Za-z][A-Za-z’'-]*(?:[ ,:–-]+[A-Za-z0-9’'-]+){2,}")
# What is no text, or is read by itself.
_PARTS = re.compile(
    r"(<(script|style|pre|code|svg|math)\b.*?</\2>|<[^>]*>)", re.DOTALL | re.IGNORECASE
)


def marked(html: str, lang: str) -> str:
    """Return the body of a page with the parts in another language marked.

    Parameters
    ----------
    html : without an attribute ``lang`` of its own
    lang : of the page

    >>> marked("<p>A plan (规划) of 2019</p>", "en")
    '<p>A plan (<span lang="zh">规划</span>) of 2019</p>'
    """
    pattern, other = (_HAN, "zh") if lang == "en" else (_LATIN, "en")
    made, at = [], 0
    for found in _PARTS.finditer(html):
        made += [_told(html[at : found.start()], pattern, other), found[0]]
        at = found.end()
    return "".join([*made, _told(html[at:], pattern, other)])


def _told(text: str, pattern: re.Pattern, lang: str) -> str:
    return pattern.sub(lambda found: f'<span lang="{lang}">{found[0]}</span>', text)
