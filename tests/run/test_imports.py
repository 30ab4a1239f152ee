"""Which libraries kernels start with: those that runs import, and no others."""

import sys

import pytest
from click.testing import CliRunner

from digitalbay.cli import main
from digitalbay.run.history import Past, remember
from digitalbay.run.imports import BOOK, MOST, early, named, told

from .conftest import write


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import numpy as np, pandas", {"numpy", "pandas"}),
        ("import matplotlib.pyplot as plt", {"matplotlib.pyplot"}),
        ("from scipy import stats", {"scipy", "scipy.stats"}),
        ("from scipy.stats import *", {"scipy.stats"}),
        ("def f():\n    import networkx", {"networkx"}),
        ("%matplotlib inline\n!ls\nimport numpy", {"numpy"}),
        ("text = (\n'a'\n% 1)\nimport numpy", {"numpy"}),
        ("from . import beside\nfrom .beside import x", set()),
        ("import os, json\nfrom math import pi", set()),
        ("this is no Python", set()),
    ],
)
def test_cells_name_what_they_import(source, found):
    assert named([source]) == found


def _remember(project, name: str, *imports: str) -> None:
    past = Past(f"{name}.ipynb", "cells", 1.0, list(imports))
    remember(project.history / "en" / f"{name}.json", past)


def test_what_two_runs_import_is_imported_early_the_most_used_first(project):
    for name in ("a", "b", "c"):
        write(project, name, "import altair")
    _remember(project, "a", "numpy", "scipy.stats")
    _remember(project, "b", "numpy", "scipy.stats", "networkx")
    _remember(project, "c", "numpy")
    assert early(project) == {"numpy": 3, "scipy.stats": 2}


def test_notebooks_that_never_ran_tell_by_their_cells(project):
    write(project, "a", "import networkx\nimport numpy")
    write(project, "b", "import networkx")
    assert early(project) == {"networkx": 2}
    (project.notebooks / "b.ipynb").unlink()
    assert early(project) == {"networkx": 1, "numpy": 1}
    (project.notebooks / "a.ipynb").write_text("no notebook")
    assert early(project) == {}


def test_only_what_is_installed_is_imported_early(project):
    (project.notebooks / "networkx.py").write_text("")
    (project.notebooks / "beside.py").write_text("")
    own = "digitalbay.claims"
    write(project, "a", f"import networkx, beside, absent, numpy, {own}, {BOOK}, mpl_toolkits")
    assert early(project) == {"numpy": 1, BOOK: 1, "mpl_toolkits": 1, "pandas": 1}


def test_what_modules_of_this_package_import_is_imported_early(project):
    write(project, "a", "from digitalbay.methods import gini, tree")
    found = early(project)
    assert {"numpy", "networkx", "scipy.stats"} <= found.keys()
    assert not [name for name in found if name.startswith(("digitalbay", "concurrent"))]


def test_no_more_are_imported_early_than_is_bearable(project, monkeypatch):
    folder = project.root / "lib"
    monkeypatch.setattr(sys, "prefix", str(folder))
    monkeypatch.syspath_prepend(str(folder))
    folder.mkdir()
    names = [f"library{number}" for number in range(MOST + 1)]
    for name in names:
        (folder / f"{name}.py").write_text("")
    write(project, "a", f"import {', '.join(names)}")
    assert len(early(project)) == MOST


def test_status_says_what_kernels_start_with_and_why(project, monkeypatch):
    write(project, "a", "import numpy")
    write(project, "b", "import scipy.stats\nfrom matplotlib import pyplot, ticker")
    write(project, "c", "import numpy\nfrom matplotlib import pyplot, ticker")
    monkeypatch.chdir(project.root)
    done = CliRunner().invoke(main, ["status"])
    said = (
        "Kernels start with 2 libraries imported, by the number of runs that import them: "
        "numpy (2), matplotlib (2)."
    )
    assert done.output.splitlines()[-1] == told(project) == said


def test_status_names_some_libraries_and_counts_the_others(project, monkeypatch):
    assert "no library" in told(project)
    monkeypatch.setattr("digitalbay.run.imports._SHOWN", 1)
    write(project, "a", "import numpy, scipy, pandas")
    assert told(project).endswith(": numpy (1), 2 more.")
