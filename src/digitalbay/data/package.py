"""The data package: every table, read strictly and once."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from digitalbay.data import descriptor as descriptors
from digitalbay.data import location, parts, seals, tables
from digitalbay.data.descriptor import OBSERVATIONS, Descriptor, Resource
from digitalbay.data.errors import DataError, Problem
from digitalbay.data.tables import TEXTS

T = TypeVar("T")
_trust: ContextVar[bool] = ContextVar("trust", default=False)
# While the package is held: what was asked for first, by where it was looked for.
_held: dict[tuple, "Package"] | None = None


@dataclass(frozen=True)
class Package:
    """A package whose files are what the descriptor says.

    `files` has one DataFrame per resource, indexed by line number; `texts` the same as texts.
    """

    _descriptor: Descriptor
    _files: dict[str, pd.DataFrame]
    _texts: dict[str, pd.DataFrame]
    _made: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)
    _rests: dict[object, set[str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def descriptor(self) -> Descriptor:
        """What the descriptor says."""
        parts.note([parts.WHOLE])
        return self._descriptor

    @property
    def files(self) -> dict[str, pd.DataFrame]:
        """The rows of each resource."""
        parts.note([parts.WHOLE])
        return self._files

    @property
    def texts(self) -> dict[str, pd.DataFrame]:
        """The same as texts."""
        parts.note([parts.WHOLE])
        return self._texts

    @property
    def about(self) -> dict[str, Any]:
        """What the descriptor says of the package, without its resources."""
        parts.note([parts.ABOUT])
        return {name: said for name, said in self._descriptor.raw.items() if name != "resources"}

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.about["version"]

    @property
    def created(self) -> date:
        """Date of the package: nothing in it was published later."""
        return date.fromisoformat(self.about["created"][:10])

    @property
    def tables(self) -> list[str]:
        """Names of the tables, in the order of the descriptor."""
        return list(dict.fromkeys(resource.table for resource in self.descriptor.resources))

    @property
    def digests(self) -> dict[str, str]:
        """Digest of each part of the package, by name."""
        return self.once("digests", lambda: parts.digests(self._descriptor, self._texts))

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, the files of observations joined; DataError if there is none."""
        # Shallow: whoever changes it changes a copy.
        return self.once(name, lambda: self._join(name)).copy(deep=False)

    def once(self, name: object, make: Callable[[], T]) -> T:
        """Return what is made of this package under a name, made at the first call only."""
        if name not in self._made:
            with parts.noting() as rests, pd.option_context(*TEXTS):
                self._made[name] = make()
            self._rests[name] = rests
        parts.note(self._rests.get(name, ()))
        return self._made[name]

    def positions(self, name: str, column: str) -> dict[str, int]:
        """Return the place of each row of a table, by a column that identifies it."""
        return self.once(
            (name, column), lambda: {k: i for i, k in enumerate(self.table(name)[column].tolist())}
        )

    def _join(self, name: str) -> pd.DataFrame:
        parts.note([name])
        rows = [self._files[r.name] for r in self._descriptor.resources if r.table == name]
        if not rows:
            wanted = f"a resource named {name}"
            raise DataError([Problem(descriptors.NAME, None, None, None, wanted)])
        return pd.concat(rows, ignore_index=True)


def load(root: str | Path | None = None) -> Package:
    """Read the package; raise DataError with every problem found.

    >>> "observations" in db.load().tables
    True
    """
    if _held is None:
        return _read_once(root)
    asked = (location.asked(root), _trust.get())
    if asked not in _held:
        _held[asked] = _read_once(root)
    return _held[asked]


def hold() -> None:
    """Have this process look at files once for all: a run reads one state of the package.

    Whoever starts the run has noted that state before, so a change meanwhile makes it stale.
    """
    global _held  # noqa: PLW0603
    _held = {}


@contextmanager
def holding() -> Iterator[None]:
    """Look at files once for all that is asked inside a `with` block."""
    global _held  # noqa: PLW0603
    before, _held = _held, {}
    try:
        yield
    finally:
        _held = before


@contextmanager
def trusting() -> Iterator[None]:
    """Load packages without judging their cells: states of the past kept the rules of their day."""
    token = _trust.set(True)
    try:
        yield
    finally:
        _trust.reset(token)


def read(
    root: Path, sealed: bool = True, judged: bool = True
) -> tuple[Package | None, list[Problem]]:
    """Read the package and return it with its problems; without it if it cannot be read.

    `sealed=False` leaves the hashes aside: it is how a package is checked before it is sealed.
    `judged=False` leaves the rules for cells and references aside.
    """
    try:
        meta = descriptors.read(root)
    except DataError as error:
        return None, list(error.problems)
    texts, problems = {}, []
    for resource in meta.resources:
        frame, found = read_file(root, resource, sealed, judged)
        problems += found
        if frame is not None:
            texts[resource.name] = frame
    problems += _strangers(root, meta)
    if len(texts) < len(meta.resources):
        return None, problems
    problems += _foreign_keys(meta, texts) if judged else []
    if problems:
        return None, problems
    files = {r.name: tables.typed(texts[r.name], r) for r in meta.resources}
    return Package(meta, files, texts), []


def _read_once(root: str | Path | None) -> Package:
    folder = location.root(root)
    return _load(folder, _state(folder), _trust.get())


@lru_cache(maxsize=4)
def _load(folder: Path, state: tuple, trusted: bool) -> Package:
    with pd.option_context(*TEXTS):
        package, problems = read(folder, sealed=not trusted, judged=not trusted)
    if package is None:
        raise DataError(problems)
    return package


def _state(folder: Path) -> tuple:
    # Sizes and times of change: a file edited while a notebook is open is read again. Asked at
    # every read, hence os.scandir: pathlib takes ten times as long.
    found, folders = [], [str(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                else:
                    stat = entry.stat()
                    found.append((entry.path, stat.st_size, stat.st_mtime_ns))
    return tuple(sorted(found))


def read_file(
    root: Path, resource: Resource, sealed: bool, judged: bool
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Return a table of the package as text, or None if it is none, and what is wrong in it.

    Its cells and key are checked if they are to be ``judged``, its bytes if it is ``sealed``.
    """
    content = tables.content(root, resource.path)
    if content is None:
        return None, [Problem(resource.path, None, None, None, "a readable file")]
    text, frame, problems = tables.read(content, resource, judged)
    if sealed and text is not None:
        problems = _seal(root, resource, content, text) + problems
    return frame, problems


def _seal(root: Path, resource: Resource, content: bytes, text: str) -> list[Problem]:
    if resource.hash == seals.digest(content):
        return []
    kept = tables.content(root, seal_path(resource))
    if resource.hash is None or kept is None:
        return [Problem(resource.path, None, None, None, "a sealed file: run `bay data seal`")]
    found = seals.differences(resource.path, text, seals.read(kept.decode("utf-8", "replace")))
    reason = f"the content that has {resource.hash}: run `bay data seal` if the change is meant"
    return found or [Problem(resource.path, None, None, seals.digest(content), reason)]


def seal_path(resource: Resource) -> str:
    """Return the path of a resource's file of short hashes."""
    return f"checksums/{resource.name}.txt"


def _strangers(root: Path, meta: Descriptor) -> list[Problem]:
    known = {resource.path for resource in meta.resources}
    found = (path.relative_to(root).as_posix() for path in sorted(root.rglob("*.csv")))
    expected = f"a file named in {descriptors.NAME}"
    return [Problem(path, None, None, None, expected) for path in found if path not in known]


def _foreign_keys(meta: Descriptor, texts: dict[str, pd.DataFrame]) -> list[Problem]:
    problems = []
    for resource in meta.resources:
        for link in resource.schema.get("foreignKeys", []):
            (column,), target = link["fields"], link["reference"]
            if target["resource"] not in texts:
                continue
            cells = texts[resource.name][column]
            known = set(texts[target["resource"]][target["fields"][0]].unique().tolist()) | {""}
            # Texts repeat: few are to be looked up, and rows only of those that are unknown.
            unknown = set(cells.unique().tolist()) - known
            expected = f"one of {target['resource']}"
            problems += [
                Problem(resource.path, row, column, value, expected)
                for row, value in (cells[cells.isin(unknown)].items() if unknown else ())
            ]
    return problems + _repeated_observations(meta, texts)


def _repeated_observations(meta: Descriptor, texts: dict[str, pd.DataFrame]) -> list[Problem]:
    """Return observations whose key stands in two files: a file's own key cannot see that."""
    resources = [r for r in meta.resources if r.table == OBSERVATIONS]
    if not resources or not _repeats([texts[r.name][r.key] for r in resources]):
        return []
    seen: dict[tuple, str] = {}
    problems = []
    for resource in resources:
        keys = texts[resource.name][resource.key].itertuples(index=False, name=None)
        for row, key in zip(texts[resource.name].index, keys, strict=True):
            other = seen.setdefault(key, resource.path)
            if other != resource.path:
                expected = f"a key that {other} does not hold"
                name = "+".join(resource.key)
                problems.append(Problem(resource.path, row, name, " ".join(key), expected))
    return problems


def _repeats(keys: list[pd.DataFrame]) -> bool:
    return bool(pd.concat(keys, ignore_index=True).duplicated().any())
