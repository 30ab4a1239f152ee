"""Which runs are stale: those for which something they used has changed since."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from digitalbay.data.recorder import Read

from . import reads
from .plan import Project, Run, cells_digest
from .used import file_digest, package_digest

RECORDED = {"cells", "parameters", "files", "package", "reads"}


def why_stale(run: Run, project: Project) -> list[str]:
    """Say why a run must be done again; nothing if its output stands.

    A run used its cells, its parameters, the rows it read, modules and files of the project, and
    the locked versions; it recorded each, and each is compared with what is there now.
    """
    path = run.record(project)
    if not path.is_file() or not run.output(project).is_file():
        return ["never run"]
    used = json.loads(path.read_text(encoding="utf-8"))
    if used.keys() != RECORDED:
        return ["recorded by another version of bay"]
    why = []
    if used["cells"] != _cells(run.notebook, run.notebook.stat().st_mtime_ns):
        why.append("its cells changed")
    if used["parameters"] != run.parameters:
        why.append("its parameters changed")
    why += [
        f"{name} changed"
        for name, digest in used["files"].items()
        if file_digest(project.root / name) != digest
    ]
    if used["package"] != package_digest():
        told = (reads.changed(recorded_read(read), project) for read in used["reads"])
        why += dict.fromkeys(filter(None, told))
    return why


def recorded_read(fields: dict) -> Read:
    """Return a read as it was recorded in JSON."""
    return Read(**fields | {"sources": tuple(fields["sources"])})


@cache
def _cells(notebook: Path, _changed: int) -> str:
    return cells_digest(notebook)
