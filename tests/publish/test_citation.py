"""BibTeX of the book and of its figures, read by a library."""

import pytest
from pybtex.database import parse_string

from digitalbay.data import load
from digitalbay.publish.citation import ADDRESS, ID, TITLE, cited, of_book, of_figure

CFF = {"title": "A B", "version": "1.2", "authors": [{"name": "One"}, {"name": "Two and Co"}]}


def entry(text):
    ((key, found),) = parse_string(text, "bibtex").entries.items()
    return key, found


def test_the_book_names_its_data():
    key, found = entry(of_book(CFF))
    assert key == "digital-bay"
    assert found.fields["title"] == "{A B}"
    assert [str(person) for person in found.persons["author"]] == ["{One}", "{Two and Co}"]
    assert found.fields["note"].startswith(f"Data package {load().version} of ")
    assert found.fields["year"] == str(load().created.year)


@pytest.mark.parametrize("make", [of_book, of_figure])
def test_a_book_as_of_a_day_says_the_day(make):
    _, found = entry(make(CFF, "2022-12-31"))
    assert found.fields["note"].endswith(", as known on 31 December 2022")


def test_a_figure_is_in_the_book():
    key, found = entry(of_figure(CFF))
    assert key == f"digital-bay-{ID}"
    assert found.fields["title"] == f"{{{TITLE}}}"
    assert found.fields["url"] == ADDRESS
    assert "A B" in found.fields["howpublished"]


def test_a_book_without_a_citation_file(tmp_path):
    assert cited(tmp_path) is None
