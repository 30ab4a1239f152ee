"""Builds copies of the book under different conditions and compares what is made of each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from digitalbay import children
from digitalbay.run.project import Project

from .commit import repository
from .comparing import Difference, differences, made
from .conditions import FIRST, Asked, Condition, edit, environment
from .untouched import OF_WHEEL, PACKAGE, SOURCES

# What a copy has beside what a build looks at: it says how to cite, and where the data are.
_BESIDE = ("CITATION.cff", *OF_WHEEL)
_LINES = 20


class UnbuiltError(Exception):
    """A copy of the book could not be built: under which condition, and the end of what it said."""

    def __init__(self, condition: Condition, said: str):
        tail = "\n".join(said.strip().splitlines()[-_LINES:])
        super().__init__(f"{condition.name} ({condition.about}): not built\n{tail}")


@dataclass(frozen=True)
class Comparison:
    """How many files a build under a condition has, and those that differ from the first's."""

    condition: Condition
    files: int
    different: list[Difference]


def verify(
    project: Project, asked: Asked, conditions: list[Condition], kept: Path | None = None
) -> Iterator[Comparison]:
    """Build a copy as it is, then one under each condition, and yield how they compare.

    Parameters
    ----------
    kept : folder in which the copies stay; by default they are removed

    Raises
    ------
    UnbuiltError
        If a copy cannot be built.
    """
    count = 1 + sum(1 + condition.edited for condition in conditions)
    with _folder(kept) as folder, tqdm(total=count, unit="build", disable=None) as bar:
        # What is edited meanwhile is in none of the copies.
        sources = folder / "sources"
        _copy(project, sources)
        git = repository(project.root)
        first = _built(sources, git, FIRST, asked, bar)
        for condition in conditions:
            other = _built(sources, git, condition, asked, bar)
            found = list(differences(first, other))
            yield Comparison(condition, len(made(other)), found)
            if kept is None:
                shutil.rmtree(folder / condition.name)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True)
        yield kept.resolve()
    else:
        with TemporaryDirectory(prefix="bay-verify-") as folder:
            yield Path(folder).resolve()


def _built(sources: Path, git: str, condition: Condition, asked: Asked, bar: tqdm) -> Path:
    """Build a copy under a condition and return what was built."""
    place = sources.parent / condition.name
    copy, home = place / condition.folder, place / "home"
    home.mkdir(parents=True)
    shutil.copytree(sources, copy)
    given = environment(condition, git, copy, home)
    bar.set_postfix_str(condition.name)
    if condition.edited:
        take_back = edit(copy)
        _bay(condition, asked, copy, given)
        take_back()
        bar.update()
    _bay(condition, asked, copy, given)
    bar.update()
    return copy / "_build"


def _copy(project: Project, copy: Path) -> None:
    """Copy all that a book is made from, but for what was built."""
    places = [project.root / name for name in (*SOURCES, *_BESIDE)]
    if PACKAGE.is_relative_to(project.root):
        places.append(PACKAGE)
    for place in filter(Path.exists, places):
        to = copy / place.relative_to(project.root)
        to.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            shutil.copytree(place, to, ignore=shutil.ignore_patterns("__pycache__", "*.mo", ".*"))
        else:
            shutil.copyfile(place, to)


def _bay(condition: Condition, asked: Asked, copy: Path, given: Mapping[str, str]) -> None:
    for step in condition.way(copy, asked):
        process = children.start(
            children.watched([sys.executable, "-m", "digitalbay", *step]),
            cwd=copy,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            umask=0o077 if condition.elsewhere else -1,
        )
        said, _ = process.communicate()
        children.ended(process)
        if process.returncode:
            raise UnbuiltError(condition, said)
