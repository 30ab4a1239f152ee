"""Builds the editions: Jupyter Book for HTML and LaTeX, XeLaTeX for the PDF."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tqdm import tqdm

from digitalbay.files import follow, write, write_if_changed
from digitalbay.run.project import Project

from .assembly import assemble
from .editions import Edition
from .jupyter_book import BuildError, call, jupyter_book
from .pictures import Pictures, charts_of, draw
from .volumes import VOLUMES

PACKAGE = Path(__file__).parents[1]


def build(
    project: Project, editions: list[Edition], formats: list[str]
) -> list[tuple[str, BuildError]]:
    """Build editions side by side; return the steps that failed.

    A step whose inputs did not change is not done. A step that fails leaves the last good
    result in place.
    """
    steps = {"html": _html, "pdf": _pdf}
    todo = []
    shared = _digest([project.root / "uv.lock", project.root / "data", PACKAGE])
    for edition in editions:
        tree = assemble(project, edition)
        digest = shared + _digest([tree, project.build / "locale" / edition.sphinx])
        wanted = [f for f in formats if not _done(project, edition, f, digest)]
        if wanted:
            todo.append((edition, tree, digest, wanted))
    charts = [
        chart
        for edition, tree, *_ in todo
        for path in sorted(tree.glob("notebooks/*.ipynb"))
        for chart in charts_of(path, edition.lang)
    ]
    forms = ["svg", *(["pdf"] if "pdf" in formats else [])]
    draw(charts, Pictures(project.build / "pictures"), forms)
    failures = []
    with (
        ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool,
        tqdm(total=sum(len(t[-1]) for t in todo), desc="Book", unit="step", disable=None) as bar,
    ):

        def work(edition, tree, digest, wanted):
            # HTML and PDF of one edition share Sphinx's reading of the sources.
            for form in wanted:
                bar.set_postfix_str(f"{form} {edition.lang}")
                try:
                    steps[form](project, edition, tree)
                except BuildError as error:
                    failures.append((f"{form} {edition.lang}", error))
                    return
                _mark(project, edition, form, digest)
                bar.update()

        for future in as_completed([pool.submit(work, *item) for item in todo]):
            future.result()
    return failures


def _html(project: Project, edition: Edition, tree: Path) -> None:
    work = _work(project, edition)
    built = work / "_build" / "html"
    if lost_pages(tree, built):
        # Sphinx never removes what it wrote; without it, it writes all there is.
        shutil.rmtree(built)
    jupyter_book(project, tree, work, "html")
    follow(built, project.build / "html" / edition.slug, without=(".buildinfo", ".map"))


def lost_pages(tree: Path, built: Path) -> set[str]:
    """Return the pages that were built and that the table of contents names no more."""
    named = re.findall(r"(?:file|root): (\S+)", (tree / "_toc.yml").read_text(encoding="utf-8"))
    pages = (path.relative_to(built).with_suffix("") for path in built.glob("[!_]*/**/*.html"))
    return {page.as_posix() for page in pages} - {name.removesuffix(".md") for name in named}


def _pdf(project: Project, edition: Edition, tree: Path) -> None:
    work = _work(project, edition)
    jupyter_book(project, tree, work, "latex")
    names = [volume.file(edition) for volume in VOLUMES]
    # The small ones beside the large ones.
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(lambda name: _typeset(project, work / "_build" / "latex", name), names))


def _typeset(project: Project, latex: Path, name: str) -> None:
    engine = ["latexmk", "-pdfxe", "-interaction=nonstopmode", "-halt-on-error"]
    # What TeX wrote down of its last run is kept, so that it runs as often as it must.
    log = project.build / "logs" / f"xelatex-{name}.log"
    call([*engine, f"{name}.tex"], f"XeLaTeX ({name})", log, latex)
    write_if_changed(_pdf_of(project, name), (latex / f"{name}.pdf").read_bytes())


def _pdf_of(project: Project, name: str) -> Path:
    return project.build / "pdf" / f"{name}.pdf"


def _work(project: Project, edition: Edition) -> Path:
    return project.build / "work" / edition.slug


def _digest(folders: list[Path]) -> str:
    """Digest of all files in some folders, but for those that tools make there."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and path.suffix not in (".pyc", ".mo"):
                total.update(f"{path.relative_to(folder)}\0".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _stamp(project: Project, edition: Edition, form: str) -> Path:
    return project.build / "done" / f"{form}-{edition.slug}"


def _done(project: Project, edition: Edition, form: str, digest: str) -> bool:
    stamp = _stamp(project, edition, form)
    if form == "html":
        results = [project.build / "html" / edition.slug / "index.html"]
    else:
        results = [_pdf_of(project, volume.file(edition)) for volume in VOLUMES]
    made = all(path.is_file() for path in (stamp, *results))
    return made and stamp.read_text(encoding="utf-8") == digest


def _mark(project: Project, edition: Edition, form: str, digest: str) -> None:
    write(_stamp(project, edition, form), digest)
