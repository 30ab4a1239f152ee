import pytest
from shapely.geometry import shape

import digitalbay as db
from digitalbay.figures import polygons


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
