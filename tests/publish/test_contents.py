"""Every entry of the report's contents is answered, and the book holds what it promises."""

import json
import re
from pathlib import Path

import nbformat
import pytest

import digitalbay as db

ROOT = Path(__file__).parents[2]
ENTRIES = list(db.contents().itertuples())
NO_CLAIM = "no claim in this section"


def sections(notebook: str) -> list[dict]:
    """What a committed notebook holds: as a whole, then by each heading of the second level."""
    parts = [{"title": "", "text": "", "figures": 0, "tables": 0, "claims": []}]
    for cell in nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("## "):
                    parts.append(parts[0] | {"title": line[3:], "text": "", "claims": []})
                    parts[-1] |= {"figures": 0, "tables": 0}
                for part in {id(p): p for p in (parts[0], parts[-1])}.values():
                    part["text"] += f"{line}\n"
        for output in cell.get("outputs", []):
            meta = output.get("metadata", {}).get("digitalbay", {"kind": "none"})
            for part in {id(p): p for p in (parts[0], parts[-1])}.values():
                if meta["kind"] in ("figure", "table"):
                    part[f"{meta['kind']}s"] += 1
                elif meta["kind"] == "verdict":
                    part["claims"].append(output["data"]["text/plain"].partition(":")[0])
    return parts


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.entry)
def test_entry_is_answered(entry):
    page = sections(entry.notebook)
    part = page[entry.part]
    assert part["figures"] + part["tables"] >= 1
    assert len(re.sub(r"[#\s]", "", part["text"])) > 200, "nothing says what is shown"
    assert part["claims"] or NO_CLAIM in page[0]["text"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.entry)
def test_entry_leads_to_the_claims_of_its_section(entry):
    own = db.ledger().set_index("claim")["section"]
    wanted = {claim for claim, section in own.items() if section == entry.entry}
    assert wanted <= set(sections(entry.notebook)[entry.part]["claims"])


def test_the_book_holds_figures_and_tables_enough():
    pages = json.loads((ROOT / "_build" / "key-figures.json").read_text("utf-8"))["en"]
    # The pages of a template count once.
    pages = {
        name: page
        for name, page in pages.items()
        if not name.startswith("city-") or name == "city-guangzhou"
    }
    figures = [figure for page in pages.values() for figure in page["figures"].values()]
    tables = [table for page in pages.values() for table in page["tables"].values()]
    assert len(figures) >= 45
    assert len(tables) >= 20
    for record in (*figures, *tables):
        assert record["caption"].strip()
        assert record["sources"] or record["note"].startswith("Reference")
        if record["sources"]:
            assert re.search(r"[\d,]+ rows of the data \(by grade of evidence: ", record["note"]), (
                record["note"]
            )
            assert all(source["source"] and source["label"] for source in record["sources"])
    for figure in figures:
        assert len(figure["alt"]) > 20
        assert figure["alt"] != figure["caption"]
