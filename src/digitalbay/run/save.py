"""Writes the English outputs back into the committed notebooks."""

from __future__ import annotations

from pathlib import Path

import nbformat

from digitalbay.files import write_if_changed

from .plan import Run
from .project import Project


def save(runs: list[Run], project: Project) -> list[Path]:
    """Replace committed notebooks by their English runs; return those that changed.

    Of a template's runs, only the one with the default parameters is its own.
    """
    changed = []
    for run in (run for run in runs if not run.parameters):
        text = nbformat.writes(nbformat.read(run.output(project), as_version=4)) + "\n"
        if write_if_changed(run.notebook, text):
            changed.append(run.notebook)
    return changed
