"""Builds the editions: Jupyter Book for HTML and LaTeX, XeLaTeX for the PDF."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from digitalbay.run.execute import write_atomically
from digitalbay.run.plan import Project

from .editions import Edition
from .source import assemble, mirror

# A fixed date inside the PDF, so that one commit makes one file.
_EPOCH = {"SOURCE_DATE_EPOCH": "1767225600", "FORCE_SOURCE_DATE": "1", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class BuildError(Exception):
    """A step of the build that failed: what, the end of what it printed, the whole log."""

    step: str
    tail: str
    log: Path

    def __str__(self) -> str:
        return f"{self.step} failed:\n{self.tail}\n    the whole log: {self.log}"


def build(
    project: Project, editions: list[Edition], formats: list[str]
) -> list[tuple[str, BuildError]]:
    """Build editions side by side; return the steps that failed.

    A step whose inputs did not change is not done. A step that fails leaves the last good
    result in place.
    """
    steps = {"html": _html, "pdf": _pdf}
    todo = []
    for edition in editions:
        tree = assemble(project, edition)
        digest = _digest(project, tree, edition)
        wanted = [f for f in formats if not _done(project, edition, f, digest)]
        if wanted:
            todo.append((edition, tree, digest, wanted))
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
    work = _jupyter_book(project, edition, tree, ["--builder", "html"])
    built = work / "_build" / "html"
    files = {
        path.relative_to(built): path
        for path in sorted(built.rglob("*"))
        if path.is_file() and path.name != ".buildinfo" and path.suffix != ".map"
    }
    mirror(files, project.build / "html" / edition.slug)


def _pdf(project: Project, edition: Edition, tree: Path) -> None:
    builder = ["--builder", "custom", "--custom-builder", "latex"]
    work = _jupyter_book(project, edition, tree, builder)
    latex = work / "_build" / "latex"
    name = f"digital-bay-{edition.slug}"
    command = ["latexmk", "-pdfxe", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"]
    log = project.build / "logs" / f"xelatex-{edition.slug}.log"
    _call(command, f"XeLaTeX ({edition.lang})", log, cwd=latex)
    target = project.build / "pdf" / f"{name}.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    shutil.copyfile(latex / f"{name}.pdf", part)
    part.replace(target)


def _jupyter_book(project: Project, edition: Edition, tree: Path, options: list[str]) -> Path:
    work = project.build / "work" / edition.slug
    step = options[-1]
    log = project.build / "logs" / f"{step}-{edition.slug}.log"
    executable = Path(sys.executable).with_name("jupyter-book")
    command = [executable, "build", tree, "--path-output", work, "-W", "--keep-going", *options]
    _call(command, f"Jupyter Book, {step} ({edition.lang})", log)
    return work


def _call(command: list, step: str, log: Path, cwd: Path | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | _EPOCH,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    write_atomically(log, done.stdout + done.stderr)
    if done.returncode:
        lines = (done.stdout + done.stderr).splitlines()
        telling = [line for line in lines if re.search("WARNING|ERROR|^! ", line)]
        raise BuildError(step, "\n".join((telling or lines)[-20:]), log)


def _digest(project: Project, tree: Path, edition: Edition) -> str:
    """Digest of all that an edition's pages are made from."""
    folders = [
        tree,
        project.build / "locale" / edition.sphinx,
        project.root / "data",
        Path(__file__).parent.parent,
    ]
    total = hashlib.sha256((project.root / "uv.lock").read_bytes())
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and path.suffix not in (".pyc", ".mo"):
                total.update(f"{path.relative_to(folder)}\0".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _stamp(project: Project, edition: Edition, form: str) -> Path:
    return project.build / "done" / f"{form}-{edition.slug}"


def _done(project: Project, edition: Edition, form: str, digest: str) -> bool:
    stamp = _stamp(project, edition, form)
    if form == "html":
        result = project.build / "html" / edition.slug / "index.html"
    else:
        result = project.build / "pdf" / f"digital-bay-{edition.slug}.pdf"
    return result.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == digest


def _mark(project: Project, edition: Edition, form: str, digest: str) -> None:
    write_atomically(_stamp(project, edition, form), digest)
