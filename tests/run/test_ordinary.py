"""Runs of the book in ordinary kernels: the same bytes as in forked ones.

nbval runs every notebook in an ordinary kernel, in English, against outputs that are those of a
forked one: all rules of claims are imported there. Here are notebooks that import between them
whatever else a notebook of the book imports.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from digitalbay.kernels import prepared
from digitalbay.run.execute import execute
from digitalbay.run.history import pasts
from digitalbay.run.plan import plan
from digitalbay.run.project import Project

pytestmark = pytest.mark.long

BOOK = Project(Path(__file__).parents[2])
# In traditional Chinese, whose runs use the most libraries.
RUNS = {run.notebook.name: run for run in plan(BOOK, langs=("zh-Hant",))}
# Each is imported after the fork, as in any kernel.
RULES = "digitalbay.claims."


def importing_all() -> list[str]:
    """Names of a few notebooks that import all modules but rules; of all if none is known."""
    imports = {name: set() for name in RUNS}
    for past in pasts(BOOK):
        imports[past.notebook] |= {name for name in past.imports if not name.startswith(RULES)}
    missing, chosen = set().union(*imports.values()), []
    while missing:
        chosen.append(max(imports, key=lambda name: len(imports[name] & missing)))
        missing -= imports[chosen[-1]]
    return chosen or list(RUNS)


@pytest.mark.parametrize("notebook", importing_all())
def test_ordinary_kernel_writes_what_the_forked_one_wrote(notebook, tmp_path, monkeypatch):
    run = RUNS[notebook]
    monkeypatch.setattr(prepared, "available", lambda: False)
    ordinary = replace(run, page=run.name, folder=tmp_path)
    assert execute(ordinary, BOOK) is None
    assert ordinary.output(BOOK).read_bytes() == run.output(BOOK).read_bytes()
