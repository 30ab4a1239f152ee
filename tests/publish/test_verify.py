"""Two builds are compared byte by byte, and what depends on where or when it is built is found."""

import subprocess
import sys
from pathlib import Path

import pytest
from faults.books import chapter, tiny

from digitalbay.publish.comparing import differences, made

pytestmark = pytest.mark.long


@pytest.fixture
def builds(tmp_path):
    for name in ("one", "other"):
        for file, text in (("notebooks/en/a.ipynb", "{}"), ("html/en/a.html", "one\ntwo\nthree")):
            path = tmp_path / name / file
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
    return tmp_path / "one", tmp_path / "other"


def test_builds_that_are_the_same_do_not_differ(builds):
    (builds[1] / "work").mkdir()
    (builds[1] / "work" / "log").touch()
    assert list(differences(*builds)) == []
    assert [path.as_posix() for path in made(builds[1])] == [
        "notebooks/en/a.ipynb",
        "html/en/a.html",
    ]


def test_the_first_difference_is_told_by_byte_and_line(builds):
    (builds[1] / "html/en/a.html").write_text("one\ntwO\nthree", encoding="utf-8")
    (builds[1] / "key-figures.json").touch()
    assert [str(each) for each in differences(*builds)] == [
        "key-figures.json: only in the second build",
        "html/en/a.html: byte 6, line 2: 'one\\ntwo\\nthree' against 'one\\ntwO\\nthree'",
    ]


@pytest.mark.parametrize("longer", [0, 1])
def test_a_file_that_is_cut_off_differs(builds, longer):
    (builds[longer] / "notebooks/en/a.ipynb").write_text("{}\n", encoding="utf-8")
    (found,) = differences(*builds)
    assert "byte 2, line 1" in str(found)


def verify(book, *options):
    command = [sys.executable, "-m", "digitalbay", "verify", "--lang", "en", "--format", "html"]
    return subprocess.run(
        [*command, *options], cwd=book.root, capture_output=True, text=True, check=False
    )


def test_what_depends_on_its_place_is_found(tmp_path):
    book = tiny(tmp_path / "tiny")
    done = verify(book, "--under", "edits")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("files of builds under 1 condition, all identical\n")
    assert int(done.stdout.split()[0]) > 50
    assert not (book.build).exists()
    chapter(book, "two", "Text.", "import os\nos.environ.get('TZ')")
    done = verify(book, "--under", "place")
    assert done.returncode == 1
    told, first = done.stderr.splitlines()
    assert told.startswith("error: place (another time zone and locale): ")
    assert first.startswith("    notebooks/en/two.ipynb: byte ")
    assert "America/New_York" in first


def test_a_condition_that_is_none_and_a_book_that_fails_are_told(tmp_path):
    book = tiny(tmp_path / "tiny")
    assert "no condition moon; `--under list`" in verify(book, "--under", "moon").stderr
    assert "order: " in verify(book, "--under", "list").stdout
    chapter(book, "two", "Text.", "1 / 0")
    done = verify(book, "--under", "folder")
    assert done.returncode == 1
    assert done.stderr.startswith("error: first (as it is): not built\n")
    assert "two.ipynb (en), cell 2: ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_of_it_is_left_in_the_folder_of_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passing"))
    (tmp_path / "passing").mkdir()
    book = tiny(tmp_path / "tiny")
    chapter(book, "one", "Text.", "1 / 0")
    assert verify(book, "--under", "folder").returncode == 1
    assert list(Path(tmp_path, "passing").iterdir()) == []
