"""Notebooks are questions, data and findings: what the sources of all chapters hold."""

import json
import re
from functools import cache
from pathlib import Path
from statistics import median

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.figures.mime import CHART

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
KINDS = "lines columns timeline bars dots intervals heatmap scatter map figure".split()  # noqa: SIM905
HIDDEN = {"remove-input", "remove-cell", "hide-input"}


@cache
def cells(path):
    return json.loads(path.read_text("utf-8"))["cells"]


def code(path):
    """The code cells of a notebook: their lines without blank ones, and their tags."""
    for cell in cells(path):
        if cell["cell_type"] == "code":
            lines = [line for line in "".join(cell["source"]).splitlines() if line.strip()]
            yield lines, set(cell["metadata"].get("tags", []))


def test_the_book_is_short_and_most_of_its_code_is_shown():
    sizes = {path.stem: sum(len(lines) for lines, _ in code(path)) for path in NOTEBOOKS}
    assert {name: n for name, n in sizes.items() if n > 600} == {}
    total = sum(sizes.values())
    assert total <= 5000
    hidden = sum(len(lines) for path in NOTEBOOKS for lines, tags in code(path) if tags & HIDDEN)
    assert (total - hidden) / total >= 0.6


def test_a_figure_is_one_short_call():
    figures = [
        len(lines)
        for path in NOTEBOOKS
        for lines, _tags in code(path)
        if any(f"chapter.{kind}(" in line for line in lines for kind in KINDS)
    ]
    assert median(figures) <= 12
    assert max(len(lines) for path in NOTEBOOKS for lines, _tags in code(path)) <= 60


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_sources_hold_no_chinese(path):
    found = [
        line
        for cell in cells(path)
        for line in cell["source"]
        if re.search("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", line)
    ]
    assert found == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_sources_hold_no_plumbing(path):
    text = "\n".join(line for lines, _tags in code(path) for line in lines)
    for word in ("sys.path", "labels=", "from decisions", "__file__"):
        assert word not in text, word
    assert not re.search(r"[\"']#[0-9a-fA-F]{3,8}[\"']", text), "a colour is the theme's"


def outputs(kind):
    for path in NOTEBOOKS:
        for cell in cells(path):
            for output in cell.get("outputs", []):
                meta = output.get("metadata", {}).get("digitalbay", {})
                if meta.get("kind") == kind:
                    yield path, meta, output["data"]


def test_nothing_was_lost():
    assert len(list(outputs("figure"))) >= 89
    assert len(list(outputs("table"))) >= 65
    assert len(list(outputs("verdict"))) == 41


def test_every_figure_has_a_finding():
    for path, meta, _data in outputs("figure"):
        assert meta["finding"].strip(), (path.stem, meta["id"])
        assert meta["alt"].strip()
        assert meta["finding"] != meta["caption"]


def lines_of(spec):
    """The datasets that a chart draws lines from."""
    data = spec.get("data", {}).get("name")
    for layer in spec.get("layer", [spec.get("spec", spec)]):
        inner = layer.get("layer", [layer]) if layer is not spec else [layer]
        for each in inner:
            mark = each.get("mark")
            if (mark if isinstance(mark, str) else (mark or {}).get("type")) == "line":
                yield each.get("data", {}).get("name", data)


def test_no_line_joins_a_bound_or_crosses_a_break():
    breaks = db.indicators().set_index("indicator")["breaks"]
    drawn = 0
    for path, meta, data in outputs("figure"):
        spec = data.get(CHART)
        for name in lines_of(spec) if spec else ():
            rows = pd.DataFrame(spec.get("datasets", {}).get(name, []))
            if not {"segment", "state"} <= set(rows):
                continue
            drawn += 1
            for _segment, part in rows.groupby("segment"):
                where = (path.stem, meta["id"])
                bounds = part["state"].isin(["at_least", "at_most"])
                assert not bounds.any() or len(part) == 1, where
                if "indicator" in part and len(part) > 1 and "period" in part:
                    for at in breaks.get(part["indicator"].iloc[0], "").split():
                        before = part["period"] < at
                        assert before.all() or not before.any(), (*where, at)
    assert drawn > 10
