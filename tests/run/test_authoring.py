"""A chapter is begun with what to do next, and checked before it is run."""

import nbformat
import pytest
from click.testing import CliRunner

from digitalbay.cli import main
from digitalbay.data.checks import inspect
from digitalbay.run import authoring

from .conftest import write


def stored(project, *counts):
    """Write a notebook whose cells have these counts of execution."""
    write(project, "a", *(f"x = {n}" for n in range(len(counts) - 1)))
    notebook = nbformat.read(path := project.notebooks / "a.ipynb", as_version=4)
    for cell, count in zip(notebook.cells, counts, strict=True):
        cell.execution_count = count
    nbformat.write(notebook, path)
    return path


def test_a_chapter_begins_with_commands_that_work(project, monkeypatch):
    monkeypatch.chdir(project.root)
    said = CliRunner().invoke(main, ["new", "chapter", "02-6-health"]).output
    assert "wrote notebooks/02-6-health.ipynb" in said
    # Without Chinese, only the English run works.
    assert said.index("`bay run 02-6-health --lang en --save`") < said.index("`bay catalogs`")
    begun = nbformat.read(project.notebooks / "02-6-health.ipynb", as_version=4)
    # Without the number of its name, which would be one that is typed into prose.
    assert begun.cells[0].source.startswith("# Health\n")


@pytest.mark.parametrize(
    ("counts", "whose"), [((1, None, 3), "cell c01 has"), ((1, None, None), "cells c01, c02 have")]
)
def test_a_cell_that_never_ran_is_named(project, counts, whose):
    with pytest.raises(SystemExit) as stopped:
        authoring.check_stored(stored(project, *counts))
    assert str(stopped.value) == (
        f"error: {whose} no stored outputs; run `bay run a --lang en --save`"
    )


def test_cells_that_ran_and_empty_ones_have_what_they_need(project):
    path = stored(project, 1, 2)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(""))
    nbformat.write(notebook, path)
    authoring.check_stored(path)


def test_a_chapter_that_is_no_page_is_named(project):
    path = stored(project, 1)
    with pytest.raises(
        SystemExit, match=r"notebooks/a is not in _toc\.yml; add `- file: notebooks/a"
    ):
        authoring.check_listed(path, project)
    (project.root / "_toc.yml").write_text("chapters:\n  - file: notebooks/a\n", encoding="utf-8")
    authoring.check_listed(path, project)


def test_the_texts_of_one_chapter_are_read_by_its_name(project, monkeypatch):
    asked = {}
    (project.root / "_toc.yml").write_text("chapters:\n  - file: notebooks/a\n", encoding="utf-8")
    stored(project, 1)
    monkeypatch.setattr(authoring, "opened", lambda: project)
    monkeypatch.setattr(authoring, "run_stale", lambda runs, project: [])
    monkeypatch.setattr(authoring, "check_words", lambda runs: None)
    monkeypatch.setattr(authoring, "ensured", lambda commands, project: asked.update(commands))
    assert CliRunner().invoke(main, ["check", "a"]).exit_code == 0
    # A book need not have tests that read its prose.
    assert list(asked) == ["Style", "Format", "Stored outputs"]
    tests = project.root / "tests" / "publish"
    tests.mkdir(parents=True)
    (tests / "test_prose.py").touch()
    assert CliRunner().invoke(main, ["check", "a"]).exit_code == 0
    assert "--chapter a" in " ".join(asked["Prose and words"])


def test_a_check_whose_tool_is_not_installed_is_left_out_and_said(capsys):
    assert authoring.can_be_done("Style", "json")
    assert not authoring.can_be_done("Style", "no_such_tool")
    assert capsys.readouterr().out == "Style: left out; `pip install no_such_tool` brings it\n"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("Three Cities", "expected words such as three-cities"), ("full", "not empty")],
)
def test_a_book_is_begun_in_an_empty_folder_of_a_plain_name(tmp_path, monkeypatch, name, wrong):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").touch()
    said = CliRunner().invoke(main, ["new", "book", name, "--title", "T", "--author", "A"])
    assert said.exit_code == 2
    assert wrong in said.output
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_a_book_without_observations_has_no_chapter_to_begin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(main, ["new", "book", "empty", "--title", "T", "--author", "A"]).exit_code == 0
    assert inspect(tmp_path / "empty" / "data")[1] == []
    monkeypatch.chdir(tmp_path / "empty")
    said = run(main, ["new", "chapter", "01-first"])
    assert said.exit_code == 1
    assert "no observation of a place of the region" in said.output


def test_all_that_fails_is_said(project, capsys):
    commands = {
        name: [authoring.sys.executable, "-c", f"print('{name}'); raise SystemExit({code})"]
        for name, code in (("Style", 1), ("Format", 0), ("Prose", 2))
    }
    with pytest.raises(SystemExit) as stopped:
        authoring.ensured(commands, project)
    assert "error: style failed" in str(stopped.value)
    assert "error: prose failed" in str(stopped.value)
    assert capsys.readouterr().out.startswith("Format: as it should be")
