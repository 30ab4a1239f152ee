"""Sections of the report by the names that cases, contents and the ledger give them."""

import digitalbay as db
from digitalbay.claims.sections import SYSTEMS, sections
from digitalbay.statements import Bilingual


def test_sections_bear_the_titles_of_the_contents_up_to_their_colon():
    found = sections(db.contents())
    first = found.iloc[0]
    assert (first["section"], first["entry"]) == ("2.2.1", "2.2(1)")
    assert first["theme"] == "digital_government"
    assert first["system"] == Bilingual("Digital government", "数字政府")
    assert first["name"] == Bilingual("Serving people", "服务民生")
    assert list(found["section"]) == sorted(found["section"])


def test_every_case_stands_in_a_section_of_its_theme():
    found = sections(db.contents()).set_index("section")["theme"]
    cases = db.cases(grades=None)
    assert (cases["section"].map(found) == cases["theme"]).all()
    assert set(found) == set(SYSTEMS.values())


def test_of_no_contents_there_are_no_sections():
    assert sections(db.contents().iloc[:0]).empty
