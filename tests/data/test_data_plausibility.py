"""Numbers that give themselves away, and texts that say different ones."""

import csv
import io

import pytest

from digitalbay.data.bilingual import lacking
from digitalbay.data.checks import inspect
from digitalbay.data.fields import judge

ECONOMY, TOP500 = "observations/economy.csv", "infrastructure/top500.csv"
GDP = "gdp_current_prices"


def change(root, path, edit):
    """Let `edit` change the rows of a table, each a dictionary, and write it back."""
    file = root / path
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    edit(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8", newline="\n")


def found(root):
    return [(p.file, p.column, p.value, p.expected) for p in inspect(root, sealed=False)[1]]


def gdp(values, **cells):
    def edit(rows):
        for row in rows:
            if (row["indicator"], row["area"]) == (GDP, "zhuhai") and row["period"] in values:
                row.update({"value": values[row["period"]], "note": ""} | cells)

    return edit


def test_the_package_passes(small_copy):
    assert found(small_copy) == []


def test_a_spike_needs_a_note(small_copy):
    change(small_copy, ECONOMY, gdp({"2018": "99999"}))
    problems = found(small_copy)
    assert {value for _, _, value, _ in problems} == {"99999"}
    assert "nearer to" in problems[0][3]
    change(small_copy, ECONOMY, gdp({"2018": "99999"}, note="looked at"))
    assert found(small_copy) == []


def test_a_jump_at_an_end_of_a_series_needs_a_note(small_copy):
    change(small_copy, ECONOMY, gdp({"2017": "99999"}))
    assert [(p[2], "nearer to" in p[3]) for p in found(small_copy)] == [("99999", True)]
    change(small_copy, ECONOMY, gdp({"2017": "99999"}, note="looked at"))
    assert found(small_copy) == []


EVEN = {"2017": "2000", "2018": "2100", "2019": "2200", "2020": "2300"}


@pytest.mark.parametrize(
    ("values", "cells", "count"),
    [
        (EVEN, {}, 1),
        (EVEN, {"status": "E"}, 0),
        (EVEN, {"note": "the source fills in"}, 0),
        (EVEN | {"2020": "2301"}, {}, 0),
        # An equal rate is as suspect as an equal step.
        (dict(zip(EVEN, ["2000", "2200", "2420", "2662"], strict=True)), {}, 1),
        (dict(zip(EVEN, ["2000", "2200", "2420", "2655"], strict=True)), {}, 0),
        # Steps of a last digit or two are rounding.
        (dict(zip(EVEN, ["7.1", "7.2", "7.3", "7.4"], strict=True)), {}, 0),
    ],
)
def test_equal_steps_need_a_note(small_copy, values, cells, count):
    change(small_copy, ECONOMY, gdp(values, **cells))
    assert len([p for p in found(small_copy) if "equal steps" in p[3]]) == count


def test_equal_steps_of_an_index_need_a_note(copy):
    steps = dict(zip(EVEN, ["250.1", "260.1", "270.1", "280.1"], strict=True))

    def edit(rows):
        for row in rows:
            if (row["indicator"], row["area"]) == ("pku_dfiic_aggregate", "zhuhai"):
                row["value"] = steps.get(row["period"], row["value"])

    change(copy, "observations/finance.csv", edit)
    assert [p[2] for p in found(copy) if "equal steps" in p[3]] == ["280.1"]


def test_no_machine_beats_its_peak(small_copy):
    def edit(rows):
        rows[0]["rmax_tflops"], rows[0]["rpeak_tflops"] = "200", "100"

    change(small_copy, TOP500, edit)
    assert found(small_copy) == [(TOP500, "rmax_tflops", "200", "at most 100")]


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("reference/indicators.csv", "definition_en"),
        ("reference/families.csv", "definition_en"),
        ("reference/areas.csv", "name_en"),
        ("reference/releases.csv", "name_en"),
        ("cases/cases.csv", "name_en"),
        ("policies/events.csv", "name_en"),
        ("claims/claims.csv", "claim_en"),
        ("claims/rules.csv", "reason_en"),
    ],
)
def test_texts_of_two_languages_say_the_same_numbers(small_copy, path, column):
    change(small_copy, path, lambda rows: rows[0].update({column: f"{rows[0][column]} 444"}))
    assert [p[3] for p in found(small_copy)] == ["the number(s) 444 in both languages"]


@pytest.mark.parametrize(
    ("path", "column", "cell"),
    [("cases/cases.csv", "year", "2031"), ("policies/terms.csv", "year", "2031"),
     (TOP500, "list", "2029-06")],
)  # fmt: skip
def test_nothing_is_of_the_future(small_copy, path, column, cell):
    change(small_copy, path, lambda rows: rows[-1].update({column: cell}))
    assert any(p[1:3] == (column, cell) and "not after" in p[3] for p in found(small_copy))


def test_names_of_two_languages_say_the_same_numbers(small_copy):
    change(small_copy, "reference/indicators.csv", lambda rows: rows[0].update(name_en="The 35"))
    assert [p[3] for p in found(small_copy)] == ["the number(s) 35 in both languages"]


@pytest.mark.parametrize(
    ("english", "chinese", "lost"),
    [
        ("The first 100 cities of 2021", "2021年百强城市", set()),
        ("Stations per 10,000 residents", "每万人基站数", set()),
        ("At least 90,000 firms", "至少9万家企业", set()),
        ("Revenue of 1.5 billion yuan", "收入15亿元", set()),
        ("14th Five-Year Plan", "“十四五”规划", set()),
        ("In November 2023", "2023年11月", set()),
        ("Five percent of two places", "2个地方的5%", set()),
        ("COVID-19 in 11 cities", "11市新冠疫情", set()),
        ("Persons aged 65 and over", "60岁及以上人士", {"60", "65"}),
        ("Ranks 3 to 11", "第3至12名", {"11", "12"}),
        ("A threshold of 20 million", "标准为200万", {"20", "200"}),
    ],
)
def test_numbers_of_two_languages(english, chinese, lost):
    assert lacking(english, chinese) == lost


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("São Paulo, Curaçao, Ægir", True),
        ("每百户", True),
        ("Ã©tude", False),
        ("the cityâ€™s plan", False),
        ("锟斤拷", False),
        ("æ·±åœ³", False),
        ("鍦板尯鐢熶骇鎬诲€", False),
        ("娣卞湷甯傜粺璁″眬", False),
        ("浜掕仈缃", False),
        ("¦a°Ï¥Í²£Á`È", False),
        ("????", False),
        ("Direcção dos Serviços de Regulação", True),
        ("Is it open? Yes", True),
        ("深圳市统计局、广东省人民政府", True),
    ],
)
def test_a_wrong_encoding_leaves_a_trace(text, right):
    assert (judge({"type": "string"})(text) is None) == right


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("patents-of-two-prints", "within 0 % of"),
        ("inventions-within-patents-cnrds", "within 0 of"),
        ("city-sector-shares", "within 0 of 100"),
        ("gdp-per-head-times-people", "multiplied within 0 % of"),
    ],
)
def test_parts_totals_and_prints_are_compared(copy, check, said):
    def edit(rows):
        for row in rows:
            if row["check"] == check:
                row.update(tolerance="0", relation=row["relation"].replace("at_most", "equal"))

    change(copy, "reference/checks.csv", edit)
    problems = [p for p in found(copy) if p[2] == check]
    assert problems
    assert all(said in expected for _, _, _, expected in problems)
