"""What an output says where there is no page to say it: in JupyterLab, on GitHub, in an editor.

They show one form of an output and nothing of its metadata, so that a figure's words are an output
of their own, below it; those of tables and verdicts stand in the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import digitalbay as db
from digitalbay.claims.combined import VERDICT_WORDS
from digitalbay.statements import N_, Listed

from .language import Words
from .mime import RECORD

# Sources that are named; the others are counted, and listed by the page.
NAMED = 12


def figure_words(meta: dict, words: Words) -> tuple[dict, dict, str]:
    """Return the output below a figure: its finding, caption, note and sources.

    meta: as `Chapter.described` gives it; what comes out is what `Chapter.publish` takes.
    """
    finding = f"<p><strong>{escape(meta['finding'])}</strong></p>"
    said = "\n".join([finding, _paragraph(meta["caption"]), *_rest(meta, words)])
    text = f"{meta['finding']}\n{meta['caption']}\n{meta['note']}"
    return {RECORD: {"kind": "words"}, "text/html": said}, {"kind": "words"}, text


def table_words(table: str, meta: dict, words: Words) -> str:
    """Return a table, in HTML, with its caption before it, and its note and sources behind."""
    caption = f"<p><strong>{escape(meta['caption'])}</strong></p>"
    return "\n".join([caption, table, *_rest(meta, words)])


def verdict_words(record: dict, words: Words) -> str:
    """Return as HTML a verdict with its reason, its parts and sources; record as on the page."""

    def verdict(of: dict) -> str:
        return words(VERDICT_WORDS[of["verdict"]])

    lines = [f"<p><strong>{record['claim']} · {escape(verdict(record))}</strong></p>"]
    lines.append(_paragraph(record["because"]))
    for part in record.get("parts", []):
        said = f"{part['name']} · {verdict(part)}"
        if "because" in part:
            said = words(N_("{verdict}. {reason}"), verdict=said, reason=part["because"])
        lines.append(_paragraph(said))
    return "\n".join([*lines, *_sources(record["sources"], words)])


def _rest(meta: dict, words: Words) -> list[str]:
    return [_paragraph(meta["note"]), *_sources(meta["sources"], words)]


def _paragraph(text: str) -> str:
    return f"<p>{escape(text.strip())}</p>"


def _sources(sources: Sequence[dict], words: Words) -> list[str]:
    if not sources:
        return []
    known = db.sources([each["source"] for each in sources[:NAMED]])
    addresses = known.set_index("source")["address"]
    links = [_link(each["label"], addresses[each["source"]]) for each in sources[:NAMED]]
    if len(sources) > NAMED:
        links.append(words("{n:,} more", n=len(sources) - NAMED))
    return [f"<p>{words(N_('Sources: {sources}.'), sources=Listed(links, ';'))}</p>"]


def _link(label: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(label)}</a>' if address else escape(label)
