"""What changed between two states of the package, and which results it touches."""

import io
import json
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from digitalbay.data import location
from digitalbay.data.errors import DataError, Problem
from digitalbay.data.package import Package
from digitalbay.data.queries import KEY, newest, select
from digitalbay.data.recorder import Read, replay

SHOWN = ["value", "published", "source"]


@dataclass(frozen=True)
class Difference:
    """Observations added, revised (their newest value changed) and withdrawn; other tables' rows.

    added, withdrawn: indicator, area, period, value, published, source.
    revised: indicator, area, period and old_…, new_… of value, published and source.
    tables: name → (rows added, changed, removed), for tables that differ.
    """

    added: pd.DataFrame
    revised: pd.DataFrame
    withdrawn: pd.DataFrame
    tables: dict[str, tuple[int, int, int]]

    @property
    def empty(self) -> bool:
        """Tell whether nothing changed."""
        changed = any(len(frame) for frame in (self.added, self.revised, self.withdrawn))
        return not changed and not self.tables


@dataclass(frozen=True)
class Result:
    """Something computed from reads: a key figure, a figure, a claim's verdict."""

    kind: str
    name: str
    reads: tuple[Read, ...]


def compare(old: Package, new: Package) -> Difference:
    """Compare two packages."""
    before, after = (newest(select(package)).set_index(KEY)[SHOWN] for package in (old, new))
    added = after[~after.index.isin(before.index)].reset_index()
    withdrawn = before[~before.index.isin(after.index)].reset_index()
    both = before.add_prefix("old_").join(after.add_prefix("new_"), how="inner")
    revised = both[both["old_value"] != both["new_value"]].reset_index()
    counts = {name: _counts(name, old, new) for name in [*old.tables, *new.tables]}
    return Difference(added, revised, withdrawn, {n: c for n, c in counts.items() if any(c)})


def touched(results: Iterable[Result], old: Path, new: Path) -> list[Result]:
    """Return the results of which a read gives something else in `new` than in `old`."""
    return [
        result
        for result in results
        if any(_replay(read, old) != _replay(read, new) for read in result.reads)
    ]


def read_results(path: Path) -> list[Result]:
    """Read the results of a run: a JSON list of {kind, name, reads: [fields of Read]}."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [Result(e["kind"], e["name"], tuple(_read(r) for r in e["reads"])) for e in entries]


@contextmanager
def at(state: str) -> Iterator[Path]:
    """Give the folder of a package: `state` is a folder, or a revision of the git checkout."""
    if (Path(state) / "datapackage.json").is_file():
        yield Path(state)
        return
    here = location.root()
    command = ["git", "-C", str(here), "archive", "--format=tar", state, "."]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise DataError([Problem(state, None, None, None, "a folder or a git revision")])
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def _counts(name: str, old: Package, new: Package) -> tuple[int, int, int]:
    before, after = (_keyed(package, name) for package in (old, new))
    shared = before.index.intersection(after.index)
    columns = before.columns.intersection(after.columns)
    changed = (before.loc[shared, columns] != after.loc[shared, columns]).any(axis=1).sum()
    return len(after) - len(shared), int(changed), len(before) - len(shared)


def _keyed(package: Package, name: str) -> pd.DataFrame:
    resources = [r for r in package.descriptor.resources if r.table == name]
    if not resources:
        return pd.DataFrame(index=pd.Index([]))
    rows = pd.concat([package.texts[resource.name] for resource in resources])
    keys = [" ".join(key) for key in rows[resources[0].key].itertuples(index=False)]
    return rows.set_axis(keys)


def _read(fields: dict) -> Read:
    return Read(**{**fields, "sources": tuple(fields["sources"])})


def _replay(read: Read, folder: Path) -> str:
    with location.using(folder):
        try:
            return replay(read)
        except (KeyError, DataError) as error:  # the area or indicator is not in this state
            return f"{type(error).__name__}"
