"""`bay data show`, `add`, `diff`: as a person would use them."""

import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner

import digitalbay as db
from digitalbay.cli import main
from digitalbay.data import location, swap
from digitalbay.data.package import load

HEADER = "indicator,area,period,value,published,source,status,qualifier,note\n"
SOURCES = (
    "source,title,title_en,publisher,publisher_en,document_no,published,address,"
    "kind,licence,grade,note\n"
)
NEW = "my-source,A title,,An office,,,2026-03,,statistics,,A,\n"


def bay(*arguments, **options):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **options)


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def tree(root):
    return {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def revision(tmp_path):
    rows = "gdp_current_prices,macao,2022,2020.5,2026-03-31,my-source,A,,\n"
    rows += "land_area,macao,2022,33.3,2026-03-31,my-source,A,,\n"
    return write(tmp_path / "source.csv", SOURCES + NEW), write(
        tmp_path / "rows.csv", HEADER + rows
    )


def test_show_a_value_as_of_a_day():
    arguments = ["data", "show", "gdp_current_prices", "--area", "macao", "--period", "2022"]
    assert "2016.23" in bay(*arguments).output
    assert "1773" in bay(*arguments, "--as-of", "2023").output
    assert "no observations" in bay(*arguments, "--as-of", "2022").output
    assert "1 not shown: not published by 2022\n" in bay(*arguments, "--as-of", "2022").output
    assert {"1773", "2016.23"} <= set(bay(*arguments, "--vintages").output.split())


@pytest.mark.parametrize("word", ["人口", "Population", "popu"])
def test_show_finds_indicators_by_their_names(word):
    assert "population_year_end" in bay("data", "show", word).output


@pytest.mark.parametrize(
    "wrong",
    [["zzzzzzzz"], ["land_area", "--area", "atlantis"], ["land_area", "--as-of", "yesterday"]],
)
def test_show_explains_what_it_cannot_find(wrong):
    result = bay("data", "show", *wrong)
    assert result.exit_code == 2
    assert "Error" in result.output


def test_add_a_source_and_a_revision(small_copy, revision):
    result = bay("data", "add", *revision, "--yes", "--package", small_copy)
    assert result.exit_code == 0, result.output
    assert "added; the data are now version 0.2.0" in result.output
    package = load(small_copy)
    assert package.version == "0.2.0"
    with location.using(small_copy):
        values = db.vintages("gdp_current_prices", areas="macao", periods="2022")["value"]
    assert values.tolist() == [1773, 1773, 2016.23, 2020.5]
    log = (small_copy / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.index("## 0.2.0") < log.index("1 observation(s) of `gdp_current_prices` revised")
    assert log.index("1 observation(s) of `land_area` added") < log.index("## 0.1.0")
    assert bay("data", "check", "--package", small_copy).exit_code == 0


def test_add_shows_and_asks_first(small_copy, revision):
    before = tree(small_copy)
    result = bay("data", "add", *revision, "--package", small_copy, input="n\n")
    assert "1 observation(s) revised" in result.output
    assert "Add? [y/N]" in result.output
    assert tree(small_copy) == before
    assert os.listdir(small_copy.parent).count("data") == 1
    assert not [name for name in os.listdir(small_copy.parent) if name.startswith(".data-")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("land_area,macao,2020,33,2021,hktdc-gba-overview-2021,A,,", "a key the package does"),
        ("land_area,macao,2022,wide,2026,my-source,A,,", 'column value, "wide": expected a plain'),
        ("land_area,atlantis,2022,1,2026,my-source,A,,", 'column area, "atlantis": expected one'),
        ("land_area,macao,2022,-1,2026-01,my-source,A,,", 'column value, "-1": expected 0 to'),
        ("land_area,macao,2022,1,2026-01,nobody,A,,", 'column source, "nobody": expected one of'),
        ("land_area,macao,2022,1,2099,my-source,A,,", "expected a date not after"),
        ("nonsense,macao,2022,1,2026-01,my-source,A,,", "column indicator"),
        ("land_area,macao,2022,1,2026-01,my-source,A,", "expected 9 cells"),
    ],
)
def test_add_refuses_all_or_nothing(small_copy, tmp_path, row, expected):
    source = write(tmp_path / "source.csv", SOURCES + NEW)
    good = "land_area,macao,2023,33.4,2026-03-31,my-source,A,,\n"
    rows = write(tmp_path / "rows.csv", HEADER + good + row + "\n")
    before = tree(small_copy)
    result = bay("data", "add", source, rows, "--yes", "--package", small_copy)
    assert result.exit_code == 1
    assert f"{rows}, row 3" in result.output
    assert expected in result.output
    assert tree(small_copy) == before


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", HEADER.strip(), "\ufeff" + HEADER])
def test_add_refuses_a_file_it_does_not_know(small_copy, tmp_path, text):
    result = bay("data", "add", write(tmp_path / "x.csv", text), "--yes", "--package", small_copy)
    assert result.exit_code == 1
    assert "x.csv, row 1" in result.output


def test_add_refuses_a_file_without_rows(small_copy, tmp_path):
    before = tree(small_copy)
    result = bay("data", "add", write(tmp_path / "x.csv", HEADER), "--yes", "--package", small_copy)
    assert result.exit_code == 1
    assert "x.csv, row 2: expected at least one row below the header" in result.output
    assert tree(small_copy) == before


def test_add_refuses_a_second_value_of_the_same_day(small_copy, tmp_path):
    # 2021 alone counts as known on its last day.
    other = "land_area,macao,2020,34,2021-12-31,my-source,A,,\n"
    files = [
        write(tmp_path / "source.csv", SOURCES + NEW),
        write(tmp_path / "rows.csv", HEADER + other),
    ]
    result = bay("data", "add", *files, "--yes", "--package", small_copy)
    assert result.exit_code == 1
    assert "a day on which no other row publishes this observation" in result.output


def test_add_leaves_the_package_when_the_swap_fails(small_copy, revision, monkeypatch):
    before, rename = tree(small_copy), os.rename

    def fail_into_place(old, new):
        if Path(new) == small_copy and "-old" not in str(old):
            raise OSError("disk full")
        rename(old, new)

    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    monkeypatch.setattr(swap.os, "rename", fail_into_place)
    result = bay("data", "add", *revision, "--yes", "--package", small_copy)
    assert (result.exit_code, "disk full" in result.output) == (1, True)
    assert tree(small_copy) == before


def recorded(root):
    """Two notebooks' results as a run collects them: one reads GDP, the other employment."""
    pages = {}
    for indicator in ("gdp_current_prices", "employed_persons"):
        db.recorder.clear()
        with location.using(root):
            frame = db.observations(indicator, areas="macao")
        cited = [{"source": source, "label": ""} for source in frame["source"].unique()]
        pages[indicator] = {
            "keys": {f"key-of-{indicator}": {"value": 1, "text": "1"}},
            "figures": {"cites-it": {"sources": cited}, "other": {"sources": [{"source": "x"}]}},
            "verdicts": {"T9": {"sources": cited}},
            "reads": [asdict(read) for read in db.recorder.reads()],
        }
    return {"en": pages, "zh-Hans": {}}


def test_diff_of_folders_names_what_it_touches(small_root, small_copy, revision, tmp_path):
    bay("data", "add", *revision, "--yes", "--package", small_copy)
    path = write(tmp_path / "results.json", json.dumps(recorded(small_root)))
    output = bay("data", "diff", small_root, small_copy, "--results", path).output
    assert "1 observation(s) added" in output
    assert "1 observation(s) revised" in output
    assert "sources: 1 row(s) added" in output
    touched = [line for line in output.split("\n") if line.startswith("touches")]
    assert touched == [
        "touches key figure key-of-gdp_current_prices (gdp_current_prices)",
        "touches figure cites-it (gdp_current_prices)",
        "touches claim T9 (gdp_current_prices)",
    ]
    back = bay("data", "diff", small_copy, small_root, "--results", path).output
    assert "1 observation(s) withdrawn" in back
    assert "no difference" in bay("data", "diff", small_root, small_root).output


def test_diff_of_git_revisions(small_copy, revision, monkeypatch):
    def git(*arguments):
        author = ["-c", "user.name=a", "-c", "user.email=a@b"]
        command = ["git", "-C", str(small_copy.parent), *author, *arguments]
        subprocess.run(command, check=True, capture_output=True)

    git("init")
    git("add", "data")
    git("commit", "-m", "first")
    bay("data", "add", *revision, "--yes", "--package", small_copy)
    monkeypatch.setenv(location.VARIABLE, str(small_copy))
    assert "1 observation(s) revised" in bay("data", "diff", "HEAD").output
    wrong = bay("data", "diff", "no-such-revision")
    assert wrong.exit_code == 1
    assert "expected a folder or a git revision" in wrong.output
