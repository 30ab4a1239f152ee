"""The first page of all: the choice of language."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from digitalbay.run.execute import write_atomically
from digitalbay.run.plan import Project

from .editions import EDITIONS


def write_landing(project: Project) -> Path:
    """Write ``_build/html/index.html`` from ``book/_templates/landing.html``."""
    template = (project.root / "book" / "_templates" / "landing.html").read_text(encoding="utf-8")
    links = "\n".join(
        f'      <li><a href="{e.slug}/index.html" lang="{e.html}" hreflang="{e.html}">'
        f"{escape(e.name)}</a></li>"
        for e in EDITIONS
    )
    path = project.build / "html" / "index.html"
    text = Template(template).substitute(editions=links)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_atomically(path, text)
    return path
