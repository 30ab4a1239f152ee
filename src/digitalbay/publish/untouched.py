"""Whether anything was touched since the book was built: told in tenths of a second.

Sizes and times of files, as make compares them, of all that a book is made from and of all that
was made. Whatever differs leads to a build, which then compares contents.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from digitalbay.files import write
from digitalbay.run.lock import PASSING

from .commit import commit_of

SOURCES = ("_config.yml", "_toc.yml", "uv.lock", "book", "data", "notebooks")
# What, beside the package and the data, its wheel is made of, where the book has one.
OF_WHEEL = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CC-BY-4.0")
RESULTS = ("html", "pdf", "notebooks", "runs")
PACKAGE = Path(__file__).parents[1]


class Built:
    """What a book was made from when it was last built with some options."""

    def __init__(self, root: Path, options: object):
        self.sources = [root / name for name in (*SOURCES, *OF_WHEEL)] + [PACKAGE]
        self.results = [root / "_build" / name for name in RESULTS]
        name = hashlib.sha256(json.dumps(options).encode()).hexdigest()[:16]
        self.stamp = root / "_build" / "done" / f"book-{name}"
        self._passing = root / "_build" / PASSING
        self.before = commit_of(root) + _state(self.sources)

    def is_untouched(self) -> bool:
        """Tell whether all that went in, and all that came out, is as it was, and no more.

        A command that still builds is to be waited for; of one that was killed, what it left
        half done is to be removed.
        """
        if self._passing.exists():
            return False
        now = self.before + _state(self.results)
        return self.stamp.is_file() and self.stamp.read_text(encoding="utf-8") == now

    def note(self) -> None:
        """Note that the book was built whole from what was there at first."""
        write(self.stamp, self.before + _state(self.results))


def _state(places: list[Path]) -> str:
    seen = [sys.version, *(line for place in places for line in _files(os.fspath(place)))]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _files(place: str) -> Iterator[str]:
    if os.path.isfile(place):
        stat = os.stat(place)
        yield f"{place} {stat.st_size} {stat.st_mtime_ns}"
    elif os.path.isdir(place):
        for name in sorted(os.listdir(place)):
            if name != "__pycache__":
                yield from _files(os.path.join(place, name))
