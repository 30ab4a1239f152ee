"""Every format reads back equal, and gives the same bytes twice."""

import sys
from hashlib import sha256

import pandas as pd
import pytest
from click.testing import CliRunner

from digitalbay.cli import main
from digitalbay.data import exports
from digitalbay.data.package import load


def content(path):
    files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
    return [sha256(file.read_bytes()).hexdigest() for file in files]


@pytest.mark.parametrize("form", sorted(exports.FORMATS))
def test_round_trip(form, tmp_path):
    package = load()
    exports.write(form, tmp_path / "once")
    back = exports.read(form, tmp_path / "once")
    wanted = ["observations"] if form == "sdmx-csv" else package.tables
    assert set(back) == set(wanted)
    for name, frame in back.items():
        pd.testing.assert_frame_equal(frame, package.table(name), check_exact=True)


def test_numbers_in_the_workbook_keep_every_digit(tmp_path):
    exports.write("xlsx", tmp_path / "o.xlsx")
    back = pd.read_excel(tmp_path / "o.xlsx", sheet_name="observations")
    assert back["value"].tolist() == load().table("observations")["value"].tolist()


def test_what_is_missing_for_a_format_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = CliRunner().invoke(
        main, ["data", "export", "--format", "parquet", str(tmp_path / "p")]
    )
    assert result.exit_code == 1
    assert "pyarrow is missing: pip install" in result.output


@pytest.mark.parametrize("form", sorted(exports.FORMATS))
def test_same_bytes(form, tmp_path, small_root):
    package = load(small_root)
    for name in ("once", "twice"):
        exports.write(form, tmp_path / name, package)
    assert content(tmp_path / "once") == content(tmp_path / "twice")


def test_sdmx_has_the_concepts(tmp_path):
    result = CliRunner().invoke(
        main, ["data", "export", "--format", "sdmx-csv", str(tmp_path / "o.csv")]
    )
    assert result.exit_code == 0, result.output
    frame = pd.read_csv(tmp_path / "o.csv", dtype="str", keep_default_na=False)
    assert list(frame.columns[:6]) == [
        "STRUCTURE", "STRUCTURE_ID", "ACTION", "INDICATOR", "REF_AREA", "TIME_PERIOD",
    ]  # fmt: skip
    assert set(frame["OBS_STATUS"]) <= set("APEBU")
    assert not frame.duplicated(["INDICATOR", "REF_AREA", "TIME_PERIOD", "VINTAGE"]).any()
