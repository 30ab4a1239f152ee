"""Processes that end with whoever started them, however that one ends.

``python -m digitalbay.children PARENT COMMAND …`` runs a command in a group of processes of its own
and ends the whole group as soon as the parent is gone, also if that was killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

# How often it is looked whether a parent is still there, in seconds.
_INTERVAL = 0.2
_running: set[subprocess.Popen] = set()
_ending = threading.Event()


def start(command: Sequence[str], **options: Any) -> subprocess.Popen:
    """Start a command that watches its parent itself, in a group of its own; see `end`."""
    if _ending.is_set():
        raise InterruptedError("this command is ending")
    process = subprocess.Popen(command, process_group=0, **options)
    _running.add(process)
    return process


def watched(command: Sequence[str]) -> list[str]:
    """Return a command that runs another one and ends it when this process ends."""
    # Without site, whose packages it need not look for, and by its path, without the package's.
    python = [sys.executable, "-I", "-S", __file__]
    return [*python, str(os.getpid()), *command]


def ended(process: subprocess.Popen) -> None:
    """Note that a process has ended, and end what it may have left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    _running.discard(process)


def end() -> None:
    """End all that this process started and that still runs, and let it start no more."""
    _ending.set()
    for process in list(_running):
        ended(process)
    # Imported by who has workers.
    if pools := sys.modules.get("multiprocessing"):
        for worker in pools.active_children():
            worker.kill()


@contextmanager
def ended_in_order() -> Iterator[None]:
    """End what is started meanwhile with the block; on Ctrl-C and SIGTERM, then this process."""

    def told(signum: int, _frame: object) -> NoReturn:
        end()
        if signum == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(128 + signum)

    here = threading.current_thread() is threading.main_thread()
    heeded = (signal.SIGINT, signal.SIGTERM) if here else ()
    before = {signum: signal.signal(signum, told) for signum in heeded}
    try:
        yield
    finally:
        # What was prepared and not needed would notice late, if it is still importing.
        end()
        for signum, handler in before.items():
            signal.signal(signum, handler)
        _ending.clear()


def end_with(parent: int) -> None:
    """Have this process, and its group if it leads one, end soon after its parent."""

    def watch() -> NoReturn:
        while os.getppid() == parent:
            time.sleep(_INTERVAL)
        end_group()

    threading.Thread(target=watch, daemon=True).start()


def end_with_by_alarm(parent: int) -> None:
    """Do as `end_with` without a thread, in a process that is forked; its forks do not."""

    def look(_signum: int, _frame: object) -> None:
        if os.getppid() != parent:
            end_group()

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _INTERVAL, _INTERVAL)


def end_group() -> NoReturn:
    """End this process at once, and its group if it leads one."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def be_worker() -> None:
    """Make a process of a pool one that ends with the pool's, and that Ctrl-C does not reach."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whoever forked it may have had its own way to end.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    parent = sys.modules["multiprocessing"].parent_process()

    # Else a worker would wait for ever for a command that was killed.
    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main(parent: str, *command: str) -> NoReturn:
    """Run a command until it or the parent ends."""
    end_with(int(parent))
    if (code := subprocess.call(command)) < 0:
        # As that one ended.
        with suppress(OSError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])
