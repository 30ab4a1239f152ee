"""Pictures of charts: drawn once, the same however they are drawn."""

import json
import os

import pikepdf
import pytest
import vl_convert

from digitalbay.figures.mime import LAB
from digitalbay.figures.theme import FONTS, config
from digitalbay.files import read_tree
from digitalbay.publish import fonts, nodes, pictures
from digitalbay.publish.build import draw_lacking
from digitalbay.publish.fitting import NARROW, WIDE
from digitalbay.publish.pictures import MANY, Chart, Pictures, charts_of, draw

NAMES = ["Zhongshan", "中山市", "臺灣海峽"]


def spec(n=0):
    points = {"mark": "bar", "encoding": {"y": {"field": "name", "type": "nominal", "title": "名"}}}
    points["encoding"] |= {
        "x": {"field": "value", "type": "quantitative", "title": f"Value {n}"},
        "color": {"field": "value", "type": "quantitative"},
    }
    box = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}
    shape = {"data": {"values": [{"type": "Feature", "geometry": box}]}, "mark": "geoshape"}
    data = {"values": [{"name": name, "value": n + k - 1} for k, name in enumerate(NAMES)]}
    return {"data": data, "hconcat": [points, shape]}


def fonts_of(path):
    with pikepdf.open(path) as document:
        for page in document.pages:
            yield from (str(font.BaseFont) for font in page.Resources.Font.values())


@pytest.mark.parametrize("lang", FONTS)
def test_the_dark_picture_is_what_the_dark_theme_draws(lang, tmp_path):
    pictures = Pictures(tmp_path)
    light, dark = (pictures.svg(Chart(spec(), lang), dark=dark) for dark in (False, True))
    # A process counts its gradients on from picture to picture.
    drawn = vl_convert.vegalite_to_svg(spec(), config=config(lang, dark=True))
    ids = sorted({part.split('"')[0] for part in drawn.split('id="gradient_')[1:]}, key=int)
    for n, id in enumerate(ids):
        drawn = drawn.replace(f"gradient_{id}", f"gradient_{n}")
    assert dark == drawn
    assert light != dark


def test_a_chart_that_cannot_be_drawn_is_left_to_its_page(tmp_path):
    store, wrong = Pictures(tmp_path), Chart({"mark": "none", "encoding": {}}, "en")
    right = [Chart(spec(n), "en") for n in range(2)]
    draw_lacking([right[0], wrong, right[1]], store, ["svg"])
    assert [store.lacks(each, ["svg"]) for each in (*right, wrong)] == [False, False, True]
    with pytest.raises(ValueError, match="conversion failed"):
        store.svg(wrong)


def test_charts_drawn_side_by_side_are_those_drawn_alone(tmp_path):
    """Alone is in the fonts themselves, so no picture tells what else a copy of them has."""
    charts = [Chart(spec(n), lang) for n in range(MANY) for lang in FONTS]
    bold = spec() | {"title": {"text": "粗体", "fontWeight": "bold"}}
    charts += [Chart(bold, lang) for lang in FONTS]
    for folder in ("together", "again"):
        draw(charts, Pictures(tmp_path / folder), ["svg", "pdf", "png"])
    assert read_tree(tmp_path / "again") == read_tree(tmp_path / "together")
    prints = list((tmp_path / "together").glob("*.pdf"))
    assert len(prints) == len({chart.name for chart in charts})
    # What no font of ours has would be set in whichever other font has it here.
    used = {name.rpartition("+")[2] for path in prints for name in fonts_of(path)}
    assert all(name.startswith("NotoSansCJK") for name in used), used
    for chart in charts[-2 * len(FONTS) :]:
        alone = Pictures(tmp_path / "alone").svg(chart)
        assert (tmp_path / "together" / f"{chart.name}.svg").read_text("utf-8") == alone
        for form in ("pdf", "png"):
            drawn = Pictures(tmp_path / "together").kept(chart, form)
            assert Pictures(tmp_path / "alone").kept(chart, form) == drawn
        assert FONTS[chart.lang] in alone


def test_a_picture_is_drawn_once_and_again_only_if_its_content_changes(tmp_path, monkeypatch):
    drawn = []
    draws = vl_convert.vegalite_to_svg

    def counted(spec, config):
        drawn.append(spec)
        return draws(spec, config=config)

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", counted)
    pictures = Pictures(tmp_path)
    for n in (0, 0, 1):
        pictures.svg(Chart(spec(n), "en"))
        pictures.svg(Chart(spec(n), "en"), dark=True)
        pictures.kept(Chart(spec(n), "en"), "pdf")
    assert len(drawn) == 2
    for path in tmp_path.iterdir():
        path.unlink()
    pictures.svg(Chart(spec(), "en"))
    assert len(drawn) == 3


def test_the_store_forgets_what_was_used_longest_ago(tmp_path, monkeypatch):
    monkeypatch.setattr("digitalbay.publish.pictures.KEPT", 2)
    for n in range(4):
        (tmp_path / f"{n}.svg").write_text("")
        os.utime(tmp_path / f"{n}.svg", (n, n))
    Pictures(tmp_path).prune()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2.svg", "3.svg"]


def test_charts_and_the_chart_of_a_lab_are_found(tmp_path):
    outputs = [
        {"data": {"application/vnd.vegalite.v5+json": spec(1)}},
        {"data": {LAB: {"chart": spec(2)}, "application/vnd.vegalite.v5+json": spec(2)}},
        {"data": {"text/plain": "…"}},
    ]
    path = tmp_path / "one.ipynb"
    path.write_text(json.dumps({"cells": [{"source": ""}, {"outputs": outputs}]}), "utf-8")
    found = [(chart.spec, chart.width) for chart in charts_of(path, "en")]
    assert found == [(each, width) for each in (spec(1), spec(2)) for width in (WIDE, NARROW)]


def test_fonts_are_those_declared_and_others_make_other_pictures(monkeypatch):
    if all(fonts.versions().values()):
        assert fonts.undeclared() == []
    assert set(FONTS.values()) <= set(fonts.DECLARED)
    before = Chart(spec(), "en").name
    monkeypatch.setitem(fonts.DECLARED, FONTS["en"], 1)
    assert fonts.undeclared() == [FONTS["en"]]
    monkeypatch.setattr(pictures, "versions", lambda: {FONTS["en"]: "1"})
    assert Chart(spec(), "en").name != before


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (1907.0, "1,907", "1,907"),
        (45.20547945, "45.21", "45.21"),
        (-3.25, "\N{MINUS SIGN}3.25", "\N{MINUS SIGN}3.25"),
        (0.0123456, "0.01235", "0.01235"),
        (2009, "2009", "2009"),
        ("2024-10", "October 2024", "2024年10月"),
        ("2018-10/2018-12", "October 2018 – December 2018", "2018年10月 – 2018年12月"),
        ("2024-10 and later", "2024-10 and later", "2024-10 and later"),
        (None, "", ""),
    ],
)
def test_values_under_a_figure_are_written_by_language(value, english, chinese):
    assert (nodes.shown(value, "en"), nodes.shown(value, "zh-Hans")) == (english, chinese)
