"""Which runs are stale: those for which something they used has changed since."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import nbformat

from digitalbay.files import write

from . import cells
from .inputs import file_digest, package_digest
from .plan import Run
from .project import Project

RECORDED = {"cells", "prose", "parameters", "files", "package", "reads", "found"}


def why_stale(run: Run, project: Project) -> list[str]:
    """Say why a run must be done again; nothing if its output stands.

    A run used its cells, its parameters, the rows it read, modules and files of the project, and
    the locked versions; it recorded each, and each is compared with what is there now.
    """
    why = _without_data(run, project)
    if to_replay := _reads(run, project):
        # Slow to import, and seldom asked.
        from . import reads  # noqa: PLC0415

        why += reads.changes(map(reads.recorded, to_replay), project)
    return why


def is_stale(run: Run, project: Project) -> bool:
    """Tell whether a run must be done again; looked at is no more than tells it."""
    if _without_data(run, project):
        return True
    if not (to_replay := _reads(run, project)):
        return False
    from . import reads  # noqa: PLC0415

    return reads.any_changed(map(reads.recorded, to_replay))


def _without_data(run: Run, project: Project) -> list[str]:
    if not run.record(project).is_file() or not run.output(project).is_file():
        return ["never run"]
    used = recorded(run, project)
    if used is None:
        return ["recorded by another version of bay"]
    why = []
    if used["cells"] != cells.written(run.notebook).code:
        why.append("its cells changed")
    if used["parameters"] != run.parameters:
        why.append("its parameters changed")
    return why + [
        f"{name} changed"
        for name, digest in used["files"].items()
        if file_digest(project.root / name) != digest
    ]


def _reads(run: Run, project: Project) -> list[dict]:
    """Return what a run read, if the data package is another since."""
    used = recorded(run, project) if run.output(project).is_file() else None
    return used["reads"] if used and used["package"] != package_digest() else []


def recorded(run: Run, project: Project) -> dict | None:
    """Return what a run used and found, or None if it has no record, or one of another version.

    It is not to be changed: whoever asks again is given the same.
    """
    path = run.record(project)
    return _recorded(path, path.stat().st_mtime_ns) if path.is_file() else None


# A book's records are kept, not those of a sweep, which may have thousands.
@lru_cache(maxsize=256)
def _recorded(path: Path, _changed: int) -> dict | None:
    record = json.loads(path.read_text(encoding="utf-8"))
    return record if record.keys() == RECORDED else None


def refresh(run: Run, project: Project) -> None:
    """Give the output of a run that is not stale the prose that its notebook has now."""
    output, record = run.output(project), run.record(project)
    used = recorded(run, project) or {}
    written = cells.written(run.notebook)
    if used["prose"] != written.prose:
        executed = nbformat.read(output, as_version=4)
        # Until the output is written, the record knows of no prose in it.
        write(record, json.dumps(used | {"prose": None}, ensure_ascii=False) + "\n")
        write(output, cells.encoded(cells.with_prose(executed, written.document)))
        write(record, json.dumps(used | {"prose": written.prose}, ensure_ascii=False) + "\n")
