"""Which commit a book is made from."""

from __future__ import annotations

import subprocess
from pathlib import Path


def commit_of(folder: Path) -> str:
    """Return the first ten digits of the commit that is checked out, or "" where git knows none."""
    return _git(folder, "rev-parse", "--short=10", "HEAD")


def repository(folder: Path) -> str:
    """Return the folder in which git keeps what it knows, or "" where it knows nothing."""
    return _git(folder, "rev-parse", "--absolute-git-dir")


def _git(folder: Path, *arguments: str) -> str:
    git = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
