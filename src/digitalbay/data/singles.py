"""Single facts: indicators with one observation, to be cited and not compared.

The table of indicators says which they are (column `single_fact`), so that a reader of the files
need not count. An observation counts once, however often it was published.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from digitalbay.data import descriptor as descriptors
from digitalbay.data import tables
from digitalbay.data.descriptor import OBSERVATIONS, Resource
from digitalbay.data.errors import DataError, Problem
from digitalbay.data.package import Package
from digitalbay.data.states import KEY
from digitalbay.files import write_if_changed

COLUMN = "single_fact"


def singles(package: Package) -> list[Problem]:
    """An indicator is marked as a single fact if, and only if, it has one observation."""
    table = package.texts["indicators"]
    parts = [package.texts[r.name] for r in package.descriptor.resources if _observed(r)]
    right = _marks(table, parts)
    wrong = table[COLUMN][table[COLUMN] != right]
    path = package.descriptor.resource("indicators").path
    return [
        Problem(path, int(row), COLUMN, value, f"{right[row]}, as its observations say")
        for row, value in wrong.items()
    ]


def mark(root: Path) -> None:
    """Mark the single facts of a package whose tables of observations are well formed."""
    found = descriptors.read(root)
    own = found.resource("indicators")
    table = _read(root, own)
    table[COLUMN] = _marks(table, [_read(root, r) for r in found.resources if _observed(r)])
    write_if_changed(root / own.path, tables.to_text(table))


def _marks(indicators: pd.DataFrame, observations: Iterable[pd.DataFrame]) -> pd.Series:
    keys = pd.concat([part[KEY] for part in observations]).drop_duplicates()
    counts = indicators["indicator"].map(keys["indicator"].value_counts())
    return counts.eq(1).map({True: "true", False: "false"})


def _observed(resource: Resource) -> bool:
    return resource.table == OBSERVATIONS


def _read(root: Path, resource: Resource) -> pd.DataFrame:
    frame, problems = tables.parse((root / resource.path).read_text(encoding="utf-8"), resource)
    if frame is None:
        raise DataError(problems)
    return frame
