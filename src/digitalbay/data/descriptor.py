"""The descriptor `datapackage.json` and the schemas it names: the one place of all metadata.

The code reads types, keys and foreign keys from there and holds none of its own, so the same
machinery serves any package of the same shape. Validating with `frictionless` at run time would
cost a second and thirty packages in every kernel; it is used in the tests, as an independent
judge of the same descriptor.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitalbay.data import shapes
from digitalbay.data.errors import DataError, Problem

NAME = "datapackage.json"
OBSERVATIONS = "observations"


@dataclass(frozen=True)
class Resource:
    """One file of the package and what it must look like."""

    name: str
    path: str
    schema: dict[str, Any] = field(hash=False)
    hash: str | None
    rows: int | None

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return [field["name"] for field in self.schema["fields"]]

    @property
    def key(self) -> list[str]:
        """Columns that identify a row."""
        return self.schema["primaryKey"]

    @property
    def table(self) -> str:
        """Table the rows belong to: all files of observations form one."""
        return OBSERVATIONS if self.path.startswith(f"{OBSERVATIONS}/") else self.name


@dataclass(frozen=True)
class Descriptor:
    """The package's metadata: `raw` as written, `resources` with their schemas read."""

    root: Path
    raw: dict[str, Any]
    resources: tuple[Resource, ...]

    def resource(self, name: str) -> Resource:
        """Return a resource by name; KeyError if there is none."""
        return {resource.name: resource for resource in self.resources}[name]


def read(root: Path) -> Descriptor:
    """Read the descriptor of the package in `root`; DataError if it cannot be used."""
    raw = _json(root, NAME)
    try:
        resources = tuple(_resource(root, entry) for entry in raw["resources"])
        faults = shapes.faults(NAME, raw["resources"], [r.schema for r in resources])
    except (KeyError, TypeError, AttributeError) as error:
        problem = Problem(NAME, None, None, str(error), "resources with name, path and schema")
        raise DataError([problem]) from error
    if faults:
        raise DataError(faults)
    return Descriptor(root, raw, resources)


def _resource(root: Path, entry: dict[str, Any]) -> Resource:
    schema = _json(root, entry["schema"])
    _inside(entry["path"])
    if missing := {"fields", "primaryKey"} - set(schema):
        raise KeyError(f"{entry['schema']} has no {' and no '.join(sorted(missing))}")
    return Resource(
        entry["name"], entry["path"], schema, entry.get("hash"), entry.get("digitalbay:rows")
    )


def _json(root: Path, path: str) -> Any:
    _inside(path)
    try:
        return json.loads((root / path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        reason = getattr(error, "msg", None) or getattr(error, "strerror", None) or str(error)
        row = getattr(error, "lineno", None)
        raise DataError([Problem(path, row, None, None, f"readable JSON ({reason})")]) from error


def _inside(path: str) -> None:
    """Refuse a path that leads out of the package."""
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise DataError([Problem(NAME, None, "path", path, "a path inside the package")])
