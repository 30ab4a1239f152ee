"""The package as others see it: frictionless, and an installed wheel."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import frictionless
import pytest

PROJECT = Path(__file__).parents[2]
CODE = """
import digitalbay as db, pathlib
assert "site-packages" in db.__file__, db.__file__
assert len(db.CITIES) == 11
print(db.observations("gdp_current_prices", areas="macao", periods="2022")["value"].item())
print(len(db.documents()), db.data.version(), db.data.load().descriptor.root.name)
"""


def test_frictionless_accepts_the_package(package_root):
    report = frictionless.validate(str(package_root / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:10]


def test_frictionless_sees_a_changed_digit(copy):
    path = copy / "reference/areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("440100", "440101"), encoding="utf-8")
    report = frictionless.validate(str(copy / "datapackage.json"))
    assert not report.valid


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    if not shutil.which("uv"):
        pytest.skip("uv is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    run("uv", "build", "--wheel", "--quiet", "--out-dir", folder, cwd=PROJECT)
    return next(folder.glob("*.whl"))


def run(*command, **options):
    text = [str(part) for part in command]
    done = subprocess.run(text, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_data(wheel, package_root):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if "/_data/" in name}
    files = {p.relative_to(package_root).as_posix() for p in package_root.rglob("*") if p.is_file()}
    assert names == {f"digitalbay/_data/{name}" for name in files}


def test_the_wheel_is_small(wheel):
    assert wheel.stat().st_size < 8_000_000


def test_the_api_works_from_an_installed_wheel(wheel, tmp_path):
    run("uv", "venv", "--quiet", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    run("uv", "pip", "install", "--quiet", "--python", python, wheel)
    output = run(python, "-c", CODE, cwd=tmp_path, env={"PATH": "/usr/bin:/bin"})
    assert output.split("\n")[0] == "2016.23"
    assert output.split()[-1] == "_data"
    check = run(tmp_path / "venv" / "bin" / "bay", "data", "check", cwd=tmp_path, env={})
    assert check.endswith("all right\n")
