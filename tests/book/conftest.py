"""The built book, and a browser to read it with."""

import shutil
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
EDITIONS = {"en": "en", "zh-hans": "zh-CN", "zh-hant": "zh-HK"}
LOUD = ("error", "warning")
# Milliseconds after which a page is taken for one that never comes, on a machine with much to do.
LONG = 120_000
# The next frame; a browser that draws none is not waited for without end.
FRAME = "new Promise(done => { requestAnimationFrame(done); setTimeout(done, 1000) })"
# Chromium alone, without its own errands to other hosts.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pages(edition: str) -> list[str]:
    """Paths of an edition's content pages, from the edition's folder."""
    folder = HTML / edition
    found = [*folder.glob("book/**/*.html"), *folder.glob("notebooks/*.html")]
    assert found, f"no pages in {folder}: run `make book` first"
    return sorted(path.relative_to(folder).as_posix() for path in found)


def every_page() -> list[tuple[str, str]]:
    """Editions and paths of all content pages."""
    return [(edition, page) for edition in EDITIONS for page in pages(edition)]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *args):
        pass

    def copyfile(self, *args):
        # A page that is closed asks no more for what it asked for.
        with suppress(ConnectionError):
            super().copyfile(*args)


@pytest.fixture(scope="session")
def server():
    """Address of the built book on this machine."""
    assert (HTML / "index.html").is_file(), "the book is not built: run `make book` first"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=HTML)) as httpd:
        Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


# Of the tests of this folder, as the loop that it runs would stop another from being run by later
# tests.
@pytest.fixture(scope="package")
def browser():
    """Debian's Chromium, without the windows that it would draw for nobody."""
    path = shutil.which("chromium-headless-shell")
    assert path, "chromium-headless-shell is not installed: see apt.txt"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def reader(browser):
    """Who reads page after page: what a page has fetched and compiled is kept for the next."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def visit(browser, server):
    """Open a page; what it logs and asks of other hosts is kept in ``page.trouble``.

    It is that of a new visitor, unless one who has read before is given.
    """
    contexts, pages = [], []

    def open_page(path: str, visitor=None, *, from_file: bool = False, **options):
        if visitor is None:
            visitor = browser.new_context(**options)
            contexts.append(visitor)
        page = visitor.new_page()
        page.set_default_timeout(LONG)
        pages.append(page)
        page.trouble, page.awaited, page.headed = [], set(), set()

        # Playwright takes no methods of a set.
        def asked(request):
            page.awaited.add(request)

        def answered(request):
            page.awaited.discard(request)

        page.on("console", lambda m: m.type in LOUD and page.trouble.append(m.text))
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("request", lambda r: _foreign(r.url, server) and page.trouble.append(r.url))

        def begun(response):
            page.headed.add(response.request)

        page.on("response", lambda r: r.status < 400 or page.trouble.append(r.url))
        page.on("response", begun)
        page.on("request", asked)
        page.on("requestfinished", answered)
        page.on("requestfailed", answered)
        page.goto(f"{HTML.as_uri() if from_file else server}/{path}", wait_until="load")
        return page

    yield open_page
    for each in (*pages, *contexts):
        each.close()


def settle(page) -> None:
    """Wait until a page has shown what it has, and has all that it asked for.

    What it still has not, long after, is trouble.
    """
    page.evaluate(f"async () => {{ await {FRAME}; await new Promise(done => setTimeout(done)) }}")
    last = monotonic() + LONG / 1000
    while (missing := page.awaited - page.headed) and monotonic() < last:
        page.wait_for_timeout(5)
    page.trouble += [f"never came: {request.url}" for request in missing]
    # Chromium does not end each request whose answer has begun.
    last = min(last, monotonic() + 5)
    while page.awaited and monotonic() < last:
        page.wait_for_timeout(5)


def _foreign(url: str, server: str) -> bool:
    return not url.startswith((server, HTML.as_uri(), "data:", "blob:"))


def here(page):
    """Return the address of a page as its scripts left it, which the browser tells only later."""
    return page.evaluate("() => location.href")
