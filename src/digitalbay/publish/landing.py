"""The first page of all: the choice of language, and what the ledger says."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path
from string import Template

from digitalbay.figures.language import Words
from digitalbay.files import write_if_changed
from digitalbay.run.collect import records
from digitalbay.run.project import Project
from digitalbay.statements import Listed

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
    runs = records(project)
    lang = next(iter(runs)).lang
    pages = [record["found"] for run, record in runs.items() if run.lang == lang]
    counts = Counter(v["verdict"] for page in pages for v in page["verdicts"].values())
    return {
        "ledger_en": _summed(counts, Words("en")),
        "ledger_zh": _summed(counts, Words("zh-Hans")),
    }


def _summed(counts: Counter, words: Words) -> str:
    each = [
        words("{n} {verdict}", n=counts[name], verdict=words(verdict).lower())
        for name, verdict in VERDICTS.items()
    ]
    return words("{n} claims examined: {verdicts}.", n=counts.total(), verdicts=Listed(each, ","))
