"""What runs took is remembered, and the longest are done first."""

from digitalbay.run.execute import execute
from digitalbay.run.history import Past, pasts, remember, remembered
from digitalbay.run.plan import Run, plan
from digitalbay.run.pool import longest_first

from .conftest import write


def test_the_longest_come_first_and_what_never_ran_before_them(project):
    for name in ("long", "new", "new-and-large", "short"):
        write(project, name, *(["1"] * 3 if name == "new-and-large" else []))
    runs = {run.name: run for run in plan(project, langs=("en",))}
    for name, seconds in (("short", 1.0), ("long", 60.0)):
        remember(runs[name].history(project), Past(f"{name}.ipynb", "cells", seconds))
    found = [run.name for run in longest_first(list(runs.values()), project)]
    assert found == ["new-and-large", "new", "long", "short"]


def test_runs_that_took_the_same_keep_their_order(project):
    for name in ("a", "b", "c"):
        write(project, name)
    runs = plan(project)
    for run in runs:
        remember(run.history(project), Past(run.notebook.name, "cells", 2.0))
    assert longest_first(runs, project) == runs


def test_a_run_tells_what_it_took_and_imported_and_keeps_it_when_it_fails(project):
    write(project, "takes", "import networkx.algorithms\nfrom math import pi\nimport absent_or_not")
    (project.notebooks / "absent_or_not.py").write_text("import polib\n")
    run = Run(project.notebooks / "takes.ipynb", "en")
    assert execute(run, project) is None
    past = remembered(run.history(project))
    assert past.notebook == "takes.ipynb"
    assert past.seconds > 0
    assert {"networkx.algorithms", "polib"} <= {*past.imports}
    assert not {"math", "absent_or_not"} & {*past.imports}
    assert pasts(project) == [past]
    write(project, "takes", "1 / 0")
    assert execute(run, project) is not None
    assert remembered(run.history(project)) == past
    run.notebook.unlink()
    assert pasts(project) == []


def test_what_the_same_cells_were_seen_to_import_is_kept(tmp_path):
    path = tmp_path / "run.json"
    remember(path, Past("a.ipynb", "cells", 1.0, ["numpy", "scipy"]))
    remember(path, Past("a.ipynb", "cells", 2.0, ["numpy"]))
    assert remembered(path) == Past("a.ipynb", "cells", 2.0, ["numpy", "scipy"])
    remember(path, Past("a.ipynb", "other cells", 3.0, ["numpy"]))
    assert remembered(path) == Past("a.ipynb", "other cells", 3.0, ["numpy"])


def test_what_another_version_remembered_is_as_unknown(tmp_path):
    path = tmp_path / "run.json"
    for text in ("", "{}", '{"minutes": 1}'):
        path.write_text(text)
        assert remembered(path) is None
