"""A process that keeps all it needs in memory and builds one edition each time it is asked.

``python -m digitalbay.publish.warm`` with the language and the day, as JSON, builds at each line of
its standard input and answers by a line of JSON: what failed. It ends with its input, and with it
whatever it started.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from asyncio.subprocess import PIPE, Process
from importlib import import_module
from pathlib import Path
from typing import TextIO

import click

from digitalbay import children
from digitalbay.run.project import PREPARATION
from digitalbay.run.sources import SourceError

from .editions import EDITIONS, Edition

# Longest answer in bytes: every notebook may fail, each with a line of code.
LONGEST = 2**24
# Seconds that it is given to end by itself.
PATIENCE = 5


class Builder:
    """Builds one edition of a book by a process of its own, started when it is first needed."""

    def __init__(self, root: Path, edition: Edition, as_of: str | None = None):
        self._root = root
        self._asked = json.dumps([edition.lang, as_of])
        self._starting: asyncio.Task[Process] | None = None

    async def build(self) -> list[str]:
        """Run what is stale and build what changed; return what failed."""
        # Finished even if nobody waits for it any more, so that there is one to end.
        self._starting = self._starting or asyncio.create_task(self._started())
        process = await asyncio.shield(self._starting)
        if process.stdin and process.stdout:
            process.stdin.write(b"\n")
            if answer := await process.stdout.readline():
                return json.loads(answer)
        self._starting = None
        return [f"what builds ended with {await process.wait()}; the terminal has what it said"]

    async def end(self) -> None:
        """End the process and all that it started, in the middle of a build if need be."""
        starting, self._starting = self._starting, None
        if starting is None:
            return
        process = await starting
        # Once it has ended by itself, its number may be that of another.
        if process.returncode is not None:
            return
        os.killpg(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def _started(self) -> Process:
        # A session of its own: Ctrl-C is for whoever asks, who ends it in order.
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __name__, self._asked),
            cwd=self._root,
            stdin=PIPE,
            stdout=PIPE,
            limit=LONGEST,
            start_new_session=True,
        )


def failures(edition: Edition, as_of: str | None) -> list[str]:
    """Build the pages of an edition and return what failed, whatever it was."""
    making = import_module("digitalbay.publish.making")
    # Brings Babel, which who only serves pages need not have.
    from digitalbay.figures.translations import CatalogError  # noqa: PLC0415

    try:
        return making.failures([edition], ["html"], as_of)
    except click.ClickException as error:
        return [error.format_message()]
    except (SourceError, CatalogError) as error:
        return [str(error)]
    except Exception as error:
        traceback.print_exc()
        return ["\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])])]


def main() -> None:
    """Prepare, then build and answer as often as asked."""
    # What is printed goes to the terminal, not among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    children.end_with(os.getppid())
    with children.ended_in_order():
        _serve(answers, *json.loads(sys.argv[1]))


def _serve(answers: TextIO, lang: str, as_of: str | None) -> None:
    edition = next(e for e in EDITIONS if e.lang == lang)
    import_module("digitalbay.publish.jupyter_book").prepare()
    import_module("digitalbay.kernels.prepared").prepare(PREPARATION)
    import_module("digitalbay.publish.making")
    import_module("digitalbay.kernels.memory").settle()
    for _ in sys.stdin:
        print(json.dumps(failures(edition, as_of)), file=answers, flush=True)


if __name__ == "__main__":
    main()
