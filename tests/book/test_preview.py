"""A page of the preview in a browser: it shows what failed and reloads when it was built again."""

import asyncio
from threading import Thread

import pytest

from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.serving import News, application, listen

pytestmark = pytest.mark.browser


@pytest.fixture
def preview(tmp_path):
    """Serve a folder of pages; return it, the address, and what tells pages how a build ended."""
    loop, news = asyncio.new_event_loop(), News()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start():
        return listen(application(tmp_path, EDITIONS[0], news), 0)

    server, port = asyncio.run_coroutine_threadsafe(start(), loop).result()

    def tell(*failed):
        loop.call_soon_threadsafe(news.tell, list(failed))

    yield tmp_path, f"http://127.0.0.1:{port}/en/", tell
    loop.call_soon_threadsafe(server.stop)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def written(folder, text):
    policy = "default-src 'self' 'unsafe-inline'"
    head = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}"></head>'
    (folder / "index.html").write_text(f"<html>{head}<body>{text}</body></html>", encoding="utf-8")


def test_a_page_shows_what_failed_until_it_is_mended_and_reloads(browser, preview):
    folder, address, tell = preview
    page = browser.new_page()
    page.goto(address)
    page.get_by_text("The book is being built.").wait_for()
    written(folder, "First text.")
    tell()
    page.get_by_text("First text.").wait_for()
    failed = "a.ipynb (en), cell 3: <b>NameError</b>\n    in line 2: x"
    tell(failed)
    panel = page.get_by_role("alert")
    panel.wait_for()
    assert panel.inner_text() == f"This is the last good page. Since then:\n\n{failed}"
    assert page.get_by_text("First text.").is_visible()
    other = browser.new_page()
    other.goto(address)
    other.get_by_role("alert").wait_for()
    written(folder, "Second text.")
    tell()
    for each in (page, other):
        each.get_by_text("Second text.").wait_for()
        assert not each.get_by_role("alert").is_visible()
        each.close()
