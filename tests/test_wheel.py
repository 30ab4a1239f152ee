"""The wheel alone, in an environment that has nothing else: API, data and `bay data`."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from digitalbay.data import location

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
UV = shutil.which("uv") or str(ROOT / ".venv-uv" / "bin" / "uv")
# A question takes at most so many times what importing pandas takes a processor, then and there.
QUICK = 4
PANDAS = "import time, pandas; print(time.process_time())"
QUERY = """
import sys, time
import digitalbay as db
rows = db.observations("gdp_current_prices", areas=db.CITIES, as_of="2023-06-30")
print(len(rows), time.process_time())
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
PLACE = """
import digitalbay as db
assert "site-packages" in db.__file__, db.__file__
assert len(db.CITIES) == 11
print(db.observations("gdp_current_prices", areas="macao", periods="2022")["value"].item())
print(len(db.documents()), db.data.version(), db.data.load().descriptor.root.name)
"""


def run(*words: object, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    return subprocess.run(
        list(map(str, words)), cwd=cwd, env=env, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(UV, "build", "--quiet", "--wheel", "--out-dir", out, ROOT)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def scripts(wheel, tmp_path_factory) -> Path:
    """Folder of the commands of an environment with the wheel, at the versions of the lock."""
    folder = tmp_path_factory.mktemp("empty")
    locked = run(UV, "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project")
    (folder / "locked.txt").write_text(locked, encoding="utf-8")
    run(UV, "venv", "--quiet", "--python", sys.executable, folder / "env")
    python = folder / "env" / "bin" / "python"
    install = [UV, "pip", "install", "--quiet", "--compile-bytecode", "--python", python]
    run(*install, "--constraint", folder / "locked.txt", wheel)
    return python.parent


def test_a_question_is_answered_at_once(scripts, tmp_path):
    # Side by side, as what a processor takes depends on what else the machine does.
    pairs = [
        [run(scripts / "python", "-c", code, cwd=tmp_path) for code in (QUERY, PANDAS)]
        for _ in range(3)
    ]
    told, bare = zip(*pairs, strict=True)
    counted = [line.split("\n")[0].split() for line in told]
    assert all(int(rows) > 100 for rows, _ in counted)
    assert min(float(seconds) for _, seconds in counted) < QUICK * min(map(float, bare))
    loaded = set(told[0].split("\n")[1].split())
    assert {"digitalbay", "pandas"} <= loaded
    assert not loaded & {"IPython", "altair", "babel", "jupyter_client", "nbformat", "sphinx"}


def test_nothing_of_jupyter_is_installed(scripts):
    held = run(UV, "pip", "list", "--format=freeze", "--python", scripts / "python")
    names = {line.partition("==")[0] for line in held.split()}
    assert {"digitalbay", "pandas"} <= names
    assert len(names) < 15
    assert not any(name.startswith(("jupyter", "nb", "ipy", "sphinx")) for name in names)


def test_the_data_are_proven_and_shown(scripts, tmp_path):
    # Of the environment of who runs the tests nothing is known there.
    assert run(scripts / "bay", "data", "check", cwd=tmp_path, env={}).endswith("all right\n")
    shown = run(scripts / "bay", "data", "show", "land_area", cwd=tmp_path)
    assert "square kilometres" in shown


@pytest.mark.parametrize("command", ["check", "run", "new", "sweep"])
def test_what_needs_the_book_says_so(scripts, tmp_path, command):
    words = [scripts / "bay", command, "--any", "thing"]
    told = subprocess.run(words, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode == 1
    assert "pip install 'digitalbay[book]'" in told.stderr
    assert "Traceback" not in told.stderr


def test_help_lists_every_command(scripts, tmp_path):
    told = run(scripts / "bay", "--help", cwd=tmp_path)
    assert "Needs the book" in told
    assert "Check, query and extend the data package." in told


def test_the_data_are_those_of_the_wheel(scripts, tmp_path):
    env = {"PATH": "/usr/bin:/bin"}
    output = run(scripts / "python", "-c", PLACE, cwd=tmp_path, env=env).split()
    assert (output[0], output[-1]) == ("2016.23", "_data")


def test_the_wheel_holds_the_data(wheel):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if "/_data/" in name}
    root = location.root()
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert names == {f"digitalbay/_data/{name}" for name in files}


def test_the_wheel_is_small(wheel):
    assert wheel.stat().st_size < 8_000_000


def test_the_wheel_tells_that_it_is_typed(wheel):
    assert "digitalbay/py.typed" in zipfile.ZipFile(wheel).namelist()
