"""What there is to run: notebook × language × date."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import nbformat

from digitalbay.figures.language import LANGUAGES


@dataclass(frozen=True)
class Project:
    """Where the book's parts are, from its root."""

    root: Path

    @property
    def notebooks(self) -> Path:
        """The committed notebooks."""
        return self.root / "notebooks"

    @property
    def build(self) -> Path:
        """All that is built."""
        return self.root / "_build"

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Return the project around a folder, by default the current one.

        Raises
        ------
        FileNotFoundError
            If no parent holds ``_toc.yml`` and ``notebooks/``.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "_toc.yml").is_file() and (folder / "notebooks").is_dir():
                return cls(folder)
        raise FileNotFoundError(
            f"{here} is not inside a book: no parent folder has _toc.yml and notebooks/; "
            "run bay from a checkout of the project"
        )


@dataclass(frozen=True)
class Run:
    """One notebook with its parameters."""

    notebook: Path
    lang: str
    as_of: str | None = None

    @property
    def name(self) -> str:
        """The notebook's name without its ending."""
        return self.notebook.stem

    @property
    def parameters(self) -> dict:
        """Parameters that differ from the notebook's defaults (English, newest vintage)."""
        given = {"lang": self.lang, "as_of": self.as_of}
        return {k: v for k, v in given.items() if v is not None and (k, v) != ("lang", "en")}

    def output(self, project: Project) -> Path:
        """Where the executed notebook goes."""
        return project.build / "notebooks" / self.lang / self.notebook.name

    def record(self, project: Project) -> Path:
        """Where the run writes down what it used."""
        return project.build / "runs" / self.lang / f"{self.name}.json"

    def __str__(self) -> str:
        return f"{self.name} {self.lang}" + (f" as of {self.as_of}" if self.as_of else "")


def plan(
    project: Project,
    *,
    names: tuple[str, ...] = (),
    langs: tuple[str, ...] = LANGUAGES,
    as_of: str | None = None,
) -> list[Run]:
    """List the runs of the book, or of the notebooks named.

    Raises
    ------
    FileNotFoundError
        If a name is no notebook of the book.
    """
    found = {path.stem: path for path in sorted(project.notebooks.glob("*.ipynb"))}
    wanted = [Path(name).stem for name in names] or list(found)
    for name in wanted:
        if name not in found:
            raise FileNotFoundError(
                f"no notebook {name!r} in {project.notebooks}; there are: {', '.join(found)}"
            )
    return [Run(found[name], lang, as_of) for lang in langs for name in wanted]


def cells_digest(notebook: Path) -> str:
    """Digest of what a run reads of a notebook: its cells, not their committed outputs."""
    cells = nbformat.read(notebook, as_version=4).cells
    essence = [(c.cell_type, c.source, c.metadata.get("tags", [])) for c in cells]
    return hashlib.sha256(json.dumps(essence).encode()).hexdigest()
