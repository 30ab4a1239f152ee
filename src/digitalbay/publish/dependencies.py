"""Which rows of the data package a page shows: it is read again when they change, and only then.

Sphinx knows files, and a file of observations is behind ten pages of which an observation is on
one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pkgutil import resolve_name

import pandas as pd
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from digitalbay.data import load
from digitalbay.data.location import root

from .register import own, pages

Rows = Callable[..., Iterable[pd.DataFrame]]


def depend_on(env: BuildEnvironment, file: str) -> None:
    """Make Sphinx read the present page again when a file of the data package changes."""
    env.note_dependency(str(root() / file))


def depend_on_rows(env: BuildEnvironment, rows: Rows, *given: str) -> None:
    """Make Sphinx read the present page again when what ``rows(*given)`` returns changes.

    rows: function of a module
    """
    own(env).rests[f"{rows.__module__}:{rows.__qualname__}", given] = _digest(rows(*given))


def _digest(frames: Iterable[pd.DataFrame]) -> str:
    total = hashlib.sha256()
    for frame in frames:
        total.update(repr(frame.columns.tolist()).encode())
        total.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return total.hexdigest()


def _outdated(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    """Return the pages whose rows changed."""
    # The descriptor holds the hash of every file.
    now = load().descriptor.raw
    if getattr(env, "digitalbay_data", None) == now:
        return []
    vars(env)["digitalbay_data"] = now
    return [name for name, page in pages(env).items() if _changed(page.rests)]


def _changed(rests: dict[tuple[str, tuple[str, ...]], str]) -> bool:
    try:
        return any(_digest(resolve_name(rows)(*of)) != then for (rows, of), then in rests.items())
    except KeyError:
        # What the page asks for is gone; reading it says so.
        return True


def setup(app: Sphinx) -> None:
    """Look at the rows before Sphinx looks at the files."""
    app.connect("env-get-outdated", _outdated)
