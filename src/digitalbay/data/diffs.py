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

KINDS = {"keys": "key figure", "figures": "figure", "tables": "table", "verdicts": "claim"}
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
    """Something a notebook computed: a key figure, a figure, a table, the verdict on a claim.

    `reads` are those of its notebook. `sources` are the ones it cites; None if it cites none, as
    key figures do, so that any changed read of the notebook may touch it.
    """

    kind: str
    name: str
    notebook: str
    sources: frozenset[str] | None
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
    """Return the results that a change from `old` to `new` may touch.

    A read is replayed on both; if it gives something else, it touches what its notebook made of
    it: the results that cite one of its sources, and those that cite none.
    """
    changed: dict[Read, bool] = {}
    found = []
    for result in results:
        for read in result.reads:
            if read not in changed:
                changed[read] = _replay(read, old) != _replay(read, new)
        sources = [set(read.sources) for read in result.reads if changed[read]]
        if sources and (result.sources is None or result.sources & set().union(*sources)):
            found.append(result)
    return found


def read_results(path: Path) -> list[Result]:
    """Read the results of a run from its `key-figures.json`, in the first language there."""
    pages: dict = next(iter(json.loads(path.read_text(encoding="utf-8")).values()), {})
    return [result for notebook, page in pages.items() for result in _results(notebook, page)]


def _results(notebook: str, page: dict) -> Iterator[Result]:
    reads = tuple(Read(**{**read, "sources": tuple(read["sources"])}) for read in page["reads"])
    for part, kind in KINDS.items():
        for name, record in page.get(part, {}).items():
            cited = record.get("sources")
            sources = None if cited is None else frozenset(entry["source"] for entry in cited)
            yield Result(kind, name, notebook, sources, reads)


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
            # Python 3.11.2, which Debian has, knows no filters.
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(folder)
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


def _replay(read: Read, folder: Path) -> str:
    with location.using(folder):
        try:
            return replay(read)
        except (KeyError, DataError) as error:  # the area or indicator is not in this state
            return f"{type(error).__name__}"
