"""Promises the files of the project make to each other."""

import tomllib
from pathlib import Path

import nbformat
import yaml

from digitalbay import __version__
from digitalbay.run.plan import pages
from digitalbay.run.project import Project

ROOT = Path(__file__).parents[1]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_one_version_of_the_project():
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert yaml.safe_load(read("CITATION.cff"))["version"] == version == __version__


def test_ci_runs_what_everybody_runs():
    assert read(".ci/run").strip().endswith("exec make test")


def test_every_notebook_is_a_page():
    toc = read("_toc.yml")
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"notebooks/{path.stem}" in toc


def test_no_cell_ends_in_a_semicolon():
    # nbval runs cells in a way that does not honour it, so their outputs would differ.
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in yaml.safe_load(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            assert cell["cell_type"] != "code" or not source.rstrip().endswith(";"), path.name


def test_committed_outputs_are_those_of_the_run():
    # nbval passes over cells that were never run; this does not.
    # Of a template, the page with the default parameters is its own.
    for name, (path, parameters) in pages(Project(ROOT)).items():
        run = ROOT / "_build" / "notebooks" / "en" / f"{name}.ipynb"
        assert run.is_file(), f"{name} was not run: `make book` first"
        if parameters:
            continue
        # The run's is compact; indented as `make run` does, every byte is the same.
        text = nbformat.writes(nbformat.read(run, as_version=4)) + "\n"
        assert text == path.read_text(encoding="utf-8"), f"{path.name}: run `make run` and commit"
