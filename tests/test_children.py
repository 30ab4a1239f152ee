"""What a process starts ends with it, and what that started too."""

import signal
import subprocess
import sys

import psutil
import pytest

from digitalbay import children

# A child that starts a grandchild, tells its number and waits.
CHILD = (
    "import subprocess, sys, time\n"
    "more = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
    "print(more.pid, flush=True)\n"
    "time.sleep(300)"
)
PARENT = f"""
import subprocess, sys
from digitalbay import children
with children.ended_in_order():
    child = children.start(children.watched([sys.executable, "-c", {CHILD!r}]))
    child.wait()
"""


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_command_and_what_it_started_end_with_their_parent(signum):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    last = psutil.Process(int(parent.stdout.readline()))
    started = [*psutil.Process(parent.pid).children(recursive=True), last]
    parent.send_signal(signum)
    assert parent.wait(timeout=30) != 0
    assert not psutil.wait_procs(started, timeout=10)[1]


def test_nothing_is_started_while_all_is_ended():
    with children.ended_in_order():
        process = children.start([sys.executable, "-c", "import time; time.sleep(300)"])
        children.end()
        assert process.wait(timeout=10) == -signal.SIGKILL
        with pytest.raises(InterruptedError):
            children.start([sys.executable, "-c", ""])
    again = children.start([sys.executable, "-c", ""])
    assert again.wait() == 0
    children.ended(again)


def test_what_is_not_needed_ends_with_the_command():
    with children.ended_in_order():
        process = children.start([sys.executable, "-c", "import time; time.sleep(300)"])
    assert process.wait(timeout=10) == -signal.SIGKILL
    again = children.start([sys.executable, "-c", ""])
    assert again.wait() == 0
    children.ended(again)


def test_handlers_of_signals_are_as_before():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with children.ended_in_order():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


@pytest.mark.parametrize(
    ("code", "ends"), [("raise SystemExit(3)", 3), ("import os; os.abort()", -6)]
)
def test_a_command_ends_as_it_would_alone(code, ends):
    process = children.start(children.watched([sys.executable, "-c", code]))
    assert process.wait() == ends
    children.ended(process)


def test_what_makes_pages_looks_for_its_parent_before_it_imports_what_is_slow():
    module = "digitalbay.publish.jupyter_book"
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pandas", "sphinx"} & set(done.stdout.split())
