"""What draws and typesets finds the same everywhere: no settings and no fonts of whoever builds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOWHERE = "/nonexistent"
# Charts have the times of their data, TeX and what draws the fonts and settings of the system.
SURROUNDINGS = {
    "TZ": "UTC",
    "HOME": _NOWHERE,
    "XDG_CONFIG_HOME": _NOWHERE,
    "XDG_DATA_HOME": _NOWHERE,
    "TEXMFHOME": _NOWHERE,
    # What fontconfig found once it need not seek again.
    "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"),
}


def settle() -> None:
    """Give this process these surroundings, before it draws the first time."""
    os.environ |= SURROUNDINGS
    _heed_zone()


@contextmanager
def settled() -> Iterator[None]:
    """Have these surroundings for a while."""
    before = {name: os.environ.get(name) for name in SURROUNDINGS}
    settle()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        _heed_zone()


def _heed_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()
