"""The runs of the book in ordinary kernels: the same bytes as in forked ones."""

from dataclasses import replace
from pathlib import Path

import pytest

from digitalbay.kernels import prepared
from digitalbay.run.execute import execute
from digitalbay.run.plan import plan
from digitalbay.run.project import Project

BOOK = Project(Path(__file__).parents[2])
# One page of each notebook; in traditional Chinese, whose runs use the most libraries.
RUNS = {run.notebook.stem: run for run in plan(BOOK, langs=("zh-Hant",))}


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_ordinary_kernel_writes_what_the_forked_one_wrote(run, tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "available", lambda: False)
    ordinary = replace(run, page=run.name, folder=tmp_path)
    assert execute(ordinary, BOOK) is None
    assert ordinary.output(BOOK).read_bytes() == run.output(BOOK).read_bytes()
