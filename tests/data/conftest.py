"""A copy of the package that a test may damage."""

import shutil
from pathlib import Path

import pytest

from digitalbay.data import location


@pytest.fixture(scope="session")
def package_root() -> Path:
    return location.root()


@pytest.fixture
def copy(package_root, tmp_path) -> Path:
    return Path(shutil.copytree(package_root, tmp_path / "data"))


@pytest.fixture(autouse=True)
def empty_log():
    import digitalbay as db

    db.recorder.clear()
    yield
    db.recorder.clear()
