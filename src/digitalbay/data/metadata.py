"""Whether what a package says about itself is there and true."""

import re
from collections.abc import Iterator

from digitalbay.data import seals, tables
from digitalbay.data.descriptor import NAME, Resource
from digitalbay.data.errors import Problem
from digitalbay.data.package import Package, seal_path

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
REGION = "digitalbay:region"


def described(package: Package) -> list[Problem]:
    """Name, semantic version, licences, contributors and the region stand in the descriptor."""
    raw = package.descriptor.raw
    areas = package.texts["areas"]
    wanted = (
        ("name", _matches(_NAME, raw.get("name")), "a name of small letters, digits, . _ and -"),
        ("version", _matches(_VERSION, raw.get("version")), "a semantic version such as 1.2.0"),
        ("licenses", _named(raw.get("licenses"), "name"), "at least one licence with its name"),
        (
            "contributors",
            _named(raw.get("contributors"), "title"),
            "at least one contributor with a title",
        ),
        (
            REGION,
            # A package just begun names it before there are any areas.
            areas.empty or raw.get(REGION) in set(areas["area"][areas["members"] != ""]),
            "an area with members",
        ),
    )
    return [
        Problem(NAME, None, part, None if part not in raw else str(raw[part]), expected)
        for part, right, expected in wanted
        if not right
    ]


def measured(package: Package) -> list[Problem]:
    """Encoding, size, rows and short hashes of every file are those of the seal."""
    return [problem for at in package.descriptor.resources for problem in _measures(package, at)]


def _measures(package: Package, resource: Resource) -> Iterator[Problem]:
    root, entries = package.descriptor.root, package.descriptor.raw["resources"]
    entry = next(entry for entry in entries if entry["name"] == resource.name)
    content = tables.content(root, resource.path) or b""
    true = {
        "encoding": "utf-8",
        "bytes": len(content),
        "digitalbay:rows": len(package.texts[resource.name]),
    }
    for part, right in true.items():
        if entry.get(part) != right:
            expected = f"{right} for {resource.path}"
            yield Problem(NAME, None, part, str(entry.get(part)), expected)
    kept = tables.content(root, seal_path(resource))
    if kept != seals.seal(content.decode("utf-8")).text().encode():
        expected = f"the short hashes of {resource.path}: run `bay data seal`"
        yield Problem(seal_path(resource), None, None, None, expected)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _named(entries: object, part: str) -> bool:
    return (
        isinstance(entries, list)
        and bool(entries)
        and all(isinstance(entry, dict) and entry.get(part) for entry in entries)
    )
