"""What a run used, told by its own kernel: modules, files, and what it read of the data package.

And which modules of libraries it imported, for the next kernels to find them imported.

Loaded as an extension of IPython before the first cell, so that nothing goes unseen.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any

from digitalbay.files import write

_PACKAGE = __name__.partition(".")[0]
_SOURCE = f"{Path(__file__).parents[1]}{os.sep}"
_INSTALLED = (f"{sys.prefix}{os.sep}", f"{sys.base_prefix}{os.sep}")
# What stands between an import and its statement.
_MACHINERY = ("importlib", "frozen_importlib")
_opened: set[str] = set()
_noted: set[str] = set()
_imported: set[str] = set()
_watching = False
_at_exit = 0


def note_modules() -> None:
    """Note what is imported, before a fork, so that only what comes later need be looked at.

    To look at all modules after it would copy the memory of two thousand.
    """
    _noted.update(sys.modules)


def watch_files() -> None:
    """Note the files that are opened from now on, also by what is forked from this process."""
    global _watching  # noqa: PLW0603
    if not _watching:
        sys.addaudithook(_watch)
    _watching = True


def load_ipython_extension(shell: Any) -> None:
    """Watch from now on, and answer when asked, whatever a notebook does to its own streams."""
    global _at_exit  # noqa: PLW0603
    _at_exit = atexit._ncallbacks()
    kernel = shell.kernel
    # `exit()` would end the kernel after a tenth of a second, in which other cells may run or not.
    shell.unobserve_all("exit_now")

    async def answer(stream: object, ident: object, parent: dict) -> None:
        try:
            told = report(**parent["content"])
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        kernel.session.send(stream, "testimony_reply", told, parent, ident)

    kernel.control_handlers["testimony_request"] = answer
    if not _noted:
        note_modules()
    watch_files()
    sys.meta_path.insert(0, Observer)
    if recorder := _recorder():
        recorder.clear()
        # To look whether files changed takes a tenth of a run that asks hundreds of times.
        sys.modules[f"{_PACKAGE}.data.package"].hold()


class Observer:
    """Sees which modules are imported for the first time, and by whom; finds none itself."""

    @staticmethod
    def find_spec(name: str, _path: object, _target: object = None) -> None:
        """Note a module that a cell or the project's own code imports."""
        frame: FrameType | None = sys._getframe(1)
        while frame and _between(frame):
            frame = frame.f_back
        whose = frame.f_globals if frame else {}
        file = whose.get("__file__")
        if whose.get("__name__") == "__main__" or (file and _own(file)):
            _imported.add(name)


def report(folder: str, named: Iterable[str] = ()) -> dict:
    """Return, for JSON, what was read, opened and imported.

    ``reads`` are those of the data package; what each gave is written to a folder, once for all
    runs. ``modules`` (name, file) and ``files`` opened to be read are those of no library, this
    package's wherever it is. ``imports`` are the modules of libraries and of this package that
    the notebook and the project's own modules imported, and those named that are imported.
    ``at_exit`` tells whether anything is to be done when the kernel ends.
    """
    recorder = _recorder()
    for digest, written in recorder.results().items() if recorder else ():
        path = Path(folder, f"{digest}.csv")
        if not path.exists():
            write(path, written)
    names = [name for name in list(sys.modules) if name not in _noted or name.startswith(_PACKAGE)]
    own = {n: f for n in names if (f := _file(sys.modules[n])) and _own(f)}
    return {
        "reads": [asdict(read) for read in recorder.reads()] if recorder else [],
        "modules": sorted(own.items()),
        "files": sorted(filter(_own, _opened)),
        "imports": sorted(filter(_library, {*_imported, *named, *_held(own.keys() - _noted)})),
        "at_exit": atexit._ncallbacks() > _at_exit,
    }


def _recorder() -> ModuleType | None:
    # Of a notebook that reads no data, it need not be imported.
    return sys.modules.get(f"{_PACKAGE}.data.recorder")


def _held(modules: Iterable[str]) -> set[str]:
    """Return the names of modules that others hold, or hold a class or a function of.

    What was imported before the fork is not seen to be imported after it.
    """
    held = [value for name in modules for value in list(vars(sys.modules[name]).values())]
    whole = {value.__name__ for value in held if isinstance(value, ModuleType)}
    return whole | {str(one.__module__) for one in held if isinstance(one, (type, FunctionType))}


def _between(frame: FrameType) -> bool:
    """Tell whether a frame stands between a statement and the import that it makes."""
    machinery = frame.f_globals.get("__name__", "").lstrip("_").startswith(_MACHINERY)
    # Of packages that import their parts when they are asked for.
    return machinery or frame.f_code.co_name == "__getattr__"


def _file(module: ModuleType | None) -> str | None:
    return getattr(module, "__file__", None)


def _library(name: str) -> bool:
    top = name.partition(".")[0]
    file = _file(sys.modules.get(name)) or ""
    return bool(file) and top not in sys.stdlib_module_names and (top == _PACKAGE or not _own(file))


def _own(file: str) -> bool:
    # Thousands of modules are installed ones, which the lock file stands for.
    return file.startswith(_SOURCE) or not file.startswith(_INSTALLED)


def _watch(event: str, arguments: tuple) -> None:
    if event == "open" and isinstance(arguments[0], str) and arguments[1] in ("r", "rb", None):
        _opened.add(arguments[0])
