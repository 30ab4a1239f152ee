"""Commands that change what is built take turns; what a killed one left is removed."""

import os
import signal
import subprocess
import sys
import time

import pytest

from digitalbay.run.lock import locked

HOLD = """
import sys, time
from pathlib import Path
from digitalbay.run.lock import locked
with locked(Path(sys.argv[1])) as passing:
    (passing / "half").touch()
    (passing.parent / ".page.html.1.part").touch()
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holding(folder, seconds):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder, str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_waits_and_says_for_whom(tmp_path, capsys):
    # Long enough to be asked for on a busy machine.
    first = holding(tmp_path, 3)
    begun = time.monotonic()
    with locked(tmp_path):
        assert time.monotonic() - begun > 0.3
        assert f"process {os.getpid()}, since" in (tmp_path / "lock").read_text(encoding="utf-8")
    assert first.wait() == 0
    assert capsys.readouterr().err.startswith(f"waiting for: bay {tmp_path} 3, process {first.pid}")
    assert (tmp_path / "lock").read_text(encoding="utf-8") == ""


def test_one_that_was_killed_holds_nothing_and_leaves_nothing(tmp_path, capsys):
    first = holding(tmp_path, 60)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert (tmp_path / "tmp" / "half").is_file()
    with locked(tmp_path) as passing:
        assert sorted(path.name for path in tmp_path.iterdir()) == ["lock", "tmp"]
        assert list(passing.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]
    assert capsys.readouterr().err == ""


def test_a_command_of_a_notebook_does_not_wait_for_the_run_that_waits_for_it(tmp_path):
    with locked(tmp_path):
        with pytest.raises(ValueError, match="asks for another run of the same book"):
            locked(tmp_path).__enter__()
        with locked(tmp_path / "other"):
            pass
