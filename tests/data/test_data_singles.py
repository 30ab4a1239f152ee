"""Indicators with one observation bear a mark, and lose it with the second."""

import csv

import pytest
from click.testing import CliRunner

from digitalbay.cli import main
from digitalbay.data.checks import inspect

TABLE = "reference/indicators.csv"
NEW = (
    "stamps_sold,Stamps sold,邮票销量,Stamps that were sold.,售出的邮票。,"
    "economy,{family},{unit},ratio,higher,,{mark}"
)


def rows(root, path=TABLE):
    return list(csv.DictReader((root / path).read_text(encoding="utf-8").splitlines()))


def add(root, folder, **files):
    paths = []
    for name, lines in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["data", "add", *map(str, paths), "--yes", "--package", root])
    assert done.exit_code == 0, done.output
    return done.output


def marks(root):
    return {row["indicator"]: row["single_fact"] for row in rows(root)}


@pytest.mark.parametrize("given", ["true", "false"])
def test_a_second_observation_ends_a_single_fact(small_copy, tmp_path, given):
    head = ",".join(rows(small_copy)[0])
    like = next(row for row in rows(small_copy) if row["theme"] == "economy")
    indicator = NEW.format(family=like["family"], unit=like["unit"], mark=given)
    known = rows(small_copy, "observations/economy.csv")[0]
    cells = [",".join(known), "stamps_sold,macao,{},5,{},{},A,,"]

    def observation(period, published):
        return [cells[0], cells[1].format(period, published, known["source"])]

    add(small_copy, tmp_path, new=[head, indicator], rows=observation("2018", "2020-01"))
    before = marks(small_copy)
    assert before["stamps_sold"] == "true"
    add(small_copy, tmp_path, again=observation("2018", "2021-01"))  # a revision is no second one
    assert marks(small_copy) == before
    said = add(small_copy, tmp_path, second=observation("2019", "2021-01"))
    assert "indicators: 0 row(s) added, 1 changed" in said
    assert marks(small_copy) == before | {"stamps_sold": "false"}


def test_a_wrong_mark_is_told(small_copy):
    path = small_copy / TABLE
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1][:-5] + "true"]) + "\n", encoding="utf-8")
    (problem,) = inspect(small_copy, sealed=False)[1]
    assert (problem.file, problem.row, problem.column) == (TABLE, len(lines), "single_fact")
    assert problem.expected == "false, as its observations say"


def test_show_says_that_an_indicator_is_a_single_fact(package_root):
    single = next(row for row in rows(package_root) if row["single_fact"] == "true")
    shown = CliRunner().invoke(main, ["data", "show", single["indicator"], "--all-grades"]).output
    assert ", single fact)" in shown.splitlines()[0]
    other = CliRunner().invoke(main, ["data", "show", "gdp_current_prices"]).output
    assert "single fact" not in other.splitlines()[0]
