"""`bay preview`: what is changed is built and told, what fails is told and mended."""

import asyncio
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import nbformat
import psutil
import pytest
from watchfiles import Change

from digitalbay.data import location, seals, swap
from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.preview import Cycle, Sources
from digitalbay.publish.serving import News
from digitalbay.publish.untouched import PACKAGE
from digitalbay.publish.warm import failures
from digitalbay.run.project import Project
from tests.run.conftest import write

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
LONG = 60


class Builds:
    """Stands in for what builds: it notes when it is asked and says what it is told to."""

    def __init__(self):
        self.count, self.ended, self.failed = 0, 0, []
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def build(self):
        self.count += 1
        await self.may_end.wait()
        return self.failed

    async def end(self):
        self.ended += 1

    async def reaches(self, count):
        while self.count < count:
            await asyncio.sleep(0.01)
        # Time enough for another, which nobody asked for.
        await asyncio.sleep(0.2)
        assert self.count == count


@pytest.fixture
def book(tmp_path):
    """Folders and files of a book, of which nothing is read."""
    for name in ("notebooks/a.ipynb", "book/locale/a.po", "data/observations/a.csv", "_toc.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old", encoding="utf-8")
    return tmp_path


def cycled(book, steps):
    """Run a cycle on a book during some steps, after its first build."""

    async def scenario():
        builds, news = Builds(), News()
        cycle = Cycle(book, builds, news)
        running = asyncio.create_task(cycle.run())
        try:
            async with asyncio.timeout(LONG):
                await builds.reaches(1)
                await steps(builds, news, cycle)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "name", ["notebooks/a.ipynb", "book/locale/a.po", "book/new/page.md", "data/observations/a.csv"]
)
def test_a_changed_source_is_built(book, name):
    async def steps(builds, news, cycle):
        before = news.built
        (book / name).parent.mkdir(exist_ok=True)
        (book / name).write_text("new", encoding="utf-8")
        await builds.reaches(2)
        assert news.built != before
        assert builds.ended == 0

    cycled(book, steps)


def test_a_file_beside_the_folders_is_followed_though_editors_replace_it(book):
    async def steps(builds, news, cycle):
        for count in (2, 3):
            (book / "other.txt").write_text(str(count), encoding="utf-8")
            (book / "other.txt").replace(book / "_toc.yml")
            await builds.reaches(count)

    cycled(book, steps)


def test_a_folder_put_in_the_place_of_another_is_followed(book):
    async def steps(builds, news, cycle):
        shutil.copytree(book / "data", book / ".data")
        swap.put(book / ".data", book / "data")
        while builds.count < 2:
            await asyncio.sleep(0.01)
        # The exchange may be told in parts.
        await asyncio.sleep(0.5)
        seen = builds.count
        (book / "data" / "observations" / "a.csv").write_text("new", encoding="utf-8")
        await builds.reaches(seen + 1)

    cycled(book, steps)


def test_what_changes_during_a_build_is_built_after_it(book):
    async def steps(builds, news, cycle):
        builds.may_end.clear()
        for count in (1, 2):
            (book / "notebooks" / "a.ipynb").write_text(f"new {count}", encoding="utf-8")
            await builds.reaches(2)
        builds.may_end.set()
        await builds.reaches(3)

    cycled(book, steps)


def test_changed_code_is_built_by_a_new_process(book):
    async def steps(builds, news, cycle):
        for count, path in enumerate((PACKAGE / "cli.py", book / "uv.lock"), 1):
            cycle.note([str(path)])
            await builds.reaches(count + 1)
            assert builds.ended == count

    cycled(book, steps)


def test_a_failure_is_told_and_forgotten_when_mended(book, capsys):
    async def steps(builds, news, cycle):
        before = news.built
        for count, failed in ((2, ["a.ipynb (en), cell 3: wrong"]), (3, [])):
            builds.failed = failed
            (book / "notebooks" / "a.ipynb").write_text(str(count), encoding="utf-8")
            await builds.reaches(count)
            assert news.failed == failed
            assert (news.built == before) == bool(failed)

    cycled(book, steps)
    said = capsys.readouterr()
    assert said.err == "error: a.ipynb (en), cell 3: wrong\n"
    assert re.fullmatch(r"(built in \d+\.\d s\n){2}", said.out)


def test_edited_data_are_waited_for_until_they_are_sealed(book):
    async def steps(builds, news, cycle):
        data.write_text("new", encoding="utf-8")
        while not news.failed:
            await asyncio.sleep(0.01)
        assert re.match(r"Waiting for `bay data seal`.*data/observations/a\.csv", news.failed[0])
        await builds.reaches(1)
        descriptor.write_text(sealed.format(seals.digest(b"new")), encoding="utf-8")
        await builds.reaches(2)

    data, descriptor = book / "data/observations/a.csv", book / "data/datapackage.json"
    sealed = '{{"resources": [{{"path": "observations/a.csv", "hash": "{}"}}]}}'
    descriptor.write_text(sealed.format(seals.digest(b"old")), encoding="utf-8")
    cycled(book, steps)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.ipynb", True),
        ("_static/book.css", True),
        (".ipynb_checkpoints/a-checkpoint.ipynb", False),
        (".~a.ipynb", False),
        (".page.md.swp", False),
        ("page.md~", False),
        ("#page.md#", False),
        (".page.md.123.part", False),
        ("__pycache__/a.cpython-311.pyc", False),
    ],
)
def test_what_editors_write_beside_sources_is_left_aside(name, source):
    assert Sources()(Change.modified, f"/book/notebooks/{name}") == source


def chapter(project, text, code):
    """Write the only chapter: a text and a cell."""
    write(project, "chapter", code)
    path = project.notebooks / "chapter.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(f"# Chapter\n\n{text}", id="title"))
    nbformat.write(notebook, path)


@pytest.fixture
def tiny(tmp_path):
    """A book of two pages with the real configuration."""
    project = Project(tmp_path)
    shutil.copytree(ROOT / "book" / "_static", tmp_path / "book" / "_static")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    project.notebooks.mkdir()
    (tmp_path / "uv.lock").write_text("", encoding="utf-8")
    contents = "format: jb-book\nroot: book/intro\nchapters:\n- file: notebooks/chapter\n"
    (tmp_path / "_toc.yml").write_text(contents, encoding="utf-8")
    (tmp_path / "book" / "intro.md").write_text("# Book\n", encoding="utf-8")
    chapter(project, "First text.", "1 + 1")
    return project


class Running:
    """A preview as its author sees it: what it says, and its page of the chapter."""

    def __init__(self, project):
        self.said = project.root / "said.txt"
        command = [sys.executable, "-m", "digitalbay", "preview", "--no-browser", "--port", "0"]
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(command, cwd=project.root, stdout=out, stderr=out)

    def says(self, pattern, after=0):
        """Wait until it says something; return what, and all it had said until then."""
        end = time.monotonic() + LONG
        while time.monotonic() < end and self.process.poll() is None:
            said = self.said.read_text(encoding="utf-8")
            if found := re.search(pattern, said[after:]):
                return found[0], len(said)
            time.sleep(0.02)
        raise AssertionError(f"it does not say {pattern}: {self.said.read_text('utf-8')}")

    def page(self):
        address, _ = self.says(r"http://127.0.0.1:\d+/en/")
        with urlopen(f"{address}notebooks/chapter.html", timeout=LONG) as answer:
            return answer.read().decode()


def test_a_book_is_followed_through_changes_and_errors_until_interrupted(tiny):
    preview = Running(tiny)
    _, said = preview.says(r"built in [\d.]+ s")
    assert "First text." in preview.page()
    started = psutil.Process(preview.process.pid).children(recursive=True)
    assert started
    chapter(tiny, "Second text.", "1 + 1")
    _, said = preview.says(r"built in [\d.]+ s", said)
    assert "Second text." in preview.page()
    chapter(tiny, "Third text.", "x = 1\n1 / 0")
    told, said = preview.says("error: (.+\n.+)", said)
    assert told.splitlines() == [
        "error: chapter.ipynb (en), cell 2: ZeroDivisionError: division by zero",
        "    in line 2: 1 / 0",
    ]
    assert "Second text." in preview.page()
    chapter(tiny, "Third text.", "1 + 2")
    _, said = preview.says(r"built in [\d.]+ s", said)
    assert "Third text." in preview.page()
    contents = tiny.root / "_toc.yml"
    mended = contents.read_text(encoding="utf-8")
    contents.write_text("root: [", encoding="utf-8")
    told, said = preview.says("error: _toc.yml: line 1: is no YAML", said)
    contents.write_text(mended, encoding="utf-8")
    chapter(tiny, "Fourth text.", "1 + 3")
    # In the middle of a build, or so.
    time.sleep(0.5)
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(LONG) == 0
    assert not psutil.wait_procs(started, timeout=LONG)[1]
    assert "Traceback" not in preview.said.read_text(encoding="utf-8")[said:]


def test_whatever_fails_is_returned_with_the_file_it_is_in(tiny, monkeypatch, capsys):
    monkeypatch.chdir(tiny.root)
    path = tiny.notebooks / "chapter.ipynb"
    path.write_text("half a noteb", encoding="utf-8")
    (told,) = failures(EDITIONS[0], None)
    assert told.startswith(f"{path}: no notebook to run: Notebook does not appear to be JSON")
    assert "Traceback" not in capsys.readouterr().err


def test_data_that_are_not_as_sealed_are_returned_with_row_and_column(tiny, monkeypatch):
    monkeypatch.chdir(tiny.root)
    copy = shutil.copytree(ROOT / "data", tiny.root / "data")
    areas = copy / "reference" / "areas.csv"
    text = areas.read_text(encoding="utf-8")
    areas.write_text(text.replace(",province,", ",star,", 1), encoding="utf-8")
    with location.using(copy):
        (told,) = failures(EDITIONS[0], None)
    assert told.startswith("the data package is not as it was sealed\n")
    assert 'reference/areas.csv, row 2, column kind, "star"' in told
