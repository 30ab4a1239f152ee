"""Adding rows to the package: all of them or none.

A file to add has the header of one of the package's tables, by which it is recognised. The rows
go into a copy of the package; only when that copy passes every check does it take the place of
the package.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from digitalbay.data import descriptor as descriptors
from digitalbay.data import sealing, singles, swap, tables
from digitalbay.data.checks import inspect
from digitalbay.data.descriptor import OBSERVATIONS, Descriptor, Resource
from digitalbay.data.diffs import Difference, compare
from digitalbay.data.errors import DataError, Problem
from digitalbay.data.package import Package, load
from digitalbay.files import write

Origin = dict[tuple[str, int], tuple[str, int]]
"""Where a row of the enlarged package came from: (path, row) → (file to add, row)."""


@dataclass(frozen=True)
class Addition:
    """An enlarged copy of the package that has passed every check."""

    root: Path
    copy: Path
    difference: Difference


@contextmanager
def prepare(root: Path, files: Iterable[Path], day: date) -> Iterator[Addition]:
    """Build the enlarged copy beside the package; DataError says what is wrong with the files."""
    package = load(root)
    copy = Path(mkdtemp(prefix=".data-", dir=root.parent))
    try:
        shutil.copytree(root, copy, dirs_exist_ok=True)
        origin: Origin = {}
        for file in files:
            origin |= _append(copy, package, Path(file))
        singles.mark(copy)
        enlarged, problems = inspect(copy, sealed=False, day=day)
        if problems or enlarged is None:
            raise DataError(_blame(problem, origin) for problem in problems)
        difference = compare(package, enlarged)
        _describe(copy, enlarged, difference)
        yield Addition(root, copy, difference)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def commit(addition: Addition) -> None:
    """Put the enlarged copy in the place of the package; killed half-way, either is whole."""
    swap.put(addition.copy, addition.root)


def _append(copy: Path, package: Package, file: Path) -> Origin:
    content = tables.content(file.parent, file.name)
    if content is None:
        raise DataError([Problem(str(file), None, None, None, "a readable file")])
    text, problems = tables.decode(content, str(file))
    if text is None:
        raise DataError(problems)
    resource = _recognise(text, package.descriptor, str(file))
    frame, problems = tables.parse(text, resource)
    if frame is not None:
        problems = tables.check_cells(frame, resource) + tables.check_key(frame, resource)
        if frame.empty:
            problems = [Problem(str(file), 2, None, None, "at least one row below the header")]
    if problems:
        raise DataError(problems)
    origin: Origin = {}
    for target, rows in _targets(copy, frame, resource, str(file)):
        origin |= _merge(copy, target, rows, str(file))
    return origin


def _recognise(text: str, descriptor: Descriptor, file: str) -> Resource:
    header = text.split("\n", 1)[0]
    for resource in descriptor.resources:
        if ",".join(resource.columns) == header:
            return Resource(resource.table, file, resource.schema, None, None)
    expected = "the header of a table of the package, such as that of observations"
    raise DataError([Problem(file, 1, None, header, expected)])


def _targets(
    copy: Path, frame: pd.DataFrame, resource: Resource, file: str
) -> Iterator[tuple[Resource, pd.DataFrame]]:
    """Yield the files of the package that rows go to: observations go by their theme."""
    descriptor = descriptors.read(copy)
    if resource.name != OBSERVATIONS:
        yield descriptor.resource(resource.name), frame
        return
    themes = _themes(copy, descriptor)
    unknown = frame["indicator"][~frame["indicator"].isin(themes)]
    if len(unknown):
        raise DataError(
            Problem(file, int(row), "indicator", value, "one of indicators")
            for row, value in unknown.items()
        )
    for theme, rows in frame.groupby(frame["indicator"].map(themes)):
        yield _observations(copy, str(theme)), rows


def _themes(copy: Path, descriptor: Descriptor) -> dict[str, str]:
    resource = descriptor.resource("indicators")
    text = (copy / resource.path).read_text(encoding="utf-8")
    frame, problems = tables.parse(text, resource)
    if frame is None:
        raise DataError(problems)
    return dict(zip(frame["indicator"], frame["theme"], strict=True))


def _observations(copy: Path, theme: str) -> Resource:
    """Return the resource of a theme's observations, a new one if the theme is new."""
    name = f"{OBSERVATIONS}-{theme}"
    descriptor = descriptors.read(copy)
    if name not in {resource.name for resource in descriptor.resources}:
        model = next(r for r in descriptor.resources if r.table == OBSERVATIONS)
        entries = descriptor.raw["resources"]
        like = next(entry for entry in entries if entry["name"] == model.name)
        path = f"{OBSERVATIONS}/{theme}.csv"
        entries.append(like | {"name": name, "path": path, "title": f"Observations: {theme}"})
        sealing.write_descriptor(copy, descriptor.raw)
        write(copy / path, ",".join(model.columns) + "\n")
    return descriptors.read(copy).resource(name)


def _merge(copy: Path, resource: Resource, rows: pd.DataFrame, file: str) -> Origin:
    path = copy / resource.path
    there, problems = tables.parse(path.read_text(encoding="utf-8"), resource)
    if there is None:
        raise DataError(problems)
    key = resource.key
    known = set(there[key].itertuples(index=False, name=None))
    again = [
        Problem(file, int(row), "+".join(key), " ".join(values), "a key the package does not hold")
        for row, *values in rows[key].itertuples(name=None)
        if tuple(values) in known
    ]
    if again:
        raise DataError(again)
    both = pd.concat([there.assign(row=0), rows.assign(row=rows.index)]).sort_values(key)
    write(path, tables.to_text(both.drop(columns="row")))
    lines = enumerate(both["row"], start=2)
    return {(resource.path, line): (file, int(row)) for line, row in lines if row}


def _blame(problem: Problem, origin: Origin) -> Problem:
    """Say a problem of the enlarged package in terms of the file that brought it."""
    file, row = origin.get((problem.file, problem.row or 0), (problem.file, problem.row))
    return Problem(file, row, problem.column, problem.value, problem.expected)


def _describe(copy: Path, package: Package, difference: Difference) -> None:
    """Give the copy a new minor version, seal it and tell the changelog."""
    raw = package.descriptor.raw
    major, minor, _ = raw["version"].split(".")
    raw["version"] = f"{major}.{int(minor) + 1}.0"
    sealing.apply(copy, package)
    log = copy / "CHANGELOG.md"
    head, mark, rest = log.read_text(encoding="utf-8").partition("\n## ")
    entry = "\n".join(f"- {line}" for line in summary(difference))
    text = f"{head}\n## {raw['version']} ({package.created})\n\n{entry}\n{mark}{rest}"
    write(log, text)


def summary(difference: Difference) -> list[str]:
    """Say what a difference adds, in a few lines."""
    lines = []
    for frame, word in ((difference.added, "added"), (difference.revised, "revised")):
        lines += [
            f"{len(rows)} observation(s) of `{indicator}` {word}"
            for indicator, rows in frame.groupby("indicator")
        ]
    return lines + [
        f"{added} row(s) in {name}, {changed} changed, {removed} removed"
        for name, (added, changed, removed) in difference.tables.items()
    ]
