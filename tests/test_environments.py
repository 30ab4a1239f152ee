"""Conda, Docker, Binder, dev containers and checkouts give what the lock file gives."""

import json
import re
import runpy
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from digitalbay.files import read_tree

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "conda_environment.py"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_conda_environment_is_of_the_lock():
    assert read("environment.yml") == runpy.run_path(str(TOOL))["environment"]()


def test_the_conda_environment_moves_with_the_lock(tmp_path):
    for name in ("pyproject.toml", "uv.lock", "Makefile"):
        shutil.copy(ROOT / name, tmp_path)
    lock = (tmp_path / "uv.lock").read_text(encoding="utf-8")
    moved, count = re.subn(r'(name = "pandas"\nversion = ")[^"]+', r"\g<1>9.8.7", lock)
    assert count == 1
    (tmp_path / "uv.lock").write_text(moved, encoding="utf-8")
    assert "  - pandas=9.8.7\n" in runpy.run_path(str(TOOL))["environment"](tmp_path)


def test_every_dependency_is_in_the_conda_environment():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    *conda, pip = yaml.safe_load(read("environment.yml"))["dependencies"]
    held = {line.partition("=")[0] for line in [*conda, *pip["pip"]]}
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    named = {Requirement(line).name for line in [*project["dependencies"], *extras]}
    assert named - {project["name"]} <= held


def test_the_same_python_everywhere_that_the_project_takes():
    image = re.search(r"^FROM python:(3\.\d+)-slim-bookworm$", read("Dockerfile"), re.M)[1]
    assert f"  - python={image}\n" in read("environment.yml")
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert image in SpecifierSet(project["requires-python"])


def test_the_image_is_made_of_files_and_targets_that_exist():
    text = read("Dockerfile")
    for line in re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", text, re.M):
        assert all((ROOT / name).exists() for name in line.split())
    targets = set(re.findall(r"^(\w+):", read("Makefile"), re.M))
    called = set(re.findall(r"\bmake (\w+)", text.replace("git make \\", "")))
    assert {"setup", "book", "test"} <= called <= targets
    assert "tools/system-packages" in text


def test_the_dev_container_is_that_image():
    given = json.loads(read(".devcontainer/devcontainer.json"))
    folder = ROOT / ".devcontainer"
    assert (folder / given["build"]["dockerfile"]).resolve() == ROOT / "Dockerfile"
    assert (folder / given["build"]["context"]).resolve() == ROOT
    assert f"ARG NB_USER={given['remoteUser']}\n" in read("Dockerfile")
    assert given["postCreateCommand"] == "make setup"


def engine() -> str | None:
    """Return the command of a container engine that answers."""
    for name in filter(shutil.which, ("docker", "podman")):
        if not subprocess.run([name, "info"], capture_output=True, check=False).returncode:
            return name
    return None


def test_the_image_is_made_and_a_book_is_begun_in_it():
    command = engine()
    if command is None:
        pytest.skip("no container engine answers: the image is not made here")

    def told(*words: str | Path) -> str:
        done = subprocess.run([command, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    image = told("build", "-q", ROOT)
    # Minutes are enough for the first runs.
    begun = "timeout 300 make book; ls _build/notebooks/en/*.ipynb"
    assert ".ipynb" in told("run", "--rm", image, "sh", "-c", begun)


@pytest.mark.parametrize("line_ends", ["true", "input", "false"])
def test_a_checkout_has_the_bytes_that_were_sealed(line_ends, tmp_path):
    # As Git for Windows checks out, with and without its default setting.
    held = {name: read_tree(ROOT / name) for name in ("data", "tools", "src/digitalbay/publish")}
    for name in held:
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.safecrlf=false"]
    git += ["-c", "core.eol=crlf", "-c", f"core.autocrlf={line_ends}"]
    for words in ("init -q", "add .", "commit -qm all"):
        subprocess.run([*git, *words.split()], cwd=tmp_path, check=True)
    for name in held:
        shutil.rmtree(tmp_path / name)
    subprocess.run([*git, "reset", "-q", "--hard"], cwd=tmp_path, check=True)
    for name, tree in held.items():
        assert read_tree(tmp_path / name) == tree
