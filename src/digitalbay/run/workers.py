"""Where the processes of a pool come from: a server of forks, which says nothing."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import BaseContext

from digitalbay.kernels import prepared
from digitalbay.options import DEBUG

_STDERR = 2


def context(*needed: str) -> BaseContext:
    """Return what processes of a pool are started by.

    Parameters
    ----------
    needed : modules that its server imports once, if it is started by this
    """
    if not prepared.available():
        return multiprocessing.get_context("spawn")
    # The server has a socket, too.
    tempfile.tempdir = prepared.place_of_sockets()
    # Forked from it, not from this process and its threads.
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(list(needed))
    with _silent():
        forkserver.ensure_running()
    return server


@contextmanager
def _silent() -> Iterator[None]:
    """Have what is started meanwhile say nothing: workers return what is wrong.

    One that starts while its command is ended would print a traceback before it can be told.
    """
    if os.environ.get(DEBUG):
        yield
        return
    kept = os.dup(_STDERR)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
