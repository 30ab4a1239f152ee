"""A file of any form of notebook is run, alike each time; what is none is named, with a reason."""

import json
import os
from itertools import count

import pytest

from digitalbay.run import cells
from digitalbay.run.cells import NotebookError
from digitalbay.run.execute import execute
from digitalbay.run.plan import Run

from .conftest import write

TIMES = count(1)


@pytest.fixture
def path(project):
    write(project, "it", "1 + 1", "2 + 2")
    return project.notebooks / "it.ipynb"


def changed(path, *names, value):
    """Set a part of a notebook."""
    whole = part = json.loads(path.read_text(encoding="utf-8"))
    for name in names[:-1]:
        part = part[name]
    part[names[-1]] = value
    path.write_text(json.dumps(whole), encoding="utf-8")


def read(path):
    """Return the ids of cells and the digest of their code, as two commands find them."""
    found = []
    for _ in range(2):
        # Read anew, as by another command: told by its time.
        os.utime(path, ns=(next(TIMES),) * 2)
        written = cells.written(path)
        found.append(([cell.id for cell in written.document.cells], written.code))
    assert found[0] == found[1]
    return found[0][0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not appear to be JSON"),
        (b"\xef\xbb\xbf{}", "not appear to be JSON"),
        (b'{"cells": [', "not appear to be JSON"),
        ("é".encode("latin-1"), "'utf-8' codec can't decode"),
        (b"[]", "other parts than a notebook"),
        (b"null", "other parts than a notebook"),
        (b"{}", "does not say which form"),
        (b'{"nbformat": 5}', "Unsupported nbformat version 5"),
        (b'{"nbformat": 4, "metadata": {}}', "missing an expected key: cells|other parts"),
        (b'{"nbformat": 4, "cells": null, "metadata": {}}', "other parts than a notebook"),
    ],
)
def test_what_is_no_notebook_is_named_with_a_reason_in_a_line(path, content, why):
    path.write_bytes(content)
    with pytest.raises(NotebookError, match=why) as told:
        cells.written(path)
    said = str(told.value)
    assert said.startswith(f"{path}: no notebook to run: ")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("names", "value", "why"),
    [
        (("cells", 1, "source"), 5, r"5 is not valid .*, in \['cells'\]\[1\]\['source'\]"),
        (("cells", 1, "metadata"), 5, "The notebook is invalid"),
        (("metadata", "kernelspec", "language"), "R", "written in R, and only Python is run"),
    ],
)
def test_what_cannot_be_run_is_named_with_a_reason_in_a_line(path, names, value, why):
    changed(path, *names, value=value)
    with pytest.raises(NotebookError, match=why) as told:
        cells.written(path)
    assert "\n" not in str(told.value)


def test_cells_without_ids_or_with_one_twice_have_the_same_ids_each_time(path):
    changed(path, "cells", 2, "id", value="c01")
    assert read(path) == ["c00", "c01", "cell-2"]
    whole = json.loads(path.read_text(encoding="utf-8"))
    for cell in whole["cells"]:
        del cell["id"]
    path.write_text(json.dumps(whole | {"nbformat_minor": 0}), encoding="utf-8")
    assert read(path) == ["cell-0", "cell-1", "cell-2"]


def test_a_notebook_of_an_older_form_is_run(path, project):
    whole = json.loads(path.read_text(encoding="utf-8"))
    older = [
        {"cell_type": "code", "input": cell["source"], "language": "python", "outputs": []}
        | {"metadata": cell["metadata"], "collapsed": False}
        for cell in whole["cells"]
    ]
    sheets = {"worksheets": [{"cells": older, "metadata": {}}], "nbformat": 3, "nbformat_minor": 0}
    path.write_text(json.dumps({"metadata": {"name": ""}} | sheets), encoding="utf-8")
    assert read(path) == ["cell-0", "cell-1", "cell-2"]
    run = Run(path, "zh-Hans")
    assert execute(run, project) is None
    assert "'4'" in str(json.loads(run.output(project).read_text("utf-8"))["cells"][-1]["outputs"])


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("raise ValueError('x' * 10_000)", "cell 1: ValueError: xxx"),
        ("'\\ud800'  # \ud800", "half a character"),
        ("print('\\ud800')", "cell 1: UnicodeEncodeError"),
        ("import os\nos.environ['A'] = '1'\nprint('\\ud800')", "in line 3: print("),
    ],
)
def test_an_error_is_told_in_a_few_words(project, cell, told):
    write(project, "it", "1")
    changed(project.notebooks / "it.ipynb", "cells", 1, "source", value=cell)
    failure = execute(Run(project.notebooks / "it.ipynb", "en"), project)
    assert told in str(failure)
    assert len(str(failure)) < 1000
    assert failure.kept.is_file()
