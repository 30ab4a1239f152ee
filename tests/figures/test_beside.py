"""What outputs say where no page says it."""

import pytest

from digitalbay.figures.beside import NAMED, figure_words, table_words, verdict_words
from digitalbay.figures.language import Words

META = {
    "finding": "A & B <i>",
    "caption": "Caption",
    "note": "Note.",
    "sources": [{"source": "hk-gdp-table-030-2020", "label": "Census <1>, 2020"}],
}


def test_a_figure_says_its_words_as_text():
    bundle, meta, text = figure_words(META, Words("en"))
    said = bundle["text/html"]
    assert said.startswith("<p><strong>A &amp; B &lt;i&gt;</strong></p>\n<p>Caption</p>")
    assert said.endswith("Census &lt;1&gt;, 2020</a>.</p>")
    assert '<p>Sources: <a href="https://' in said
    assert meta == {"kind": "words"}
    assert text == "A & B <i>\nCaption\nNote."


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "; 3 more.</p>"), ("zh-Hans", "；另有3个。</p>")]
)
def test_many_sources_are_counted(lang, said):
    meta = META | {"sources": META["sources"] * (NAMED + 3)}
    assert table_words("<table></table>", meta, Words(lang)).endswith(said)


def test_a_verdict_says_its_parts_in_the_language():
    parts = [{"name": "甲", "verdict": "partly", "because": "因为。"}]
    record = {"claim": "M1", "verdict": "supported", "because": "理由。", "parts": parts}
    said = verdict_words(record | {"sources": []}, Words("zh-Hant"))
    assert "M1 · 成立" in said
    assert "甲 · " in said
    assert "Sources" not in said
