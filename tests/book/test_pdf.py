"""The PDFs: their text, their fonts, their charts."""

import re
import subprocess

import pytest
from pypdf import PdfReader

from .conftest import ROOT

pytestmark = pytest.mark.pdf
WORDS = {
    "en": ["Policy background", "Foundations", "R2 · Contradicted", "Data package"],
    "zh-hans": ["政策背景", "建设基础", "R2 · 不成立", "数据包"],
    "zh-hant": ["政策背景", "建設基礎", "R2 · 不成立", "數據包"],
}
WORKS = {"en": "Bibliography", "zh-hans": "参考文献", "zh-hant": "參考文獻"}


@pytest.fixture(params=WORDS)
def pdf(request):
    """An edition and the path of its PDF."""
    path = ROOT / "_build" / "pdf" / f"digital-bay-{request.param}.pdf"
    assert path.is_file(), f"{path} is missing: run `make book` first"
    return request.param, path


def test_text_is_that_of_the_edition(pdf):
    edition, path = pdf
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    squeezed = re.sub(r"\s+", "", text)
    for words in WORDS[edition]:
        assert re.sub(r"\s+", "", words) in squeezed


def test_quotation_marks_of_english_are_not_as_wide_as_chinese_characters():
    path = ROOT / "_build" / "pdf" / "digital-bay-en.pdf"
    boxes = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    place = r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">report’s</word>'
    words = [[float(edge) for edge in found] for found in re.findall(place, boxes)]
    assert words
    # Its letters are 3.1 times as wide as the line is high; a Chinese mark makes it 3.6.
    assert max((right - left) / (low - high) for left, high, right, low in words) < 3.4


def test_outline_leads_to_the_chapters(pdf):
    edition, path = pdf
    titles = [item.title for item in PdfReader(path).outline if not isinstance(item, list)]
    for words in WORDS[edition][:2]:
        assert words in titles
    assert titles[-1] == WORKS[edition]


def test_fonts_are_embedded(pdf):
    _, path = pdf
    lines = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert lines
    # Columns from the right: object, generation, unicode, subset, embedded.
    assert {line.split()[-5] for line in lines} == {"yes"}
    assert any("NotoSerifCJK" in line for line in lines)


def test_no_glyph_is_missing(pdf):
    edition, _ = pdf
    log = ROOT / "_build" / "work" / edition / "_build" / "latex" / f"digital-bay-{edition}.log"
    assert "Missing character" not in log.read_text(encoding="utf-8", errors="replace")


def test_charts_are_vectors(pdf):
    _, path = pdf
    command = ["pdfimages", "-list", path]
    images = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(images.stdout.splitlines()) == 2, "a raster image where a chart should be"


def test_nothing_depends_on_the_day_of_the_build(pdf):
    _, path = pdf
    assert PdfReader(path).metadata.creation_date.isoformat().startswith("2026-01-01")
