"""The seal of a file: what lets a silent edit be found, and located.

`datapackage.json` holds the sha256 of each file. Beside it, `checksums/<resource>.txt` holds a
short hash of every column and of every row: when a file no longer matches, the row and the column
whose hashes differ cross at the cell that was changed.
"""

import csv
import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from digitalbay.data.errors import Problem

REMEDY = "the sealed {}; if the change is meant, run `bay data seal`"


@dataclass(frozen=True)
class Seal:
    """Short hashes of a file's columns, by name, and of its rows, in order."""

    columns: dict[str, str]
    rows: tuple[str, ...]

    def text(self) -> str:
        """Write the seal as a file."""
        columns = [f"column {name} {digest}" for name, digest in self.columns.items()]
        return "\n".join([*columns, *self.rows]) + "\n"


def digest(content: bytes) -> str:
    """Return a file's hash as the descriptor writes it."""
    return "sha256:" + sha256(content).hexdigest()


def unsealed(descriptor: Path) -> list[str]:
    """Return which files beside a descriptor are not those that it names; none if there is none."""
    if not descriptor.is_file():
        return []
    resources = json.loads(descriptor.read_bytes())["resources"]
    held = {each["path"]: each.get("hash") for each in resources}
    files = {path: descriptor.parent / path for path in held}
    return [
        path
        for path, file in files.items()
        if not file.is_file() or digest(file.read_bytes()) != held[path]
    ]


def seal(text: str) -> Seal:
    """Compute the seal of the text of a CSV file."""
    lines = text.removesuffix("\n").split("\n")
    header, *records = csv.reader(lines)
    cells = [[row[i] if i < len(row) else "" for row in records] for i in range(len(header))]
    columns = {name: _short("\x1f".join(c), 16) for name, c in zip(header, cells, strict=True)}
    return Seal(columns, tuple(_short(line, 8) for line in lines[1:]))


def read(text: str) -> Seal:
    """Read a seal from its file."""
    lines = text.split("\n")
    columns = dict(line.split(" ")[1:3] for line in lines if line.startswith("column "))
    return Seal(columns, tuple(line for line in lines[len(columns) :] if line))


def differences(file: str, text: str, sealed: Seal) -> list[Problem]:
    """Say where the text of a file differs from its seal."""
    now = seal(text)
    lines = text.split("\n")
    if len(now.rows) == len(sealed.rows):
        return _changed(file, lines, now, sealed)
    problems = []
    matcher = SequenceMatcher(None, sealed.rows, now.rows, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for j in range(j1, j2) if tag in ("insert", "replace") else ():
            problems.append(Problem(file, j + 2, None, lines[j + 1], REMEDY.format("rows")))
        if i2 - i1 > j2 - j1:
            lost = f"{i2 - i1 - (j2 - j1)} more row(s) here"
            problems.append(Problem(file, j2 + 1, None, None, f"{lost}: {REMEDY.format('rows')}"))
    return problems


def _changed(file: str, lines: list[str], now: Seal, sealed: Seal) -> list[Problem]:
    columns = [name for name in now.columns if now.columns[name] != sealed.columns.get(name)]
    rows = [i for i, row in enumerate(now.rows) if row != sealed.rows[i]]
    problems = []
    for i in rows:
        cells = dict(zip(now.columns, next(csv.reader([lines[i + 1]])), strict=False))
        value = " | ".join(cells.get(name, "") for name in columns)
        column = " or ".join(columns) or None
        problems.append(Problem(file, i + 2, column, value, REMEDY.format("value")))
    return problems


def _short(text: str, length: int) -> str:
    return sha256(text.encode()).hexdigest()[:length]
