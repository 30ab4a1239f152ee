"""A notebook downloaded from the book runs wherever the package is installed."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
UV = shutil.which("uv") or str(ROOT / ".venv-uv" / "bin" / "uv")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, unpacked where nothing else of the project is."""
    out = tmp_path_factory.mktemp("wheel")
    build = [UV, "build", "--quiet", "--wheel", "--out-dir", str(out), str(ROOT)]
    subprocess.run(build, check=True)
    (wheel,) = out.glob("*.whl")
    site = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(site)
    return site


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


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("name", ["02-5-results", "03-problems", "05-conclusion"])
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
