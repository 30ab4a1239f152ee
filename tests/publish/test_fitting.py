"""Charts laid out in the width of a page and of a phone."""

import re

import pytest

from digitalbay.figures.encodings import breadth
from digitalbay.publish.fitting import NARROW, WIDE, broken, fitted
from digitalbay.publish.pictures import Chart, Pictures, size_of

NAMES = ["Guangdong outside the Pearl River Delta", "深圳市先进技术研究院信息化办公室", "Macao"]
ROWS = [{"name": name, "value": n, "kind": f"{name} {n}"} for n in range(3) for name in NAMES]


def spec(**more):
    bars = {
        "mark": "bar",
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": NAMES, "title": None},
            "x": {"field": "value", "type": "quantitative", "title": "Value"},
            "color": {
                "field": "kind",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [row["kind"] for row in ROWS]},
            },
        },
    }
    data = {"data": {"name": "rows"}, "datasets": {"rows": ROWS}}
    return data | bars | {"width": 500, "height": {"step": 24}} | more


def panels():
    inner = {
        key: value for key, value in spec(width=200).items() if key not in ("data", "datasets")
    }
    inner["encoding"] = inner["encoding"] | {"color": {"value": "red"}}
    facet = {"field": "value", "type": "ordinal", "title": None}
    return {
        "data": {"name": "rows"},
        "datasets": {"rows": ROWS},
        "facet": facet,
        "columns": 3,
        "spec": inner,
    }


def drawn(chart, tmp_path, width):
    return Pictures(tmp_path).svg(Chart(chart, "en", width))


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("chart", [spec(), panels()])
def test_a_picture_is_as_wide_as_asked(chart, width, tmp_path):
    svg = drawn(chart, tmp_path, width)
    assert size_of(svg)[0] == pytest.approx(width, abs=6)


@pytest.mark.parametrize("chart", [spec(), panels()])
def test_a_phone_shows_every_name_whole_and_no_text_too_small(chart, tmp_path):
    svg = drawn(chart, tmp_path, NARROW)
    shown = re.sub(r"\s+", "", "".join(re.findall(r">([^<>]+)</t", svg)))
    for name in NAMES:
        assert re.sub(r"\s+", "", name) in shown
    assert "…" not in svg
    # A phone of 360 pixels leaves 312 for a picture.
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert min(sizes) * 312 / size_of(svg)[0] >= 10


def test_the_rows_stay_and_the_spec_given_is_not_changed():
    given = spec()
    made = fitted(given, NARROW, lambda _: 500)
    assert made["datasets"] is given["datasets"]
    assert given == spec()


def field(columns, step, named=True):
    """A field of cells, a number in each."""
    heads = [f"Head {n}" for n in range(columns)]
    cells = [{"name": name, "head": head, "n": 12} for name in NAMES for head in heads]
    axes = {
        "x": {"field": "head", "type": "nominal", "sort": heads, "title": None,
              "axis": {"orient": "top", "labelAngle": -40}},
        "y": {"field": "name", "type": "nominal", "sort": NAMES, "title": None},
    }  # fmt: skip
    color = {"field": "n", "type": "quantitative", "title": "Number", "legend": None}
    layers = [
        {"mark": {"type": "rect"}, "encoding": axes | {"color": color}},
        {"mark": {"type": "text", "fontSize": 11}, "encoding": axes | {"text": {"field": "n"}}},
    ]
    return {
        "data": {"name": "rows"}, "datasets": {"rows": cells}, "layer": layers,
        "width": {"step": step}, "height": {"step": 24},
    }  # fmt: skip


@pytest.mark.parametrize(("columns", "step"), [(5, 60), (11, 30), (12, 46), (27, 15)])
def test_a_field_of_cells_is_no_wider_than_a_phone(columns, step, tmp_path):
    svg = drawn(field(columns, step), tmp_path, NARROW)
    assert size_of(svg)[0] <= NARROW + 2
    shown = re.sub(r"\s+", "", "".join(re.findall(r">([^<>]+)</t", svg)))
    for name in NAMES:
        assert re.sub(r"\s+", "", name) in shown
    # Cells too narrow for numbers are told by a legend.
    assert (">Number<" in svg) == (columns == 27)
    assert svg.count(">12<") == (1 if columns == 27 else columns * len(NAMES))


def test_cells_grow_and_shrink_within_limits():
    cells = spec(width={"step": 40})
    steps = [fitted(cells, width, lambda s: 100 + 20 * s["width"]["step"])["width"]["step"]
             for width in (WIDE, NARROW)]  # fmt: skip
    assert steps == [28, 11.5]


@pytest.mark.parametrize("text", [*NAMES, "Hong Kong"])
def test_names_are_broken_at_words_or_between_characters(text):
    lines = broken(text, 90)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(breadth(line) <= 110 for line in lines)


@pytest.mark.parametrize(("chart", "number"), [(spec(), 1), (panels(), 3)])
def test_no_picture_is_drawn_to_learn_how_many_panels_stand_beside_each_other(chart, number):
    named = {"mark": "text", "encoding": {}}
    chart = chart if "facet" in chart else chart | {"layer": [named]}
    seen = []

    def measured(spec):
        seen.append((spec.get("spec") or spec)["width"])
        return 90 + number * seen[-1]

    made = fitted(chart, WIDE, measured)
    assert seen[1:] == [(WIDE - 90) / number] == [(made.get("spec") or made)["width"]]
