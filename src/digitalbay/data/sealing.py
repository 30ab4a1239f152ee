"""Writing the seal: hashes, sizes and row counts of every file, after the package is checked."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from digitalbay.data import descriptor as descriptors
from digitalbay.data import seals, tables
from digitalbay.data.checks import inspect
from digitalbay.data.errors import DataError
from digitalbay.data.package import seal_path


def write(root: Path, day: date | None = None) -> list[str]:
    """Seal the package in `root` and return the paths of the files that had changed.

    Raises DataError, and writes nothing, if the package fails any check but that of the hashes.
    `day` becomes the date of the package when something has changed.
    Checksums of files that are no longer in the package are removed.
    """
    package, problems = inspect(root, sealed=False, day=day)
    if problems:
        raise DataError(problems)
    raw, changed = descriptors.read(root).raw, []
    for entry, resource in zip(raw["resources"], package.descriptor.resources, strict=True):
        content = tables.content(root, resource.path) or b""
        if resource.hash != seals.digest(content) or not (root / seal_path(resource)).is_file():
            changed.append(resource.path)
        entry["hash"] = seals.digest(content)
        entry["bytes"] = len(content)
        entry["digitalbay:rows"] = len(package.texts[resource.name])
        _write(root / seal_path(resource), seals.seal(content.decode("utf-8")).text())
    kept = {Path(seal_path(resource)).name for resource in package.descriptor.resources}
    for path in (root / "checksums").glob("*.txt"):
        if path.name not in kept:
            path.unlink()
    if changed and day:
        raw["created"] = f"{day.isoformat()}T00:00:00Z"
    write_descriptor(root, raw)
    return changed


def write_descriptor(root: Path, raw: dict[str, Any]) -> None:
    """Write the descriptor the way the package keeps it."""
    _write(root / descriptors.NAME, json.dumps(raw, ensure_ascii=False, indent=2) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")
