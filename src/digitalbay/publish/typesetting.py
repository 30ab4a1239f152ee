"""Typesets a volume by TeX, as often as it must be set until nothing moves any more."""

from __future__ import annotations

import re
from pathlib import Path

from digitalbay.files import write, write_if_changed
from digitalbay.run.project import Project

from .jupyter_book import call

# Headings as Sphinx writes them, their kind and words, what is added between them, and the
# beginning of the bibliography, which adds itself.
_NOTED = re.compile(
    r"^\\(?:((?:sub){0,2}section|chapter)\{(.*)\}|addtocontents\{toc\}\{(.*)\}"
    r"|begin\{sphinxthebibliography\}.*)$",
    re.MULTILINE,
)
_BIBLIOGRAPHY = r"\bibname"


def typeset(project: Project, latex: Path, name: str, result: Path) -> None:
    """Make a PDF of ``latex/<name>.tex``.

    What TeX wrote down of its last run is kept, so that it runs as often as it must. Settings of
    whoever builds are left aside.

    Raises
    ------
    BuildError
        With the telling lines of the log, which is kept in ``_build/logs``.
    """
    source, contents = latex / f"{name}.tex", latex / f"{name}.toc"
    if not contents.is_file():
        # So the first run leaves room for them, and the next need not move all that follows.
        write(contents, contents_of(source.read_text(encoding="utf-8")))
    engine = ["latexmk", "-norc", "-pdfxe", "-interaction=nonstopmode", "-halt-on-error"]
    # TeX starts no programs, whatever its settings.
    engine.append("-latexoption=-no-shell-escape")
    log = project.build / "logs" / f"xelatex-{name}.log"
    call([*engine, source.name], f"XeLaTeX ({name})", log, latex)
    write_if_changed(result, (latex / f"{name}.pdf").read_bytes())


def contents_of(source: str) -> str:
    """Return the contents of a text as TeX notes them for its next run, all on page 1."""
    lines = (
        added or rf"\contentsline {{{kind or 'chapter'}}}{{{words or _BIBLIOGRAPHY}}}{{1}}{{}}"
        for kind, words, added in _NOTED.findall(source)
    )
    return "".join(f"{line}%\n" for line in lines)
