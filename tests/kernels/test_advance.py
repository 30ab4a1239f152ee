"""What is done in advance, before kernels are forked, must go unnoticed, and is left out if not."""

import subprocess
import sys

import pytest

from digitalbay.kernels import prepared

pytestmark = pytest.mark.skipif(not prepared.available(), reason="this system cannot fork")

SCRIPT = """
import builtins, logging, os, signal, sys, threading, time, warnings
from digitalbay.kernels import advance
done = []
def noticed():
    done.append("noticed")
    {noticed}
advance.do([
    ("first", lambda: done.append("first")),
    ("noticed", noticed),
    ("last", lambda: done.append("last")),
])
print(*done, threading.active_count())
sys.exit(7)
"""


def _done(noticed: str, before: str = "") -> subprocess.CompletedProcess:
    script = before + SCRIPT.replace("{noticed}", noticed)
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "noticed",
    [
        "print('hello')",
        "os.write(2, b'hello')",
        "warnings.warn('mind')",
        "raise ImportError('absent')",
        "sys.exit(0)",
        "os._exit(0)",
        "os.kill(os.getpid(), signal.SIGKILL)",
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "warnings.simplefilter('ignore')",
        "logging.basicConfig()",
        "sys.setrecursionlimit(5000)",
        "sys.excepthook = print",
    ],
)
def test_a_step_that_is_noticed_is_left_out_and_the_others_are_done(noticed):
    done = _done(noticed)
    assert done.stdout.split() == ["first", "last", "1"]
    assert done.stderr == ""
    assert done.returncode == 7


@pytest.mark.parametrize(
    "unnoticed",
    [
        "pass",
        "import matplotlib.pyplot",
        "warnings.filterwarnings('ignore', module='mine')",
    ],
)
def test_a_step_that_changes_nothing_of_others_is_done(unnoticed):
    assert _done(unnoticed).stdout.split() == ["first", "noticed", "last", "1"]


@pytest.mark.parametrize(
    ("library", "changed"),
    [
        ("matplotlib", "matplotlib.rcParams['lines.linewidth'] = 9"),
        ("numpy", "numpy.seterr(all='raise')"),
    ],
)
def test_a_step_that_changes_the_settings_of_another_library_is_left_out(library, changed):
    done = _done(changed, before=f"import {library}")
    assert done.stdout.split() == ["first", "last", "1"]
