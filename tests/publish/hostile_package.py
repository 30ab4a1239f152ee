"""A data package whose every text is hostile where the package's own checks let it stand."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

import pandas as pd

from digitalbay.data import seals, tables
from digitalbay.data.checks import inspect
from digitalbay.data.package import Package, load, seal_path

from .hostile import PAYLOADS

# Rows of the long tables that are kept.
ROWS = 60
LONG = ("observations", "terms", "top500")
# How often what is left is checked again: one check may count on another.
ROUNDS = 5
# What no file of a package may hold at all.
TEXTS = [text for text in PAYLOADS if "\0" not in text]
Frames = dict[str, pd.DataFrame]


@dataclass
class Poisoned:
    """What became of each payload in each column of text: (file, column) → payloads.

    ``stands``: those that stand in the package; ``refused``: those that its checks refuse there.
    """

    root: Path
    stands: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    refused: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))


def poisoned(root: Path) -> Poisoned:
    """Write the package with all payloads in each column of text, but what is refused by name."""
    whole, made = load(), Poisoned(root)
    copytree(whole.descriptor.root, root)
    good = {name: _cut(whole, name) for name in whole.texts}
    usual = {(p.file, p.column, p.expected) for p in _problems(root, whole, good)}
    bad = {name: frame.copy() for name, frame in good.items()}
    put = _filled(whole, bad)
    names = {resource.path: resource.name for resource in whole.descriptor.resources}
    for turn in range(ROUNDS):
        if turn:
            _follow(whole, good, bad)
        problems = _problems(root, whole, bad)
        found = [p for p in problems if (p.file, p.column, p.expected) not in usual]
        # Which order keys have does no harm.
        found = [p for p in found if not p.expected.startswith("rows in the order")]
        for problem in found:
            name = names[problem.file]
            rows = range(len(bad[name])) if problem.row is None else [problem.row - 2]
            columns = problem.column.split("+") if problem.column else list(bad[name])
            for row, column in ((row, column) for row in rows for column in columns):
                texts = put.pop((problem.file, row, column), ())
                made.refused[problem.file, column].update(texts)
                bad[name].loc[row, column] = good[name].loc[row, column]
    assert not found, found[0]
    for (file, _, column), texts in put.items():
        made.stands[file, column].update(texts)
    return made


def text_columns(package: Package) -> list[tuple[str, str]]:
    """Return the columns of text of each file, as the schemas name them."""
    return [
        (resource.path, each["name"])
        for resource in package.descriptor.resources
        for each in resource.schema["fields"]
        if each["type"] == "string"
    ]


def _cut(package: Package, name: str) -> pd.DataFrame:
    """Return a table, or the beginning of a long one."""
    frame = package.texts[name].reset_index(drop=True)
    return (
        frame.head(ROWS).copy() if package.descriptor.resource(name).table in LONG else frame.copy()
    )


def _filled(package: Package, frames: Frames) -> dict[tuple[str, int, str], list[str]]:
    """Put the payloads into all columns of text; return which stands where."""
    put = {}
    for resource in package.descriptor.resources:
        frame = frames[resource.name]
        for n, name in enumerate(c for file, c in text_columns(package) if file == resource.path):
            cells = _spread(len(frame), 7 * n)
            put |= {(resource.path, row, name): texts for row, texts in enumerate(cells)}
            # A key stands once.
            keyed = name in resource.schema["primaryKey"]
            frame[name] = [
                " ".join([*texts, str(row)] if keyed else texts) for row, texts in enumerate(cells)
            ]
    return put


def _spread(rows: int, shift: int) -> list[list[str]]:
    """Return the payloads of each cell; in a short table a cell holds several."""
    cells: list[list[str]] = [[] for _ in range(rows)]
    for n in range(max(rows, len(TEXTS))):
        cells[n % rows].append(TEXTS[(n + shift) % len(TEXTS)])
    return cells


def _follow(package: Package, good: Frames, bad: Frames) -> None:
    """Have keys lead to what is now called otherwise, where any text may be a key."""
    for resource in package.descriptor.resources:
        for key in resource.schema.get("foreignKeys", []):
            to = package.descriptor.resource(key["reference"]["resource"])
            (column,), (there,) = key["fields"], key["reference"]["fields"]
            rules = next(f for f in to.schema["fields"] if f["name"] == there)["constraints"]
            if "pattern" not in rules:
                called = dict(zip(good[to.name][there], bad[to.name][there], strict=True))
                bad[resource.name][column] = good[resource.name][column].replace(called)


def _problems(root: Path, package: Package, frames: Frames) -> list:
    """Write and seal the tables, as whoever wants to do harm would; return what is refused."""
    path = root / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    for entry, resource in zip(raw["resources"], package.descriptor.resources, strict=True):
        text = tables.to_text(frames[resource.name])
        content = text.encode("utf-8")
        (root / resource.path).write_bytes(content)
        entry["hash"], entry["bytes"] = seals.digest(content), len(content)
        entry["digitalbay:rows"] = len(frames[resource.name])
        (root / seal_path(resource)).write_text(seals.seal(text).text(), encoding="utf-8")
    path.write_text(json.dumps(raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return inspect(root)[1]
