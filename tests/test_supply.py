"""What the project rests on: locked by hash, free, and workflows that may do little."""

import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "licences.py"


def test_everything_that_is_locked_has_its_hash():
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    others = [each for each in packages if "registry" in each["source"]]
    assert len(others) == len(packages) - 1 > 200
    for package in others:
        files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]


def judged(path=None):
    command = [sys.executable, *(["-I"] if path is None else []), str(TOOL)]
    env = None if path is None else {"PYTHONPATH": str(path)}
    return subprocess.run(command, env=env, check=False, capture_output=True, text=True)


def test_every_licence_is_known_as_free():
    result = judged()
    assert result.returncode == 0, result.stdout.splitlines()[-1]
    assert len(result.stdout.splitlines()) > len({p.name for p in distributions()}) - 5 > 200


@pytest.mark.parametrize(
    "said", ["License: Proprietary", "License-Expression: LicenseRef-Ours", ""]
)
def test_another_licence_is_found(tmp_path, said):
    about = tmp_path / "closed-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.4\nName: closed\nVersion: 1\n{said}\n")
    result = judged(tmp_path)
    assert result.returncode == 1
    assert result.stdout.endswith("1 of unknown licence closed\n")


def zizmor(folder):
    command = [shutil.which("zizmor"), "--offline", "--quiet", "--no-progress", str(folder)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_workflows_let_nobody_in():
    result = zizmor(ROOT / ".github")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("permissions:\n  contents: read", "permissions: write-all", "excessive-permissions"),
        (
            "- run: make test",
            '- run: echo "${{ github.event.head_commit.message }}"',
            "template-injection",
        ),
        ("uses: actions/checkout@v6", "uses: somebody/checkout@v6", "unpinned-uses"),
    ],
)
def test_a_workflow_that_lets_somebody_in_is_found(tmp_path, old, new, found):
    copy = shutil.copytree(ROOT / ".github", tmp_path / ".github")
    path = copy / "workflows" / "tests.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    result = zizmor(copy)
    assert result.returncode != 0
    assert found in result.stdout
