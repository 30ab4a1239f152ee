"""Builds the editions: Jupyter Book for HTML and LaTeX, XeLaTeX for the PDF."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tqdm import tqdm

from digitalbay.files import digest, follow, write
from digitalbay.run.book import Volume, book
from digitalbay.run.project import Project

from .assembly import assemble
from .editions import EDITIONS, Edition
from .fonts import versions
from .jupyter_book import BuildError, jupyter_book, prepare
from .lite import write_lite
from .package_reference import write_reference
from .pictures import Chart, Pictures, charts_of, draw
from .typesetting import typeset

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Outdated:
    """An edition to be built: its sources, their digest, the forms that are not of them."""

    edition: Edition
    tree: Path
    digest: str
    forms: list[str]


def build(
    project: Project,
    editions: list[Edition],
    formats: list[str],
    as_of: str | None = None,
    jobs: int | None = None,
) -> list[tuple[str, BuildError]]:
    """Build editions side by side, as of a day, and what stands beside HTML; return what failed.

    A step whose inputs did not change is not done. A step that fails leaves the last good
    result in place, and is done again, from nothing where it must be, until it succeeds.
    """
    todo = list(_outdated(project, editions, formats, as_of))
    if todo:
        # It imports while charts are drawn.
        prepare()
    charts = [
        chart
        for each in todo
        for path in sorted(each.tree.glob("notebooks/*.ipynb"))
        for chart in charts_of(path, each.edition.lang)
    ]
    forms = ["svg", *(["pdf"] if "pdf" in formats else [])]
    pictures = Pictures(project.build / "pictures")
    draw(charts, pictures, forms, jobs)
    forget_others(project)
    volumes = len(book(project.root).volumes)
    count = sum(len(each.forms) + volumes * ("pdf" in each.forms) for each in todo)
    # The few that are not worth processes are drawn while Sphinx reads.
    beside: dict[str, Callable] = {"charts": lambda _: draw_lacking(charts, pictures, forms)}
    if "html" in formats:
        beside |= {"reference": write_reference, "lite": write_lite}
    with (
        ThreadPoolExecutor(max_workers=jobs or os.cpu_count() or 1) as pool,
        tqdm(total=count + len(beside), desc="Book", unit="step", disable=None) as bar,
    ):
        steps = _Steps(project, pool, bar)
        steps.take(todo, beside)
    return steps.failures


def draw_lacking(charts: list[Chart], pictures: Pictures, forms: list[str]) -> None:
    """Draw what the store lacks of some charts, one after the other, if it can be drawn.

    What can't is told by Sphinx, which draws it again and knows its page.
    """
    for chart in charts:
        for form in chart.drawn_as(forms) if pictures.lacks(chart, forms) else ():
            with suppress(ValueError):
                pictures.kept(chart, form)


class _Steps:
    """The steps of a build, side by side: Sphinx for an edition, TeX for a volume."""

    def __init__(self, project: Project, pool: Executor, bar: tqdm):
        self.failures: list[tuple[str, BuildError]] = []
        self._project, self._pool, self._bar = project, pool, bar

    def take(self, todo: list[Outdated], others: Mapping[str, Callable]) -> None:
        """Take all steps, and others by name, and mark what was built whole."""
        reading = [self._pool.submit(self._read, each) for each in todo]
        # Each takes one core as long as a volume does at most, and nothing waits for it.
        beside = [
            self._pool.submit(self._done, name, step, self._project)
            for name, step in others.items()
        ]
        for each, read in zip(todo, reading, strict=True):
            typeset = [volume.result() for volume in read.result()]
            if typeset and all(typeset):
                _mark(self._project, each.edition, "pdf", each.digest)
        for step in beside:
            step.result()

    def _read(self, each: Outdated) -> list[Future[bool]]:
        for form in each.forms:
            # What is half changed must not look as it did, should its sources do so again.
            _stamp(self._project, each.edition, form).unlink(missing_ok=True)
        # HTML and PDF of one edition share Sphinx's reading of the sources.
        if "html" in each.forms:
            if not self._of("html", each.edition, _html, each.tree):
                return []
            _mark(self._project, each.edition, "html", each.digest)
        if "pdf" not in each.forms or not self._of("pdf", each.edition, _latex, each.tree):
            return []
        # For whoever is free first: three editions are badly shared by two cores.
        typeset = partial(self._of, "pdf", each.edition, _typeset)
        volumes = _longest_first(self._project, each.edition)
        return [self._pool.submit(partial(typeset, volume)) for volume in volumes]

    def _of(self, form: str, edition: Edition, step: Callable, given: Path | Volume) -> bool:
        return self._done(f"{form} {edition.lang}", step, self._project, edition, given)

    def _done(self, name: str, step: Callable, *given: object) -> bool:
        self._bar.set_postfix_str(name)
        try:
            step(*given)
        except BuildError as error:
            self.failures.append((name, error))
            return False
        self._bar.update()
        return True


def _outdated(
    project: Project, editions: list[Edition], formats: list[str], as_of: str | None
) -> Iterator[Outdated]:
    shared = digest([project.root / "uv.lock", project.root / "data", PACKAGE])
    shared += "".join(versions().values())
    for edition in editions:
        tree = assemble(project, edition, as_of)
        now = shared + digest([tree, project.build / "locale" / edition.sphinx])
        wanted = [f for f in formats if not _done(project, edition, f, now)]
        if wanted:
            yield Outdated(edition, tree, now, wanted)


def _html(project: Project, edition: Edition, tree: Path) -> None:
    work = _work(project, edition)
    built = work / "_build" / "html"
    if lost_pages(tree, built):
        # Sphinx never removes what it wrote; without it, it writes all there is.
        shutil.rmtree(built)
    _sphinx(project, tree, work, "html")
    follow(built, project.build / "html" / edition.slug, without=(".buildinfo", ".map"))


@contextmanager
def whole(begun: Path, forget: Callable[[], object]) -> Iterator[None]:
    """Mark a step while it is done: one that was broken off, or failed, forgets what it had."""
    if begun.is_file():
        forget()
    write(begun, "")
    yield
    begun.unlink()


def forget_others(project: Project) -> None:
    """Remove PDFs of volumes that the book no longer has."""
    volumes = book(project.root).volumes
    there = {_pdf_of(project, v.file(edition.slug)) for edition in EDITIONS for v in volumes}
    for path in set((project.build / "pdf").glob("*.pdf")) - there:
        path.unlink()


def lost_pages(tree: Path, built: Path) -> set[str]:
    """Return the pages that were built and that the table of contents names no more."""
    named = re.findall(r"(?:file|root): (\S+)", (tree / "_toc.yml").read_text(encoding="utf-8"))
    pages = (path.relative_to(built).with_suffix("") for path in built.glob("[!_]*/**/*.html"))
    return {page.as_posix() for page in pages} - {name.removesuffix(".md") for name in named}


def _latex(project: Project, edition: Edition, tree: Path) -> None:
    _sphinx(project, tree, _work(project, edition), "latex")


def _sphinx(project: Project, tree: Path, work: Path, builder: str) -> None:
    """Build what has changed since the last time, or all if that was broken off."""
    begun = project.build / "begun" / f"{builder}-{work.name}"
    with whole(begun, lambda: shutil.rmtree(work, ignore_errors=True)):
        try:
            jupyter_book(project, tree, work, builder)
        except BuildError as error:
            if not error.pages:
                raise
            failed = error
        else:
            return
        # Sphinx warns of a page when it reads or writes it: these it is to read again.
        for page in failed.pages:
            page.touch()
    raise failed


def _longest_first(project: Project, edition: Edition) -> list[Volume]:
    latex = _work(project, edition) / "_build" / "latex"
    sizes = {v: (latex / f"{v.file(edition.slug)}.tex").stat() for v in book(project.root).volumes}
    return sorted(sizes, key=lambda volume: -sizes[volume].st_size)


def _typeset(project: Project, edition: Edition, volume: Volume) -> None:
    latex, name = _work(project, edition) / "_build" / "latex", volume.file(edition.slug)
    with whole(project.build / "begun" / f"tex-{name}", lambda: _forget_tex(latex, name)):
        typeset(project, latex, name, _pdf_of(project, name))


def _forget_tex(latex: Path, name: str) -> None:
    for path in latex.glob(f"{name}.*"):
        if path.suffix != ".tex":
            path.unlink()


def _pdf_of(project: Project, name: str) -> Path:
    return project.build / "pdf" / f"{name}.pdf"


def _work(project: Project, edition: Edition) -> Path:
    return project.build / "work" / edition.slug


def _stamp(project: Project, edition: Edition, form: str) -> Path:
    return project.build / "done" / f"{form}-{edition.slug}"


def _done(project: Project, edition: Edition, form: str, digest: str) -> bool:
    stamp = _stamp(project, edition, form)
    if form == "html":
        results = [project.build / "html" / edition.slug / "index.html"]
    else:
        files = [volume.file(edition.slug) for volume in book(project.root).volumes]
        results = [_pdf_of(project, file) for file in files]
    made = all(path.is_file() for path in (stamp, *results))
    return made and stamp.read_text(encoding="utf-8") == digest


def _mark(project: Project, edition: Edition, form: str, digest: str) -> None:
    write(_stamp(project, edition, form), digest)
