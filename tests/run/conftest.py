import shutil
import subprocess
import zipfile
from pathlib import Path

import nbformat
import pytest

from digitalbay.kernels import prepared
from digitalbay.run.project import PREPARATION, Project

BOOK = Path(__file__).parents[2]
UV = shutil.which("uv") or str(BOOK / ".venv-uv" / "bin" / "uv")


@pytest.fixture(scope="session", autouse=True)
def _prepared():
    """Kernels that start with what chapters import, though the books of tests are empty."""
    prepared.prepare(PREPARATION, BOOK)


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """The wheel, unpacked where nothing else of the project is."""
    out = tmp_path_factory.mktemp("wheel")
    build = [UV, "build", "--quiet", "--wheel", "--out-dir", str(out), str(BOOK)]
    subprocess.run(build, check=True)
    (wheel,) = out.glob("*.whl")
    site = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(site)
    return site


def write(project: Project, name: str, *cells: str, given: str = "") -> None:
    """Write a small notebook whose first cell is its parameters, with more of them if given."""
    parameters = nbformat.v4.new_code_cell(f'lang = "en"\nas_of = None\n{given}'.rstrip(), id="c00")
    parameters.metadata["tags"] = ["parameters", "remove-input"]
    rest = [nbformat.v4.new_code_cell(c, id=f"c{i:02d}") for i, c in enumerate(cells, 1)]
    notebook = nbformat.v4.new_notebook(cells=[parameters, *rest])
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    nbformat.write(notebook, project.notebooks / f"{name}.ipynb")


def empty(root: Path) -> Project:
    """Make a book without notebooks."""
    (root / "notebooks").mkdir()
    (root / "_toc.yml").write_text("root: intro\n", encoding="utf-8")
    (root / "intro.md").write_text("# Book\n", encoding="utf-8")
    (root / "uv.lock").write_text("", encoding="utf-8")
    return Project(root)


@pytest.fixture
def project(tmp_path):
    """An empty book."""
    return empty(tmp_path)
