"""Marks of places on a map: names, circles, a ring around one of them.

Features are GeoJSON, as `digitalbay.figures.maps.polygons` returns them, each with its ``place``
and its values beside its geometry.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from .. import encodings as enc
from ..columns import Column
from .names import beside

# Ink of names on pale colours.
INK = "#17202b"
# Part of its size that a map has on a phone, where names are as large: they keep apart there too.
SMALL = 0.5
# How far apart the middles of two names stand at least, in pixels, if they are level.
_WIDE = 72


def ring(features: list[dict]) -> list[alt.Chart]:
    """Return a ring around each of the places, with its name above."""
    rows = middles(features)
    name: dict[str, Any] = {"fontSize": 14, "fontWeight": "bold", "dy": -26}
    at: dict[str, Any] = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
    halo = place_names(rows).mark_text(stroke="white", strokeWidth=4, **name)
    mark = alt.Chart(rows).mark_point(
        size=900, filled=False, strokeWidth=2, color=enc.CATEGORIES[1]
    )
    return [mark.encode(**at), halo, place_names(rows).mark_text(color=INK, **name)]


def on_map(features: list[dict], size: tuple[float, float]) -> list[tuple[float, float]]:
    """Return about where the middles of places stand on a map, in pixels."""
    from shapely.geometry import shape  # noqa: PLC0415 - only maps need it

    bounds = np.array([shape(feature["geometry"]).bounds for feature in features])
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    stretch = 1 / np.cos(np.radians((south + north) / 2))
    scale = min(size[0] / (east - west), size[1] / (north - south) / stretch)
    rows = middles(features)
    right, down = rows["longitude"] - west, (north - rows["latitude"]) * stretch
    return list(zip(scale * right, scale * down, strict=True))


def names_on_map(features: list[dict], size: tuple[int, int], gap: float) -> list[alt.Chart]:
    """Return the names of places, apart from each other, on a halo that any colour bears.

    gap: between the middle of a place and its name; without one, names stand on the middles where
    they can.
    """
    if not features:
        return []
    rows, layers = middles(features), []
    at = on_map(features, (SMALL * size[0], SMALL * size[1]))
    for ink in ({"stroke": "white", "strokeWidth": 3}, {"color": INK}):
        layers += beside(place_names(rows), rows, "place", at, gap=gap, fontSize=11, **ink)
    return layers


def clear_of(focus: str | None, features: list[dict], size: tuple[int, int]) -> list[dict]:
    """Return the places whose names the larger name above a ring would not hide, even if small."""
    at = dict(
        zip(
            [feature["properties"]["area"] for feature in features],
            on_map(features, (SMALL * size[0], SMALL * size[1])),
            strict=True,
        )
    )
    if focus not in at:
        return features
    x, y = at.pop(focus)
    hidden = {
        a for a, (left, top) in at.items() if abs(left - x) < _WIDE and abs(top - y + 26) < 17
    }
    return [f for f in features if f["properties"]["area"] not in {focus, *hidden}]


def rounds(features: list[dict], value: Column, shown: list[Column]) -> alt.Chart:
    """Return circles at the middles of places, by the size of a measure; ``shown``: tooltips."""
    columns = [column.name for column in shown]
    rows = middles(features).assign(
        **{name: [feature[name] for feature in features] for name in columns}
    )
    size = alt.Size(
        f"{value.name}:Q",
        title=value.title,
        scale=alt.Scale(range=[20, 700]),
        legend=alt.Legend(format=value.form, tickCount=3, symbolOpacity=1, padding=14),
    )
    marks = alt.Chart(rows).mark_circle(color=enc.CATEGORIES[1], opacity=0.75, stroke="white")
    return marks.encode(
        longitude=alt.Longitude("longitude:Q"),
        latitude=alt.Latitude("latitude:Q"),
        size=size,
        tooltip=enc.tooltips(shown),
    )


def place_names(rows: pd.DataFrame) -> alt.Chart:
    """Return names at the middles of places, as `middles` returns these."""
    chart = alt.Chart(rows).mark_text(fontSize=11, color=INK)
    return chart.encode(
        longitude=alt.Longitude("longitude:Q"),
        latitude=alt.Latitude("latitude:Q"),
        text=alt.Text("place:N"),
    )


def middles(features: list[dict]) -> pd.DataFrame:
    """Return a point inside each place. Columns: place, longitude, latitude."""
    from shapely.geometry import shape  # noqa: PLC0415 - only maps need it

    points = [shape(feature["geometry"]).representative_point() for feature in features]
    return pd.DataFrame(
        {
            "place": [feature["place"] for feature in features],
            "longitude": [round(point.x, 4) for point in points],
            "latitude": [round(point.y, 4) for point in points],
        }
    )
