"""The schemas of a package as CSVW, the W3C's description of tables for the web.

| of the package | in CSVW |
|---|---|
| resource | table; its path, the URL |
| field | column; its description, `dc:description` |
| type, pattern, enum, minimum, maximum, maxLength | datatype: base, format and limits |
| required | required; an empty cell is null |
| primaryKey, foreignKeys | the same |
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from digitalbay.data.descriptor import Descriptor, Resource

NAME = "csv-metadata.json"
_BASES = {"string": "string", "number": "number", "integer": "integer", "boolean": "boolean"}
_LIMITS = ("minimum", "maximum", "maxLength")


def text(descriptor: Descriptor, files: Iterable[tuple[str, Resource]]) -> str:
    """Return the description as the text of a file; see `describe`."""
    return json.dumps(describe(descriptor, files), ensure_ascii=False, indent=1) + "\n"


def describe(descriptor: Descriptor, files: Iterable[tuple[str, Resource]]) -> dict[str, Any]:
    """Return the description of a group of tables.

    files: the address of each file, relative to that of the description, and what it holds. Keys
    that lead to a table which is not among them are left out.
    """
    files = list(files)
    raw = descriptor.raw
    addresses = {resource.name: address for address, resource in files}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": raw["title"],
        "dc:description": raw.get("description", ""),
        "dc:license": {"@id": raw["licenses"][0]["path"]},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"]},
        "tables": [
            {"url": address, "tableSchema": _schema(resource, addresses)}
            for address, resource in files
        ],
    }


def _schema(resource: Resource, addresses: dict[str, str]) -> dict[str, Any]:
    keys = [
        {
            "columnReference": key["fields"],
            "reference": {
                "resource": addresses[key["reference"]["resource"]],
                "columnReference": key["reference"]["fields"],
            },
        }
        for key in resource.schema.get("foreignKeys", [])
        if key["reference"]["resource"] in addresses
    ]
    columns = [_column(field) for field in resource.schema["fields"]]
    return {"columns": columns, "primaryKey": resource.key, "foreignKeys": keys}


def _column(field: dict[str, Any]) -> dict[str, Any]:
    limits = field.get("constraints", {})
    return {
        "name": field["name"],
        "titles": field["name"],
        "dc:description": field.get("description", ""),
        "required": limits.get("required", False),
        "datatype": _datatype(field, limits),
    }


def _datatype(field: dict[str, Any], limits: dict[str, Any]) -> dict[str, Any]:
    base = "anyURI" if field.get("format") == "uri" else _BASES[field["type"]]
    made = {"base": base, **{name: limits[name] for name in _LIMITS if name in limits}}
    if base == "boolean":
        made["format"] = "true|false"
    elif pattern := _pattern(limits):
        made["format"] = pattern
    return made


def _pattern(limits: dict[str, Any]) -> str | None:
    if "enum" in limits:
        return "|".join(re.escape(str(value)) for value in limits["enum"])
    return limits.get("pattern")
