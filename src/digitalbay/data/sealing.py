"""Writing the seal: hashes, sizes and row counts of every file, after the package is checked."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from digitalbay.data import descriptor as descriptors
from digitalbay.data import seals, tables
from digitalbay.data.checks import inspect
from digitalbay.data.descriptor import Resource
from digitalbay.data.errors import DataError
from digitalbay.data.package import Package, seal_path
from digitalbay.files import write_if_changed


def write(root: Path, day: date | None = None) -> list[str]:
    """Check the package in `root`, seal it, and return the paths of the files that had changed.

    Raises DataError, and writes nothing, if the package fails any check but that of the hashes.
    `day` becomes the date of the package when something has changed.
    """
    created = descriptors.read(root).raw.get("created")
    package, problems = inspect(root, sealed=False, day=day)
    if problems or package is None:
        raise DataError(problems)
    changed = [r.path for r in package.descriptor.resources if not _sealed(root, r)]
    if not changed:
        package.descriptor.raw["created"] = created
    apply(root, package)
    return changed


def apply(root: Path, package: Package) -> None:
    """Write the seal of a package that has been checked, and its descriptor."""
    raw = package.descriptor.raw
    kept = set()
    for entry, resource in zip(raw["resources"], package.descriptor.resources, strict=True):
        content = tables.content(root, resource.path) or b""
        entry["hash"] = seals.digest(content)
        entry["bytes"] = len(content)
        entry["digitalbay:rows"] = len(package.texts[resource.name])
        write_if_changed(root / seal_path(resource), seals.seal(content.decode("utf-8")).text())
        kept.add(root / seal_path(resource))
    for path in set((root / "checksums").glob("*.txt")) - kept:
        path.unlink()
    write_descriptor(root, raw)


def write_descriptor(root: Path, raw: dict[str, Any]) -> None:
    """Write the descriptor the way the package keeps it."""
    write_if_changed(root / descriptors.NAME, json.dumps(raw, ensure_ascii=False, indent=2) + "\n")


def _sealed(root: Path, resource: Resource) -> bool:
    content = tables.content(root, resource.path) or b""
    return resource.hash == seals.digest(content) and (root / seal_path(resource)).is_file()
