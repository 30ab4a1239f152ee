"""One word for one thing: the catalogs use the terms of the glossary."""

import csv
import re
from pathlib import Path

import polib
import pytest

import digitalbay as db
from digitalbay.figures.catalogs import OF_CLAIMS, OF_PACKAGE
from digitalbay.figures.language import to_traditional
from digitalbay.publish.glossary import read_terms

ROOT = Path(__file__).parents[2]
CATALOGS = ROOT / "book" / "locale" / "zh_Hans" / "LC_MESSAGES"
TERMS = read_terms(ROOT / "book" / "glossary.csv")
WORKS = list(csv.DictReader((ROOT / "book" / "references.csv").read_text("utf-8").splitlines()))
# Columns: the term, words of the English text, the reason.
EXCEPTIONS = list(
    csv.DictReader(
        Path(__file__).with_name("glossary_exceptions.csv").read_text("utf-8").splitlines()
    )
)
_MARKUP = re.compile(r"\{\w+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|\{[^}]*\}")


def uses(english: str, term) -> bool:
    """Tell whether an English text has the term, in the singular or the plural."""
    name = re.escape(term.en)
    return bool(re.search(rf"\b{name}s?\b", _MARKUP.sub(" ", english), re.IGNORECASE))


def excepted(english: str, term) -> bool:
    """Tell whether the text is on the list of exceptions for the term."""
    return any(row["term"] == term.term and row["words"] in english for row in EXCEPTIONS)


ENTRIES = [
    (path.name, entry)
    for path in (*sorted(CATALOGS.rglob("*.po")), OF_CLAIMS, OF_PACKAGE)
    for entry in polib.pofile(path)
    if entry.msgstr
]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term)
def test_translations_use_the_term(term):
    found = [(where, e) for where, e in ENTRIES if uses(e.msgid, term)]
    wrong = [
        f"{where}: {e.msgid[:60]!r}: {e.msgstr[:60]!r}"
        for where, e in found
        if not any(form in e.msgstr for form in term.chinese) and not excepted(e.msgid, term)
    ]
    assert not wrong, f"{term.en} is {term.zh_hans}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("label", ["Rank"])
def test_a_label_is_one_word_in_all_catalogs(label):
    assert len({entry.msgstr for _, entry in ENTRIES if entry.msgid == label}) == 1


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term)
def test_traditional_edition_uses_its_own_word(term):
    assert to_traditional(term.zh_hans) == term.zh_hant


def test_some_words_differ_by_more_than_characters():
    words = {term.term: term.zh_hant for term in TERMS}
    assert words["broadband"] == "寬頻"
    assert words["supercomputer"] == "超級電腦"


def test_exceptions_are_needed_and_explained():
    terms = {term.term: term for term in TERMS}
    for row in EXCEPTIONS:
        term = terms[row["term"]]
        hits = [e for _where, e in ENTRIES if row["words"] in e.msgid and uses(e.msgid, term)]
        assert any(not any(form in e.msgstr for form in term.chinese) for e in hits), row
        assert row["reason"]


def test_terms_are_complete_and_named_once():
    for field in ("term", "en", "zh_hans"):
        values = [getattr(term, field) for term in TERMS]
        assert len(set(values)) == len(values)
    keys = {*db.sources()["source"], *(row["key"] for row in WORKS)}
    for term in TERMS:
        assert all((term.en, term.zh_hans, term.zh_hant, term.definition_en, term.definition_zh))
        assert not term.reference or term.reference in keys
    assert [t.en.lower() for t in TERMS] == sorted(t.en.lower() for t in TERMS)


def test_a_wrong_word_is_found():
    broadband = next(term for term in TERMS if term.term == "broadband")
    assert uses("Fixed broadband subscriptions", broadband)
    assert not uses("see {numref}`broadband`", broadband)
    assert "宽频" not in broadband.chinese
