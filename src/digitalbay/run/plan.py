"""What there is to run: page × language × date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .book import book
from .project import Project
from .templates import variants

# Folders of what runs leave: output, record, what they took, how far they came.
ROOMS = ("notebooks", "runs", "history", "failed")


def pages(project: Project) -> dict[str, tuple[Path, dict[str, str]]]:
    """Return the pages of a book that are notebooks: name → notebook and parameters of its own."""
    return {
        name: (path, parameters)
        for path in sorted(project.notebooks.glob("*.ipynb"))
        for name, parameters in variants(path).items()
    }


@dataclass(frozen=True)
class Run:
    """One notebook with its parameters.

    A template has many pages: ``page`` names one, ``given`` holds its parameters. The results of
    a sweep lie in a ``folder`` of their own, those of the book in ``_build``.
    """

    notebook: Path
    lang: str
    as_of: str | None = None
    page: str | None = None
    given: tuple[tuple[str, object], ...] = ()
    folder: Path | None = None

    @property
    def name(self) -> str:
        """The page's name: the notebook's without its ending, unless it is a template."""
        return self.page or self.notebook.stem

    @property
    def parameters(self) -> dict:
        """Parameters that differ from the notebook's defaults (English, newest vintage)."""
        given = {"lang": self.lang, "as_of": self.as_of, **dict(self.given)}
        return {k: v for k, v in given.items() if v is not None and (k, v) != ("lang", "en")}

    def output(self, project: Project) -> Path:
        """Where the executed notebook goes."""
        return self._in(project, "notebooks") / f"{self.name}.ipynb"

    def record(self, project: Project) -> Path:
        """Where the run writes down what it used."""
        return self._in(project, "runs") / f"{self.name}.json"

    def history(self, project: Project) -> Path:
        """Where what the run took is kept, when it is stale and if it fails."""
        return self._in(project, "history") / f"{self.name}.json"

    def failed(self, project: Project) -> Path:
        """Where the notebook is kept as far as it ran, if it fails."""
        return self._in(project, "failed") / f"{self.name}.ipynb"

    def _in(self, project: Project, room: str) -> Path:
        return self.folder / room if self.folder else project.build / room / self.lang

    def __str__(self) -> str:
        return f"{self.name} {self.lang}" + (f" as of {self.as_of}" if self.as_of else "")


def forget_others(project: Project) -> None:
    """Remove what was kept of pages that the book no longer has."""
    there = set(pages(project))
    for room in ROOMS:
        for path in (project.build / room).glob("*/*"):
            if path.stem not in there:
                path.unlink()


def plan(
    project: Project,
    *,
    names: tuple[str, ...] = (),
    langs: tuple[str, ...] = (),
    as_of: str | None = None,
) -> list[Run]:
    """List the runs of the book, or of the notebooks and pages named.

    The name of a template stands for all its pages. Without ``langs``, all of the book's.

    Raises
    ------
    FileNotFoundError
        If a name is no notebook and no page of the book.
    """
    found = pages(project)
    wanted = []
    for name in [Path(name).stem for name in names] or found:
        named = [page for page, (path, _) in found.items() if name in (page, path.stem)]
        if not named:
            raise FileNotFoundError(
                f"no notebook {name!r} in {project.notebooks}; there are: {', '.join(found)}"
            )
        wanted += named
    runs = []
    for lang in langs or book(project.root).languages:
        for page in dict.fromkeys(wanted):
            path, given = found[page]
            own = None if page == path.stem else page
            runs.append(Run(path, lang, as_of, own, tuple(given.items())))
    return runs
