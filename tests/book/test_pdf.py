"""The PDFs: their text, their fonts, their charts."""

import re
import subprocess

import pytest

import digitalbay as db
from digitalbay.publish.typesetting import contents_of
from digitalbay.run.book import book

from .conftest import ROOT
from .volumes import CITIES, DATA, links, opened, text_of, volume, words

pytestmark = [pytest.mark.pdf, pytest.mark.long]
WORDS = {
    "en": ["Policy background", "Foundations", "R2 · Contradicted", "Data package"],
    "zh-hans": ["政策背景", "建设基础", "R2 · 不成立", "数据包"],
    "zh-hant": ["政策背景", "建設基礎", "R2 · 不成立", "數據包"],
}
WORKS = {"en": "Bibliography", "zh-hans": "参考文献", "zh-hant": "參考文獻"}


@pytest.fixture(params=WORDS, scope="module")
def pdf(request):
    """An edition and the path of its report."""
    return request.param, volume(request.param)


# Tests of a volume follow each other, as what is read of it is kept.
@pytest.fixture(
    params=[(edition, each.ending) for edition in WORDS for each in book(ROOT).volumes],
    scope="module",
)
def either(request):
    """The path of a volume of an edition."""
    return volume(*request.param)


def test_text_is_that_of_the_edition(pdf):
    edition, path = pdf
    squeezed = text_of(path)
    for text in WORDS[edition]:
        assert re.sub(r"\s+", "", text) in squeezed


def test_volumes_lead_to_each_other_and_nowhere_beside_the_pages(pdf):
    edition, report = pdf
    data, cities = volume(edition, DATA), volume(edition, CITIES)
    places = opened(data).named_destinations
    across = [(file, place) for kind, file, place in links(report) if kind == "/GoToR"]
    briefs = {f"digital-bay-{edition}-brief-{kind}.pdf" for kind in ("officials", "journalists")}
    assert {file for file, _ in across} == {data.name, cities.name, *briefs}
    entries = [place for _, place in across if isinstance(place, str)]
    assert len(entries) > 1000
    assert set(entries) <= set(places)
    for path, others in ((data, {report, cities}), (cities, {report, data})):
        found = {file for kind, file, _ in links(path) if kind == "/GoToR"}
        assert found <= {other.name for other in others}
    for path in (report, data, cities):
        addresses = {address for kind, address, _ in links(path) if kind == "/URI"}
        assert all(str(address).startswith(("http://", "https://")) for address in addresses)


def test_the_data_volume_holds_every_source_and_indicator():
    places = set(opened(volume("en", DATA)).named_destinations)
    assert {f"source-{key}" for key in db.sources()["source"]} <= places
    assert {f"indicator-{key}" for key in db.indicators()["indicator"]} <= places


def test_every_reference_is_resolved(either):
    assert "??" not in text_of(either)


def test_quotation_marks_of_english_are_not_as_wide_as_chinese_characters():
    found = [word[:4] for page in words(volume("en")) for word in page if word[4] == "report’s"]
    # In text its letters are 2.95 times as wide as the line is high; a Chinese mark makes it 3.45.
    # Headings, which are set in another face, are few.
    widths = sorted((right - left) / (low - high) for left, high, right, low in found)
    assert len(widths) > 10
    assert widths[int(0.9 * len(widths)) - 1] < 3.2


def test_outline_leads_to_the_chapters(pdf):
    edition, path = pdf
    titles = [item.title for item in opened(path).outline if not isinstance(item, list)]
    for title in WORDS[edition][:2]:
        assert title in titles
    assert titles[-1] == WORKS[edition]


def test_the_first_run_of_tex_is_told_the_contents_that_it_finds(either):
    edition = re.match("digital-bay-(en|zh-han[st])", either.stem)[1]
    latex = ROOT / "_build" / "work" / edition / "_build" / "latex"
    found = (latex / f"{either.stem}.toc").read_text(encoding="utf-8")
    told = contents_of((latex / f"{either.stem}.tex").read_text(encoding="utf-8"))
    found, told = (
        [line.split("{")[1] for line in text.splitlines() if line.startswith(r"\contentsline")]
        for text in (found, told)
    )
    assert found == told


def test_fonts_are_embedded(either):
    lines = subprocess.run(
        ["pdffonts", either], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert lines
    # Columns from the right: object, generation, unicode, subset, embedded.
    assert {line.split()[-5] for line in lines} == {"yes"}
    # Those that `apt.txt` names, and TeX's own for formulas: no other is the same everywhere.
    known = re.compile(r"(?:\w{6}\+)?(?:Noto(?:Sans|Serif)(?:Mono)?CJK|Free|CM|MS[AB]M)")
    assert [line for line in lines if not known.match(line)] == []
    # A brief in English may hold no Chinese.
    assert any("NotoSerifCJK" in line for line in lines) or "-en-brief-" in either.name


def test_no_glyph_is_missing(either):
    edition = re.match("digital-bay-(en|zh-han[st])", either.stem)[1]
    log = ROOT / "_build" / "work" / edition / "_build" / "latex" / f"{either.stem}.log"
    assert "Missing character" not in log.read_text(encoding="utf-8", errors="replace")


def test_charts_are_vectors(either):
    command = ["pdfimages", "-list", either]
    images = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(images.stdout.splitlines()) == 2, "a raster image where a chart should be"


def test_nothing_depends_on_the_day_of_the_build(either):
    assert opened(either).metadata.creation_date.isoformat().startswith("2026-01-01")
