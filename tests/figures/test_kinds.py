"""The chart grammar: what each kind guarantees, whatever frame it is given."""

import re

import pandas as pd
import pytest
import vl_convert

import digitalbay as db
from digitalbay.figures.columns import category, measure, text
from digitalbay.figures.guarantees import guaranteed
from digitalbay.figures.kinds import over_time, planes, ranked
from digitalbay.figures.language import Words
from digitalbay.figures.theme import config, place_colors

CITIES = ["guangzhou", "shenzhen", "zhuhai"]
SHARE = measure("share", "Share (%)", ".1f")


def gdp(*, bound=False):
    rows = db.observations("gdp_current_prices", areas=CITIES, periods=["2020", "2021", "2022"])
    if bound:
        rows.loc[rows["area"] == "zhuhai", "qualifier"] = "at_least"
    return rows


def wide():
    return pd.DataFrame({"area": CITIES, "share": [20.0, 50.0, 30.0], "late": [30.0, 60.0, 35.0]})


def documents():
    return pd.DataFrame(
        {
            "issued": ["2019", "2020-03", "2021-05-06", ""],
            "level": ["city", "national", "city", "city"],
            "title": ["a", "b", "c", "undated"],
        }
    )


LATE = measure("late", "Late (%)", ".1f")
DRAWN = {
    "lines": lambda words: over_time.lines(gdp(bound=True), words, color="area"),
    "lines in panels": lambda words: over_time.lines(gdp(), words, panel="area", free=True),
    "lines with a reference": lambda words: over_time.lines(gdp(), words, reference={"Nation": 9}),
    "columns": lambda words: over_time.columns(gdp(bound=True), words, color="area"),
    "columns beside each other": lambda words: over_time.columns(
        gdp(bound=True), words, color="area", grouped=True, numbers=True
    ),
    "timeline": lambda words: over_time.timeline(
        documents(), words, x="issued", y=category("level", "Level"), title=text("title", "Title")
    ),
    "bars": lambda words: ranked.bars(wide(), words, x=SHARE, reference={"Nation": 25}),
    "bars of bounds": lambda words: ranked.bars(gdp(bound=True)[::3], words),
    "bars in panels": lambda words: ranked.bars(gdp(), words, panel=category("period", "Year")),
    "dots": lambda words: ranked.dots(gdp(bound=True), words, color=category("period", "Year")),
    "intervals": lambda words: ranked.intervals(wide(), words, low=SHARE, high=LATE),
    "dumbbells": lambda words: ranked.intervals(wide(), words, low=SHARE, high=LATE, ends=True),
    "heat map": lambda words: planes.heatmap(
        gdp(), words, x="period", y="area", color=measure("value", "GDP", ",.0f")
    ),
    "heat map in panels": lambda words: planes.heatmap(
        gdp(),
        words,
        x="period",
        y="area",
        color=category("place", "Place"),
        panel="area",
        free=True,
        cell=(8, 13),
    ),
    "scatter": lambda words: planes.scatter(wide(), words, x=SHARE, y=LATE, fit=(10, 1)),
    "map": lambda words: planes.map(wide(), words, color=SHARE, neighbours=["qingyuan"]),
}


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize(("lang", "dark"), [("en", False), ("zh-Hant", True)])
def test_every_kind_is_drawn_and_keeps_the_guarantees_of_free_charts(kind, lang, dark):
    spec = DRAWN[kind](Words(lang)).chart.to_dict()
    spec.pop("config")
    assert guaranteed(spec, kind) is spec
    svg = vl_convert.vegalite_to_svg(spec, config=config(lang, dark=dark))
    assert svg.count("<path") > 3


@pytest.mark.parametrize("kind", DRAWN)
def test_every_column_of_the_table_has_a_head(kind):
    drawing = DRAWN[kind](Words("en"))
    heads = {column.name: column.title for column in drawing.columns if column.title}
    assert heads
    assert len(set(heads.values())) == len(heads)
    assert not any("_" in head for head in heads.values())


def layers(spec, mark):
    found = []
    for layer in spec.get("layer", [spec]):
        kind = layer["mark"] if isinstance(layer.get("mark"), str) else layer.get("mark", {})
        if kind == mark or (isinstance(kind, dict) and kind.get("type") == mark):
            found.append(layer)
    return found


def test_bounds_are_triangles_without_being_asked():
    spec = DRAWN["lines"](Words("en")).chart.to_dict()
    shapes = [
        m["encoding"]["shape"]["scale"] for m in layers(spec, "point") if "shape" in m["encoding"]
    ]
    assert shapes == [{"domain": ["lower bound"], "range": ["triangle-up"]}]


@pytest.mark.parametrize("color", [None, "group"])
def test_no_shape_of_a_category_is_that_of_a_bound(color):
    group = category(color or "period", "Group")
    color = group if color else None
    frame = gdp().assign(group="a")
    drawing = ranked.dots(frame, Words("en"), shape=group, color=color)
    (points,) = layers(drawing.chart.to_dict(), "point")
    shapes = points["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == len(shapes)
    assert not any("triangle" in shape for shape in shapes)


def test_the_table_says_which_values_are_bounds():
    drawing = DRAWN["lines"](Words("en"))
    assert "State" in [column.title for column in drawing.columns]
    assert "State" not in [c.title for c in DRAWN["lines in panels"](Words("en")).columns]


def test_a_place_has_one_colour_everywhere():
    colors = place_colors()
    for kind, names in (("lines", ["Guangzhou", "Shenzhen", "Zhuhai"]), ("columns", None)):
        scale = str(DRAWN[kind](Words("en")).chart.to_dict())
        assert colors["guangzhou"] in scale, (kind, names)
    fewer = over_time.lines(gdp()[lambda r: r["area"] == "zhuhai"], Words("en"), color="area")
    assert colors["zhuhai"] in str(fewer.chart.to_dict())
    assert len({colors[area] for area in db.CITIES}) == len(db.CITIES)


def test_few_lines_are_named_at_their_ends_and_not_in_a_legend():
    spec = DRAWN["lines"](Words("en")).chart.to_dict()
    assert layers(spec, "text")
    assert layers(spec, "line")[0]["encoding"]["color"]["legend"] is None


def test_names_at_the_ends_of_lines_keep_apart():
    frame = pd.DataFrame(
        {"period": ["2020", "2021"] * 2, "value": [1, 100, 2, 100.1], "who": ["a", "a", "b", "b"]}
    )
    value = measure("value", "Value")
    spec = over_time.lines(
        frame, Words("en"), y=value, color=category("who", "Who")
    ).chart.to_dict()
    name = layers(spec, "text")[0]["data"]["name"]
    first, second = sorted(row["spread"] for row in spec["datasets"][name])
    assert second - first > 3


def test_bars_are_ranked_unless_their_order_is_given():
    ranked_spec = ranked.bars(wide(), Words("en"), x=SHARE).chart.to_dict()
    assert layers(ranked_spec, "bar")[0]["encoding"]["y"]["sort"] == [
        "Shenzhen",
        "Zhuhai",
        "Guangzhou",
    ]
    given = category("place", "City", ["Zhuhai", "Guangzhou", "Shenzhen"])
    spec = ranked.bars(wide(), Words("en"), x=SHARE, y=given).chart.to_dict()
    assert layers(spec, "bar")[0]["encoding"]["y"]["sort"] == ["Zhuhai", "Guangzhou", "Shenzhen"]


@pytest.mark.parametrize("kind", [ranked.bars, ranked.dots])
@pytest.mark.parametrize(("bound", "sign"), [("at_least", "≥"), ("at_most", "≤")])
def test_a_bound_is_ranked_with_no_value(kind, bound, sign):
    bounded = wide().assign(qualifier=["", bound, ""])
    spec = kind(bounded, Words("en"), x=SHARE, ranked=True, numbers=True).chart.to_dict()
    order = spec["layer"][0]["encoding"]["y"]["sort"]
    plain = kind(wide(), Words("en"), x=SHARE, ranked=True, numbers=True).chart.to_dict()
    values = plain["layer"][0]["encoding"]["y"]["sort"]
    name = Words("en").label("area", bounded["area"].iloc[1])
    assert order == [*(each for each in values if each != name), name]
    said = [layer["transform"] for layer in layers(spec, "text") if "transform" in layer]
    assert any(
        step.get("calculate", "").startswith(f"'{sign}'") for steps in said for step in steps
    )
    assert len(layers(plain, "text")) == 1


def test_a_vague_date_is_a_span_and_no_date_is_not_drawn():
    spec = DRAWN["timeline"](Words("en")).chart.to_dict()
    rows = {row["title"]: row for row in next(iter(spec["datasets"].values()))}
    assert (rows["a"]["date_first"], rows["a"]["date_last"]) == ("2019-01-01", "2019-12-31")
    assert rows["c"]["date_first"] == rows["c"]["date_last"] == "2021-05-06"
    assert "undated" not in rows


def test_no_axis_of_time_is_local():
    for kind, draw in DRAWN.items():
        assert "'type': 'temporal'" not in str(draw(Words("en")).chart.to_dict()) or "'utc'" in str(
            draw(Words("en")).chart.to_dict()
        ), kind


@pytest.mark.parametrize("rows", [0, 3])
def test_what_has_no_date_is_counted_and_alone_gives_a_card(rows):
    frame = documents().assign(issued=["", *["2020"] * rows, *[""] * (3 - rows)])
    drawing = over_time.timeline(frame, Words("en"), x="issued", y=category("level", "Level"))
    assert drawing.omitted == 4 - rows
    assert bool(drawing.columns) == bool(rows)


def test_values_that_are_missing_are_counted_and_alone_give_a_card():
    frame = gdp()
    frame.loc[frame["area"] == "zhuhai", "value"] = float("nan")
    assert over_time.lines(frame, Words("en"), color="area").omitted == 3
    none = over_time.lines(frame.assign(value=float("nan")), Words("en"), color="area")
    assert (none.omitted, none.columns) == (len(frame), [])


def test_a_dumbbell_may_say_what_its_axis_measures():
    drawing = ranked.intervals(wide(), Words("en"), low=SHARE, high=LATE, ends=True, title="Share")
    assert "'title': 'Share'" in str(layers(drawing.chart.to_dict(), "rule"))


def test_what_is_no_year_is_named_below_its_column_however_many_years_there_are():
    due = [*map(str, range(2015, 2036)), "no date"]
    frame = pd.DataFrame({"due": due, "n": range(len(due))})
    spec = over_time.columns(
        frame, Words("en"), x=category("due", "Due", due), y=measure("n", "Number", "d")
    ).chart.to_dict()
    axis = layers(spec, "bar")[0]["encoding"]["x"]["axis"]
    *years, last = axis["values"]
    assert last == "no date"
    assert not axis["labelOverlap"]
    # Room for the name, on a phone too.
    assert due.index(last) - due.index(years[-1]) > 2
    assert len(years) > 2


def test_panels_of_their_own_names_draw_all_states_of_one_table():
    frame = gdp().assign(status=["P", *["A"] * 8])
    frame = frame[(frame["area"] != "zhuhai") | (frame["period"] == frame["period"].iloc[0])]
    spec = ranked.dots(
        frame, Words("en"), panel=category("period", "Year"), color="place", free=True
    ).chart.to_dict()
    (marks,) = layers(spec["spec"], "point")
    assert "transform" not in marks
    assert marks["encoding"]["shape"]["legend"]["values"] == ["provisional or estimated"]
    assert marks["encoding"]["fill"]["condition"]["test"] == "datum.state == 'exact'"


def test_changes_have_signs_and_none_has_none():
    changes = pd.DataFrame({"area": CITIES, "change": [-2.0, 0.0, 2.0]})
    form = measure("change", "Change (%)", "+.1f")
    spec = ranked.dots(changes, Words("en"), x=form).chart.to_dict()
    ticks = re.findall(r">([+−]?\d+)</text>", vl_convert.vegalite_to_svg(spec))
    assert {"−2", "0", "+2"} <= set(ticks)
    assert "+0" not in ticks
