"""A chapter in JupyterLab: what it shows as committed, and what is left of a run in git."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import nbformat
import pytest

from digitalbay.figures.mime import CHART, RECORD, TABLE

from .conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.long]
NAME = "03-problems.ipynb"
NOTEBOOK = ROOT / "notebooks" / NAME
# Lab shows the cells in view only; a reader scrolls, a test does not.
SETTINGS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
SECONDS = 120_000


def outputs(path=NOTEBOOK):
    """The outputs of a notebook, each as (metadata of ours, data)."""
    notebook = nbformat.read(path, as_version=4)
    found = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    return [(output.metadata["digitalbay"], output.data) for output in found]


def words():
    """What a reader must be able to read: findings, captions, notes, sources, verdicts."""
    said = []
    for meta, data in outputs():
        record = data.get(RECORD, {})
        if meta["kind"] in ("figure", "table"):
            said += [meta["caption"], meta["note"], meta.get("finding", "")]
        if meta["kind"] == "verdict":
            said += [record["claim"], record["because"]]
        sources = meta.get("sources", []) or record.get("sources", [])
        said += [source["label"] for source in sources[:12]]
    return {" ".join(text.split()) for text in said if text}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a JupyterLab that serves a copy of the chapter, and the copy."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "chapters"
    folder.mkdir()
    (folder / NAME).write_bytes(NOTEBOOK.read_bytes())
    settings = home / "app" / "settings"
    settings.mkdir(parents=True)
    (settings / "overrides.json").write_text(json.dumps(SETTINGS), "utf-8")
    places = {
        "HOME": home,
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "user",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
    }
    options = ["--no-browser", "--port=0", "--allow-root", "--IdentityProvider.token="]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--notebook-dir={folder}"]
    command.append(f"--LabApp.app_settings_dir={settings}")
    env = os.environ | {name: str(path) for name, path in places.items()}
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=home, env=env, stdout=log, stderr=log)
    try:
        yield address(home / "runtime", server, home / "log"), folder / NAME
    finally:
        server.terminate()
        server.wait(30)


def address(runtime, server, log):
    for _ in range(600):
        for found in runtime.glob("jpserver-*.json"):
            if text := found.read_text("utf-8"):
                return json.loads(text)["url"]
        assert server.poll() is None, log.read_text("utf-8")
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


@pytest.fixture(scope="module")
def page(browser, lab):
    opened = browser.new_page(viewport={"width": 1400, "height": 1000})
    opened.set_default_timeout(SECONDS)
    opened.goto(f"{lab[0]}lab/tree/{NAME}")
    yield opened
    opened.close()


def charts(page):
    return page.locator(".jp-OutputArea-output :is(canvas, svg).marks")


def shown(page):
    """Text of the outputs, as one line."""
    return " ".join(" ".join(page.locator(".jp-OutputArea-output").all_inner_texts()).split())


def await_charts(page):
    n = sum(CHART in data for _, data in outputs())
    assert n > 5
    page.wait_for_function(
        "n => document.querySelectorAll('.jp-OutputArea-output :is(canvas, svg).marks').length"
        " === n",
        arg=n,
    )
    return n


def test_committed_outputs_show_without_a_run(page):
    n = await_charts(page)
    for box in (charts(page).nth(i).bounding_box() for i in range(n)):
        assert box["width"] > 200
        assert box["height"] > 50
    text = shown(page)
    assert [said for said in sorted(words()) if said not in text] == []
    tables = sum(TABLE in data for _, data in outputs())
    assert page.locator(".jp-OutputArea-output table").count() == tables > 3


def test_a_run_shows_the_same_and_changes_nothing_in_git(page, lab):
    _, copy = lab
    before = shown(page)
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    code = sum(cell.cell_type == "code" for cell in nbformat.read(copy, as_version=4).cells)
    page.wait_for_function("node => !node.textContent.includes('*')", arg=last.element_handle())
    page.locator('[data-status="idle"]').first.wait_for(state="attached")
    assert last.inner_text() == f"[{code}]:"
    await_charts(page)
    assert shown(page) == before
    page.keyboard.press("Control+s")
    for _ in range(100):
        if copy.read_bytes() != NOTEBOOK.read_bytes() and copy.read_bytes().endswith(b"}\n"):
            break
        page.wait_for_timeout(100)
    assert "language_info" in json.loads(copy.read_text("utf-8"))["metadata"]
    assert changes(copy) == ""


def test_a_changed_result_is_seen(tmp_path):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = next(cell for cell in notebook.cells if cell.get("outputs"))
    code.outputs[0].data["text/plain"] += " changed"
    path = tmp_path / "saved.ipynb"
    nbformat.write(notebook, path)
    said = changes(path)
    assert next(line for line in said.splitlines() if line.startswith("+ ")).endswith(' changed"')


def changes(saved):
    """What git says of a chapter that another file takes the place of, by the filter."""
    with tempfile.TemporaryDirectory() as folder:
        git = partial(subprocess.run, cwd=folder, check=True, capture_output=True, text=True)
        git(["git", "init", "--quiet"])
        git(["git", "config", "filter.digitalbay.clean", f"{shutil.which('bay')} clean %f"])
        shutil.copy(ROOT / ".gitattributes", folder)
        shutil.copy(NOTEBOOK, folder)
        git(["git", "add", "--all"])
        # What the filter makes of the committed file is that file.
        assert git(["git", "show", f":{NAME}"]).stdout == NOTEBOOK.read_text("utf-8")
        shutil.copy(saved, Path(folder, NAME))
        return git(["git", "diff", "-U0"]).stdout
