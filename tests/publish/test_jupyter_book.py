"""Builds are forked from one process, each with what it says and how it ends."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from digitalbay.publish import jupyter_book
from digitalbay.publish.jupyter_book import BuildError, built
from digitalbay.run.project import Project

# A book that takes a while: a page that waits when it is read.
CONFIG = "only_build_toc_files: true\nsphinx:\n  local_extensions:\n    slow: .\n"
SLOW = "import time\n\ndef setup(app):\n    print('begun', flush=True)\n    time.sleep(300)\n"
STARTER = """
import sys, time
from digitalbay.publish import jupyter_book
print(jupyter_book.prepare(), flush=True)
if "slow" in sys.argv[1:]:
    jupyter_book.built(["build", sys.argv[2], "--path-output", sys.argv[2]])
time.sleep(300)
"""


@pytest.fixture
def slow(tmp_path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    (tmp_path / "_config.yml").write_text(CONFIG, "utf-8")
    (tmp_path / "index.md").write_text("# Page\n", "utf-8")
    (tmp_path / "slow.py").write_text(SLOW, "utf-8")
    return tmp_path


def server():
    return psutil.Process(jupyter_book.prepare())


def builds(process):
    """Wait for the process of a build, the child of a child of what builds are forked from."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        below = process.children(recursive=True)
        if len(below) == 2:
            return below
        time.sleep(0.05)
    raise AssertionError("no build begins")


def test_a_build_says_what_the_command_says_in_the_folder_and_environment_of_its_client(
    slow, monkeypatch
):
    said, code = built(["--version"])
    assert code == 0
    assert "Jupyter Book" in said
    first = server()
    (slow / "slow.py").write_text(
        "import os\n\ndef setup(app):\n    raise RuntimeError(os.getcwd(), os.environ['ASKED'])\n",
        "utf-8",
    )
    monkeypatch.chdir(slow)
    monkeypatch.setenv("ASKED", "for this")
    said, code = built(["build", ".", "--path-output", "work"])
    assert code
    assert str(slow) in said
    assert "for this" in said
    assert server() == first


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads by /proc")
def test_no_thread_is_where_builds_are_forked():
    built(["--version"])
    assert server().num_threads() == 1


def test_one_that_ended_is_started_again():
    built(["--version"])
    first = server()
    first.kill()
    first.wait()
    assert built(["--version"])[1] == 0
    assert server() != first


@pytest.mark.parametrize(("which", "said"), [(1, "SIGTERM"), (0, "SIGKILL")])
def test_a_build_that_is_ended_is_told(slow, which, said):
    built(["--version"])
    failures = []

    def build():
        try:
            jupyter_book.jupyter_book(Project(slow), slow, slow / "work", "html")
        except BuildError as error:
            failures.append(str(error))

    thread = threading.Thread(target=build)
    thread.start()
    below = builds(server())
    below[which].send_signal(signal.SIGTERM)
    if which == 0:
        # What watched it is gone: it is not told how the build ended.
        below[1].kill()
    thread.join(60)
    assert failures
    assert f"it was ended by {said}" in failures[0]


@pytest.mark.parametrize("moment", ["importing", "slow"])
def test_nothing_is_left_when_its_client_is_killed(slow, moment):
    command = [sys.executable, "-c", STARTER, moment, str(slow)]
    client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    started = psutil.Process(int(client.stdout.readline()))
    left = [started, *(builds(started) if moment == "slow" else [])]
    client.kill()
    client.wait()
    assert not psutil.wait_procs(left, timeout=20)[1]
