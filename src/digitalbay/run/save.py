"""Writes the English outputs back into the committed notebooks."""

from __future__ import annotations

import nbformat

from digitalbay.files import write_if_changed

from .plan import Project, Run


def save(runs: list[Run], project: Project) -> None:
    """Replace committed notebooks by their English runs; unchanged files are left alone.

    Of a template's runs, only the one with the default parameters is its own.
    """
    for run in (run for run in runs if not run.parameters):
        text = nbformat.writes(nbformat.read(run.output(project), as_version=4)) + "\n"
        write_if_changed(run.notebook, text)
