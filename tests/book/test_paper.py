"""How the volumes fill their paper: pages, margins, tables, figures near their text."""

import json
import re
import subprocess

import numpy as np
import pytest

from digitalbay.figures.cells import written
from digitalbay.figures.mime import TABLE
from digitalbay.publish.editions import EDITIONS

from .conftest import EDITIONS as SLUGS
from .conftest import ROOT
from .volumes import CITIES, DATA, REPORT, opened, told, volume, words

pytestmark = [pytest.mark.pdf, pytest.mark.long]
# In points, for A4: margins at the sides, height of the running foot.
SIDE, FOOT, WIDTH, HEIGHT = 56.69, 28, 595.28, 841.89
MARKS, HANGING = "，。、；：？！（）《》〈〉「」『』“”‘’【】", 7


# Tests of a volume follow each other, as what is read of it is kept.
@pytest.fixture(
    params=[(edition, ending) for edition in SLUGS for ending in (REPORT, DATA, CITIES)],
    scope="module",
)
def paper(request):
    """The path of a volume that is a book."""
    return volume(*request.param)


@pytest.mark.parametrize("edition", SLUGS)
def test_the_report_is_short(edition):
    assert len(opened(volume(edition)).pages) <= 180


def test_contents_take_two_pages(paper):
    labels = opened(paper).page_labels
    assert 1 <= sum(re.fullmatch("[ivx]+", label) is not None for label in labels) <= 2


def test_few_pages_are_half_empty(paper):
    empty = [n for n, page in enumerate(drawn(paper), 1) if blank_below(page) > 1 / 2]
    assert len(empty) <= len(opened(paper).pages) / 10, empty


def test_no_caption_stands_alone_at_the_end_of_a_page(paper):
    # The last line of a page is its running foot.
    last = [
        ([line.strip() for line in page.splitlines() if line.strip()] or [""])[:-1][-1:]
        for page in told(paper, "-layout").split("\f")
    ]
    assert [line for line in last if line and re.match(r"(Table|表)\s?\d+[:：]", line[0])] == []


def drawn(path):
    """Each page as an array of grey values, at 20 dots per inch."""
    command = ["pdftoppm", "-r", "20", "-gray", path]
    left = subprocess.run(command, capture_output=True, check=True).stdout
    while left:
        head = re.match(rb"P5\s(\d+) (\d+)\s255\s", left)
        width, height = int(head[1]), int(head[2])
        end = head.end() + width * height
        yield np.frombuffer(left[head.end() : end], dtype=np.uint8).reshape(height, width)
        left = left[end:]


def blank_below(page):
    """Share of the text area below the last line, without running head and foot."""
    height = len(page)
    body = page[round(height * 0.085) : round(height * 0.915)]
    rows = np.flatnonzero((body < 225).any(axis=1))
    return 1 - (rows[-1] + 1) / len(body) if len(rows) else 1


def test_nothing_stands_in_the_margins(paper):
    pages, outside = words(paper), []
    for page, found in enumerate(pages, 1):
        for left, top, right, bottom, word in found:
            # Half of a mark as wide as a Chinese character is blank, and hangs.
            hangs = [HANGING * (word[n] in MARKS) for n in (0, -1)]
            inside = left >= SIDE - 1 - hangs[0] and right <= WIDTH - SIDE + 2.5 + hangs[1]
            if not (inside and top >= 0 and bottom <= HEIGHT - FOOT):
                outside.append((page, word))
    assert pages
    assert outside == []


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.slug)
def test_tables_lose_no_cell(edition):
    text = "".join(plain(path) for path in map(volume, [edition.slug] * 3, (REPORT, DATA, CITIES)))
    # Of cells that say the same, one is looked for.
    found, where = 0, {}
    for path in sorted((ROOT / "_build" / "notebooks" / edition.lang).glob("*.ipynb")):
        for cell in cells(json.loads(path.read_text(encoding="utf-8"))):
            found += 1
            where.setdefault(str(cell), path.stem)
    lost = [(page, cell) for cell, page in where.items() if not is_in(text, cell)]
    assert found > 5000
    assert lost == []


def plain(path):
    """The text of a volume without spaces and without what parts words at the ends of lines."""
    return squeezed(told(path))


def squeezed(text):
    return re.sub("[\\s\u00ad\u2010'\"‘’“”-]+", "", text)


def cells(notebook):
    """What a notebook's tables print: every cell but those that name a source."""
    for output in (o for c in notebook["cells"] for o in c.get("outputs", [])):
        meta = output.get("metadata", {}).get("digitalbay", {})
        if meta.get("kind") != "table" or TABLE not in output["data"]:
            continue
        resource, printed = output["data"][TABLE], meta.get("explorer", {}).get("printed")
        for field in resource["schema"]["fields"]:
            name = field["name"]
            if name != meta.get("source") and (printed is None or name in printed):
                for record in resource["data"]:
                    yield written(record[name], field["type"])


def is_in(text, cell):
    """Tell whether a text holds a cell: each word of it, most pairs of its Chinese characters.

    Between two Chinese characters a line may end, and another column's line may stand there.
    """
    parts = re.findall(r"[^\s/\u2e80-\uffff]+", cell)
    runs = re.findall("[\u3400-\u9fff]+", cell)
    pairs = [run[n : n + 2] for run in runs for n in range(len(run) - 1)]
    held = sum(pair in text for pair in pairs)
    return all(squeezed(part) in text for part in parts) and 2 * held >= len(pairs)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.slug)
def test_a_volume_tells_its_language_and_title(edition):
    for ending in (REPORT, DATA, CITIES):
        reader = opened(volume(edition.slug, ending))
        assert reader.trailer["/Root"]["/Lang"] == edition.lang
        assert reader.metadata.title
        assert reader.metadata.author


def test_a_page_names_its_chapter_above_the_text(paper):
    reader, pages = opened(paper), told(paper).split("\f")
    chapters = [item for item in reader.outline if not isinstance(item, list)]
    starts = [reader.get_destination_page_number(item) for item in chapters]
    for item, start, end in zip(chapters, starts, [*starts[1:], len(reader.pages)], strict=True):
        for number in range(start + 1, end):
            head = squeezed(pages[number])[:200]
            assert squeezed(item.title)[:12] in head, number


@pytest.mark.parametrize("edition", SLUGS)
@pytest.mark.parametrize("ending", [REPORT, CITIES])
def test_figures_stand_near_the_text_that_names_them(edition, ending):
    away = distances(opened(volume(edition, ending)))
    assert len(away) > 30
    assert sum(pages <= 2 for pages in away) >= 0.95 * len(away), away


def distances(reader):
    """Pages between each figure and the nearest link to it."""
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    figures = {
        name: numbers[place.raw_get("/Page").idnum]
        for name, place in reader.named_destinations.items()
        if name.startswith("figure.")
    }
    nearest = {}
    for n, page in enumerate(reader.pages):
        for note in page.get("/Annots", []):
            name = note.get_object().get("/A", {}).get("/D") or note.get_object().get("/Dest")
            if isinstance(name, str) and name in figures:
                away = abs(figures[name] - n)
                nearest[name] = min(away, nearest.get(name, away))
    return list(nearest.values())
