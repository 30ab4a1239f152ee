"""The process that kernels are forked from: it imports and prepares, then waits.

It starts no thread and no kernel's socket, for neither survives a fork.
`python -m digitalbay.kernels.server FD MODULE` does the steps of MODULE, if one is named, and
serves on the listening socket FD until its standard input closes, as it does when the process
that started it ends.

A client sends one line of JSON (``argv``, ``env``, ``cwd``, and the ``silent`` ones of its standard
files, by number), is sent the kernel's process id and then, once the kernel's sockets are open, a
full stop. The connection lasts as long as both ends:
a kernel whose client is gone ends, and a client whose kernel is gone sees it closed.
"""

# Imported too: what a kernel itself imports only when it starts.
# ruff: noqa: E402, F401
import gc

# Nothing that is imported is garbage.
gc.disable()

import atexit
import faulthandler
import json
import os
import random
import runpy
import select
import shutil
import signal
import socket
import sys
import threading
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import IPython.core.completerlib
import IPython.core.debugger
import IPython.core.logger
import IPython.core.oinspect
import IPython.extensions.storemagic
import tornado.platform.asyncio

from digitalbay.kernels import advance, kernel, memory, testimony

READY = b"."


def serve(app: kernel.Application, listener: socket.socket) -> None:
    """Fork a kernel for each connection."""
    # The system buries the kernels: nobody waits for them here.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        readable, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in readable:
            # Whoever would remove it is gone.
            shutil.rmtree(os.path.dirname(listener.getsockname()), ignore_errors=True)
            return
        client, _ = listener.accept()
        # Kernels of several cores each have threads of linear algebra here, of which Python warns;
        # they end before a fork and start again after it.
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            child = os.fork()
        if child == 0:
            listener.close()
            be_kernel(app, client)
        client.close()


def be_kernel(app: kernel.Application, client: socket.socket) -> NoReturn:
    """Be the kernel that a client asks for; does not return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    try:
        request = json.loads(client.makefile("rb").readline())
    except (OSError, ValueError):
        # Whoever asked is gone already.
        os._exit(1)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    for silent in request["silent"]:
        os.dup2(os.open(os.devnull, os.O_RDWR), silent)
    sys.argv = ["ipykernel_launcher", *request["argv"]]
    random.seed()
    if numbers := sys.modules.get("numpy.random"):
        numbers.seed()
    threading.Thread(target=_end_with, args=(client, request["argv"]), daemon=True).start()
    # One that is gone is noticed by that thread.
    with suppress(OSError):
        client.sendall(b"%d\n" % os.getpid())
    app.initialize(request["argv"])
    with suppress(OSError):
        client.sendall(READY)
    app.start()
    # A kernel that is killed comes to no end of its own; one that is asked to end does.
    atexit._run_exitfuncs()
    os._exit(0)


def _end_with(client: socket.socket, argv: list[str]) -> NoReturn:
    # An error, if it was gone before it had read what it was told.
    with suppress(OSError):
        client.recv(1)
    # If that was killed, nobody else removes the sockets and the file that names them.
    with suppress(OSError, ValueError, KeyError):
        file = Path(argv[argv.index("-f") + 1])
        shutil.rmtree(Path(json.loads(file.read_text("utf-8"))["ip"]).parent, ignore_errors=True)
        file.unlink()
    # With what it started: it leads their group.
    os.killpg(0, signal.SIGKILL)
    os._exit(1)


def prepare(preparation: str = "") -> kernel.Application:
    """Make the application to fork, then do the steps of a module named, those that can be done.

    Its ``steps()`` returns pairs of a name and a function. They are done in a fork of this
    process, in which this returns: see `advance`.
    """
    app = kernel.prepare()
    if preparation:
        steps = import_module(preparation).steps()
        testimony.watch_files()
        advance.do(steps)
    testimony.note_modules()
    memory.settle()
    return app


if __name__ == "__main__":
    # As the launcher of ordinary kernels does: no file of the current folder hides a library.
    del sys.path[0]
    descriptor, *preparation = sys.argv[1:]
    serve(prepare(*preparation), socket.socket(fileno=int(descriptor)))
