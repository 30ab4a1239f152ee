"""One notebook over a grid: a table that is whole and the same, whatever happens on the way."""

import csv
import random
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from digitalbay.cli import main
from digitalbay.run.project import Project

from .conftest import empty, write

CELLS = (
    "import digitalbay as db\nfrom digitalbay.figures import Chapter\n"
    "chapter = Chapter('one', lang, as_of)\n"
    "rows = db.observations('gdp_current_prices', areas=city, as_of=as_of)\n"
    "chapter.facts(rows=len(rows), newest=rows['period'].max())",
)
GRID = ["--grid", "city=macao,zhuhai,shenzhen", "--grid", "as_of=2012-12-31,2022-12-31,None"]


def _book(root) -> Project:
    project = empty(root)
    write(project, "sweep", *CELLS, given='city = "macao"')
    return project


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A book and the results of a sweep over it that nothing disturbed."""
    project = _book(tmp_path_factory.mktemp("book"))
    result = _sweep(project, *GRID)
    assert result.exit_code == 0, result.output
    return project, _table(project).read_bytes()


def _sweep(project: Project, *options):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.root)
        return CliRunner().invoke(main, ["sweep", "notebooks/sweep.ipynb", *options])


def _table(project: Project, name: str = "results.csv"):
    return project.build / "sweeps" / "sweep" / name


def _rows(path) -> list[dict]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_each_point_has_an_output_and_a_row_of_key_figures(whole):
    project, _ = whole
    rows = _rows(_table(project))
    assert [(row["city"], row["as_of"]) for row in rows[:3]] == [
        ("macao", "2012-12-31"),
        ("macao", "2022-12-31"),
        ("macao", ""),
    ]
    assert len(rows) == 9
    assert all(_table(project).parent.joinpath(row["output"]).is_file() for row in rows)
    newest = {row["city"]: row["newest"] for row in rows if not row["as_of"]}
    assert newest["macao"] > "2020"
    assert int(rows[0]["rows"]) < int(rows[2]["rows"])
    assert not _table(project, "failures.csv").exists()


def test_what_is_done_is_not_done_again(whole):
    project, table = whole
    outputs = sorted(_table(project).parent.glob("notebooks/*"))
    before = [path.stat().st_mtime_ns for path in outputs]
    assert _sweep(project, *GRID).exit_code == 0
    assert [path.stat().st_mtime_ns for path in outputs] == before
    assert _table(project).read_bytes() == table


def test_a_killed_sweep_goes_on_to_the_same_table(whole, tmp_path):
    _, table = whole
    project = _book(tmp_path)
    command = [sys.executable, "-m", "digitalbay", "sweep", "notebooks/sweep.ipynb", *GRID]
    outputs = _table(project).parent / "notebooks"
    chance = random.Random(2022)
    for done in sorted(chance.sample(range(1, 8), 3)):
        sweep = subprocess.Popen(command, cwd=project.root, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while len(list(outputs.glob("*.ipynb"))) < done and time.monotonic() < deadline:
            time.sleep(0.02)
        sweep.send_signal(signal.SIGKILL)
        sweep.wait()
        assert not _table(project).exists()
    assert _sweep(project, *GRID).exit_code == 0
    assert _table(project).read_bytes() == table


def test_failures_are_listed_and_the_rest_is_kept(whole):
    project, _ = whole
    result = _sweep(project, "--grid", "city=macao,atlantis,zhuhai", "--out", "elsewhere")
    assert result.exit_code == 1
    assert "1 runs failed" in result.output
    assert [row["city"] for row in _rows(project.root / "elsewhere/results.csv")] == [
        "macao",
        "zhuhai",
    ]
    [failure] = _rows(project.root / "elsewhere/failures.csv")
    assert failure["city"] == "atlantis"
    assert "unknown area" in failure["error"]
    assert (project.root / "elsewhere" / failure["notebook"]).is_file()


@pytest.mark.parametrize(
    ("grid", "told"),
    [
        ("town=macao", "no parameter 'town'; it has: lang, as_of, city"),
        ("city=macao,macao", "a value of city is given twice"),
        ("city", "expected a parameter and its values"),
    ],
)
def test_a_wrong_grid_is_told(whole, grid, told):
    result = _sweep(whole[0], "--grid", grid)
    assert result.exit_code == 2
    assert told in result.output
