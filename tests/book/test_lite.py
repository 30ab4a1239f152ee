"""Notebooks in JupyterLite: what the book holds of it, what is asked of others, and when."""

import hashlib
import json
import re
import zipfile
from functools import partial
from http.server import ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import nbformat
import pandas as pd
import pytest
from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION
from packaging.metadata import Metadata

import digitalbay as db
from digitalbay.publish.lite import HOSTS, INSTALL

from .conftest import EDITIONS, HTML, ROOT, Quiet, pages

pytestmark = pytest.mark.browser

SITE = HTML / "lite"
# Of pyodide-lock.json in npm's package pyodide of this version: what a chapter imports of it.
HELD_BY = "314.0.6"
HELD = {
    "altair": "6.0.0",
    "click": "8.3.1",
    "networkx": "3.6.1",
    "numpy": "2.4.6",
    "pandas": "3.0.2",
    "scipy": "1.18.0",
    "shapely": "2.1.2",
}
# Filled by tools/pyodide.
RUNTIME = ROOT / "_build" / "pyodide"
EXAMPLE = re.search(
    r"```python\n(import digitalbay.+?)```", (ROOT / "README.md").read_text("utf-8"), re.S
)[1]


def wheel() -> Path:
    (found,) = SITE.glob("pypi/*.whl")
    return found


def about() -> Metadata:
    with zipfile.ZipFile(wheel()) as held:
        (name,) = (name for name in held.namelist() if name.endswith(".dist-info/METADATA"))
        return Metadata.from_email(held.read(name))


def buttons(edition: str):
    """Yield each page that is a notebook with the text and the address of its button."""
    for page in pages(edition):
        text = (HTML / edition / page).read_text("utf-8")
        found = re.search(r'<details class="db-lite">.*?<p>(.+?)<a href="([^"]+)"', text, re.S)
        if page.startswith("notebooks/"):
            yield page, found[1], found[2]
        else:
            assert found is None, page


def test_the_wheel_is_pure_and_is_the_one_that_is_listed():
    assert wheel().name.endswith("-py3-none-any.whl")
    listed = json.loads((SITE / "pypi" / "all.json").read_text("utf-8"))
    ((release,),) = listed["digitalbay"]["releases"].values()
    assert release["url"] == f"./{wheel().name}"
    assert release["digests"]["sha256"] == hashlib.sha256(wheel().read_bytes()).hexdigest()
    told = json.loads((SITE / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    (kernel,) = told["litePluginSettings"].values()
    # Each list under the digest of what it says.
    for address in kernel["pipliteUrls"]:
        path, digest = re.fullmatch(r"\./(\S+?)(?:\?sha256=(\w+))?", address).groups()
        content = (SITE / path).read_bytes()
        assert digest in (None, hashlib.sha256(content).hexdigest())


def test_the_wheel_holds_the_data_of_the_book():
    with zipfile.ZipFile(wheel()) as held:
        there = {n: held.read(n) for n in held.namelist() if n.startswith("digitalbay/_data/")}
    data = ROOT / "data"
    here = {f"digitalbay/_data/{p.relative_to(data).as_posix()}": p for p in data.rglob("*.csv")}
    assert here.keys() <= there.keys()
    assert all(path.read_bytes() == there[name] for name, path in here.items())


def test_notebooks_are_those_of_the_book_after_a_cell_that_installs():
    listed = json.loads((SITE / "api" / "contents" / "all.json").read_text("utf-8"))["content"]
    names = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert [entry["path"] for entry in listed] == names
    for name in names:
        there = nbformat.read(SITE / "files" / name, as_version=4)
        nbformat.validate(there)
        first, *others = there.cells
        assert first.source == INSTALL
        assert others == nbformat.read(ROOT / "notebooks" / name, as_version=4).cells


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_notebook_has_a_button_that_names_what_it_loads_from_where(edition):
    found = list(buttons(edition))
    assert len(found) > len(list((ROOT / "notebooks").glob("*.ipynb")))
    for page, said, address in found:
        assert all(host in said for host in HOSTS), page
        parts = urlsplit(address)
        assert (HTML / edition / page).parent.joinpath(parts.path).is_file(), page
        (name,) = parse_qs(parts.query)["path"]
        assert (SITE / "files" / name).is_file(), page
        assert Path(page).stem.startswith(Path(name).stem), page


def test_pages_of_jupyter_have_a_policy_of_their_own():
    found = list(SITE.rglob("*.html"))
    assert SITE / "lab" / "index.html" in found
    for path in found:
        text = path.read_text("utf-8")
        policy = re.search(
            '<head><meta http-equiv="Content-Security-Policy" content="([^"]+)"', text
        )
        assert set(re.findall(r"https?://([\w.]+)", policy[1])) == set(HOSTS), path


def test_nothing_is_asked_of_others_before_the_link_is_followed(visit, server):
    page = visit("en/notebooks/01-2-foundations.html")
    page.locator(".db-lite summary").click()
    link = page.locator(".db-lite a")
    assert link.is_visible()
    page.wait_for_load_state("networkidle")
    assert not page.trouble
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    page.context.route(lambda url: not url.startswith((server, "data:", "blob:")), refuse)
    link.click()
    # Its cells are on the screen, the text of the chapter too.
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=120_000)
    page.locator(".jp-Notebook h1").first.wait_for(timeout=60_000)
    assert INSTALL in page.locator(".jp-Notebook .jp-CodeCell").first.inner_text()
    for _ in range(240):
        if asked:
            break
        page.wait_for_timeout(500)
    assert {urlsplit(url).hostname for url in asked} <= set(HOSTS)
    assert any(f"/v{PYODIDE_VERSION}/" in url for url in asked)
    assert not [said for said in page.trouble if "Content Security Policy" in said]


@pytest.mark.parametrize("width", [1280, 768, 360])
def test_what_the_button_says_is_whole(visit, width):
    page = visit(
        "zh-hant/notebooks/01-2-foundations.html", viewport={"width": width, "height": 700}
    )
    page.locator(".db-lite summary").click()
    (button, panel) = (page.locator(f".db-lite {part}").bounding_box() for part in ("summary", "p"))
    assert 0 <= panel["x"] < panel["x"] + panel["width"] <= width
    assert panel["y"] >= button["y"] + button["height"]


def test_what_the_wheel_asks_for_is_what_pyodide_has():
    # Else look the versions up anew.
    assert PYODIDE_VERSION == HELD_BY
    asked = [
        requirement
        for requirement in about().requires_dist
        if requirement.marker is None or requirement.marker.evaluate({"extra": "chapters"})
    ]
    compared = [each for each in asked if each.name in HELD]
    assert {each.name for each in compared} == HELD.keys()
    assert [each for each in compared if HELD[each.name] not in each.specifier] == []
    # What else there is, is made of Python alone.
    assert {each.name for each in asked} - HELD.keys() == {"babel"}


RUN = """
async ([runtime, wheels, code]) => {
  const { loadPyodide } = await import(`${runtime}/pyodide.mjs`);
  const python = await loadPyodide();
  for (const address of wheels) {
    const content = await (await fetch(address)).arrayBuffer();
    await python.unpackArchive(content, "wheel");
  }
  return await python.runPythonAsync(code);
}
"""


class Runtime(Quiet):
    """Serves Pyodide to the pages of the book."""

    extensions_map = Quiet.extensions_map | {".mjs": "text/javascript", ".wasm": "application/wasm"}

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


def test_the_example_of_readme_runs_in_a_browser(browser, server):
    if not (RUNTIME / "complete").is_file():
        pytest.skip("tools/pyodide _build/pyodide fetches what it runs on")
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).hostname))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Runtime, directory=RUNTIME)) as httpd:
        Thread(target=httpd.serve_forever, daemon=True).start()
        runtime = f"http://127.0.0.1:{httpd.server_port}"
        page.goto(f"{server}/lite/pypi/all.json")
        wheels = [f"{runtime}/{path.name}" for path in sorted(RUNTIME.glob("*.whl"))]
        wheels.append(f"{server}/lite/pypi/{wheel().name}")
        *lines, question = EXAMPLE.strip().splitlines()
        told = "import sys, json; json.dumps([sys.platform, rows.to_csv(index=False)])"
        code = "\n".join([*lines, f"rows = {question}", told])
        page.set_default_timeout(0)
        platform, answer = json.loads(page.evaluate(RUN, [runtime, wheels, code]))
        httpd.shutdown()
    context.close()
    assert platform == "emscripten"
    space = {}
    exec("\n".join([*lines, f"rows = {question}"]), space)
    assert answer == space["rows"].to_csv(index=False)
    assert len(pd.read_csv(StringIO(answer))) > len(db.CITIES)
    assert set(asked) == {"127.0.0.1"}
