"""Which files a run used: modules and files of the project, each with its digest."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from digitalbay.data import descriptor, location

from .project import Project

PACKAGE = Path(__file__).parents[1]
RUNNER = ("digitalbay.run", "digitalbay.kernels", "digitalbay.files")
CODE = {".py", ".pyc"}


def own_files(testimony: dict, project: Project) -> list[str]:
    """Return the files of this package and of the project that a run used, and the lock file.

    Parameters
    ----------
    testimony : ``modules`` (name, file) and ``files``, not installed, as the kernel told them

    Returns
    -------
    list of paths relative to the project's root. The runner's modules are left out, since a
    notebook finds the same whatever runs it; so is the data package, which is followed by rows.
    """
    modules = {Path(f) for n, f in testimony["modules"] if not n.startswith(RUNNER)}
    found = {path for path in modules if path.is_relative_to(PACKAGE) or _belongs(path, project)}
    # A module may read what lies beside it before its kernel can be watched.
    for folder in {path.parent for path in found if path.is_relative_to(PACKAGE)}:
        found |= _beside(folder)
    opened = {Path(os.path.abspath(project.notebooks / file)) for file in testimony["files"]}
    data = location.root()
    found |= {
        path
        for path in opened
        if path.suffix not in CODE and _belongs(path, project) and not path.is_relative_to(data)
    }
    return sorted({os.path.relpath(path, project.root) for path in found} | {"uv.lock"})


@cache
def _beside(folder: Path) -> frozenset[Path]:
    files = (path for path in folder.iterdir() if path.is_file())
    return frozenset(path for path in files if path.suffix not in CODE)


def _belongs(path: Path, project: Project) -> bool:
    """Tell whether a file is the project's own and not built."""
    return path.is_relative_to(project.root) and not path.is_relative_to(project.build)


def digests(files: list[str], project: Project) -> dict[str, str | None]:
    """Return the digest of each file, by its path relative to the root."""
    return {name: file_digest(project.root / name) for name in files}


def package_digest() -> str | None:
    """Digest of the data package: of its descriptor, which holds those of all its files."""
    return file_digest(location.root() / descriptor.NAME)


def file_digest(path: Path) -> str | None:
    """SHA-256 of a file, or None if there is none."""
    return _digest_then(path, path.stat().st_mtime_ns) if path.is_file() else None


@cache
def _digest_then(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
