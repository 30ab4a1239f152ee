"""What a run used, told by its own kernel: modules, files, and what it read of the data package.

Loaded as an extension of IPython before the first cell, so that nothing goes unseen.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from digitalbay.data import recorder
from digitalbay.files import write

_PACKAGE = __name__.partition(".")[0]
_SOURCE = f"{Path(__file__).parents[1]}{os.sep}"
_INSTALLED = (f"{sys.prefix}{os.sep}", f"{sys.base_prefix}{os.sep}")
_opened: set[str] = set()
_noted: set[str] = set()


def note_modules() -> None:
    """Note what is imported, before a fork, so that only what comes later need be looked at.

    To look at all modules after it would copy the memory of two thousand.
    """
    _noted.update(sys.modules)


def load_ipython_extension(_shell) -> None:
    """Watch from now on."""
    if not _noted:
        note_modules()
    sys.addaudithook(_watch)
    recorder.clear(keep=True)


def report(folder: str) -> str:
    """Return as JSON: ``reads``, ``modules`` (name, file) and ``files`` opened to be read.

    Modules and files of installed libraries are left out, this package's wherever it is.
    What each read gave is written to a folder, once for all runs.
    """
    for digest, written in recorder.results().items():
        path = Path(folder, f"{digest}.csv")
        if not path.exists():
            write(path, written)
    names = [name for name in sys.modules if name not in _noted or name.startswith(_PACKAGE)]
    modules = ((name, getattr(sys.modules[name], "__file__", None)) for name in names)
    return json.dumps(
        {
            "reads": [asdict(read) for read in recorder.reads()],
            "modules": sorted((n, f) for n, f in modules if f and _own(f)),
            "files": sorted(filter(_own, _opened)),
        }
    )


def _own(file: str) -> bool:
    # Thousands of modules are installed ones, which the lock file stands for.
    return file.startswith(_SOURCE) or not file.startswith(_INSTALLED)


def _watch(event: str, arguments: tuple) -> None:
    if event == "open" and isinstance(arguments[0], str) and arguments[1] in ("r", "rb", None):
        _opened.add(arguments[0])
