"""Outputs that are not the book's own: kept, converted or refused."""

import io
import json
from base64 import b64decode
from pathlib import Path

import altair as alt
import nbformat
import pandas as pd
import pytest

from digitalbay.run.builder import hiding
from digitalbay.run.execute import execute
from digitalbay.run.plan import Run
from digitalbay.run.policy import ForeignOutputError, settle

from .conftest import write

ROOT = Path("/build/of someone/book")
HIDDEN = hiding(ROOT)
CHART = (
    alt.Chart(pd.DataFrame({"a": ["甲", "乙"], "b": [1, 2]})).mark_bar().encode(x="a:N", y="b:Q")
)
PNG = "iVBORw0KGgo="


def shown(data, **metadata):
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)


def stream(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def settled(*outputs, lang="zh-Hans"):
    first = nbformat.v4.new_markdown_cell("# Title")
    cell = nbformat.v4.new_code_cell("show()", outputs=list(outputs))
    notebook = nbformat.v4.new_notebook(cells=[first, cell])
    settle(notebook, lang, HIDDEN)
    nbformat.validate(notebook)
    return notebook.cells[1].outputs


def refused(data, message):
    with pytest.raises(ForeignOutputError, match=message) as told:
        settled(shown(data))
    assert (told.value.cell, told.value.source) == (1, "show()")


def test_what_is_printed_in_pieces_is_one_output():
    pieces = [stream("0%|     | 0/2 [00:00]"), stream("\r100%|█| 2/2 [00:01]\none\n")]
    outputs = settled(*pieces, stream("two\n"), stream("mind", "stderr"), stream("three"))
    assert [(each.name, each.text) for each in outputs] == [
        ("stdout", "one\ntwo\n"),
        ("stderr", "mind"),
        ("stdout", "three"),
    ]


@pytest.mark.parametrize("form", ["html", "mime"])
def test_a_plain_chart_becomes_a_picture_for_page_and_print(form):
    mime = {"application/vnd.vegalite.v5+json": CHART.to_dict()}
    data = {"text/html": CHART.to_html(output_div="altair-viz")} if form == "html" else mime
    if form == "html":
        data = CHART._repr_mimebundle_(None, None)
        data = data[0] if isinstance(data, tuple) else data
    (output,) = settled(shown({**data, "text/plain": "alt.Chart(...)"}))
    assert set(output.data) == {"image/svg+xml", "image/png", "text/plain"}
    assert output.data["image/svg+xml"].startswith("<svg")
    assert "甲" in output.data["image/svg+xml"]
    assert "Noto Sans CJK" in output.data["image/svg+xml"]
    assert b64decode(output.data["image/png"]).startswith(b"\x89PNG")


def test_a_plain_chart_is_the_same_picture_each_time_in_any_zone(monkeypatch):
    times = pd.DataFrame({"t": pd.to_datetime(["2020-01-01", "2021-01-01"]), "b": [1, 2]})
    spec = alt.Chart(times).mark_line().encode(x="t:T", y="b:Q").to_dict()
    made = []
    for zone in ("Asia/Shanghai", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        made += settled(shown({"application/vnd.vegalite.v5+json": spec}))
    assert made[0] == made[1]


def test_a_chart_that_loads_its_data_is_refused():
    spec = alt.layer(alt.Chart("https://example.org/a.csv").mark_bar().encode(x="a:N")).to_dict()
    refused({"application/vnd.vegalite.v5+json": spec}, "loads its data from 'https://example.org")


def test_a_chart_that_cannot_be_drawn_is_refused():
    refused({"application/vnd.vegalite.v5+json": {"mark": "none"}}, "cannot be drawn")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"application/vnd.jupyter.widget-view+json": {}}, "a widget .* needs a running kernel"),
        ({"application/vnd.plotly.v1+json": {}}, "a Plotly figure, which runs a script"),
        ({"application/vnd.bokehjs_exec.v0+json": ""}, "a Bokeh figure, which runs a script"),
        ({"application/javascript": "alert(1)"}, "which runs a script; use chapter.figure"),
        (
            {"text/html": "<script src='https://cdn.plot.ly/plotly-2.js'></script>"},
            "a Plotly figure, which loads from the network; use chapter.figure, or show it as SVG",
        ),
        ({"text/html": "<script>require.config({})</script>"}, "HTML with a script"),
        ({"text/html": '<img src="//example.org/a.png">'}, "loads from the network"),
        ({"text/html": "<IMG alt='a'\nSRC = https://example.org/a.png>"}, "loads from the network"),
        ({"text/html": '<link rel="stylesheet" href="http://example.org/a.css">'}, "the network"),
        ({"text/html": "<style>@import 'x.css'</style>"}, "loads from the network"),
        ({"text/html": "<div style='background: url(https://example.org/a)'>"}, "the network"),
        ({"text/html": "<iframe src='map.html'></iframe>"}, "a page inside the page"),
        ({"image/svg+xml": "<svg><script>alert(1)</script></svg>"}, "with a script"),
        ({"image/svg+xml": "<svg><image href='https://example.org/a.png'/></svg>"}, "the network"),
        ({"text/markdown": "![a](https://example.org/a.png)"}, "loads from the network"),
    ],
)
def test_what_needs_a_network_a_script_or_a_kernel_is_refused(data, message):
    refused({**data, "text/plain": "it"}, message)


def test_links_to_elsewhere_are_kept():
    html = '<a href="https://example.org">here</a> <img src="data:image/png;base64,AAAA">'
    (output,) = settled(shown({"text/html": html, "text/plain": "here"}))
    assert output.data["text/html"] == html


def test_tables_of_pandas_are_kept_without_chance():
    frame = pd.DataFrame({"城市": ["澳门"], "n": [1]})
    (plain,) = settled(shown({"text/html": frame._repr_html_(), "text/plain": repr(frame)}))
    assert "<td>澳门</td>" in plain.data["text/html"]
    assert "<style" not in plain.data["text/html"]
    made = [
        settled(
            shown(
                {
                    "text/html": frame.style.highlight_max(["n"]).to_html(),
                    "text/plain": "<a at 0x7f5e1c2d3b40>",
                }
            )
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert made[0][0].data["text/plain"].split() == ["城市", "n", "0", "澳门", "1"]


def test_pictures_of_matplotlib_are_kept_and_printed():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    figure, axes = pyplot.subplots()
    axes.plot([1, 2])
    file = io.StringIO()
    figure.savefig(file, format="svg")
    pyplot.close(figure)
    (output,) = settled(shown({"image/svg+xml": file.getvalue(), "text/plain": "<Figure>"}))
    assert "<dc:date>" not in output.data["image/svg+xml"]
    assert b64decode(output.data["image/png"]).startswith(b"\x89PNG")
    (png,) = settled(shown({"image/png": PNG, "text/plain": "<Figure>"}))
    assert png.data["image/png"] == PNG


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_streams_tell_nothing_of_the_builder(name):
    text = f"{ROOT}/notebooks/a.csv {Path.home()}/x {pd.__file__}:3: UserWarning {io.__file__}"
    (output,) = settled(stream(text, name))
    assert output.text == "…/notebooks/a.csv …/x …/pandas/__init__.py:3: UserWarning …/io.py"
    (kept,) = settled(stream(f"{ROOT}s/a /usr/bin/env {ROOT}"))
    assert kept.text == f"{ROOT}s/a /usr/bin/env …"
    (cell,) = settled(stream("/tmp/ipykernel_123/456.py:1: w\n<a object at 0x7f5e1c2d3b40>"))
    assert cell.text == "<cell>:1: w\n<a object at …>"


def test_no_output_tells_anything_of_the_builder():
    error = nbformat.v4.new_output("error", ename="E", evalue=f"{ROOT}/a", traceback=[f"{ROOT}/b"])
    own = shown({"text/plain": f"{ROOT}/c"}, digitalbay={"note": f"{ROOT}/d"})
    other = shown({"text/html": f"<p>{ROOT}/e</p>", "application/json": {"f": [f"{ROOT}/f"]}})
    found = json.dumps(settled(error, own, other), ensure_ascii=False)
    assert str(ROOT) not in found
    assert [f"…/{name}" in found for name in "abcdef"] == [True] * 6


def test_progress_bars_and_overwritten_lines_leave_no_trace():
    bar = "\r  0%|          | 0/3 [00:00<?, ?it/s]\r100%|████| 3/3 [00:00<00:00, 9.5it/s]\n"
    assert settled(stream(bar, "stderr")) == []
    (output,) = settled(stream("first\n" + bar + "step 1\rstep 2\nlast\r\n"))
    assert output.text == "first\nstep 2\nlast\r\n"


def test_the_books_own_outputs_are_left_as_they_are():
    mime = "application/vnd.vegalite.v5+json"
    (output,) = settled(shown({mime: CHART.to_dict()}, digitalbay={"kind": "figure"}))
    assert mime in output.data


def outputs(project, *cells, lang="zh-Hans"):
    write(project, "it", *cells)
    run = Run(project.notebooks / "it.ipynb", lang)
    assert execute(run, project) is None
    executed = nbformat.read(run.output(project), as_version=4)
    return [output for cell in executed.cells for output in cell.get("outputs", [])]


def test_a_run_shows_plain_charts_and_prints_without_paths(project):
    chart, printed = outputs(
        project,
        "import os, altair as alt, pandas as pd\n"
        "alt.Chart(pd.DataFrame({'a': ['甲']})).mark_bar().encode(x='a:N')",
        "print(os.getcwd(), alt.__file__)",
    )
    assert "甲" in chart.data["image/svg+xml"]
    assert printed.text == "…/notebooks …/altair/__init__.py\n"


def test_a_run_gives_matplotlib_a_font_with_chinese(project):
    pytest.importorskip("matplotlib")
    found = outputs(
        project,
        "import matplotlib.pyplot as plt\nplt.title('数治湾区')\nplt.show()",
        "print(plt.rcParams['font.sans-serif'][0], plt.rcParams['svg.hashsalt'])",
    )
    assert [output.output_type for output in found] == ["display_data", "stream"]
    assert found[1].text == "Noto Sans CJK SC digitalbay\n"


def test_a_run_that_shows_a_widget_names_the_cell_and_what_to_do(project):
    view = {"version_major": 2, "version_minor": 0, "model_id": "a"}
    shown = {"application/vnd.jupyter.widget-view+json": view}
    write(project, "it", "from IPython.display import display", f"display({shown}, raw=True)")
    run = Run(project.notebooks / "it.ipynb", "en")
    failure = execute(run, project)
    first, second, third = str(failure).splitlines()
    assert first.startswith("it.ipynb (en), cell 2: shows a widget")
    assert "print what it says" in first
    assert second.strip().startswith("in: display(")
    assert failure.kept.is_file()
    assert str(failure.kept) in third
    assert not run.output(project).exists()
