"""A figure on its page: its finding, its caption, its data, and the facts that prose cites."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.figures import chapter as module
from digitalbay.figures.chapter import Chapter
from digitalbay.figures.columns import measure
from digitalbay.figures.facts import number
from digitalbay.publish.outputs import rows_of
from digitalbay.run.findings import RepeatedIdError, findings

from .small_book import built, notebook

SOURCES = """(all-data)=
(all-sources)=
# Sources

```{source-list}
```

(indicator-gfci_rank)=
## Rank
"""
FINDING = "香港<最高>。"
TEXT = "# Chapter\n\nMost: {key}`share-most`; least: {key}`chapter:share-least`."


def outputs():
    """What a chapter publishes: facts, and a figure of some cities."""
    shown = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "publish_display_data", lambda data, meta: shown.append((data, meta)))
        chapter = Chapter("chapter", "zh-Hans", None)
        chapter.facts(share_most=number(1234.5, ",.1f"), share_least=None)
        rows = db.observations("gdp_current_prices", areas=["guangzhou", "shenzhen"])
        frame = pd.DataFrame({"area": ["guangzhou", "shenzhen"], "share": [20.0, 50.0]})
        chapter.bars(
            frame,
            x=measure("share", "份额（%）", ".1f"),
            id="shares",
            finding=FINDING,
            caption="份额",
            uses=[rows],
        )
        for name, n in (("few", 3), ("many", 12)):
            wide = {"计划": ["新型基础设施建设三年实施方案" * 3] * n}
            wide |= {f"栏{at}": ["至少210,000（2022年11月）"] * n for at in range(6)}
            chapter.table(pd.DataFrame(wide), id=name, caption=name, uses=[rows])
        left_out = [db.observations("gfci_rank"), db.attested(db.documents())]
        chapter.table(pd.DataFrame({"年": ["2020"]}), id="left-out", caption="c", uses=left_out)
    return shown


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A small book with one chapter, in HTML and LaTeX."""
    root = tmp_path_factory.mktemp("book")
    return built(root, "chapter", notebook(TEXT, outputs()), 'language = "zh_CN"\n', SOURCES)


def test_finding_stands_above_the_chart_and_the_caption_below(book):
    page = (book / "html" / "chapter.html").read_text(encoding="utf-8")
    finding = page.index('<p class="db-finding"><strong>香港&lt;最高&gt;。</strong></p>')
    assert finding < page.index('<div class="db-chart"') < page.index(">份额<")


def test_print_sets_the_finding_bold_before_the_caption(book):
    text = (book / "latex" / "book.tex").read_text(encoding="utf-8")
    finding = text.index(r"\sphinxstylestrong{香港<最高>。}")
    chart = text.index(r"\dbfigure{FEFF")
    assert finding < chart < text.index(r"\caption{份额}")


def test_a_table_that_fills_a_page_may_break(book):
    text = (book / "latex" / "book.tex").read_text(encoding="utf-8")
    assert text.count(r"\begin{longtable}") == 1
    assert text.index("few") < text.index(r"\begin{longtable}") < text.index("many")


def test_facts_are_cited_in_prose(book):
    page = (book / "html" / "chapter.html").read_text(encoding="utf-8")
    assert '<span class="db-key">1,234.5</span>' in page
    assert '<span class="db-key">无记录</span>' in page


def test_a_note_leads_to_the_rows_that_were_left_out(book):
    page = (book / "html" / "chapter.html").read_text(encoding="utf-8")
    note = page[page.index("已收录而未显示：C级") :]
    assert "无日期" not in note[:60]
    assert note.index("见：") < note.index('href="sources.html#indicator-gfci-rank"')
    assert note.index("全球金融中心指数") < note.index('href="sources.html#all-data"')
    assert note.index("数据包") < note.index("</p>")


def test_data_under_the_figure_have_the_titles_of_their_columns(book):
    text = (book / "html" / "_downloads" / "chapter" / "shares.csv").read_text("utf-8-sig")
    head, *rows = text.splitlines()
    assert head == "地区,份额（%）,图,资料来源,说明,数据"
    cells = sorted(row.split(",") for row in rows)
    assert [(place, float(share)) for place, share, *_ in cells] == [("广州", 20), ("深圳", 50)]
    assert {tuple(about[:1]) for _, _, *about in cells} == {("份额",)}
    page = (book / "html" / "chapter.html").read_text(encoding="utf-8")
    assert '<th scope="col">份额（%）</th>' in page
    assert "本图数据" in page


def test_rows_are_given_or_named():
    spec = {"datasets": {"d": [{"a": 1, "b": 2, "c": 3}, {"a": 4}]}}
    assert rows_of(spec, [{"x": 1}]) == [{"x": 1}]
    named = {"dataset": "d", "heads": {"b": "B", "a": "A"}}
    assert rows_of(spec, named) == [{"B": 2, "A": 1}, {"B": None, "A": 4}]


def test_a_run_finds_facts_and_findings():
    found = findings(notebook(TEXT, outputs()))
    assert found["keys"]["share-most"] == {"value": 1234.5, "text": "1,234.5"}
    assert found["keys"]["share-least"] == {"value": None, "text": "无记录"}
    assert found["figures"]["shares"]["finding"] == FINDING


def test_a_fact_recorded_twice_is_refused():
    facts = outputs()[0]
    with pytest.raises(RepeatedIdError, match="share-most, share-least"):
        findings(notebook(TEXT, [facts, facts]))
