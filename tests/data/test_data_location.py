"""Which package is read: the one asked for, that of the book around, that of this code."""

from pathlib import Path

import pytest

import digitalbay as db
from digitalbay.data import location


@pytest.fixture
def elsewhere(small_copy, monkeypatch) -> Path:
    """A book with data of its own; one is inside it that has none."""
    monkeypatch.delenv(location.VARIABLE, raising=False)
    root = small_copy.parent
    for folder in (root, root / "inner"):
        (folder / "notebooks").mkdir(parents=True)
        (folder / "_toc.yml").write_text("root: intro\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("inside", [".", "notebooks", "inner/notebooks"])
def test_the_book_around_brings_its_data(elsewhere, monkeypatch, inside):
    monkeypatch.chdir(elsewhere / inside)
    assert location.root() == (elsewhere / "data").resolve()
    assert db.version() == "0.1.0"


def test_outside_of_any_book_those_of_this_code_are_read(elsewhere, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    assert location.root() == location.built_in()[0]


def test_what_is_asked_for_comes_first(elsewhere, monkeypatch, package_root):
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv(location.VARIABLE, str(package_root))
    assert location.root() == package_root
    with location.using(elsewhere / "data"):
        assert location.root() == (elsewhere / "data").resolve()
