"""Notebooks run by plain papermill from the root, as anybody would: one of each kind."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
# With modules of its own beside it, and without; a template is covered by its parameter.
KINDS = {"05-conclusion": "zh-Hans", "a4-claims": "zh-Hant"}


@pytest.mark.parametrize("name", KINDS)
def test_notebook_runs_from_the_root(name, tmp_path):
    output = tmp_path / "out.ipynb"
    command = [Path(sys.executable).with_name("papermill"), f"notebooks/{name}.ipynb", output]
    done = subprocess.run(
        [*command, "-p", "lang", KINDS[name]], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    cells = nbformat.read(output, as_version=4).cells
    kinds = {
        output_.metadata["digitalbay"]["kind"]
        for cell in cells
        for output_ in cell.get("outputs", [])
        if "digitalbay" in output_.get("metadata", {})
    }
    assert "facts" in kinds
