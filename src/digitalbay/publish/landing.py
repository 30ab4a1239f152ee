"""The first page of all: the choice of language, and what the ledger says."""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from pathlib import Path
from string import Template

from digitalbay.files import write_if_changed
from digitalbay.run.plan import Project

from .editions import EDITIONS
from .outputs import VERDICTS


def write_landing(project: Project) -> Path:
    """Write ``_build/html/index.html`` from ``book/_templates/landing.html``."""
    template = (project.root / "book" / "_templates" / "landing.html").read_text(encoding="utf-8")
    links = "\n".join(
        f'      <li><a href="{e.slug}/index.html" lang="{e.html}" hreflang="{e.html}">'
        f"{escape(e.name)}</a></li>"
        for e in EDITIONS
    )
    path = project.build / "html" / "index.html"
    text = Template(template).substitute(editions=links, **_ledger(project))
    write_if_changed(path, text)
    return path


def _ledger(project: Project) -> dict[str, str]:
    """Sum up the verdicts, which are the same in every language, in English and Chinese."""
    book = json.loads((project.build / "key-figures.json").read_text(encoding="utf-8"))
    pages = next(iter(book.values())).values()
    counts = Counter(v["verdict"] for page in pages for v in page["verdicts"].values())
    examined = sum(counts.values())
    en = ", ".join(f"{counts[name]} {words[0].lower()}" for name, words in VERDICTS.items())
    zh = "，".join(f"{words[1]}{counts[name]}项" for name, words in VERDICTS.items())
    return {
        "ledger_en": f"{examined} claims examined: {en}.",
        "ledger_zh": f"检验论断{examined}项：{zh}。",
    }
