"""What an output must not tell of whoever built it: folders, addresses in memory, progress bars."""

from __future__ import annotations

import json
import re
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

# Folders that are alike on every machine of a kind, and no secret.
_COMMON = {"/", "/usr", "/usr/local", "/tmp", "/opt"}
# Each begins where a word or a line does: else a long one would be read once for each letter.
_CELL_FILE = re.compile(r"(?<![^\s\"'])[^\s\"']*/ipykernel_\d+/\d+\.py")
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_BAR = re.compile(r"(?:\r|(?<![^\r\n]))[^\r\n]*\d+%\|[^|\r\n]*\|[^\r\n]*\[[^\]\r\n]*\][^\r\n]*\n?")
_OVERWRITTEN = re.compile(r"(?<![^\r\n])[^\r\n]*\r(?!\n)")


def hiding(root: Path, *others: Path) -> Callable[[str], str]:
    """Return a function that takes the builder's folders out of a text.

    ``root`` is the project's; added are the home folder, the environment's and Python's own.
    What stood in them is written ``…/like/this.py``, and an object's address is left out.
    """
    paths = sysconfig.get_paths()
    named = [paths[name] for name in ("purelib", "platlib", "stdlib", "platstdlib", "scripts")]
    named += [sys.prefix, sys.base_prefix, tempfile.gettempdir()]
    folders = [root, Path.home(), *others, *map(Path, named)]
    pattern = _pattern(folders)

    def hidden(text: str) -> str:
        text = pattern.sub("…", _CELL_FILE.sub("<cell>", text))
        return _ADDRESS.sub("at …", text)

    return hidden


def _pattern(folders: Iterable[Path]) -> re.Pattern:
    written = {form for folder in folders for form in (str(folder), str(folder.resolve()))}
    written |= {json.dumps(form)[1:-1] for form in written}
    # The longest first: an environment may lie in the project, the project at home.
    ordered = sorted(written - _COMMON, key=lambda form: (-len(form), form))
    return re.compile(f"(?:{'|'.join(map(re.escape, ordered))})(?![\\w.-])")


def settled(text: str) -> str:
    """Return what a stream has said at last: without progress bars and overwritten lines."""
    return _OVERWRITTEN.sub("", _BAR.sub("", text))


def everywhere(value: object, change: Callable[[str], str]) -> object:
    """Return a value with every text inside it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [everywhere(each, change) for each in value]
    if isinstance(value, dict):
        return {key: everywhere(each, change) for key, each in value.items()}
    return value
