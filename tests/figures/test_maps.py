import json

import pytest
from shapely.geometry import shape

import digitalbay as db
from digitalbay.figures import polygons
from digitalbay.figures.maps import ATTRIBUTION, BOUNDARIES, attribution


def test_every_city_has_a_valid_polygon_of_its_size():
    areas = db.areas()[lambda d: d["area"].isin(db.CITIES)]
    features = polygons(areas)["features"]
    assert [f["properties"]["area"] for f in features] == list(areas["area"])
    size = {f["properties"]["area"]: shape(f["geometry"]).area for f in features}
    assert max(size, key=size.get) == "zhaoqing"
    assert min(size, key=size.get) == "macao"
    assert size["macao"] > 0


def test_rings_run_clockwise_as_d3_wants():
    ring = polygons(db.areas()[lambda d: d["area"] == "foshan"])["features"][0]["geometry"]
    assert not shape(ring).exterior.is_ccw if ring["type"] == "Polygon" else True


def test_unknown_code_is_named():
    wrong = db.areas()[lambda d: d["area"] == "macao"].assign(gb_code="999999")
    with pytest.raises(KeyError, match="no polygon for macao: GB/T 2260 code '999999'"):
        polygons(wrong)


def test_a_book_brings_the_boundaries_of_places_elsewhere(tmp_path, monkeypatch):
    here = db.areas()[lambda d: d["area"].isin(["foshan", "singapore"])]
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KeyError, match="no polygon for singapore"):
        polygons(here)
    assert attribution() == ATTRIBUTION
    square = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]]}
    feature = {"type": "Feature", "properties": {"area": "singapore"}, "geometry": square}
    brought = {"type": "FeatureCollection", "attribution": "Somebody", "features": [feature]}
    path = tmp_path / BOUNDARIES
    path.parent.mkdir()
    path.write_text(json.dumps(brought), encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    size = {f["properties"]["area"]: shape(f["geometry"]).area for f in polygons(here)["features"]}
    assert size["singapore"] == 2
    assert 0 < size["foshan"] < 2
    assert attribution() == "Somebody"
