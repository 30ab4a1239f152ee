"""Kernels forked from one prepared process instead of started from nothing.

A kernel forked from it is a process of its own, with its own sockets, connection key, environment
and random state, and ends with the process that asked for it.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode

PROVISIONER = "digitalbay-forked"
# The variable of the environment that names the prepared process's socket.
ADDRESS = "DIGITALBAY_KERNELS"
_LAUNCHER = ["-m", "ipykernel_launcher"]
# What libraries for linear algebra read when they are loaded.
LIMITS = {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}
_GIVEN = bool(LIMITS & os.environ.keys())
# The process, its socket's folder and the id of the process that started it.
_prepared: list[tuple[subprocess.Popen, str, int]] = []


def available() -> bool:
    """Tell whether this system can fork kernels; if not, they start as ordinary ones."""
    return hasattr(os, "fork") and sys.platform != "darwin"


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
    place = tempfile.mkdtemp(prefix="bay-kernels-")
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


class ForkedProvisioner(LocalProvisioner):
    """Provides Python kernels by forking; any other kernel, or none to fork, as Jupyter does."""

    preparation = Unicode(help="Module that prepares the process to fork; see `prepare`.")

    async def launch_kernel(self, cmd: list[str], **kwargs) -> KernelConnectionInfo:
        """Fork a kernel and return when its sockets are open."""
        if not available() or cmd[0] != sys.executable or cmd[1:3] != _LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = str(kwargs.get("cwd") or os.getcwd())
        request = {"argv": cmd[3:], "env": kwargs["env"], "cwd": self.cwd}
        self.process = await ForkedProcess.ask(request, self.preparation)
        self.pid = self.process.pid
        return self.connection_info


async def _connection(preparation: str, folder: str, again: bool = True) -> socket.socket:
    prepare(preparation, folder)
    connection = socket.socket(socket.AF_UNIX)
    connection.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(connection, os.environ[ADDRESS])
    except OSError:
        # The one that this process was told of has ended: have another.
        connection.close()
        if not again:
            raise
        del os.environ[ADDRESS]
        return await _connection(preparation, folder, again=False)
    return connection


class ForkedProcess:
    """A forked kernel in the clothes of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket):
        self.pid = pid
        self._connection = connection
        self._code: int | None = None

    @classmethod
    async def ask(cls, request: dict, preparation: str) -> ForkedProcess:
        """Ask the prepared process for a kernel; return when it is there or has died."""
        loop = asyncio.get_running_loop()
        connection = await _connection(preparation, request["cwd"])
        await loop.sock_sendall(connection, json.dumps(request).encode() + b"\n")
        told = b""
        while not told.endswith(b".") and (more := await loop.sock_recv(connection, 64)):
            told += more
        if not told:
            raise RuntimeError("the prepared process ended: run again, or see what it printed")
        return cls(int(told.split()[0]), connection)

    def poll(self) -> int | None:
        """Return None while the kernel lives; its exit code is not known, so 1 if it does not."""
        if self._code is None and select.select([self._connection], [], [], 0)[0]:
            self._end()
        return self._code

    def _end(self) -> None:
        self._code = 1
        self._connection.close()

    def wait(self) -> int:
        """Wait for the end of the kernel."""
        if self._code is None:
            select.select([self._connection], [], [])
        return self.poll()

    def send_signal(self, signum: int) -> None:
        """Signal the kernel and what it started, if it lives."""
        if self.poll() is None:
            os.killpg(self.pid, signum)
            if signum == signal.SIGKILL:
                # Which it cannot refuse: nobody need wait until its memory is taken apart.
                self._end()

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)
