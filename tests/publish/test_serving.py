"""The preview's server: the built book for this machine, and nothing else for nobody else."""

import asyncio
import json
import shutil
import socket

import click
import pytest
from playwright.async_api import async_playwright
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.serving import News, application, listen
from digitalbay.publish.theme import POLICY

PAGE = "<html><head><title>數</title></head><body>Text.</body></html>"
SECRET = "secret"
HEADER = "Content-Security-Policy"
PLACE = "panel => getComputedStyle(panel).position"


@pytest.fixture
def folder(tmp_path):
    """The built pages of an edition, with other files around them."""
    html = tmp_path / "html" / "en"
    (html / "book").mkdir(parents=True)
    (tmp_path / "html" / "lite").mkdir()
    for name in ("index.html", "book/page.html", "../lite/index.html"):
        (html / name).write_text(PAGE, encoding="utf-8")
    (html / "style.css").write_text("p {}", encoding="utf-8")
    for name in (".hidden", "../other.html", "../en.html"):
        (html / name).write_text(SECRET, encoding="utf-8")
    (html / "link.html").symlink_to(html.parent / "other.html")
    (html / "out").symlink_to(html.parent)
    return html


def served(folder, ask, news=None):
    """Serve a folder while something is asked of it, and return what that found."""

    async def scenario():
        app = application(folder, EDITIONS[0], news or News())
        server, port = listen(app, 0)
        try:
            return await asyncio.wait_for(ask(port), 30)
        finally:
            server.stop()
            await server.close_all_connections()

    return asyncio.run(scenario())


def answer(folder, path, method="GET", **headers):
    """Return what the server answers to one request, redirections not followed."""
    body = b"" if method == "POST" else None

    async def ask(port):
        asked = HTTPRequest(
            f"http://127.0.0.1:{port}{path}", method, headers, body, follow_redirects=False
        )
        return await AsyncHTTPClient().fetch(asked, raise_error=False)

    return served(folder, ask)


def test_pages_are_sent_with_the_script_and_stay_as_they_are_on_disk(folder):
    news = News()

    async def ask(port):
        return await AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}/en/book/page.html")

    text = served(folder, ask, news).body.decode()
    # No script stands in the page: its policy would not let it run.
    script = f'<script src="/-/preview.js" data-built="{news.built}"></script>\n'
    assert text == PAGE.replace("</head>", f"{script}</head>")
    assert (folder / "book" / "page.html").read_text(encoding="utf-8") == PAGE


def test_other_files_are_sent_as_they_are(folder):
    sent = answer(folder, "/en/style.css?v=1")
    assert sent.body == b"p {}"
    assert sent.headers["Content-Type"] == "text/css; charset=UTF-8"
    assert sent.headers["Cache-Control"] == "no-cache"
    assert answer(folder, "/en/style.css", **{"If-None-Match": sent.headers["Etag"]}).code == 304


def test_notebooks_that_are_edited_beside_the_pages_are_not_reloaded(folder):
    assert answer(folder, "/lite/index.html").body.decode() == PAGE


def test_the_first_page_is_found_from_the_root(folder):
    for path in ("/", "/en"):
        assert answer(folder, path).headers["Location"] == "/en/"
    assert b"Text." in answer(folder, "/en/").body


@pytest.mark.parametrize(
    "path",
    [
        "/en/book/",  # a folder without an index
        "/en/book",
        "/en/missing.html",
        "/en/.hidden",
        "/en/link.html",
        "/en/out/other.html",
        "/en/../other.html",
        "/en/%2e%2e/other.html",
        "/en/..%2fother.html",
        "/en/book/..%2f..%2f..%2fother.html",
        "/en/..%5cother.html",
        "/en/%2fetc/passwd",
        "/en//etc/passwd",
        "/en/%00",
        "/en.html",
        "/other.html",
        "/lite/../other.html",
        "/lite/..%2fother.html",
        "/lite/../en.html",
    ],
)
def test_nothing_is_listed_and_nothing_else_is_served(folder, path):
    sent = answer(folder, path)
    assert sent.code == 404
    assert "There is no such page" in sent.body.decode()
    assert SECRET not in sent.body.decode()


def test_only_get_and_head_are_answered(folder):
    whole, head = answer(folder, "/en/"), answer(folder, "/en/", "HEAD")
    assert head.code == 200
    assert head.body == b""
    # The script names each build anew, in as many characters.
    assert head.headers["Content-Length"] == str(len(whole.body))
    for method in ("POST", "DELETE", "OPTIONS"):
        assert answer(folder, "/en/", method).code == 405


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:8000", 200),
        ("localhost", 200),
        ("evil.example", 404),
        ("127.0.0.1.evil.example", 404),
        ("localhost.evil.example:8000", 404),
        ("[::1]:8000", 404),
    ],
)
def test_only_the_names_of_this_machine_are_answered(folder, host, code):
    sent = answer(folder, "/en/", Host=host)
    assert sent.code == code
    assert (b"Text." in sent.body) == (code == 200)


def test_only_one_address_of_this_machine_is_listened_on(folder):
    async def ask(port):
        socket.create_connection(("127.0.0.1", port), 1).close()
        with pytest.raises(OSError, match=r"."):
            socket.create_connection(("127.0.0.2", port), 1)
        return True

    assert served(folder, ask)


def test_a_page_of_another_language_names_the_command(folder):
    text = answer(folder, "/zh-hant/book/page.html").body.decode()
    assert "This preview is of English only. To see Traditional Chinese" in text
    assert "`bay preview --lang zh-Hant`" in text


def test_a_book_that_is_not_built_yet_says_so_and_listens(tmp_path):
    sent = answer(tmp_path / "none", "/en/book/page.html")
    assert sent.code == 404
    assert "The book is being built." in sent.body.decode()
    assert '<script src="/-/preview.js"' in sent.body.decode()
    script = answer(tmp_path / "none", "/-/preview.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=UTF-8"
    assert b"new WebSocket(" in script.body


def test_pages_are_told_at_once_what_failed_and_then_what_is_new(folder):
    news = News(failed=["<b>wrong</b>"])
    first = news.built

    async def ask(port):
        page = await websocket_connect(f"ws://127.0.0.1:{port}/-/news")
        told = [json.loads(await page.read_message())]
        for failed in (["worse"], []):
            news.tell(failed)
            told.append(json.loads(await page.read_message()))
        page.close()
        while news.listeners:
            await asyncio.sleep(0.01)
        return told

    before, failed, built = served(folder, ask, news)
    assert before == {"built": first, "failed": ["<b>wrong</b>"]}
    assert failed == {"built": first, "failed": ["worse"]}
    assert built["failed"] == []
    assert built["built"] != first


@pytest.mark.browser
def test_a_page_under_the_policy_of_the_book_listens_and_shows_what_failed(folder):
    page = PAGE.replace("<head>", f'<head><meta http-equiv="{HEADER}" content="{POLICY}">')
    (folder / "book" / "page.html").write_text(page, encoding="utf-8")
    news = News()

    async def ask(port):
        said = []
        async with async_playwright() as playwright:
            path = shutil.which("chromium-headless-shell")
            browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            shown = await browser.new_page()
            shown.on("console", lambda message: said.append(message.text))
            await shown.goto(f"http://127.0.0.1:{port}/en/book/page.html")
            while not news.listeners:
                await asyncio.sleep(0.05)
            news.tell(["<b>worse</b>"])
            panel = shown.locator("#preview-failed")
            await panel.wait_for()
            text, place = await panel.inner_text(), await panel.evaluate(PLACE)
            await browser.close()
        return text, place, said

    text, place, said = served(folder, ask, news)
    assert text.endswith("<b>worse</b>")
    assert place == "fixed"
    assert said == []


def test_pages_of_others_are_told_nothing(folder):
    async def ask(port):
        asked = HTTPRequest(
            f"ws://127.0.0.1:{port}/-/news", headers={"Origin": "http://evil.example"}
        )
        with pytest.raises(HTTPClientError, match="403"):
            await websocket_connect(asked)
        return True

    assert served(folder, ask)


def test_a_port_in_use_is_said_with_what_to_do(folder):
    async def ask(port):
        with pytest.raises(click.ClickException) as refused:
            listen(application(folder, EDITIONS[0], News()), port)
        assert refused.value.message == (
            f"cannot serve on port {port}: Address already in use; is another preview running? "
            f"Choose another by `--port {port + 1}`"
        )
        return True

    assert served(folder, ask)
