"""Kernels forked from one prepared process instead of started from nothing.

A kernel forked from it is a process of its own, with its own sockets, connection key, environment
and random state, and ends with the process that asked for it.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Unicode

from . import prepared

PROVISIONER = "digitalbay-forked"
_LAUNCHER = ["-m", "ipykernel_launcher"]
_OUT = {1: "stdout", 2: "stderr"}


class ForkedProvisioner(LocalProvisioner):
    """Provides Python kernels by forking; any other kernel, or none to fork, as Jupyter does."""

    forks = Bool(True, help="Whether to fork at all.")
    preparation = Unicode(help="Module that prepares the process to fork; see `prepared`.")

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel and return when its sockets are open."""
        forks = self.forks and prepared.available()
        if not forks or cmd[0] != sys.executable or cmd[1:3] != _LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = str(kwargs.get("cwd") or os.getcwd())
        # As of any kernel, nobody writes to its standard input.
        silent = [0] + [n for n in _OUT if kwargs.get(_OUT[n]) == subprocess.DEVNULL]
        request = {"argv": cmd[3:], "env": kwargs["env"], "cwd": self.cwd, "silent": silent}
        forked = await ForkedProcess.ask(request, self.preparation)
        self.process, self.pid = forked, forked.pid  # type: ignore[assignment] # as if a Popen
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        """End what is left running of a kernel that ended by itself."""
        if self.pid and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        await super().cleanup(restart)


async def _connection(preparation: str, folder: str, again: bool = True) -> socket.socket:
    prepared.prepare(preparation, folder)
    connection = socket.socket(socket.AF_UNIX)
    connection.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(connection, os.environ[prepared.ADDRESS])
    except OSError:
        # The one that this process was told of has ended: have another.
        connection.close()
        if not again:
            raise
        del os.environ[prepared.ADDRESS]
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
        for _ in range(2):
            connection = await _connection(preparation, request["cwd"])
            if told := await cls._told(connection, json.dumps(request).encode() + b"\n"):
                return cls(int(told.split()[0]), connection)
            # It was there, and has ended meanwhile: have another.
            connection.close()
            os.environ.pop(prepared.ADDRESS, None)
        raise RuntimeError("the process that kernels are forked from ended twice; run again")

    @staticmethod
    async def _told(connection: socket.socket, request: bytes) -> bytes:
        loop, told = asyncio.get_running_loop(), b""
        with suppress(ConnectionError):
            await loop.sock_sendall(connection, request)
            while not told.endswith(b".") and (more := await loop.sock_recv(connection, 64)):
                told += more
        return told

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
        return self.poll() or 1

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
