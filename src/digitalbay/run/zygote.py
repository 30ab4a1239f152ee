"""The process that kernels are forked from: it imports, reads the data package, then waits.

Of this package it imports only what every chapter does, so that the modules of a kernel still
tell what its notebook uses. It starts no thread and no kernel's socket, for neither survives a
fork. `python -m digitalbay.run.zygote FD` serves on the listening socket FD until its standard
input closes, as it does when the process that started it ends.

A client sends one line of JSON (``argv``, ``env``, ``cwd``), is sent the kernel's process id and
then, once the kernel's sockets are open, a full stop. The connection lasts as long as both ends:
a kernel whose client is gone ends, and a client whose kernel is gone sees it closed.
"""

# Imported too: what chapters import, and what a kernel itself imports only when it starts.
# ruff: noqa: E402, F401
import gc

# Nothing that is imported is garbage.
gc.disable()

import faulthandler
import json
import os
import random
import runpy
import select
import signal
import socket
import sys
import threading
from typing import NoReturn

import altair
import IPython.core.completerlib
import IPython.core.debugger
import IPython.core.logger
import IPython.core.oinspect
import IPython.extensions.storemagic
import networkx
import numpy
import pandas.io.formats.html
import scipy.optimize
import scipy.stats
import shapely.geometry
import tornado.platform.asyncio

from digitalbay import data
from digitalbay.figures import Chapter, language, polygons
from digitalbay.run import forked, memory, witness

READY = b"."


def serve(app: forked.Application, listener: socket.socket) -> None:
    """Fork a kernel for each connection."""
    # The system buries the kernels: nobody waits for them here.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        readable, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in readable:
            return
        client, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            be_kernel(app, client)
        client.close()


def be_kernel(app: forked.Application, client: socket.socket) -> NoReturn:
    """Be the kernel that a client asks for; does not return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    request = json.loads(client.makefile("rb").readline())
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.argv = ["ipykernel_launcher", *request["argv"]]
    random.seed()
    numpy.random.seed()
    client.sendall(b"%d\n" % os.getpid())
    threading.Thread(target=_end_with, args=(client,), daemon=True).start()
    app.initialize(request["argv"])
    client.sendall(READY)
    app.start()
    os._exit(0)


def _end_with(client: socket.socket) -> NoReturn:
    client.recv(1)
    os._exit(1)


def warm_up() -> None:
    """Do once what every kernel would do again: read the package, fill the libraries' caches."""
    # A package that is not as it was sealed is told by the command, before any kernel starts.
    observations = data.observations("population_year_end", areas=data.region())
    polygons(data.areas().query("kind == 'city'").head(1))
    language.to_traditional("数治湾区")
    base = altair.Chart(observations).encode(
        x="year:O", y="value", color="area:N", tooltip="period"
    )
    altair.layer(base.mark_line(), base.mark_point(), base.mark_text()).facet("area:N").to_dict()
    witness.note_modules()
    memory.settle()


if __name__ == "__main__":
    app = forked.prepare()
    warm_up()
    serve(app, socket.socket(fileno=int(sys.argv[1])))
