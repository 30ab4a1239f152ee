"""One folder takes the place of another, and whoever looks finds one of them whole."""

import os
import threading

import pytest

from digitalbay.data import swap


@pytest.fixture
def folders(tmp_path):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, encoding="utf-8")
    return tmp_path / "new", tmp_path / "old"


@pytest.mark.parametrize("atomic", [True, False])
def test_the_new_one_stands_where_the_old_one_did(folders, monkeypatch, atomic):
    new, old = folders
    if not atomic:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    swap.put(new, old)
    assert (old / "file").read_text(encoding="utf-8") == "new"
    assert [path.name for path in old.parent.iterdir()] == ["old"]


def test_the_old_one_is_put_back_if_the_second_step_fails(folders, monkeypatch):
    new, old = folders
    rename, calls = os.rename, []

    def fails_once(source, target):
        calls.append(source)
        if len(calls) == 2:
            raise OSError("no space")
        rename(source, target)

    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    monkeypatch.setattr(os, "rename", fails_once)
    with pytest.raises(OSError, match="no space"):
        swap.put(new, old)
    assert (old / "file").read_text(encoding="utf-8") == "old"


def test_nobody_finds_nothing(folders):
    new, old = folders
    if not swap.exchange(new, old):
        pytest.skip("this system cannot exchange two names")
    gaps, done = [], threading.Event()

    def look():
        while not done.is_set():
            try:
                (old / "file").read_text(encoding="utf-8")
            except FileNotFoundError:
                gaps.append(1)

    watcher = threading.Thread(target=look)
    watcher.start()
    for _ in range(200):
        swap.exchange(new, old)
    done.set()
    watcher.join()
    assert not gaps
