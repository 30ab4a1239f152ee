import nbformat
import pytest

from digitalbay.run import cells
from digitalbay.run.plan import Run, plan
from digitalbay.run.project import Project

from .conftest import write


def test_plan_is_notebooks_times_languages(project):
    write(project, "b")
    write(project, "a")
    runs = plan(project, langs=("en", "zh-Hans"))
    assert [str(run) for run in runs] == ["a en", "b en", "a zh-Hans", "b zh-Hans"]


def test_plan_takes_a_name_or_a_path(project):
    write(project, "a")
    assert plan(project, names=("notebooks/a.ipynb",), langs=("en",)) == plan(
        project, names=("a",), langs=("en",)
    )


def test_unknown_notebook_is_named_with_those_there_are(project):
    write(project, "a")
    with pytest.raises(FileNotFoundError, match=r"no notebook 'z' .* there are: a"):
        plan(project, names=("z",))


def test_project_is_found_from_below(project):
    assert Project.find(project.notebooks) == project


def test_no_project_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="run bay from a checkout"):
        Project.find(tmp_path)


def test_english_newest_needs_no_parameters(project):
    assert Run(project.notebooks / "a.ipynb", "en").parameters == {}
    assert Run(project.notebooks / "a.ipynb", "zh-Hant", "2022-12-31").parameters == {
        "lang": "zh-Hant",
        "as_of": "2022-12-31",
    }


def test_digest_is_of_cells_not_of_outputs(project):
    write(project, "a", "x = 1")
    before = cells.written(project.notebooks / "a.ipynb").code
    notebook = nbformat.read(project.notebooks / "a.ipynb", as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="1")]
    nbformat.write(notebook, project.notebooks / "a.ipynb")
    assert cells.written(project.notebooks / "a.ipynb").code == before
    write(project, "a", "x = 2")
    assert cells.written(project.notebooks / "a.ipynb").code != before


def test_prose_is_no_part_of_what_a_run_executes(project):
    path = project.notebooks / "a.ipynb"
    write(project, "a", "x = 1")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell("Before.", id="p01"))
    nbformat.write(notebook, path)
    before = cells.written(path)
    notebook.cells[1].source = "After."
    nbformat.write(notebook, path)
    after = cells.written(path)
    assert after.code == before.code
    assert after.prose != before.prose
