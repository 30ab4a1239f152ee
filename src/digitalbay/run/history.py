"""What runs took and imported, kept beside their records: it makes the next ones sooner.

Unlike a record it makes no run stale, and a run that fails keeps what was known of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from digitalbay.files import write

from .project import Project


@dataclass(frozen=True)
class Past:
    """What a run took: ``cells`` is their digest, ``imports`` are names of libraries' modules."""

    notebook: str
    cells: str
    seconds: float
    imports: list[str] = field(default_factory=list)


def remember(path: Path, past: Past) -> None:
    """Write down what a run took.

    What the same cells were seen to import before is kept: what the prepared process has imported,
    a kernel does not import again.
    """
    before = remembered(path)
    seen = before.imports if before and before.cells == past.cells else ()
    kept = asdict(past) | {"imports": sorted({*past.imports, *seen})}
    write(path, json.dumps(kept, ensure_ascii=False) + "\n")


def remembered(path: Path) -> Past | None:
    """Return what a run took; None if it never ended, or was told by another version of bay."""
    try:
        return Past(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def pasts(project: Project) -> list[Past]:
    """Return what the runs of the book took, of notebooks that are still there."""
    found: Iterable[Past | None] = map(remembered, sorted(project.history.glob("*/*.json")))
    return [past for past in found if past and (project.notebooks / past.notebook).is_file()]
