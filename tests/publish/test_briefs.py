"""The briefs are of facts and sections: every statement has its section, every number its fact."""

import re
from pathlib import Path

import pytest

from .prose import prose

ROOT = Path(__file__).parents[2]
FACT, SECTION = re.compile(r"\{key\}`([^`]+):[^`]+`"), re.compile(r"\{section\}`([^`]+)`")


def parts(name):
    """Items of the lists of a brief, by heading."""
    text = (ROOT / "book" / f"brief-{name}.md").read_text("utf-8")
    found = (part.partition("\n") for part in re.split(r"^## ", text, flags=re.M))
    item = re.compile(r"^(?:-|\d\.) (.+)$", flags=re.M)
    return {heading: item.findall(body) for heading, _, body in found}


@pytest.mark.parametrize("name", ["officials", "journalists"])
def test_every_statement_names_its_section(name):
    items = [item for part in parts(name).values() for item in part]
    assert len(items) > 10
    assert [i for i in items if not SECTION.search(i) and "](../notebooks/" not in i] == []


def test_officials_read_what_to_publish_with_its_measure_and_body():
    found = parts("officials")
    for heading in ("What stands", "What is missing", "What others do"):
        assert len(found[heading]) >= 3
        assert all(FACT.search(item) or "was not found" in item for item in found[heading])
    todo = found["What a city can publish or decide"]
    assert len(todo) == 3
    assert all(re.match(r"\*\*.+\*\* \*Measure:\* .+ \*Body:\* .+", item) for item in todo)


def test_journalists_read_five_findings_with_a_comparison_and_what_not_to_write():
    found = parts("journalists")
    assert len(found["Findings"]) == 5
    # A number, what it is compared with, and a date.
    assert all(len(FACT.findall(item)) >= 3 for item in found["Findings"])
    wrong = found["What not to write"]
    assert len(wrong) >= 5
    assert all(re.match(r"\*\*.+?\.\*\* ", item) for item in wrong)


@pytest.mark.parametrize("name", ["officials", "journalists"])
def test_a_brief_holds_no_more_words_than_fit_on_a_page(name):
    text = (ROOT / "book" / f"brief-{name}.md").read_text("utf-8")
    assert sum(len(part.split()) for part in prose(text)) < 600
