"""Where two builds of one book differ: file, byte, line, and what stands there in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# What a build makes for readers, in the order in which a difference passes from one to the next.
MADE = ("notebooks", "key-figures.json", "html", "pdf", "ro-crate-metadata.json")
# Bytes shown before and after the first that differs.
_AROUND = 48


@dataclass(frozen=True)
class Difference:
    """A file that two builds do not share, or the first byte in which it differs."""

    file: Path
    what: str

    def __str__(self) -> str:
        return f"{self.file.as_posix()}: {self.what}"


def made(build: Path) -> dict[Path, Path]:
    """Return the files that a build made for readers, by their path in it, in order."""
    return {path.relative_to(build): path for path in _made(build)}


def differences(one: Path, other: Path) -> Iterator[Difference]:
    """Yield what differs between two folders of builds, the first in the order of building first.

    Parameters
    ----------
    one, other : the two folders ``_build``
    """
    here, there = made(one), made(other)
    for name in sorted({*here, *there}, key=lambda path: (MADE.index(path.parts[0]), path)):
        if name not in here or name not in there:
            yield Difference(name, f"only in the {'second' if name in there else 'first'} build")
        elif what := _first(here[name].read_bytes(), there[name].read_bytes()):
            yield Difference(name, what)


def _made(build: Path) -> Iterator[Path]:
    for name in MADE:
        place = build / name
        if place.is_file():
            yield place
        yield from sorted(path for path in place.rglob("*") if path.is_file())


def _first(one: bytes, other: bytes) -> str | None:
    """Say where two contents differ first, and what stands there; None if they are the same."""
    if one == other:
        return None
    at = _common(one, other)
    line = one.count(b"\n", 0, at) + 1
    shown = [repr(_text(content, at)) for content in (one, other)]
    return f"byte {at}, line {line}: {shown[0]} against {shown[1]}"


def _common(one: bytes, other: bytes) -> int:
    """Return how many bytes two contents have in common from the start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _text(content: bytes, at: int) -> str:
    return content[max(0, at - _AROUND) : at + _AROUND].decode("utf-8", "backslashreplace")
