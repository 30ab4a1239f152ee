"""The chapters in JupyterLite, beside the editions: Jupyter in the browser, without a server.

The application, the package with its data and the chapters come from the book. Python itself and
the libraries that need a compiler are Pyodide's, which the book does not hold: the kernel of
JupyterLite names where they are, and a page says it before anything is asked for.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from digitalbay.files import digest, follow, write
from digitalbay.run.project import Project

from .editions import LITE
from .jupyter_book import EPOCH, call
from .untouched import OF_WHEEL

PACKAGE = Path(__file__).parents[1]
# Where Pyodide is, where its packages are asked for, and where the one that it lacks is (Babel).
HOSTS = ("cdn.jsdelivr.net", "pypi.org", "files.pythonhosted.org")
INSTALL = "%pip install -q digitalbay[chapters]"
_FROM = " ".join(f"https://{host}" for host in HOSTS)
# Jupyter writes styles and scripts into its page, and WebAssembly is compiled in a worker.
POLICY = (
    f"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: {_FROM}; "
    f"connect-src 'self' data: blob: {_FROM}; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
_NO_TIME = "2026-01-01T00:00:00Z"
_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
# What the page of JupyterLite is told: which wheels the book has, which files.
_SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "contentsAllJsonFile": "all.json",
        "litePluginSettings": {_KERNEL: {"pipliteUrls": ["./pypi/all.json"]}},
    },
}
_WORDS = "book/locale/zh_Hans/LC_MESSAGES/notebooks"


def is_offered(root: Path) -> bool:
    """Tell whether the package is the project's own, so that its wheel can be made here."""
    return PACKAGE.is_relative_to(root) and (root / "pyproject.toml").is_file()


def opened_in_lite(root: Path, pages: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the file that JupyterLite opens for each page, given the pages of each notebook."""
    if not is_offered(root):
        return {}
    return {page: f"{Path(name).name}.ipynb" for name, made in pages.items() for page in made}


def write_lite(project: Project) -> Path:
    """Write what has changed of it, if it is offered; return its folder.

    Raises BuildError if JupyterLite's or Hatch's command fails.
    """
    folder, site = project.build / "html" / LITE, project.build / "work" / LITE
    if not is_offered(project.root):
        return folder
    app = digest([project.root / "uv.lock", Path(__file__)])
    _make(_write_app, project, site, app)
    beside = (project.root / name for name in (*OF_WHEEL, "_config.yml", "data", _WORDS))
    of_wheel = [PACKAGE, *filter(Path.exists, beside)]
    _make(_write_wheel, project, site / "pypi", app + digest(of_wheel))
    _make(_write_chapters, project, site / "files", app + digest([project.root / "notebooks"]))
    follow(site, folder)
    return folder


def _make(step: Callable[[Project, Path], None], project: Project, folder: Path, now: str) -> None:
    """Fill a folder anew if it was not filled whole from what is there now."""
    stamp = project.build / "done" / f"{LITE}-{folder.name}"
    if folder.is_dir() and stamp.is_file() and stamp.read_text("utf-8") == now:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    step(project, folder)
    write(stamp, now)


def _write_app(project: Project, folder: Path) -> None:
    """Let JupyterLite write its application, and give its pages a policy of their own."""
    log, given = project.build / "logs" / "lite.log", folder.with_name(f"{LITE}-given")
    write(given / "jupyter-lite.json", json.dumps(_SETTINGS))
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab"]
    command += ["--no-unused-shared-packages", "--no-sourcemaps", "--output-dir", str(folder)]
    command += ["--source-date-epoch", EPOCH["SOURCE_DATE_EPOCH"]]
    call(command, "JupyterLite", log, given)
    meta = f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    for page in folder.rglob("*.html"):
        write(page, page.read_text("utf-8").replace("<head>", meta, 1))


def _write_wheel(project: Project, folder: Path) -> None:
    """Let Hatch make the wheel, and list it as the kernel of JupyterLite reads it."""
    # Late: its import takes longer than all else here, and is rarely needed.
    from jupyterlite_pyodide_kernel.addons import piplite  # noqa: PLC0415

    log = project.build / "logs" / "wheel.log"
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    call(command, "Wheel of the package", log, project.root)
    for wheel in folder.glob("*.whl"):
        # The list names the time of the file.
        os.utime(wheel, (int(EPOCH["SOURCE_DATE_EPOCH"]),) * 2)
    piplite.write_wheel_index(folder)


def _write_chapters(project: Project, folder: Path) -> None:
    """Write the notebooks, each of which first installs the package, and list them for Jupyter."""
    listed = []
    for path in sorted((project.root / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(0, new_code_cell(INSTALL, id="install"))
        # Else it asks for one before the notebook can be used.
        notebook.metadata["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)"}
        write(folder / path.name, nbformat.writes(notebook))
        entry = {"name": path.name, "path": path.name, "type": "notebook", "writable": True}
        # As its server does, but for times, which files of a book don't have.
        entry |= {"created": _NO_TIME, "last_modified": _NO_TIME}
        listed.append(entry | dict.fromkeys(("content", "format", "mimetype", "size")))
    api = folder.parent / "api" / "contents" / "all.json"
    write(api, json.dumps({"content": listed}))
