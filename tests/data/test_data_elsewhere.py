"""The data outside Python: DuckDB and R as the page shows them, and the description as CSVW."""

import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.dataset
import pytest
from csvw import CSVW

import digitalbay as db
from digitalbay.data import csvw, exports
from digitalbay.data import descriptor as descriptors
from digitalbay.data.package import load

PAGE = Path(__file__).parents[2] / "book" / "data" / "downloads.md"
CODE = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)


def described(root: Path) -> Path:
    """Lay the description beside a package, as the archive of the book has it."""
    descriptor = descriptors.read(root)
    path = root / csvw.NAME
    files = [(resource.path, resource) for resource in descriptor.resources]
    path.write_text(csvw.text(descriptor, files), encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    # Strictly, every key would have to lead somewhere; ours may be empty.
    judge = CSVW(str(path), validate=True, strict=False)
    try:
        return [] if judge.is_valid else [str(warning.message) for warning in judge.warnings]
    except ValueError as error:
        return [str(error)]


def test_duckdb_gives_what_the_package_does(package_root, monkeypatch):
    monkeypatch.chdir(package_root)
    query, _ = [text for kind, text in CODE.findall(PAGE.read_text("utf-8")) if kind == "sql"]
    found = duckdb.sql(query).df()
    rows = db.observations("gdp_current_prices").sort_values(["area", "period"], ignore_index=True)
    publishers = db.sources().set_index("source")["publisher"]
    rows["publisher"] = rows["source"].map(publishers)
    wanted = rows[["area", "period", "value", "publisher"]]
    assert len(wanted) > 400
    # How texts are kept is each library's own.
    kept = {"check_dtype": False, "check_column_type": False}
    pd.testing.assert_frame_equal(found, wanted, check_exact=True, **kept)


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parquet")
    exports.write("parquet", folder)
    return folder


def test_a_question_to_parquet_opens_one_theme(parquet, monkeypatch):
    monkeypatch.chdir(parquet)
    _, query = [text for kind, text in CODE.findall(PAGE.read_text("utf-8")) if kind == "sql"]
    plan = duckdb.sql(f"EXPLAIN ANALYZE {query}").fetchall()[0][1]
    themes = db.indicators()["theme"].nunique()
    assert re.search(r"Scanning Files:\s*(\d+)/(\d+)", plan).groups() == ("1", str(themes))
    found = dict(duckdb.sql(query).fetchall())
    rows = load().table("observations")
    economy = db.indicators().query("theme == 'economy'")["indicator"]
    wanted = rows[rows["indicator"].isin(economy)]["area"].value_counts()
    assert found == wanted.to_dict()
    dataset = pyarrow.dataset.dataset(parquet / "observations", partitioning="hive")
    asked = pyarrow.dataset.field("theme") == "economy"
    assert len(list(dataset.get_fragments(filter=asked))) == 1
    assert dataset.count_rows(filter=asked) == sum(found.values())


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_r_gives_what_the_package_does(package_root):
    (lines,) = [text for kind, text in CODE.findall(PAGE.read_text("utf-8")) if kind == "r"]
    code = f"found <- {{\n{lines}}}\nwrite.csv(found, row.names = FALSE)"
    command = ["Rscript", "--vanilla", "-e", code]
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, cwd=package_root, env=env, check=True, capture_output=True, encoding="utf-8"
    )
    found = pd.read_csv(io.StringIO(done.stdout), dtype={"period": "str", "published": "str"})
    rows = load().table("observations").query("indicator == 'gdp_current_prices'")
    assert len(found) == len(rows) > 400
    assert found["value"].tolist() == rows["value"].tolist()
    assert found["period"].tolist() == rows["period"].tolist()


def test_duckdb_reads_the_other_formats(small_root, tmp_path):
    exports.write("parquet", tmp_path / "p", load(small_root))
    exports.write("csv", tmp_path / "c", load(small_root))
    typed = duckdb.sql(f"SELECT * FROM '{tmp_path}/p/observations/*/*.parquet'").df()
    plain = duckdb.read_csv(str(tmp_path / "c" / "observations.csv"), all_varchar=True).df()
    assert len(typed) == len(plain) == len(load(small_root).table("observations"))


@pytest.mark.long
def test_the_whole_package_is_as_described(copy):
    path = described(copy)
    assert faults(path) == []
    tables = json.loads(path.read_text(encoding="utf-8"))["tables"]
    assert {table["url"] for table in tables} == {r.path for r in load().descriptor.resources}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("observations/economy.csv", ",A,", ",Q,"),
        ("reference/areas.csv", "shenzhen,", "Shen zhen,"),
        ("policies/documents.csv", ",20", ",x20"),
    ],
)
def test_a_cell_that_is_not_as_described_is_found(small_copy, file, old, new):
    path = described(small_copy)
    assert faults(path) == []
    lines = (small_copy / file).read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if n and old in line)
    lines[at] = lines[at].replace(old, new, 1)
    (small_copy / file).write_text("\n".join(lines), encoding="utf-8")
    assert faults(path)


def test_an_export_as_csv_is_described_too(small_root, tmp_path):
    exports.write("csv", tmp_path / "out", load(small_root))
    assert faults(tmp_path / "out" / csvw.NAME) == []
    shutil.copy(tmp_path / "out" / "areas.csv", tmp_path / "out" / "units.csv")
    assert faults(tmp_path / "out" / csvw.NAME)
