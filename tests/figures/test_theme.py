"""The look of charts: long names of rows are not cut off."""

import re

import altair as alt
import pandas as pd
import pytest
import vl_convert

from digitalbay.figures.theme import CATEGORIES, config, place_colors

NAMES = {
    "en": "Computer, communication and electronics manufacturing relative to GDP (Kang and Liu)",
    "zh-Hans": "计算机、通信和电子设备制造业占GDP比重（康蕾、刘毅，2018年）",
}


def lines(lang: str, name: str) -> list[str]:
    """The texts of a chart with one row of this name."""
    frame = pd.DataFrame({"name": [name], "value": [1]})
    chart = alt.Chart(frame).mark_bar().encode(y=alt.Y("name:N", title=None), x="value:Q")
    spec = chart.to_dict() | {"config": {}}
    svg = vl_convert.vegalite_to_svg(spec, config=config(lang))
    return [text for text in re.findall(r">([^<>]+)<", svg) if len(text) > 5 and text in name]


@pytest.mark.parametrize("lang", NAMES)
def test_a_long_name_takes_two_lines(lang):
    first, second = lines(lang, NAMES[lang])
    space = " " if lang == "en" else ""
    assert first + space + second == NAMES[lang]
    assert abs(len(first) - len(second)) <= 20


def test_a_bracket_begins_the_second_line():
    name = "数字普惠金融指数，地级市面板（PKU-DFIIC），2023年"
    assert lines("zh-Hans", name) == ["数字普惠金融指数，地级市面板", "（PKU-DFIIC），2023年"]


def test_a_short_name_takes_one():
    assert lines("en", "Employed persons") == ["Employed persons"]


def luminance(color: str) -> float:
    """Relative luminance, by WCAG 2.2."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("page", ["#ffffff", "#14181e"])
def test_every_colour_stands_out_on_both_pages(page):
    for color in {*place_colors().values(), *CATEGORIES}:
        low, high = sorted((luminance(color), luminance(page)))
        assert (high + 0.05) / (low + 0.05) >= 3, color
