"""Hostile texts in the fields of figures and tables are text on the page and in what it offers."""

import ast
import csv
import json
import re
import shutil
from types import SimpleNamespace
from xml.etree import ElementTree

import altair as alt
import nbformat
import pandas as pd
import pytest
from openpyxl import load_workbook
from papermill.parameterize import parameterize_notebook
from playwright.sync_api import sync_playwright

import digitalbay as db
from digitalbay.data import exports
from digitalbay.figures import chapter as module
from digitalbay.figures.chapter import Chapter
from digitalbay.figures.facts import number
from digitalbay.figures.guarantees import guaranteed
from digitalbay.run.templates import variants

from .hostile import PAYLOADS
from .small_book import SOURCES, built, notebook

CONF = """
language = "en"
smartquotes = False
html_js_files = ["charts.js", "take.js"]
latex_engine = "xelatex"
"""
pytestmark = pytest.mark.long
# What no page can show at all.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
SHOWN = [text for text in PAYLOADS if not CONTROL.search(text)]
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "g", "path", "rect", "text", "tspan", "line", "defs", "clipPath", "title"}
ENLIVEN = """async () => {
    for (const chart of document.querySelectorAll(".db-chart")) {
        chart.scrollIntoView();
        const last = performance.now() + 20000;
        while (!chart.classList.contains("is-live") && performance.now() < last)
            await new Promise(requestAnimationFrame);
    }
    return document.querySelectorAll(".db-chart:not(.is-live)").length;
}"""
# Moves over the bars of a chart and returns what their tooltips say.
HOVER = """chart => [...chart.querySelectorAll(".mark-rect.role-mark path")].map(bar => {
    const {x, y, width, height} = bar.getBoundingClientRect();
    const at = {bubbles: true, clientX: x + width / 2, clientY: y + height / 2};
    bar.dispatchEvent(new PointerEvent("pointermove", at));
    return document.querySelector("#vg-tooltip-element")?.textContent ?? "";
})"""


def published(texts):
    """What a chapter publishes when each of its words is hostile."""
    shown, uses = [], [db.observations("gdp_current_prices", areas=["guangzhou"])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "publish_display_data", lambda data, meta: shown.append((data, meta)))
        chapter = Chapter("chapter", "en", None)
        chapter.facts(share=number(1.5, ".1f"))
        rows = pd.DataFrame({"label": texts, "value": [1.0 * len(text) for text in texts]})
        # Every text in the data of one chart; each in one of the words around a small one.
        charts = [(rows, "Label", "All.", "All")]
        titles = [text for text in texts if "\\" not in text]
        for n in range(0, len(texts), 3):
            finding, caption, title = (texts + titles)[n : n + 3]
            few = rows.iloc[n : n + 2].replace(texts[n], f"{n} {caption}")
            charts.append((few, title if title in titles else titles[n], finding, caption))
        for n, (frame, title, finding, caption) in enumerate(charts):
            bars = (
                alt.Chart(frame)
                .mark_bar()
                .encode(
                    x=alt.X("value:Q", title=title),
                    y=alt.Y("label:N", title=title),
                    tooltip=[
                        alt.Tooltip("label:N", title=title),
                        alt.Tooltip("value:Q", title="v"),
                    ],
                )
            )
            data = frame.rename(columns={"label": caption, "value": "Value"})
            words = {"finding": finding, "caption": caption, "alt": finding}
            chapter.figure(bars, data=data, id=f"figure-{n}", uses=uses, **words)
        cells = pd.DataFrame({"Text": texts, "Value": texts[::-1]})
        chapter.table(cells, id="cells", caption="All", uses=uses)
        for n in range(0, len(texts), 8):
            heads = pd.DataFrame({text: ["x"] for text in texts[n : n + 8]})
            chapter.table(heads, id=f"heads-{n}", caption=texts[n], uses=uses)
    return shown


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A small book whose every word is hostile, in HTML, without a policy that would help."""
    document = notebook("# Chapter\n\n{key}`share`.", published(SHOWN))
    sources = f"(all-data)=\n(all-sources)=\n{SOURCES}"
    return built(tmp_path_factory.mktemp("book"), "chapter", document, CONF, sources)


@pytest.fixture(scope="module")
def page(book):
    """The page in a browser, all charts alive; what it asks for and says is in ``page.asked``."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium-headless-shell")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = chromium.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("dialog", lambda dialog: page.said.append(dialog.message))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto((book / "html" / "chapter.html").as_uri())
        assert page.evaluate(ENLIVEN) == 0
        yield page
        chromium.close()


def texts_of(page, selector):
    return {" ".join(text.split()) for text in page.locator(selector).all_text_contents()}


def plain(texts):
    return {" ".join(text.split()) for text in texts}


@pytest.mark.browser
def test_nothing_runs_and_nothing_else_is_loaded(book, page):
    for chart in page.locator(".db-chart").element_handles():
        chart.evaluate(HOVER)
    assert page.evaluate("() => window.ran") is None
    assert page.said == []
    own = book.as_uri()
    assert [url for url in page.asked if not url.startswith((own, "data:image/"))] == []
    assert page.locator("iframe, object, base, math, [onerror], [onload], [onfocus]").count() == 0


@pytest.mark.browser
def test_every_text_is_shown_as_it_is(page):
    wanted = plain(SHOWN)
    assert wanted <= texts_of(page, "table.db-table td p")
    assert wanted <= texts_of(page, "table.db-table th p")
    assert wanted <= texts_of(page, ".db-rows td")
    around = texts_of(page, ".db-finding") | texts_of(page, "figcaption .caption-text")
    titles = texts_of(page, ".db-live .role-axis-title text")
    assert len(wanted & around) > 2 * len(wanted) / 3 - 2
    assert len(wanted & titles) > len(wanted) / 6
    alts = page.locator(".db-chart img").evaluate_all("all => all.map(img => img.alt)")
    assert len(plain(alts) & wanted) >= len(wanted) // 3


@pytest.mark.browser
def test_tooltips_show_texts(page):
    chart = page.locator("#figure-0 .db-chart")
    chart.scroll_into_view_if_needed()
    said = chart.evaluate(HOVER)
    assert len(said) == len(SHOWN)
    shown = ["".join(text.split()) for text in said]
    for text in SHOWN:
        start = "".join(text.split())[:40]
        assert any(start in each for each in shown), text


@pytest.mark.browser
def test_pictures_hold_no_script_and_run_none(book, page):
    pictures = sorted((book / "html" / "_images" / "chapter").glob("*.svg"))
    assert len(pictures) > 30
    for path in pictures[::4]:
        page.goto(path.as_uri())
        assert page.evaluate("() => window.ran") is None
    for path in pictures:
        for element in ElementTree.parse(path).iter():
            assert element.tag.removeprefix(SVG) in DRAWN, path
            assert not [name for name in element.attrib if name.startswith("on")], path


def test_no_cell_of_a_download_is_a_formula(book):
    found = set()
    for path in (book / "html" / "_downloads" / "chapter").glob("*.csv"):
        for row in csv.reader(path.read_text("utf-8-sig").splitlines()):
            assert not [cell for cell in row if re.match(r"[=@\t]|[+-](?![\d.]+$)", cell)], path
            found |= set(row)
    assert "'=1+1" in found


def test_the_index_of_the_search_is_data(book):
    text = (book / "html" / "search-data.js").read_text(encoding="utf-8")
    head = "window.digitalBaySearchData = "
    assert text.startswith(head)
    assert "<script>window.ran=1</script>" in json.dumps(
        json.loads(text[len(head) :].rstrip(";\n"))
    )


def test_print_has_no_command_of_a_text(book):
    text = (book / "latex" / "book.tex").read_text(encoding="utf-8")
    body = text[text.index(r"\begin{document}") :]
    for command in (r"\input{/etc", r"\immediate\write", r"\openout", r"\catcode`", r"\def\x"):
        assert command not in body
    assert body.count(r"\end{document}") == 1
    assert r"\textbackslash{}input\{/etc/passwd\}" in body


def test_what_no_page_can_show_is_refused_by_name():
    for text in set(PAYLOADS) - set(SHOWN):
        with pytest.raises(ValueError, match="control"):
            published([text, "a", "b"])


def test_a_title_that_would_change_an_expression_is_refused():
    spec = {"mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}
    spec["encoding"]["x"]["title"] = r"\"; x"
    with pytest.raises(ValueError, match="a backslash stands in the title of x 'a'"):
        guaranteed(spec, "here")


def test_no_cell_of_a_workbook_is_a_formula(tmp_path):
    texts = [*SHOWN, *(f"={text}" for text in SHOWN)]
    package = SimpleNamespace(tables=["t"], table=lambda name: pd.DataFrame({"text": texts}))
    exports.write("xlsx", tmp_path / "t.xlsx", package)
    rows = load_workbook(tmp_path / "t.xlsx")["t"].iter_rows(min_row=2)
    found = [cell for row in rows for cell in row]
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell.value for cell in found] == texts


def test_a_parameter_is_a_value_and_no_code():
    cell = nbformat.v4.new_code_cell("name = ''", metadata={"tags": ["parameters"]})
    document = nbformat.v4.new_notebook(cells=[cell])
    document.metadata["kernelspec"] = {"name": "python3", "display_name": "p", "language": "python"}
    document.metadata["papermill"] = {}
    for text in PAYLOADS:
        made = parameterize_notebook(document, {"name": text}, kernel_name="python3")
        (injected,) = (c for c in made.cells if "injected-parameters" in c.metadata["tags"])
        (statement,) = ast.parse(injected.source).body
        assert isinstance(statement, ast.Assign)
        assert ast.literal_eval(statement.value) == text


@pytest.mark.parametrize("value", ["../../out", "a/b", "<b>", "a\nb", ""])
def test_a_value_that_is_no_part_of_a_name_makes_no_page(tmp_path, value):
    cell = nbformat.v4.new_code_cell("city = 'a'", metadata={"tags": ["parameters"]})
    document = nbformat.v4.new_notebook(cells=[cell])
    document.metadata["digitalbay"] = {"over": {"parameter": "city", "values": [value]}}
    nbformat.write(document, tmp_path / "city.ipynb")
    with pytest.raises(ValueError, match="can't be a part of a page's name"):
        variants(tmp_path / "city.ipynb")
