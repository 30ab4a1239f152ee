"""The structure of the PDFs: what stands in it, in which order, with which text for pictures."""

import json
import re
from collections import Counter

import pytest
from pypdf.generic import ContentStream

from digitalbay.figures.mime import CHART
from digitalbay.publish.editions import EDITIONS
from digitalbay.run.book import book

from .conftest import EDITIONS as SLUGS
from .conftest import ROOT
from .volumes import CITIES, DATA, REPORT, opened, volume

pytestmark = [pytest.mark.pdf, pytest.mark.long]
SHOWN = (b"Tj", b"TJ", b"'", b'"', b"Do")


@pytest.fixture(
    params=[(edition, each.ending) for edition in SLUGS for each in book(ROOT).volumes],
    ids="".join,
    scope="module",
)
def reader(request):
    return opened(volume(*request.param))


def kids(element):
    return [kid.get_object() for kid in element.get("/K", [])]


def elements(element):
    """An element's parts, all the way down, in the order of reading."""
    for kid in kids(element):
        if "/S" in kid:
            yield kid
            yield from elements(kid)


def root(reader):
    return reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()


@pytest.fixture(scope="module")
def told(reader):
    """Of each page: its own number, those of its pieces, how much stands in none or in several."""
    return [(page.indirect_reference.idnum, *pieces(page, reader)) for page in reader.pages]


def pieces(page, reader):
    numbers, open_, astray = [], [], 0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            open_.append(operands[0])
            if operator == b"BDC":
                numbers.append(operands[1]["/MCID"])
        elif operator == b"EMC":
            open_.pop()
        elif operator in SHOWN:
            astray += len(open_) != 1
    assert open_ == []
    return numbers, astray


def test_a_reader_is_told_language_title_and_structure(reader):
    head = reader.trailer["/Root"]
    assert head["/MarkInfo"]["/Marked"]
    assert head["/Lang"] in {edition.lang for edition in EDITIONS}
    assert head["/ViewerPreferences"]["/DisplayDocTitle"]
    # No standard is claimed: links and languages of parts are not in the structure.
    assert "/Metadata" not in head


def test_all_that_is_shown_is_content_or_marked_as_none(told):
    assert {n: astray for n, (_, _, astray) in enumerate(told, 1) if astray} == {}


def test_each_piece_of_a_page_is_in_the_structure_once(reader, told):
    listed = Counter()
    for element in elements(root(reader)):
        for kid in kids(element):
            if "/MCID" in kid:
                listed[kid.raw_get("/Pg").idnum, kid["/MCID"]] += 1
    shown = Counter()
    parents = iter(reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    parents = {n: found.get_object() for n, found in zip(parents, parents, strict=True)}
    for page, (name, numbers, _) in zip(reader.pages, told, strict=True):
        assert numbers == list(range(len(numbers)))
        shown.update((name, n) for n in numbers)
        assert len(parents.get(page["/StructParents"], [])) == len(numbers)
    assert listed == shown


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.slug)
def test_each_figure_has_its_alternative_text(edition):
    told = {
        element["/Alt"]
        for ending in (REPORT, CITIES, DATA)
        for element in elements(root(opened(volume(edition.slug, ending))))
        if element["/S"] == "/Figure"
    }
    wanted = set()
    for path in (ROOT / "_build" / "notebooks" / edition.lang).glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if CHART in output.get("data", {}):
                    wanted.add(output["metadata"]["digitalbay"]["alt"])
    assert len(wanted) > 80
    assert wanted <= told


@pytest.mark.parametrize("edition", SLUGS)
def test_headings_and_tables_are_what_they_are(edition):
    reader = opened(volume(edition))
    found = list(elements(root(reader)))
    kinds = Counter(element["/S"] for element in found)
    chapters = [item for item in reader.outline if not isinstance(item, list)]
    # Contents and works have headings too, and the latter stand among the chapters.
    assert kinds["/H1"] == len(chapters) + 1
    assert kinds["/H2"] > 60
    for table in (element for element in found if element["/S"] == "/Table"):
        rows = [kid for kid in kids(table) if kid.get("/S") == "/TR"]
        assert len(rows) > 1
        assert all(cell["/S"] == "/TH" for cell in kids(rows[0]))
        assert all(cell["/S"] == "/TD" for row in rows[1:] for cell in kids(row))


def test_rows_are_counted_in_the_source():
    source = ROOT / "_build" / "work" / "en" / "_build" / "latex" / "digital-bay-en.tex"
    text = source.read_text(encoding="utf-8")
    assert len(re.findall(r"^\\dbrow\\\\\*?$", text, re.MULTILINE)) > 800
