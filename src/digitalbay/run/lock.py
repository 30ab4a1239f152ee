"""One command at a time changes what is built; whoever comes second waits, and says for whom."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from digitalbay.files import remove_parts

try:
    import fcntl
except ImportError:
    # Where there is none, nobody waits.
    fcntl = None  # type: ignore[assignment]

NAME = "lock"
# Names the variable by which what a command starts knows the folder that it holds.
HELD = "DIGITALBAY_HELD"
# The folder of what is needed while a command holds another one.
PASSING = "tmp"


@contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """Hold a folder of results alone; yield a folder in it for what is needed meanwhile.

    The system lets go of it when its owner ends, however that ends. What an owner that was killed
    left half done is removed by the next.

    ValueError is raised for a command of a notebook that this one would wait for in turn.
    """
    if os.environ.get(HELD) == str(folder):
        raise ValueError(
            f"a notebook that is run by bay asks for another run of the same book, in {folder}, "
            "and each would wait for the other; use papermill in it, or run bay beside it"
        )
    folder.mkdir(parents=True, exist_ok=True)
    passing = folder / PASSING
    with (folder / NAME).open("a+", encoding="utf-8") as file:
        _take(file)
        file.seek(0)
        if file.read():
            remove_parts(folder)
            shutil.rmtree(passing, ignore_errors=True)
        _say(file, f"bay {' '.join(sys.argv[1:])}, process {os.getpid()}, since {time.ctime()}")
        passing.mkdir(exist_ok=True)
        os.environ[HELD] = str(folder)
        try:
            yield passing
        finally:
            os.environ.pop(HELD, None)
            shutil.rmtree(passing, ignore_errors=True)
            _say(file, "")


def _take(file: TextIO) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # Slow to load, for who only asks for a name.
        from tqdm import tqdm  # noqa: PLC0415

        file.seek(0)
        owner = file.read() or "another command"
        tqdm.write(f"waiting for: {owner}; Ctrl-C gives up", file=sys.stderr)
        fcntl.flock(file, fcntl.LOCK_EX)


def _say(file: TextIO, text: str) -> None:
    file.truncate(0)
    file.write(text)
    file.flush()
