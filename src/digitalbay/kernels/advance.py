"""Does in advance, before kernels are forked, what each would do again, if none can notice.

A library that prints or warns when it is imported, that fails, starts a thread or changes what is
not its own, must do so in the kernels that import it and in no other.
"""

from __future__ import annotations

import locale
import logging
import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable

Step = tuple[str, Callable[[], object]]
_DONE = "."


def do(steps: Iterable[Step]) -> None:
    """Do steps in a fork of this process and return there; this one waits and ends with it.

    Without a step that would be noticed, or that ends the fork, the others are done anew: what
    such a step has begun cannot be undone in the process that began it.
    """
    left = dict(steps)
    while True:
        told, tell = os.pipe()
        if (child := os.fork()) == 0:
            os.close(told)
            return _do_each(left, tell)
        os.close(tell)
        with open(told, encoding="utf-8") as pipe:
            *_, last = pipe.read().split("\n")[:-1]
        if last == _DONE:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        os.waitpid(child, 0)
        del left[last]


def _do_each(steps: dict[str, Callable[[], object]], tell: int) -> None:
    for name, step in steps.items():
        os.write(tell, f"{name}\n".encode())
        if _noticed(step):
            os._exit(1)
    os.write(tell, f"{_DONE}\n".encode())
    os.close(tell)


def _noticed(step: Callable[[], object]) -> bool:
    """Do a step and tell whether it failed, said something or left something behind."""
    before = _surroundings()
    with tempfile.TemporaryFile() as heard:
        saved = [(end, os.dup(end)) for end in (1, 2)]
        for end, _ in saved:
            os.dup2(heard.fileno(), end)
        try:
            step()
        except BaseException:
            return True
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for end, copy in saved:
                os.dup2(copy, end)
                os.close(copy)
        after = _surroundings()
        changed = any(after[what] != state for what, state in before.items())
        return changed or bool(os.fstat(heard.fileno()).st_size)


def _surroundings() -> dict[str, object]:
    """Return what an import should leave as it is, since other notebooks would find it changed."""
    # Those that are not of a library's own warnings or modules.
    filters = [each[0::2] for each in warnings.filters if each[1] is each[3] is None]
    found = {
        "threads": threading.active_count(),
        "warnings": [each for each in filters if each[1].__module__ == "builtins"],
        "logging": (logging.root.level, list(logging.root.handlers)),
        "Python": (sys.displayhook, sys.excepthook, sys.getrecursionlimit()),
        "words": locale.setlocale(locale.LC_ALL),
    }
    if numbers := sys.modules.get("numpy"):
        found["numbers"] = (numbers.geterr(), numbers.get_printoptions())
    if plotting := sys.modules.get("matplotlib"):
        # Not as a mapping, which chooses a backend when it is asked for it.
        found["plotting"] = dict.copy(plotting.rcParams)
    return found
