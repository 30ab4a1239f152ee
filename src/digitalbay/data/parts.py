"""Parts of the package that a read rests on: if all are as they were, it need not be repeated.

A part is a table, the observations of an indicator (``observations/land_area``), what the
descriptor says besides its tables, or the whole. A package notes each as it is looked at.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Any

import pandas as pd

from digitalbay.data.descriptor import OBSERVATIONS, Descriptor

ABOUT, WHOLE = "about", "whole"
_seen: ContextVar[set[str] | None] = ContextVar("seen", default=None)


def note(names: Iterable[str]) -> None:
    """Note that parts are looked at, if anybody asks."""
    if (seen := _seen.get()) is not None:
        seen.update(names)


@contextmanager
def noting() -> Iterator[set[str]]:
    """Yield the set that gathers what is noted inside a `with` block, and only there."""
    seen: set[str] = set()
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)


def of_indicator(indicator: str) -> str:
    """Name the observations of an indicator."""
    return f"{OBSERVATIONS}/{indicator}"


def digests(descriptor: Descriptor, texts: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return the digest of every part of a package that is as it was sealed."""
    raw = descriptor.raw
    about = {name: value for name, value in raw.items() if name != "resources"}
    found = {WHOLE: _digest(raw), ABOUT: _digest(about)}
    tables: dict[str, list] = defaultdict(list)
    rows: dict[str, Any] = defaultdict(sha256)
    for resource in descriptor.resources:
        tables[resource.table].append([resource.name, resource.hash, resource.schema])
        if resource.table == OBSERVATIONS:
            texts_of = texts[resource.name]
            columns = [texts_of[name].tolist() for name in resource.columns]
            of = texts_of["indicator"].tolist()
            for indicator, cells in zip(of, zip(*columns, strict=True), strict=True):
                rows[of_indicator(indicator)].update("\x1f".join([*cells, "\n"]).encode())
    found |= {name: _digest(entries) for name, entries in tables.items()}
    return found | {name: each.hexdigest()[:16] for name, each in rows.items()}


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
