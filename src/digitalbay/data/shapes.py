"""Whether a descriptor and its schemas have the shape that the code counts on."""

import re
from collections.abc import Iterator
from typing import Any

from digitalbay.data.errors import Problem

TYPES = ("string", "number", "integer", "boolean")
NUMBERS = {"value": ("number",)}
"""Columns that the code computes with, and the types they may have."""

Entry = dict[str, Any]


def faults(descriptor: str, entries: list[Entry], schemas: list[Entry]) -> list[Problem]:
    """Return what is wrong with the entries of a descriptor and with the schema of each."""
    problems = [
        Problem(descriptor, None, part, str(value), f"a {part} that no other resource has")
        for part in ("name", "path")
        for value in _repeated([entry[part] for entry in entries])
    ]
    columns = {
        entry["name"]: [field["name"] for field in schema["fields"]]
        for entry, schema in zip(entries, schemas, strict=True)
    }
    for entry, schema in zip(entries, schemas, strict=True):
        for column, value, expected in _schema(schema, columns):
            problems.append(Problem(entry["schema"], None, column, value, expected))
    return list(dict.fromkeys(problems))


def _schema(schema: Entry, columns: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    names = [field["name"] for field in schema["fields"]]
    if not names:
        yield "fields", "", "at least one field"
    for name in _repeated(names):
        yield "fields", name, "a field named once"
    for field in schema["fields"]:
        allowed = NUMBERS.get(field["name"], TYPES)
        if field["type"] not in allowed:
            yield field["name"], str(field["type"]), f"a type of {', '.join(allowed)}"
        pattern = field.get("constraints", {}).get("pattern", "")
        if not _compiles(pattern):
            yield field["name"], pattern, "a pattern that is a regular expression"
    for name in schema["primaryKey"]:
        if name not in names:
            yield "primaryKey", name, "a field of this schema"
    for link in schema.get("foreignKeys", []):
        yield from _link(link, names, columns)


def _link(
    link: Entry, names: list[str], columns: dict[str, list[str]]
) -> Iterator[tuple[str, str, str]]:
    target = link["reference"]
    if len(link["fields"]) != 1 or not set(link["fields"]) <= set(names):
        yield "foreignKeys", " ".join(link["fields"]), "one field of this schema"
    if target["resource"] not in columns:
        yield "foreignKeys", target["resource"], "a resource of the package"
    elif not set(target["fields"]) <= set(columns[target["resource"]]):
        where = f"a field of {target['resource']}"
        yield "foreignKeys", " ".join(target["fields"]), where


def _repeated(values: list[Any]) -> list[Any]:
    return [value for i, value in enumerate(values) if value in values[:i]]


def _compiles(pattern: str) -> bool:
    try:
        return bool(re.compile(pattern))
    except re.error:
        return False
