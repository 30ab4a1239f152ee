"""A notebook downloaded from the book runs wherever the package is installed."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


def test_rules_come_with_the_wheel(installed, tmp_path):
    code = "import digitalbay.claims; print(digitalbay.claims.__file__)"
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip().startswith(str(installed))


def test_words_of_every_chapter_come_with_the_wheel(installed):
    words = ROOT / "book" / "locale" / "zh_Hans" / "LC_MESSAGES" / "notebooks"
    here = {path.name: path.read_bytes() for path in words.glob("*.po")}
    folder = installed / "digitalbay" / "_notebooks_locale"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == here
    assert len(here) >= len(list((ROOT / "notebooks").glob("*.ipynb")))


def test_the_wheel_holds_every_file_of_the_package(installed):
    source = ROOT / "src"
    here = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    here = {path for path in here if "__pycache__" not in path.parts}
    assert len(here) > 100
    differ = [
        path for path in here if (installed / path).read_bytes() != (source / path).read_bytes()
    ]
    assert differ == []


# That the others run in ordinary kernels too is for nbval.
@pytest.mark.parametrize(("name", "lang"), [("02-5-results", "en"), ("05-conclusion", "zh-Hant")])
def test_it_runs_in_an_empty_folder(installed, tmp_path, monkeypatch, name, lang):
    monkeypatch.setenv("PYTHONPATH", str(installed))
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = cell.source.replace('"en"', f'"{lang}"')
    where = nbformat.v4.new_code_cell("import digitalbay\nprint(digitalbay.__file__)")
    notebook.cells.append(where)
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert notebook.cells[-1].outputs[0].text.startswith(str(installed))
