"""Each section of the report has its five parts: answer, evidence, objection, events, gaps."""

import json
import re
from pathlib import Path

import pytest

import digitalbay as db

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
AGAINST, SINCE, UNKNOWN = "What speaks against it", "Since 2022", "What is not known"
PARTS = [AGAINST, SINCE, UNKNOWN]
ALONE = {"2.1": "02-1-overview", "5": "05-conclusion"}  # sections that are a page


def sections():
    """The report's sections: those that are parts of a page, and two that are a page."""
    rows = db.contents()
    rows = rows[~rows["entry"].str.startswith(("A", "0"))]
    inside = rows[rows["part"] > 0]
    return [(row.entry, row.notebook) for row in inside.itertuples()] + list(ALONE.items())


def source(notebook):
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    return "\n\n".join(
        "".join(cell["source"])
        if cell["cell_type"] == "markdown"
        else "```\n" + "".join(cell["source"]) + "\n```"
        for cell in cells
    )


def text_of(entry, notebook):
    """A section's text, and the level of the headings of its parts."""
    text = source(notebook)
    if entry in ALONE:
        return text, 2
    part = int(db.contents().set_index("entry")["part"][entry])
    return re.split(r"^## ", text, flags=re.M)[part], 3


def parts(entry, notebook):
    """A section's text before its first heading, and by heading."""
    text, level = text_of(entry, notebook)
    first, *rest = re.split(rf"^{'#' * level} ", text, flags=re.M)
    return first, {heading: body for heading, _, body in (part.partition("\n") for part in rest)}


def test_the_report_has_28_sections():
    assert len(sections()) == 28


WRITTEN = sections()


@pytest.mark.parametrize(("entry", "notebook"), WRITTEN, ids=lambda value: value)
def test_a_section_has_five_parts(entry, notebook):
    first, found = parts(entry, notebook)
    answer = re.search(r"^:::\{answer\}\n(.+?)\n:::$", first, flags=re.M | re.S)
    assert answer, "no answer before the first heading"
    assert "{key}`" in answer[1], "the answer rests on no fact"
    assert len(re.findall(r"[.?!](?= [A-Z“]|$)", answer[1])) <= 3, answer[1]
    assert [heading for heading in found if heading in PARTS] == PARTS
    assert list(found)[-3:] == PARTS
    evidence = [body for heading, body in found.items() if heading not in PARTS]
    assert any("chapter." in body for body in [first, *evidence]), "no evidence"
    assert "since(" in found[SINCE]
    assert all(len(found[part].split()) > 40 for part in (AGAINST, UNKNOWN)), "a part without words"


@pytest.mark.parametrize("notebook", sorted({notebook for _, notebook in WRITTEN}))
def test_a_chapter_opens_with_three_to_five_findings(notebook):
    brief = re.search(r"^:::\{brief\}\n(.+?)\n:::$", source(notebook), flags=re.M | re.S)
    assert brief
    findings = re.findall(r"^- .+", brief[1], flags=re.M)
    assert 3 <= len(findings) <= 5
    assert all("{key}`" in finding for finding in findings)
