"""Putting one folder in the place of another, at once."""

import ctypes
import os
import shutil
from pathlib import Path

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def put(new: Path, old: Path) -> None:
    """Put the folder `new` in the place of `old`, which is removed.

    Where the system can exchange two names in one step, as Linux can, whoever looks finds the one
    or the other, even if the process is killed half-way. Elsewhere it takes two steps, and `old`
    is put back if the second fails.
    """
    if exchange(new, old):
        shutil.rmtree(new)
        return
    aside = new.with_name(new.name + "-old")
    os.rename(old, aside)
    try:
        os.rename(new, old)
    except BaseException:
        os.rename(aside, old)
        raise
    shutil.rmtree(aside)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names; False if the system or the file system can't."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
