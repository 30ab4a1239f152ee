"""A change of prose reaches the outputs without a run."""

import nbformat

from digitalbay.run.plan import Run
from digitalbay.run.pool import run_stale
from digitalbay.run.stale import why_stale

from .conftest import write


def written(project, *prose):
    """A notebook with two paragraphs, run in two languages."""
    write(project, "a", "print(lang)", "x = 2")
    path = project.notebooks / "a.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for place, text in enumerate(prose):
        notebook.cells.insert(1 + place, nbformat.v4.new_markdown_cell(text, id=f"p{place}"))
    nbformat.write(notebook, path)
    return [Run(path, "en"), Run(path, "zh-Hans")]


def shown(run, project):
    cells = nbformat.read(run.output(project), as_version=4).cells
    return [(c.id, c.source if c.cell_type == "markdown" else c.outputs) for c in cells]


def test_prose_changes_moves_and_goes_without_a_run(project):
    runs = written(project, "One.", "Two.")
    assert run_stale(runs, project) == []
    before = [shown(run, project) for run in runs]
    written(project, "One.", "Second.", "Three.")
    assert [why_stale(run, project) for run in runs] == [[], []]
    assert run_stale(runs, project) == []
    for run, old in zip(runs, before, strict=True):
        new = shown(run, project)
        assert [part for part in new if part[0][0] != "p"] == [p for p in old if p[0][0] != "p"]
        assert [part for part in new if part[0][0] == "p"] == [
            ("p0", "One."),
            ("p1", "Second."),
            ("p2", "Three."),
        ]
        refreshed = run.output(project).read_bytes()
        assert run_stale([run], project, force=True) == []
        assert run.output(project).read_bytes() == refreshed
    written(project)
    assert run_stale(runs, project) == []
    assert not any(id.startswith("p") for run in runs for id, _ in shown(run, project))


def test_prose_that_did_not_change_is_not_written_again(project):
    (run, _) = written(project, "One.")
    assert run_stale([run], project) == []
    before = run.output(project).stat().st_mtime_ns
    assert run_stale([run], project) == []
    assert run.output(project).stat().st_mtime_ns == before
