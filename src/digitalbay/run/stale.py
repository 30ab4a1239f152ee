"""Which runs are stale: those for which something they used has changed since."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from digitalbay.data import recorder

from .plan import Project, Run, cells_digest


def why_stale(run: Run, project: Project) -> str | None:
    """Say why a run must be done again, or None if its output stands.

    A run used its cells, its parameters, the rows it read, the modules it imported and the
    locked versions; it recorded each, and each is compared with what is there now.
    """
    path = run.record(project)
    if not path.is_file() or not run.output(project).is_file():
        return "never run"
    used = json.loads(path.read_text(encoding="utf-8"))
    if used["cells"] != cells_digest(run.notebook):
        return "its cells changed"
    if used["parameters"] != run.parameters:
        return "its parameters changed"
    for name, digest in used["code"].items():
        if file_digest(project.root / name) != digest:
            return f"{name} changed"
    for read in used["reads"]:
        if _replayed(json.dumps(read, sort_keys=True)) != read["digest"]:
            return f"data changed: {read['function']} {read['arguments']}"
    return None


def code_digests(modules: list[str], project: Project) -> dict[str, str | None]:
    """Digests of modules, relative to the project's root, and of the lock file."""
    return {name: file_digest(project.root / name) for name in [*modules, "uv.lock"]}


@cache
def file_digest(path: Path) -> str | None:
    """SHA-256 of a file, or None if there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


@cache
def _replayed(read: str) -> str | None:
    # Many runs read the same rows: replay each distinct read once.
    fields = json.loads(read)
    return recorder.replay(recorder.Read(**fields))
