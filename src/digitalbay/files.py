"""Files written whole or not at all, and folders that hold exactly a tree of them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

# What a spreadsheet runs, unless it is a number.
_FORMULA = re.compile("[=+\\-@＝＋－＠\t\r]")
_AMOUNT = re.compile(r"[+-]?[\d.,]+%?")


def inert(value: object) -> object:
    """Return a cell of a CSV that no spreadsheet runs: before a formula stands an apostrophe."""
    if isinstance(value, str) and _FORMULA.match(value) and not _AMOUNT.fullmatch(value):
        return f"'{value}"
    return value


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole: a reader sees the old one or the new one, whoever else writes it.

    Parameters
    ----------
    path : where; missing folders are made
    content : bytes, or text, which is written as UTF-8 with its line ends as they are
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(_encoded(content))
        part.replace(path)
    except BaseException:
        # Of a full disk, half a file would take what is left.
        part.unlink(missing_ok=True)
        raise


def remove_parts(folder: Path) -> None:
    """Remove what writers that were killed left of files they did not finish."""
    for path in folder.rglob(".*.part"):
        path.unlink(missing_ok=True)


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write a file unless it holds this already, and tell: an unchanged one keeps its time."""
    if path.is_file() and path.read_bytes() == _encoded(content):
        return False
    write(path, content)
    return True


def read_tree(folder: Path) -> dict[Path, bytes]:
    """Return the files below a folder, by their path relative to it, in order."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


def mirror(tree: Mapping[Path, bytes], folder: Path, *, beside: str | None = None) -> None:
    """Make a folder hold exactly a tree of files: write what differs, remove all else.

    Parameters
    ----------
    tree : relative path → content
    folder : empty folders in it go too
    beside : ending of files that a tool makes beside those of the tree; they stay with them
    """
    for name, content in tree.items():
        write_if_changed(folder / name, content)
    kept = set(tree) | ({name.with_suffix(beside) for name in tree} if beside else set())
    _keep_only(kept, folder)


def follow(source: Path, folder: Path, *, without: Collection[str] = ()) -> None:
    """Make a folder hold what another one does; of what was copied before, only times are read.

    Parameters
    ----------
    without : names and endings of files to leave out
    """
    kept = set()
    for path in source.rglob("*"):
        if path.is_dir() or path.name in without or path.suffix in without:
            continue
        kept.add(path.relative_to(source))
        copy, stat = folder / path.relative_to(source), path.stat()
        if copy.is_file() and _is_later(copy.stat(), stat):
            continue
        if write_if_changed(copy, path.read_bytes()):
            os.utime(copy, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    _keep_only(kept, folder)


def digest(places: Iterable[Path]) -> str:
    """Return a digest of files and of all files in folders, but for those that tools make there."""
    total = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix not in (".pyc", ".mo"):
                total.update(f"{path.relative_to(place)}\0".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _is_later(copy: os.stat_result, source: os.stat_result) -> bool:
    """Tell whether a file was not written since it was copied, whatever time it was given."""
    return copy.st_mtime_ns == source.st_mtime_ns and copy.st_ctime_ns >= source.st_ctime_ns


def _keep_only(kept: Collection[Path], folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder) not in kept:
            path.unlink()


def _encoded(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
