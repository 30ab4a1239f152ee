"""Files are written whole, and a folder mirrors a tree of them."""

import os
from pathlib import Path

import pytest

from digitalbay.files import follow, mirror, read_tree, write, write_if_changed


def names(folder):
    return [path.as_posix() for path in read_tree(folder)]


@pytest.mark.parametrize("content", ["数治\n\r\n", b"\x00\xff"])
def test_a_file_holds_what_was_given(tmp_path, content):
    write(tmp_path / "new" / "file", content)
    held = (tmp_path / "new" / "file").read_bytes()
    assert held == (content.encode() if isinstance(content, str) else content)
    assert names(tmp_path) == ["new/file"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    def fails(self, target):
        raise OSError("no space")

    write(tmp_path / "file", "old")
    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="no space"):
        write(tmp_path / "file", "new")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "old"


def test_an_unchanged_file_keeps_its_time(tmp_path):
    write(tmp_path / "file", "same")
    os.utime(tmp_path / "file", (1, 1))
    write_if_changed(tmp_path / "file", "same")
    assert (tmp_path / "file").stat().st_mtime == 1
    write_if_changed(tmp_path / "file", "other")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "other"


def test_a_folder_holds_exactly_the_tree(tmp_path):
    for name in ("gone/deep/old", "same", "same.made", "lost.made"):
        write(tmp_path / name, name)
    os.utime(tmp_path / "same", (1, 1))
    mirror({Path("same"): b"same", Path("a/new"): b"new"}, tmp_path, beside=".made")
    assert names(tmp_path) == ["a/new", "same", "same.made"]
    assert not (tmp_path / "gone").exists()
    assert (tmp_path / "same").stat().st_mtime == 1


def test_nothing_is_mirrored_into_a_folder_that_is_not_there(tmp_path):
    mirror({}, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_folder_follows_another_and_keeps_the_times_of_what_is_the_same(tmp_path):
    source, copy = tmp_path / "source", tmp_path / "copy"
    mirror({Path("a/one.txt"): b"1", Path("two.txt"): b"2", Path("x.map"): b"m"}, source)
    follow(source, copy, without=(".map",))
    assert set(read_tree(copy)) == {Path("a/one.txt"), Path("two.txt")}
    kept = (copy / "two.txt").stat().st_mtime_ns
    # Written again, with the same content: the copy stays as it is.
    os.utime(source / "two.txt", ns=(1, 1))
    mirror({Path("a/one.txt"): b"other", Path("two.txt"): b"2"}, source)
    follow(source, copy)
    assert (copy / "two.txt").stat().st_mtime_ns == kept
    assert (copy / "a" / "one.txt").read_bytes() == b"other"
    # Another content, with the time that all files of a kind are given.
    given = (source / "a" / "one.txt").stat()
    write(source / "a" / "one.txt", b"third")
    os.utime(source / "a" / "one.txt", ns=(given.st_atime_ns, given.st_mtime_ns))
    follow(source, copy)
    assert (copy / "a" / "one.txt").read_bytes() == b"third"
    mirror({Path("two.txt"): b"2"}, source)
    follow(source, copy)
    assert set(read_tree(copy)) == {Path("two.txt")}
    assert not (copy / "a").exists()
