"""Where the parts of a book are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

# The module by which kernels of the book are prepared; see `digitalbay.kernels.prepared`.
PREPARATION = "digitalbay.run.preparation"


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

    @property
    def reads(self) -> Path:
        """What runs read of the data package, each result once, by its digest."""
        return self.build / "reads"

    @property
    def history(self) -> Path:
        """What runs of the book took and imported, by language."""
        return self.build / "history"

    def patience(self) -> int | None:
        """Return how many seconds a cell may take, as `_config.yml` says; None is any number."""
        # Slow to load, for who only plans.
        from .sources import SETTINGS, SourceError, settings  # noqa: PLC0415

        seconds = settings(self.root)["execute"].get("timeout", -1)
        if not isinstance(seconds, int) or seconds < -1:
            raise SourceError(SETTINGS, f"execute: timeout: {seconds!r} is no number of seconds")
        # Jupyter Book writes "any" so.
        return None if seconds == -1 else seconds

    def uses_package(self) -> bool:
        """Tell whether any notebook names this package, and may read its data."""
        name = __name__.partition(".")[0].encode()
        return any(name in path.read_bytes() for path in self.notebooks.glob("*.ipynb"))

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
