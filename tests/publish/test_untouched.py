"""A book that nobody touched is told without reading it."""

import pytest

from digitalbay.files import write
from digitalbay.publish import untouched
from digitalbay.publish.untouched import Built
from digitalbay.run.lock import locked


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(untouched, "PACKAGE", tmp_path / "package")
    for name in ("notebooks/a.ipynb", "book/intro.md", "data/reference/areas.csv", "uv.lock"):
        write(tmp_path / name, "1")
    write(tmp_path / "package" / "code.py", "1")
    write(tmp_path / "_build" / "html" / "en" / "index.html", "1")
    Built(tmp_path, ["en"]).note()
    return tmp_path


def test_what_is_as_it_was_is_untouched_with_the_same_options(root):
    assert Built(root, ["en"]).is_untouched()
    assert not Built(root, ["zh-Hans"]).is_untouched()


@pytest.mark.parametrize(
    "name",
    [
        "notebooks/a.ipynb",
        "notebooks/new.ipynb",
        "data/reference/areas.csv",
        "package/code.py",
        "README.md",
        "_build/html/en/index.html",
        "_build/html/en/more.html",
    ],
)
def test_whatever_is_changed_added_or_touched_is_seen(root, name):
    write(root / name, "22")
    assert not Built(root, ["en"]).is_untouched()


def test_what_is_gone_is_seen(root):
    (root / "_build" / "html" / "en" / "index.html").unlink()
    assert not Built(root, ["en"]).is_untouched()


def test_what_changes_during_a_build_is_seen_after_it(root):
    built = Built(root, ["en"])
    write(root / "book" / "intro.md", "22")
    built.note()
    assert not Built(root, ["en"]).is_untouched()


def test_a_book_that_failed_is_not_told_as_built(root):
    write(root / "book" / "intro.md", "22")
    Built(root, ["en"])
    assert not Built(root, ["en"]).is_untouched()


def test_what_another_command_does_or_left_half_done_is_seen(root):
    with locked(root / "_build"):
        assert not Built(root, ["en"]).is_untouched()
    assert Built(root, ["en"]).is_untouched()
