"""What stops `bay run` is said in a line or two, and nothing that it started stays."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from digitalbay.kernels.prepared import ADDRESS

from .conftest import write


def run(project, *options, **environment):
    """Start `bay run` in a book, with kernels of its own."""
    given = {k: v for k, v in os.environ.items() if k != ADDRESS} | environment
    command = [sys.executable, "-m", "digitalbay", *options, "run", "--lang", "en"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=project.root, env=given, start_new_session=True, **pipes)


def test_a_long_folder_of_temporary_files_is_no_obstacle(project, tmp_path):
    long = tmp_path / ("x" * 150)
    long.mkdir()
    write(project, "one", "1 + 1")
    process = run(project, TMPDIR=str(long))
    said, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert said.startswith("ran 1 of 1")
    assert list(long.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(project):
    write(project, "one", "1 + 1")
    project.build.write_text("a file", encoding="utf-8")
    process = run(project)
    said, err = process.communicate()
    assert (process.returncode, said) == (1, "")
    assert err == f"error: File exists: {project.build}; mend that and run again\n"


def test_what_is_no_notebook_is_named_and_its_traceback_shown_if_asked_for(project):
    path = project.notebooks / "half.ipynb"
    path.write_text('{"cells": [', encoding="utf-8")
    for options in ((), ("--debug",)):
        process = run(project, *options)
        _, err = process.communicate()
        assert process.returncode == 1
        assert f"{path}: no notebook to run" in err
        assert ("Traceback" in err) == bool(options)
        assert bool(options) or len(err.splitlines()) == 1


@pytest.mark.parametrize("first", ["", "os.environ['A'] = '1'"], ids=["forked", "ordinary"])
def test_a_kernel_that_ends_by_itself_leaves_nothing_running_and_says_nothing(project, first):
    cell = "import os, pathlib, subprocess\n{}\nchild = subprocess.Popen(['sleep', '300'])\n"
    cell += "pathlib.Path('number').write_text(str(child.pid))\nos.write(2, b'noise')\nos._exit(1)"
    write(project, "left", cell.format(first))
    _, err = run(project).communicate()
    told, *_, last = err.splitlines()
    assert told.startswith("error: left.ipynb (en), cell 1: the kernel was killed, crashed")
    assert last == "1 of 1 runs failed; mend and run again."
    assert "noise" not in err
    number = int((project.notebooks / "number").read_text(encoding="utf-8"))
    assert not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_what_is_ended_leaves_nothing_running(project, tmp_path, signum):
    begun = tmp_path / "begun"
    write(project, "long", f"import pathlib\npathlib.Path({str(begun)!r}).touch()", WAIT)
    passing = tmp_path / "passing"
    passing.mkdir()
    process = run(project, TMPDIR=str(passing))
    while not begun.is_file():
        assert process.poll() is None
        time.sleep(0.05)
    started = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signum)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (1, 128 + signum, -signum)
    assert "Traceback" not in err
    if signum != signal.SIGKILL:
        # Python itself counts what a killed process did not.
        assert len(err.strip().splitlines()) <= 1
    assert not psutil.wait_procs(started, timeout=10)[1]
    if signum != signal.SIGKILL:
        assert [path for path in passing.iterdir() if path.name.startswith("bay-")] == []


WAIT = "import subprocess\nsubprocess.run(['sleep', '300'])"
