"""The one process that kernels are forked from: started, found by its address, ended.

It imports nothing of Jupyter's, so that a command starts that process before anything else.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

# The variable of the environment that names the prepared process's socket.
ADDRESS = "DIGITALBAY_KERNELS"
# What libraries for linear algebra read when they are loaded.
LIMITS = {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}
# Has Arrow's allocator start no thread: what forks is to have none.
UNTHREADED = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}
_GIVEN = bool(LIMITS & os.environ.keys())
# The path of a socket has about a hundred characters.
_LONGEST = 60
_PLACES = ("/tmp", "/var/tmp", "/dev/shm")
# The process, its socket's folder and the id of the process that started it.
_prepared: list[tuple[subprocess.Popen, str, int]] = []


def available() -> bool:
    """Tell whether this system can fork kernels; if not, they start as ordinary ones."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def place_of_sockets() -> str:
    """Return the folder of temporary files, or another one if its path is too long for sockets.

    Raises OSError if there is none.
    """
    for place in (tempfile.gettempdir(), *_PLACES):
        if len(place) <= _LONGEST and os.access(place, os.W_OK):
            return place
    raise OSError(f"no folder for sockets: give TMPDIR one of at most {_LONGEST} characters")


def folder_of_sockets(prefix: str) -> str:
    """Make a folder for sockets."""
    return tempfile.mkdtemp(prefix=prefix, dir=place_of_sockets())


def share(kernels: int) -> None:
    """Give kernels that run side by side each its part of the cores for linear algebra.

    They and the prepared process find it in the environment, whatever they import later; one that
    was prepared for another number ends. What the environment said before stands.
    """
    threads = str(max(1, (os.cpu_count() or 1) // kernels))
    limits = dict.fromkeys(LIMITS, threads)
    if not _GIVEN and not limits.items() <= os.environ.items():
        os.environ |= limits
        _end()


def prepare(preparation: str = "", folder: str | Path | None = None) -> None:
    """Start the prepared process now, so that it imports while the caller still plans.

    It serves this process and those started by it, and ends with this one.

    Parameters
    ----------
    preparation : module whose ``steps()`` import what kernels will need and do once what each
        would do again; the first one given counts
    folder : where the process starts; by default, the current one
    """
    if not available() or os.environ.get(ADDRESS):
        return
    if not LIMITS & os.environ.keys():
        # Each kernel has a core of its own; numerical libraries need not start threads.
        share(os.cpu_count() or 1)
    os.environ |= UNTHREADED
    place = folder_of_sockets("bay-kernels-")
    address = str(Path(place, "socket"))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        server = [sys.executable, "-m", "digitalbay.kernels.server", str(listener.fileno())]
        process = subprocess.Popen(
            [*server, preparation],
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
            cwd=folder,
            # With what it forks, which ends with it.
            process_group=0,
        )
    os.environ[ADDRESS] = address
    _prepared.append((process, place, os.getpid()))
    atexit.register(_end)


def _end() -> None:
    while _prepared:
        process, place, owner = _prepared.pop()
        if os.getpid() == owner:
            # At once: it may be importing still, if there was nothing to run.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            shutil.rmtree(place, ignore_errors=True)
            os.environ.pop(ADDRESS, None)
