"""Warm kernels: forked from one prepared process instead of started from nothing.

`multiprocessing`'s fork server is that process: it imports `digitalbay.run.prepared` and then only
waits. A kernel forked from it is a process of its own, with its own sockets, connection key,
environment and random state, and ends with the process that asked for it.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

PROVISIONER = "digitalbay-warm"
PREPARED = "digitalbay.run.prepared"
_LAUNCHER = ["-m", "ipykernel_launcher"]


def available() -> bool:
    """Tell whether this system can fork kernels; if not, they start as ordinary ones."""
    return "forkserver" in multiprocessing.get_all_start_methods()


def context() -> BaseContext:
    """Return the way in which workers and kernels are started: forked if possible, else spawned.

    The prepared process is started by the first process that is started in this context.
    """
    if not available():
        return multiprocessing.get_context("spawn")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload([PREPARED])
    return forking


def prepare() -> None:
    """Start the prepared process now, so that it imports while the caller still plans."""
    # Each kernel has a core of its own; numerical libraries need not start threads.
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if available():
        context()
        forkserver.ensure_running()


class WarmProvisioner(LocalProvisioner):
    """Provides Python kernels by forking; any other kernel, or none to fork, as Jupyter does."""

    async def launch_kernel(self, cmd: list[str], **kwargs) -> KernelConnectionInfo:
        """Fork a kernel and return when its sockets are open."""
        if not available() or cmd[0] != sys.executable or cmd[1:3] != _LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        forking = context()
        opened, ours = forking.Pipe(duplex=False)
        self.cwd = str(kwargs.get("cwd") or os.getcwd())
        process = forking.Process(target=_serve, args=(cmd[3:], kwargs["env"], self.cwd, ours))
        with _at_liberty():
            process.start()
        ours.close()
        self.process, self.pid, self.pgid = _Forked(process), process.pid, None
        await _readable(opened)
        opened.close()
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end of the kernel, without the pauses of a poll."""
        if isinstance(self.process, _Forked):
            await _readable(self.process.sentinel)
        return await super().wait()


class _Forked:
    """A process of `multiprocessing` in the clothes of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self._process = process
        self.pid = process.pid
        self.sentinel = process.sentinel

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


@contextmanager
def _at_liberty() -> Iterator[None]:
    # multiprocessing would run the caller's main script in the child, but a kernel has its own;
    # and it forbids daemons, such as Dask's workers, to have children, lest these outlive them.
    main, config = vars(sys.modules["__main__"]), multiprocessing.current_process()._config
    kept = {name: main.get(name) for name in ("__spec__", "__file__")}
    daemon = config.pop("daemon", None)
    main.update(__spec__=None, __file__=None)
    try:
        yield
    finally:
        main.update(kept)
        if daemon is not None:
            config["daemon"] = daemon


async def _readable(file: Connection | int) -> None:
    # Readable also means closed: by a kernel that died before its sockets were open.
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(file, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(file)


def _serve(argv: list[str], env: dict[str, str], cwd: str, ours: Connection) -> None:
    """Be a kernel: the main function of the forked process."""
    # Imported here: whoever asks for a kernel need not have what a kernel needs.
    import numpy  # noqa: PLC0415
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    random.seed()
    numpy.random.seed()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    app = IPKernelApp.instance()
    app.initialize([*argv, f"--IPKernelApp.parent_handle={os.getppid()}"])
    ours.send(True)
    ours.close()
    app.start()


def _end_with_parent() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)
