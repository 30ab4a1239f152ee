"""What the figures and tables of chapters 1 to 5 show: findings, comparators, what came since."""

import ast
import csv
import json
import re
from functools import cache
from pathlib import Path

import pytest
from publish.prose import typed
from test_sections import NOTEBOOKS, WRITTEN

import digitalbay as db
from digitalbay.claims.shares import of_guangdong
from digitalbay.figures.mime import CHART, RECORD, TABLE

CHAPTERS = sorted(path.stem for path in NOTEBOOKS.glob("0*.ipynb"))
ALLOWED = csv.DictReader(
    (Path(__file__).parent / "publish" / "prose_allowed.csv").read_text("utf-8").splitlines()
)
# Names and sets of fixed size that prose may hold too, each with its reason.
PATTERNS = [re.compile(row["pattern"], re.IGNORECASE) for row in ALLOWED]
SINCE = ["Date", "What happened", "Source"]  # how `since` heads its tables
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")


@cache
def cells(notebook):
    return json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text("utf-8"))["cells"]


def outputs(notebook):
    """Each output of a notebook: what the book knows of it, and its forms."""
    for cell in cells(notebook):
        for output in cell.get("outputs", []):
            yield output.get("metadata", {}).get("digitalbay", {}), output.get("data", {})


def findings(notebook):
    """What each figure is given as its finding, as code."""
    for cell in cells(notebook):
        tree = ast.parse("".join(cell["source"])) if cell["cell_type"] == "code" else ast.Module([])
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for keyword in call.keywords:
                if keyword.arg == "finding":
                    yield keyword.value


@pytest.mark.parametrize("notebook", sorted({notebook for _, notebook in WRITTEN}))
def test_a_finding_is_a_sentence_whose_numbers_are_facts(notebook):
    records = [data.get(RECORD, {}).get("facts", {}) for _meta, data in outputs(notebook)]
    facts = {name.replace("-", "_") for record in records for name in record}
    for call in findings(notebook):
        told = ast.unparse(call)
        assert told.startswith("_("), told
        template = call.args[0].value
        named = PLACEHOLDER.findall(template)
        assert named, f"no fact: {told}"
        assert set(named) <= facts, told
        assert not call.keywords, told
        bare = PLACEHOLDER.sub("¤", template)
        assert not typed(notebook, bare, allowed=PATTERNS), told


@pytest.mark.parametrize("notebook", CHAPTERS)
def test_a_figure_is_titled_by_its_finding(notebook):
    shown = [meta for meta, _data in outputs(notebook) if meta.get("kind") == "figure"]
    for meta in shown:
        assert meta["finding"].endswith("."), (meta["id"], meta["finding"])
        assert meta["finding"] != meta["caption"], meta["id"]
    assert len(shown) >= len(list(findings(notebook)))


def names_outside():
    """Names of places that belong neither to the Bay Area nor to its province."""
    areas = db.areas()
    inside = {*of_guangdong(areas), *db.CITIES, "gba", "prd9"}
    return set(areas.loc[~areas["area"].isin(inside), "name_en"])


def drawn(spec):
    """The texts in the rows that a chart draws."""
    rows = [row for rows in spec.get("datasets", {}).values() for row in rows]
    return {value for row in rows for value in row.values() if isinstance(value, str)}


def test_twenty_figures_compare_with_places_outside_the_bay_area():
    outside = names_outside()
    compared = [
        meta["id"]
        for notebook in CHAPTERS
        for meta, data in outputs(notebook)
        if meta.get("kind") == "figure" and drawn(data[CHART]) & outside
    ]
    assert len(set(compared)) >= 20, f"{len(set(compared))} figures: {compared}"


def happened(notebook):
    """Day and words of what the tables since the report tell."""
    for meta, data in outputs(notebook):
        table = data.get(TABLE, {})
        heads = [field["name"] for field in table.get("schema", {}).get("fields", [])]
        if meta.get("kind") == "table" and set(SINCE) <= set(heads):
            yield from ((row["Date"], row["What happened"]) for row in table["data"])


def test_sixty_events_and_documents_of_2023_to_2026_are_told():
    told = {
        (day, what)
        for notebook in CHAPTERS
        for day, what in happened(notebook)
        if re.search(r"\b202[3-6]$", day)
    }
    assert len(told) >= 60, f"{len(told)} events and documents: {sorted(told)}"
