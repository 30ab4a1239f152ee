"""Serves the built book of one language to this machine only, and tells its pages what is new.

Nothing but the files of that book can be had; nothing is listed, nothing is taken in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RedirectHandler, RequestHandler
from tornado.websocket import WebSocketHandler

from .editions import EDITIONS, LITE, REFERENCE, Edition

HERE = "127.0.0.1"
# The names of this machine: under any other, a page from elsewhere would be asking.
NAMES = r"(127\.0\.0\.1|localhost)"
SCRIPT = files("digitalbay.publish").joinpath("preview.js").read_bytes()
# A file of its own, as pages run no script that stands in them.
ASK = "/-/preview.js"
PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Preview</title></head>'
    "<body><p>{}</p></body></html>\n"
)


@dataclass
class News:
    """What open pages are told: which build they should be of, and what failed since."""

    built: str = field(default_factory=lambda: uuid4().hex)
    failed: list[str] = field(default_factory=list)
    listeners: set[WebSocketHandler] = field(default_factory=set)

    def tell(self, failed: list[str]) -> None:
        """Tell all pages how a build ended: they reload, or show what failed."""
        self.failed = failed
        if not failed:
            self.built = uuid4().hex
        for listener in self.listeners:
            listener.write_message(self.message)

    @property
    def message(self) -> dict:
        """What is told."""
        return {"built": self.built, "failed": self.failed}

    def heard_by(self, page: bytes) -> bytes:
        """Return a page with the script that listens."""
        script = f'<script src="{ASK}" data-built="{self.built}"></script>\n</head>'
        return page.replace(b"</head>", script.encode(), 1)


class Preview(RequestHandler):
    """A page that is not there says why, and comes when it is built."""

    def initialize(self, news: News, edition: Edition) -> None:
        """Take what is told to pages, and the language they are of."""
        self.news, self.edition = news, edition

    def prepare(self) -> None:
        """Nothing is kept by a browser without asking again."""
        self.set_header("Cache-Control", "no-cache")

    def write_error(self, status_code: int, **options: Any) -> None:
        """Say it in a page that listens."""
        self.set_header("Cache-Control", "no-cache")
        self.finish(self.news.heard_by(PAGE.format(escape(self.why(status_code))).encode()))

    def why(self, status_code: int) -> str:
        """Say why there is no page."""
        return "There is no such page in the book as it was last built."


class Book(Preview):
    """The files of a book as they were last built."""

    listens = True

    def initialize(self, folder: Path, **given: Any) -> None:  # type: ignore[override] # as told
        """Take the folder that they are in."""
        super().initialize(**given)
        self.folder = folder

    def get(self, path: str) -> None:
        """Send a file, a page with the script that listens."""
        file = self.file(path)
        content, (kind, _) = file.read_bytes(), guess_type(file.name)
        if self.listens and file.suffix == ".html":
            content = self.news.heard_by(content)
        text = (kind or "").startswith("text/")
        self.set_header(
            "Content-Type", f"{kind or 'application/octet-stream'}{'; charset=UTF-8' * text}"
        )
        self.finish(content)

    head = get

    def file(self, path: str) -> Path:
        """Return the file that an address leads to, of a folder its index; 404 if there is none."""
        if "\0" in path or any(part.startswith(".") for part in path.split("/")):
            raise HTTPError(404)
        # Links followed: where they lead counts.
        file = Path(self.folder, path, "index.html" if path.endswith("/") or not path else "")
        file, folder = file.resolve(), self.folder.resolve()
        if not (file.is_relative_to(folder) and file.is_file()):
            raise HTTPError(404)
        return file

    def why(self, status_code: int) -> str:
        """Say whether the page is missing, or the book."""
        if (self.folder / "index.html").is_file():
            return super().why(status_code)
        return "The book is being built. This page comes by itself."


class Beside(Book):
    """What stands beside all editions; a notebook that is edited there must not be reloaded."""

    listens = False


class Script(Preview):
    """The script that listens."""

    def get(self) -> None:
        """Send it."""
        self.set_header("Content-Type", "text/javascript; charset=UTF-8")
        self.finish(SCRIPT)


class Elsewhere(Preview):
    """Anything that is not of the previewed book, such as another language."""

    def prepare(self) -> None:
        """There is none."""
        raise HTTPError(404)

    def why(self, status_code: int) -> str:
        """Name the command for a page of another language."""
        asked = self.request.path.split("/")[1]
        other = next((e for e in EDITIONS if e.slug == asked), None)
        if other is None:
            return super().why(status_code)
        return (
            f"This preview is of {self.edition.english} only. To see {other.english}, "
            f"end it and start `bay preview --lang {other.lang}`."
        )


class Listener(WebSocketHandler):
    """A page that listens."""

    def initialize(self, news: News) -> None:
        """Take what is told."""
        self.news = news

    def open(self) -> None:
        """Tell the page what it may have missed."""
        self.news.listeners.add(self)
        self.write_message(self.news.message)

    def on_message(self, message: str | bytes) -> None:
        """Take nothing in."""

    def on_close(self) -> None:
        """Forget the page."""
        self.news.listeners.discard(self)


def application(folder: Path, edition: Edition, news: News) -> Application:
    """Return what serves an edition, and what is beside it, from the folder of its built pages."""
    home = {"url": f"/{edition.slug}/", "permanent": False}
    given = {"news": news, "edition": edition}
    app = Application(log_function=lambda handler: None)
    app.add_handlers(
        NAMES,
        [
            (rf"/(?:{edition.slug})?", RedirectHandler, home),
            (rf"/{edition.slug}/(.*)", Book, {**given, "folder": folder}),
            *(
                (rf"/{name}/(.*)", Beside, {**given, "folder": folder.with_name(name)})
                for name in (REFERENCE, LITE)
            ),
            (r"/-/news", Listener, {"news": news}),
            (ASK, Script, given),
            (r".*", Elsewhere, given),
        ],
    )
    return app


def listen(app: Application, port: int) -> tuple[HTTPServer, int]:
    """Serve to this machine only; return the server and its port, a free one if asked for 0.

    Raises
    ------
    click.ClickException
        If the port can't be had, with what to do.
    """
    try:
        sockets = bind_sockets(port, HERE)
    except OSError as error:
        said = f"cannot serve on port {port}: {error.strerror}; is another preview running? "
        raise click.ClickException(f"{said}Choose another by `--port {port + 1}`") from None
    server = HTTPServer(app)
    server.add_sockets(sockets)
    return server, sockets[0].getsockname()[1]
