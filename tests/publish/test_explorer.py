"""The explorer as a reader without scripts gets it, hostile text included."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.figures import chapter as module
from digitalbay.figures.chapter import Chapter

from .small_book import built, notebook

EVIL = '<script>alert("x")</script> & \'"'


@pytest.fixture(scope="module")
def cases():
    return db.cases().head(3)


def publish(cases, **change):
    """The output of an explorer of three cases, the first with hostile text."""
    shown = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "publish_display_data", lambda data, meta: shown.append((data, meta)))
        frame = pd.DataFrame(
            {
                "case": cases["case"],
                "Name": [EVIL, *cases["name_en"][1:]],
                "Chinese": cases["name_zh"],
                "Hidden": EVIL,
                "Place": ["x", "y", EVIL],
                "Source": cases["source"],
            }
        )
        call = {
            "id": "all-cases",
            "caption": "Cases",
            "uses": [cases],
            "key": "case",
            "title": "Name",
            "under": ["Chinese"],
            "also": ["Hidden"],
            "source": "Source",
            "filters": {"Place": ["x", "y", EVIL]},
            "printed": ["Name", "Place"],
        }
        Chapter("cases", "en", None).explorer(frame, **call | change)
    return shown[0]


@pytest.fixture(scope="module")
def book(tmp_path_factory, cases):
    """A small book with the explorer, in HTML and LaTeX."""
    document = notebook("# Cases\n\nSee {numref}`all-cases`.", [publish(cases)])
    return built(tmp_path_factory.mktemp("book"), "cases", document, 'language = "en"\n')


def test_page_has_every_row_with_anchor_and_source(book, cases):
    page = (book / "html" / "cases.html").read_text(encoding="utf-8")
    for case in cases.itertuples():
        assert f'<tr id="all-cases-{case.case.lower()}"' in page
        assert f'href="sources.html#source-{case.source}"' in page
        assert case.name_zh in page
    anchor = f'id="source-{cases["source"].iloc[0]}"'
    assert anchor in (book / "html" / "sources.html").read_text(encoding="utf-8")


def test_it_is_a_numbered_table(book):
    page = (book / "html" / "cases.html").read_text(encoding="utf-8")
    assert '<span class="caption-number">Table 1 </span>' in page
    assert '<a class="reference internal" href="#all-cases"><span class="std std-numref">' in page


def test_hostile_text_stays_text(book):
    page = (book / "html" / "cases.html").read_text(encoding="utf-8")
    box = page[page.index('<div class="db-filters db-explorer"') : page.index("</tbody>")]
    assert "<script" not in box
    table = box[box.index("<table") :]
    assert "&lt;script&gt;alert" in table
    assert " on" not in table.lower().replace(" one", "")


def test_print_has_a_plain_table(book, cases):
    latex = (book / "latex" / "book.tex").read_text(encoding="utf-8")
    assert cases["name_en"].iloc[1].split('"')[0][:20] in latex
    assert latex.count("Hidden") == 0


def test_source_outside_uses_is_refused(cases):
    with pytest.raises(ValueError, match=r"column .Source.: .* is a source of no frame in uses"):
        publish(cases, uses=[cases.tail(1)])
