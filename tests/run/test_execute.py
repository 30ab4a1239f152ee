import json
import shutil

import nbformat
import pytest
from click.testing import CliRunner

import digitalbay as db
from digitalbay import files
from digitalbay.cli import main
from digitalbay.run import commands, stale
from digitalbay.run import execute as execution
from digitalbay.run.collect import collect
from digitalbay.run.execute import execute
from digitalbay.run.plan import Run, plan
from digitalbay.run.pool import run_stale
from digitalbay.run.project import Project
from digitalbay.run.stale import is_stale, why_stale

from .conftest import empty, write

READ = (
    "import digitalbay as db\n"
    "from digitalbay.figures import Chapter\n"
    "gdp = db.observations('gdp_current_prices', areas='macao', as_of=as_of)\n"
    "Chapter('gdp', lang, as_of).facts(rows=len(gdp))"
)


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A book of one notebook, executed in English and Chinese."""
    project = empty(tmp_path_factory.mktemp("book"))
    write(project, "gdp", READ)
    assert run_stale(plan(project, langs=("en", "zh-Hans")), project) == []
    return project


@pytest.fixture
def project(executed, request):
    """A copy of the executed book, to be changed at will."""
    # Beside the original, since records name modules relative to the root.
    copy = executed.root.with_name(f"{executed.root.name}-{request.node.name}")
    shutil.copytree(executed.root, copy)
    return Project(copy)


@pytest.fixture
def runs(project):
    return plan(project, langs=("en", "zh-Hans"))


def test_run_leaves_output_record_and_key_figures(project, runs):
    record = json.loads(runs[0].record(project).read_text(encoding="utf-8"))
    assert record["reads"][0]["function"] == "observations"
    assert any(name.endswith("figures/chapter.py") for name in record["files"])
    book = json.loads(collect(project).read_text(encoding="utf-8"))
    rows = len(db.observations("gdp_current_prices", areas="macao"))
    assert book["en"]["gdp"]["keys"]["rows"]["value"] == rows > 20
    assert book["zh-Hans"]["gdp"]["as_of"] is None


def test_output_is_stable(project, runs):
    first = [run.output(project).read_bytes() for run in runs]
    assert run_stale(runs, project, force=True) == []
    assert [run.output(project).read_bytes() for run in runs] == first


def test_output_hides_parameters_and_machine(project, runs):
    notebook = nbformat.read(runs[1].output(project), as_version=4)
    injected = notebook.cells[1]
    assert injected.source == 'lang = "zh-Hans"'
    assert injected.metadata["tags"] == ["injected-parameters", "remove-input"]
    assert "papermill" not in notebook.metadata
    assert all("papermill" not in cell.metadata for cell in notebook.cells)
    assert "testimony" not in [cell.id for cell in notebook.cells]


def test_nothing_is_stale_after_a_run_and_each_change_is_told(project, runs):
    run = runs[0]
    assert why_stale(run, project) == []
    assert not is_stale(run, project)
    assert why_stale(Run(run.notebook, "en", "2022-12-31"), project) == ["its parameters changed"]
    assert is_stale(Run(run.notebook, "en", "2022-12-31"), project)
    (project.root / "uv.lock").write_text("changed", encoding="utf-8")
    assert why_stale(run, project) == ["uv.lock changed"]
    write(project, "gdp", READ, "1 + 1")
    assert why_stale(run, project) == ["its cells changed", "uv.lock changed"]


def test_a_changed_module_beside_the_notebooks_makes_a_run_stale(project):
    module = project.notebooks / "beside.py"
    module.write_text("ANSWER = 42\n", encoding="utf-8")
    write(project, "uses", "import beside\nimport numpy", "beside.ANSWER")
    run = Run(project.notebooks / "uses.ipynb", "en")
    assert execute(run, project) is None
    code = json.loads(run.record(project).read_text(encoding="utf-8"))["files"]
    assert "notebooks/beside.py" in code
    assert not any("numpy" in name for name in code)
    assert why_stale(run, project) == []
    module.write_text("ANSWER = 43\n", encoding="utf-8")
    assert why_stale(run, project) == ["notebooks/beside.py changed"]


def test_changed_rows_make_a_run_stale_and_are_told(project, runs):
    path = runs[0].record(project)
    record = json.loads(path.read_text(encoding="utf-8"))
    read = next(r for r in record["reads"] if r["function"] == "observations")
    rows = (project.reads / f"{read['digest']}.csv").read_text(encoding="utf-8").splitlines()
    rows[-1] = rows[-1].replace("macao", "zhuhai")
    rows[1] = rows[1].replace("A", "B")
    read["digest"], read["rests"] = "of-other-rows", "observations/gdp_current_prices=others"
    (project.reads / "of-other-rows.csv").write_text("\n".join(rows[:-3] + rows[-1:]) + "\n")
    record["package"] = "of-another-day"
    path.write_text(json.dumps(record), encoding="utf-8")
    told = "gdp_current_prices gained 3 rows and lost 1 row and changed in 1 row"
    assert why_stale(runs[0], project) == [told]
    assert is_stale(runs[0], project)


def test_failure_names_cell_and_error_and_leaves_nothing_fresh(project, runs):
    write(project, "gdp", "first = 1", "raise ValueError('no such city')")
    failure = execute(runs[0], project)
    assert "gdp.ipynb (en), cell 2: ValueError: no such city" in str(failure)
    assert "raise ValueError" in str(failure)
    assert failure.kept.is_file()
    assert not runs[0].output(project).exists()
    assert not runs[0].record(project).exists()
    assert why_stale(runs[0], project) == ["never run"]
    write(project, "gdp", READ)
    assert execute(runs[0], project) is None
    assert not failure.kept.exists()


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("x = 1\ny = [\n    2,\n]\ny[5]", "in line 5: y[5]"),
        ("def half():\n    return 1 / 0\n\nhalf()", "in line 2: return 1 / 0"),
        ("x = 1\ny = = 2", "in line 2: y = = 2"),
        ("import pandas as pd\n\npd.DataFrame()['a']", "in line 3: pd.DataFrame()['a']"),
        ("\nx = 1\nraise SystemExit(2)", "in: x = 1"),
    ],
    ids=["later", "function", "syntax", "library", "untold"],
)
def test_failure_shows_the_line_where_the_error_arose(project, runs, cell, told):
    write(project, "gdp", "before = 1\nmore = 2", cell)
    assert str(execute(runs[0], project)).splitlines()[1] == f"    {told}"


def test_a_run_that_is_killed_while_it_writes_is_stale(project, runs, monkeypatch):
    """Its cells are then as they were before: the output is not of them."""

    def killed(path, content):
        files.write(path, content)
        raise KeyboardInterrupt

    old = (project.notebooks / "gdp.ipynb").read_bytes()
    write(project, "gdp", "'of other cells'")
    monkeypatch.setattr(execution, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        execute(runs[0], project)
    (project.notebooks / "gdp.ipynb").write_bytes(old)
    assert "of other cells" in runs[0].output(project).read_text(encoding="utf-8")
    assert why_stale(runs[0], project) == ["never run"]


def test_prose_that_was_not_all_written_is_written_anew(project, runs, monkeypatch):
    path = project.notebooks / "gdp.ipynb"
    old = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("Of another day.", id="new"))
    nbformat.write(notebook, path)

    def killed(path, content):
        files.write(path, content)
        if path.suffix == ".ipynb":
            raise KeyboardInterrupt

    monkeypatch.setattr(stale, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        stale.refresh(runs[0], project)
    monkeypatch.undo()
    path.write_bytes(old)
    stale.refresh(runs[0], project)
    assert "Of another day" not in runs[0].output(project).read_text(encoding="utf-8")


def test_what_is_kept_of_a_notebook_leaves_with_it(project, runs):
    write(project, "gone", "1 / 0")
    failure = execute(Run(project.notebooks / "gone.ipynb", "en"), project)
    write(project, "gone", "1")
    gone = Run(project.notebooks / "gone.ipynb", "en")
    assert execute(gone, project) is None
    failure.kept.touch()
    (project.notebooks / "gone.ipynb").unlink()
    collect(project)
    assert [path for path in project.build.rglob("*") if path.stem == "gone"] == []
    assert all(run.output(project).is_file() for run in runs)


def test_same_id_twice_is_refused(project):
    call = "from digitalbay.figures import Chapter\nc = Chapter('twice', lang, as_of)\n"
    write(project, "twice", call + "c.facts(n=1)\nc.facts(n=2)")
    run = Run(project.notebooks / "twice.ipynb", "en")
    assert str(execute(run, project)) == "twice.ipynb (en): used twice as an id: n"
    assert not run.output(project).exists()


def test_bay_run_says_what_it_ran_and_where(project, monkeypatch):
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(commands, "missing", lambda notebooks: [])
    write(project, "other", "x = 1")

    def said(*arguments):
        result = CliRunner().invoke(main, ["run", "--jobs", "1", *arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    places = "outputs in _build/notebooks/en"
    asked = ("--lang", "en")
    assert said(*asked) == f"ran 1 of 2; {places}\n"
    assert said(*asked) == f"nothing to run: 2 runs up to date; {places}\n"
    assert said("gdp", *asked) == f"nothing to run: 1 run up to date; {places}\n"
    assert said("gdp", *asked, "--force") == f"ran 1 of 1; {places}\n"
    path = project.notebooks / "other.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("New prose.", id="new"))
    nbformat.write(notebook, path)
    assert said("other", *asked) == f"nothing to run: 1 run up to date; {places}\n"
    output = project.build / "notebooks" / "en" / "other.ipynb"
    assert "New prose." in output.read_text(encoding="utf-8")
    for notebook in project.notebooks.glob("*.ipynb"):
        notebook.unlink()
    assert said() == "no notebooks yet; `bay new chapter 01-first` begins one\n"
