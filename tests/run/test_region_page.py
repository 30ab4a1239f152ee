"""The page "Make this book for your region", step by step, as written, in an empty folder."""

import os
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from howto import steps

from digitalbay.data import location
from digitalbay.kernels import prepared

pytestmark = pytest.mark.long

PAGE = Path(__file__).parents[2] / "book" / "region.md"


def run(words, folder, site):
    """Run a command as whoever has the wheel, and no process that waits for notebooks."""
    left_out = (location.VARIABLE, prepared.ADDRESS)
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    done = subprocess.run(
        [sys.executable, "-m", "digitalbay", *words[1:]],
        cwd=folder,
        env=env | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def translate(folder):
    """Fill in every text, which keeps what it names."""
    paths = sorted((folder / "book" / "locale").rglob("*.po"))
    for path in paths:
        catalog = polib.pofile(path)
        for entry in catalog:
            entry.msgstr = f"译文：{entry.msgid}"
        catalog.save()
    assert paths


def test_the_page_does_what_it_says(installed, tmp_path):
    folder, done = tmp_path, []
    for kind, what, text in steps(PAGE):
        if kind == "file":
            (folder / what).write_text(text, encoding="utf-8")
        elif what[0] == "cd":
            folder /= what[1]
        else:
            assert what[0] == "bay"
            said = run(what, folder, installed)
            done.append(what[1])
            if what == ["bay", "catalogs"]:
                assert "empty or fuzzy" in said
                translate(folder)
            else:
                assert said == text
    assert done == ["new", "data", "new", "run", "book", "catalogs", "book"]
    html = folder / "_build" / "html"
    chapter = {
        edition: (html / edition / "notebooks" / "01-patents.html").read_text(encoding="utf-8")
        for edition in ("en", "zh-hans")
    }
    assert "Shanghai has the largest value of all places, Hangzhou" not in chapter["en"]
    assert "Shanghai has the largest value of all places, Suzhou the smallest." in chapter["en"]
    assert "译文：上海 has the largest value of all places" in chapter["zh-hans"]
    assert 'href="../book/sources.html#source-city-yearbook-2024"' in chapter["en"]
    assert "三市" in (html / "index.html").read_text(encoding="utf-8")
