"""One look for every chart, in both themes of the page and in print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import digitalbay as db

# Okabe & Ito's colours, told apart by readers with any colour vision, adjusted so that each has
# a contrast of at least 3:1 on white and on the dark page.
BLUE, ORANGE, GREEN, PURPLE, RED, GREY = (
    "#3182bd",
    "#d9730d",
    "#2a9d74",
    "#a675c9",
    "#d1495b",
    "#8a8f98",
)
CATEGORIES = [BLUE, ORANGE, GREEN, PURPLE, RED, GREY]

# A colour for each place wherever it is drawn: members of the region take the first in their
# order, others in turn by their kind; the nation is grey. Each has 3:1 on both pages.
_PLACES = (
    "#3182bd", "#d9730d", "#2a9d74", "#a675c9", "#d1495b", "#8c7a2c", "#2b8fa3", "#c2577f",
    "#6a8f2f", "#7280d9", "#b5632f", "#5f8aa8", "#a8792a", "#4f9a5a", "#b06ab3", "#c75c3c",
)  # fmt: skip


# Where in turn each kind begins, and by how many it moves on: those that stand in one chart differ.
_FIRST, _STEP = {"province": 8, "city": 11, "country": 5}, 3


@cache
def place_colors() -> dict[str, str]:
    """Return the colour of every area of the data package, by its slug."""
    members = list(db.data.region())
    areas = db.areas().sort_values(["order", "area"])
    colors = dict(zip(members, _PLACES, strict=False))
    # The region's own nation stands first of all countries.
    nation = areas.loc[areas["kind"] == "country", "area"].head(1)
    grey = {*nation, *areas.loc[areas["kind"] == "world", "area"]}
    for kind, those in areas[~areas["area"].isin(members)].groupby("kind", sort=False):
        turn = [area for area in those["area"] if area not in grey]
        for n, area in enumerate(turn):
            colors[area] = _PLACES[(n * _STEP + _FIRST.get(kind, 0)) % len(_PLACES)]
    return colors | dict.fromkeys(grey, GREY)


@cache
def named_places() -> dict[str, str]:
    """Return the slug of every area by its name, in all languages."""
    areas = db.areas()
    columns = [areas[name] for name in ("name_en", "name_zh", "name_zh_hant")]
    return {name: area for each in columns for name, area in zip(each, areas["area"], strict=True)}


# Names of rows longer than this many letters, or half as many Chinese characters, take two lines,
# broken near the middle: at a space, or before a bracket or else a Chinese character. As the first
# of two lines stands where one would, it is lifted by half.
_CHINESE = "test(regexp('[㐀-鿿]'), datum.label)"
_IS_LONG = f"length(datum.label) > ({_CHINESE} ? 20 : 40)"
_MIDDLE = "ceil(length(datum.label) / 2)"
_HALVES = (
    f"{_CHINESE}"
    f" ? replace(datum.label, regexp('^(.{{' + ({_MIDDLE} - 6) + ',' + ({_MIDDLE} + 6)"
    f" + '}}(?=（)|.{{' + ({_MIDDLE} - 1) + ',}}?[^（“《](?=[㐀-鿿（“《]))'), '$1\\n')"
    f" : replace(datum.label, regexp('^(.{{' + ({_MIDDLE} - 4) + ',}}?) '), '$1\\n')"
)
ROWS = {
    "labelExpr": f"{_IS_LONG} ? split({_HALVES}, '\\n') : datum.label",
    "labelBaseline": {"condition": {"test": _IS_LONG, "value": "bottom"}, "value": "middle"},
    "labelLineHeight": 12,
}

FONTS = {"en": "Noto Sans CJK SC", "zh-Hans": "Noto Sans CJK SC", "zh-Hant": "Noto Sans CJK HK"}


def config(lang: str = "en", *, dark: bool = False) -> dict:
    """Return the Vega-Lite configuration of the book's charts.

    Parameters
    ----------
    lang : {"en", "zh-Hans", "zh-Hant"}
        Chooses the font; each carries the regional forms of Chinese characters.
    dark : bool
        Colours for the dark page.
    """
    # No mark has one of these colours: the dark picture is the light one with them changed.
    text, faint, border = (
        ("#e6e6e6", "#4a4f57", "#22262c") if dark else ("#2b2f36", "#dfe3e8", "#fffffe")
    )
    font = f"{FONTS[lang]}, system-ui, sans-serif"
    quiet = {"gridColor": faint, "domainColor": faint, "tickColor": faint}
    return {
        "background": "transparent",
        "font": font,
        "view": {"stroke": None, "continuousWidth": 640, "continuousHeight": 300},
        "axis": {
            "labelColor": text,
            "titleColor": text,
            "titleFontWeight": "normal",
            "labelFontSize": 12,
            "titleFontSize": 12,
            "labelLimit": 260,
            "labelSeparation": 6,
            **quiet,
        },
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12},
        "axisYBand": ROWS,
        "axisYPoint": ROWS,
        "legend": {
            "labelColor": text,
            "titleColor": text,
            "orient": "top",
            "offset": 26,  # clear of the vertical axis' title
            "titleFontWeight": "normal",
            "labelFontSize": 12,
            "titleFontSize": 12,
            "labelLimit": 300,
        },
        "header": {"labelColor": text, "titleColor": text, "labelFontSize": 12},
        "title": {"color": text, "fontSize": 13, "anchor": "start", "fontWeight": "normal"},
        "text": {"color": text, "fontSize": 12},
        "mark": {"color": BLUE},
        "rule": {"color": GREY},
        "point": {"size": 55, "filled": True},
        "line": {"strokeWidth": 2},
        "range": {"category": CATEGORIES},
        "geoshape": {"stroke": border},
    }


@cache
def inks() -> list[tuple[str, str]]:
    """Return the colours of the light theme that the dark one has others for, and those."""
    return sorted(set(_differences(config("en"), config("en", dark=True))))


def _differences(light: dict, dark: dict) -> Iterator[tuple[str, str]]:
    for key, value in light.items():
        if isinstance(value, dict):
            yield from _differences(value, dark[key])
        elif value != dark[key]:
            yield value, dark[key]
