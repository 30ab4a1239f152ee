"""Where the data package is."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from digitalbay.data.errors import DataError, Problem

VARIABLE = "DIGITALBAY_DATA"
_chosen: ContextVar[Path | None] = ContextVar("package", default=None)


def root(given: str | os.PathLike | None = None) -> Path:
    """Return the folder of `datapackage.json`.

    In this order: the argument, the package being `using`, the variable DIGITALBAY_DATA, the
    `data/` of the book around the current folder, that of the checkout that this code runs from,
    the copy inside an installed wheel.
    Raises DataError if there is none.
    """
    return _with_descriptor(asked(given))


def asked(given: str | os.PathLike | None = None) -> tuple[Path, ...]:
    """Return the folders in which the package is looked for, in order: see `root`."""
    if one := given or _chosen.get() or os.environ.get(VARIABLE):
        return (Path(one),)
    return (*_of_books(os.getcwd()), *built_in())


@contextmanager
def using(folder: str | os.PathLike) -> Iterator[None]:
    """Read from another package inside a `with` block."""
    token = _chosen.set(Path(folder))
    try:
        yield
    finally:
        _chosen.reset(token)


@cache
def built_in() -> list[Path]:
    """Return where the package that comes with this code may be: in a checkout, in a wheel."""
    # An editable install also copies the data into site-packages; the checkout must win over it.
    project = Path(__file__).resolve().parents[3]
    checkout = [project / "data"] if (project / "pyproject.toml").is_file() else []
    return [*checkout, Path(__file__).parents[1] / "_data"]


# Asked at every read.
@cache
def _of_books(here: str) -> list[Path]:
    """Return the folders of data of the books around a folder, the nearest first."""
    around = (Path(here), *Path(here).parents)
    return [folder / "data" for folder in around if (folder / "_toc.yml").is_file()]


def _with_descriptor(candidates: Sequence[Path]) -> Path:
    for folder in candidates:
        if (folder / "datapackage.json").is_file():
            return folder.resolve()
    raise DataError([Problem(str(candidates[0] / "datapackage.json"), None, None, None, "a file")])
