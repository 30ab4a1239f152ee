"""The package loads strictly, and says where a fault is."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

import digitalbay as db
from digitalbay.cli import main
from digitalbay.data import sealing
from digitalbay.data.package import holding, load, read

POPULATION = "observations/population.csv"


def bay(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def edit(root, path, old, new):
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_check_is_quiet_when_all_is_right():
    result = bay("data", "check")
    assert result.exit_code == 0
    assert result.output.count("\n") == 1


def test_one_changed_digit_is_located(copy):
    rows = (copy / POPULATION).read_text(encoding="utf-8").split("\n")
    number = next(i for i, row in enumerate(rows, 1) if ",macao,2022," in row)
    line = rows[number - 1]
    value = line.split(",")[3]
    edit(copy, POPULATION, line, line.replace(f",{value},", f",{value}1,"))
    result = bay("data", "check", "--package", copy)
    assert result.exit_code == 1
    assert f'{POPULATION}, row {number}, column value, "{value}1": expected' in result.output
    with pytest.raises(db.DataError, match=f"row {number}, column value"):
        load(copy)


def test_a_package_that_is_held_stays_as_it_was_first_read(small_copy):
    with holding():
        before = load(small_copy)
        edit(small_copy, "reference/areas.csv", "Macao", "Macau")
        assert load(small_copy) is before
    with pytest.raises(db.DataError, match=r"areas\.csv"):
        load(small_copy)


def test_only_a_file_that_changed_is_read_again(small_copy):
    before = load(small_copy)
    edit(small_copy, "reference/areas.csv", "Macao", "Macau")
    sealing.write(small_copy)
    after = load(small_copy)
    others = [name for name, texts in before.texts.items() if after.texts[name] is not texts]
    assert others == ["areas"]
    assert "Macau" in set(after.table("areas")["name_en"])


def test_a_file_is_judged_again_by_another_schema(small_copy):
    assert read(small_copy)[1] == []
    edit(small_copy, "schemas/areas.json", '"type": "string"', '"type": "integer"')
    assert "a whole number" in str(read(small_copy)[1][0])


def test_a_lost_row_is_located(small_copy):
    file = small_copy / POPULATION
    rows = file.read_text(encoding="utf-8").split("\n")
    file.write_text("\n".join(rows[:9] + rows[10:]), encoding="utf-8", newline="\n")
    _, problems = read(small_copy)
    assert [(p.file, p.row) for p in problems] == [(POPULATION, 9)]
    assert "1 more row(s) here" in problems[0].expected


def test_seal_accepts_a_sound_edit_and_refuses_another(small_copy):
    edit(small_copy, "reference/areas.csv", "Macao", "Macau")
    assert bay("data", "seal", "--package", small_copy).output == "sealed reference/areas.csv\n"
    assert bay("data", "check", "--package", small_copy).exit_code == 0
    before = (small_copy / "datapackage.json").read_bytes()
    assert bay("data", "seal", "--package", small_copy).output == "nothing had changed\n"
    assert (small_copy / "datapackage.json").read_bytes() == before
    edit(small_copy, POPULATION, ",macao,", ",atlantis,")
    with pytest.raises(db.DataError, match="one of areas"):
        sealing.write(small_copy)
    assert bay("data", "seal", "--package", small_copy).exit_code == 1


def test_a_missing_package_is_said(tmp_path):
    result = bay("data", "check", "--package", tmp_path)
    assert result.exit_code == 1
    assert "datapackage.json: expected a file" in result.output


HEAVY = ("altair", "papermill", "IPython", "frictionless", "nbformat", "jupyter_core")


def imported(code, names):
    """Return those of `names` that are loaded after running `code` in a fresh interpreter."""
    code = f"import sys, digitalbay as db; {code}; print(*(m for m in sys.modules if m in {names}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_import_is_light():
    assert imported("pass", ("pandas", "numpy", *HEAVY)) == []


def test_the_data_room_needs_no_jupyter():
    assert imported("db.areas()", HEAVY) == []
