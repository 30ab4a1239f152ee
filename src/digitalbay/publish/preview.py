"""One language of the book in a browser, built again whenever a source changes."""

from __future__ import annotations

import asyncio
import signal
import time
import webbrowser
from collections.abc import Iterable
from pathlib import Path

import click
from watchfiles import Change, DefaultFilter, awatch

from digitalbay.data import descriptor
from digitalbay.data.seals import unsealed
from digitalbay.run.project import Project

from .editions import STATIC, Edition
from .serving import HERE, News, application, listen
from .untouched import PACKAGE, SOURCES
from .warm import Builder

WAITS = (
    "Waiting for `bay data seal`, which checks what was edited: {}. "
    "Then the pages are built; until then they stay as they are."
)


class Sources(DefaultFilter):
    """Leaves out what editors and tools write beside sources."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, ".ipynb_checkpoints")
    ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, r"^[.#]")


class Cycle:
    """Watches the sources of a book, builds after each change, tells how it went."""

    def __init__(self, root: Path, builder: Builder, news: News):
        self.builder, self.news = builder, news
        sources = [root / name for name in SOURCES]
        self.root = root
        self.folders = [*(path for path in sources if path.is_dir()), PACKAGE]
        self.files = {path for path in sources if not path.is_dir()}
        # At first, all is new.
        self.changed = asyncio.Event()
        self.changed.set()
        self.code_changed = False

    async def run(self) -> None:
        """Watch and build, until cancelled."""
        await asyncio.gather(self.watch_folders(), self.watch_files(), self.build())

    async def watch_folders(self) -> None:
        """Note what changes in the folders of sources."""
        while True:
            async for changes in awatch(*self.folders, watch_filter=Sources()):
                self.note(path for _, path in changes)
                if any(kind == Change.deleted and Path(p) in self.folders for kind, p in changes):
                    # Another one was put in its place, as `bay data add` does.
                    break
            while not all(folder.is_dir() for folder in self.folders):
                await asyncio.sleep(0.1)

    async def watch_files(self) -> None:
        """Note what changes of the files beside them; editors replace files, so by their folder."""
        async for changes in awatch(self.root, recursive=False):
            self.note(path for _, path in changes if Path(path) in self.files)

    def note(self, paths: Iterable[str]) -> None:
        """Ask for another build, if any path is given."""
        for path in map(Path, paths):
            is_code = path.is_relative_to(PACKAGE) and not path.is_relative_to(STATIC)
            self.code_changed |= path.name == "uv.lock" or is_code
            self.changed.set()

    async def build(self) -> None:
        """Build whenever something has changed; what changes meanwhile leads to another build."""
        while await self.changed.wait():
            self.changed.clear()
            if edited := unsealed(self.root / "data" / descriptor.NAME):
                waits = WAITS.format(", ".join(f"data/{path}" for path in edited))
                self.news.tell([waits])
                click.echo(waits)
                continue
            if self.code_changed:
                # Modules in memory are what they were.
                self.code_changed = False
                await self.builder.end()
            began = time.monotonic()
            failed = await self.builder.build()
            self.news.tell(failed)
            for failure in failed:
                click.echo(f"error: {failure}", err=True)
            if not failed:
                click.echo(f"built in {time.monotonic() - began:.1f} s")


async def preview(
    project: Project, edition: Edition, as_of: str | None, port: int, browser: bool
) -> None:
    """Serve an edition and keep it up to date, until Ctrl-C.

    Parameters
    ----------
    as_of : what was known on that day; by default, the newest
    port : to serve on; a free one if 0
    browser : whether to open one
    """
    news, builder = News(), Builder(project.root, edition, as_of)
    server, port = listen(application(project.build / "html" / edition.slug, edition, news), port)
    address = f"http://{HERE}:{port}/{edition.slug}/"
    click.echo(f"{edition.english}: {address} (Ctrl-C ends it)")
    if browser:
        webbrowser.open(address)
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    cycle = asyncio.create_task(Cycle(project.root, builder, news).run())
    waiting = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait([cycle, waiting], return_when=asyncio.FIRST_COMPLETED)
        if cycle.done():
            cycle.result()
    finally:
        cycle.cancel()
        server.stop()
        await builder.end()
