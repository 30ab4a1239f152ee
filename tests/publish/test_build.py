"""What the book no longer has leaves what was built of it; what fails is told by its place."""

import sys
from pathlib import Path

import pytest

from digitalbay.files import mirror
from digitalbay.publish import build, typesetting
from digitalbay.publish.build import lost_pages, whole
from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.jupyter_book import BuildError, call
from digitalbay.run.book import PLACE, book
from digitalbay.run.project import Project

TOC = b"root: book/intro\nparts:\n- caption: One\n  chapters:\n  - file: notebooks/a\n"


def test_pages_that_the_contents_no_longer_name_are_told(tmp_path):
    mirror({Path("_toc.yml"): TOC}, tmp_path / "tree")
    built = [Path("book/intro.html"), Path("notebooks/a.html"), Path("index.html")]
    built += [Path("_static/macros.html"), Path("_images/gone/chart.svg")]
    assert lost_pages(tmp_path / "tree", tmp_path / "none") == set()
    mirror(dict.fromkeys(built, b""), tmp_path / "html")
    assert lost_pages(tmp_path / "tree", tmp_path / "html") == set()
    mirror(dict.fromkeys([*built, Path("notebooks/gone.html")], b""), tmp_path / "html")
    assert lost_pages(tmp_path / "tree", tmp_path / "html") == {"notebooks/gone"}


def test_a_failed_build_names_cells_and_lines_of_what_is_written(tmp_path):
    said = r"\x1b[91m/a/_build/source/zh-hans/notebooks/a.ipynb:120004: WARNING: wrong\x1b[0m"
    command = [sys.executable, "-c", f"print('{said}'); raise SystemExit(1)"]
    with pytest.raises(BuildError) as failed:
        call(command, "It", tmp_path / "log", tmp_path)
    assert str(failed.value).splitlines()[:2] == [
        "It failed:",
        "notebooks/a.ipynb, cell 11, line 4: WARNING: wrong",
    ]


@pytest.mark.parametrize(
    ("log", "named"),
    [
        ("{page}:3: WARNING: wrong\nbuild finished with problems, 1 warning.", True),
        ("{page}: WARNING: in no contents", True),
        ("{page}:3: WARNING: wrong\nWARNING: of all", False),
        ("{page}:3: WARNING: wrong\nTraceback (most recent call last):", False),
        ("{page}.gone:3: WARNING: wrong", False),
    ],
)
def test_pages_that_were_warned_of_are_told_if_nothing_else_is_wrong(tmp_path, log, named):
    page = tmp_path / "_build" / "source" / "en" / "a.md"
    mirror({Path("a.md"): b""}, page.parent)
    said = log.format(page=page)
    command = [sys.executable, "-c", f"print({said!r}); raise SystemExit(1)"]
    with pytest.raises(BuildError) as failed:
        call(command, "It", tmp_path / "log", tmp_path)
    assert failed.value.pages == ({page} if named else set())


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("def f():\n    raise KeyError('gone')\nf()", "KeyError: 'gone'"),
        ("import os\nos.kill(os.getpid(), 9)", "it was ended by SIGKILL; run again"),
    ],
)
def test_a_step_that_breaks_is_told_without_a_traceback(tmp_path, code, told):
    with pytest.raises(BuildError) as failed:
        call([sys.executable, "-c", code], "It", tmp_path / "log", tmp_path)
    lines = f"It failed:\n{told}\n    the whole log: {tmp_path / 'log'}"
    assert str(failed.value) == lines
    assert failed.value.pages == frozenset()


def test_a_step_that_was_broken_off_or_failed_forgets_what_it_had(tmp_path):
    forgotten = []

    def step(fails):
        with whole(tmp_path / "begun", lambda: forgotten.append(fails)):
            if fails:
                raise BuildError("it", "", tmp_path)

    step(False)
    assert forgotten == []
    for expected in ([], [True]):
        with pytest.raises(BuildError):
            step(True)
        assert forgotten == expected
    step(False)
    step(False)
    assert forgotten == [True, False]


def test_what_was_built_of_other_sources_is_not_taken_for_these(steps, project, monkeypatch):
    """A build of an edit is broken off, the edit taken back: what is there is of neither."""
    _, wrong = steps
    assert build.build(project, [EDITIONS[0]], ["html"]) == []
    (project.root / "uv.lock").write_text("other", encoding="utf-8")
    wrong.add("html en")
    assert len(build.build(project, [EDITIONS[0]], ["html"])) == 1
    (project.root / "uv.lock").unlink()
    wrong.clear()
    taken = len(steps[0])
    assert build.build(project, [EDITIONS[0]], ["html"]) == []
    assert len(steps[0]) == taken + 1


def test_the_reference_is_made_beside_html_and_what_fails_in_it_is_told(
    steps, project, monkeypatch, tmp_path
):
    made = []
    monkeypatch.setattr(build, "write_reference", made.append)
    assert build.build(project, [EDITIONS[0]], ["html"]) == []
    assert build.build(project, [EDITIONS[0]], ["html"]) == []
    assert made == [project, project]

    def fails(project):
        raise BuildError("reference", "", tmp_path)

    monkeypatch.setattr(build, "write_reference", fails)
    assert build.build(project, [EDITIONS[0]], ["pdf"]) == []
    ((name, _),) = build.build(project, [EDITIONS[0]], ["html"])
    assert name == "reference"


def test_the_longest_volume_is_typeset_first(steps, project, monkeypatch):
    taken, _ = steps
    longest, real = VOLUMES[-1].file("en"), build.jupyter_book

    def jupyter_book(project, tree, work, builder):
        real(project, tree, work, builder)
        if builder == "latex":
            (work / "_build" / "latex" / f"{longest}.tex").write_text("long", encoding="utf-8")

    monkeypatch.setattr(build, "jupyter_book", jupyter_book)
    assert build.build(project, [EDITIONS[0]], ["pdf"], jobs=1) == []
    assert taken[:2] == ["latex en", f"tex {longest}"]


def test_volumes_that_the_book_no_longer_has_leave_it(steps, project):
    mirror({Path("digital-bay-en-gone.pdf"): b""}, project.build / "pdf")
    assert build.build(project, [EDITIONS[0]], ["html", "pdf"]) == []
    names = {path.stem for path in (project.build / "pdf").iterdir()}
    assert names == {volume.file("en") for volume in VOLUMES}


ROOT = Path(__file__).parents[2]
VOLUMES = book(ROOT).volumes
# What TeX sets of an edition beside its data.
OTHERS = [f"tex digital-bay-en{v.ending}" for v in VOLUMES if v.ending != "-data"]


@pytest.fixture
def project(tmp_path):
    mirror({Path(PLACE): (ROOT / PLACE).read_bytes()}, tmp_path)
    return Project(tmp_path)


@pytest.fixture
def steps(monkeypatch, tmp_path):
    """The steps that a build takes, by name; those in ``wrong`` fail."""
    taken, wrong = [], set()

    def take(name):
        taken.append(name)
        if name in wrong:
            raise BuildError(name, "", tmp_path)

    def assemble(project, edition, as_of=None):
        mirror({Path("_toc.yml"): TOC}, tmp_path / "source" / edition.slug)
        return tmp_path / "source" / edition.slug

    def jupyter_book(project, tree, work, builder):
        take(f"{builder} {work.name}")
        mirror({Path("index.html"): b""}, work / "_build" / builder)
        for volume in VOLUMES if builder == "latex" else ():
            (work / "_build" / builder / f"digital-bay-{work.name}{volume.ending}.tex").touch()

    def call(command, step, log, cwd):
        name = command[-1].removesuffix(".tex")
        take(f"tex {name}")
        (cwd / f"{name}.pdf").write_bytes(b"")

    for fake in (assemble, jupyter_book):
        monkeypatch.setattr(build, fake.__name__, fake)
    monkeypatch.setattr(build, "prepare", lambda: None)
    monkeypatch.setattr(typesetting, "call", call)
    return taken, wrong


def marked(project):
    return {path.name for path in (project.build / "done").glob("*")}


def test_an_edition_is_read_in_order_and_each_of_its_volumes_typeset_once(steps, project):
    taken, _ = steps
    assert build.build(project, list(EDITIONS), ["html", "pdf"]) == []
    for slug in (edition.slug for edition in EDITIONS):
        assert taken.index(f"html {slug}") < taken.index(f"latex {slug}")
        for name in (f"digital-bay-{slug}{volume.ending}" for volume in VOLUMES):
            assert taken.index(f"latex {slug}") < taken.index(f"tex {name}")
            assert (project.build / "pdf" / f"{name}.pdf").is_file()
        assert {f"html-{slug}", f"pdf-{slug}"} <= marked(project)
    steps_of_an_edition = 2 + len(VOLUMES)
    assert len(taken) == len(set(taken)) == steps_of_an_edition * len(EDITIONS)
    assert build.build(project, list(EDITIONS), ["html", "pdf"]) == []
    assert len(taken) == steps_of_an_edition * len(EDITIONS)


@pytest.mark.parametrize(
    ("failing", "then", "built"),
    [
        ("html en", [], set()),
        ("latex en", ["html en"], {"html-en"}),
        ("tex digital-bay-en-data", ["html en", "latex en", *OTHERS], {"html-en"}),
    ],
)
def test_what_fails_is_told_and_not_marked_as_built(steps, project, failing, then, built):
    taken, wrong = steps
    wrong.add(failing)
    ((name, error),) = build.build(project, [EDITIONS[0]], ["html", "pdf"])
    assert name in ("html en", "pdf en")
    assert str(error).startswith(failing)
    assert sorted(taken) == sorted([*then, failing])
    assert marked(project) == built
    wrong.clear()
    assert build.build(project, [EDITIONS[0]], ["html", "pdf"]) == []
    assert marked(project) == {"html-en", "pdf-en"}
