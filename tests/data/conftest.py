"""Packages that a test may damage."""

import shutil
from pathlib import Path

import pytest
import small

import digitalbay as db
from digitalbay.data import location
from digitalbay.data.package import load


@pytest.fixture(scope="session")
def package_root() -> Path:
    return location.root()


@pytest.fixture
def copy(package_root, tmp_path) -> Path:
    return Path(shutil.copytree(package_root, tmp_path / "data"))


@pytest.fixture(scope="session")
def small_root(tmp_path_factory) -> Path:
    return small.cut(load(), tmp_path_factory.mktemp("small") / "data")


@pytest.fixture
def small_copy(small_root, tmp_path) -> Path:
    return Path(shutil.copytree(small_root, tmp_path / "data"))


@pytest.fixture(autouse=True)
def _empty_log():
    db.recorder.clear()
    yield
    db.recorder.clear()
