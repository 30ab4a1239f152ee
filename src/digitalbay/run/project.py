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
        path = self.root / "_config.yml"
        if not path.is_file():
            return None
        # Slow to load, for who only plans.
        import yaml  # noqa: PLC0415

        with path.open(encoding="utf-8") as file:
            seconds = ((yaml.safe_load(file) or {}).get("execute") or {}).get("timeout")
        # Jupyter Book writes "any" so.
        return None if seconds in (None, -1) else int(seconds)

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
