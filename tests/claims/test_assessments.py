"""Who was first in an assessment, and who moved among the same places."""

import pandas as pd

import digitalbay as db
from digitalbay.claims.assessments import first_places, moves
from digitalbay.claims.pilots import entries
from digitalbay.statements import Portion

from .frames import rows

RANK = "online_gov_service_capability_rank_provinces"


def test_a_place_is_first_alone_or_beside_others():
    ranks = rows(
        ("guangdong", "2016", 9),
        ("guangdong", "2018", 1),
        ("guangdong", "2019", 1),
        ("zhejiang", "2016", 1),
        ("zhejiang", "2019", 1),
        indicator=RANK,
    )
    won = first_places(ranks, "guangdong")
    assert won == (True, Portion(2, 3, "year"), Portion(1, 2, "year"))
    assert first_places(ranks, "zhejiang").shared == Portion(1, 2, "year")
    assert first_places(ranks.iloc[:1], "guangdong").mostly is False
    assert first_places(ranks, "shanghai").mostly is None


def test_moves_are_counted_among_those_of_both_editions():
    ranks = rows(
        ("shenzhen", "2020", 5),
        ("hangzhou", "2020", 2),
        ("nanjing", "2020", 3),
        ("shenzhen", "2022", 2),
        ("hangzhou", "2022", 1),
        indicator="acfic_business_environment_rank_cities",
    )
    found = moves(ranks, "2020", "2022")
    assert found.to_dict("records") == [
        {"area": "hangzhou", "before": 1, "after": 1},
        {"area": "shenzhen", "before": 3, "after": 2},
    ]
    assert moves(ranks[:3], "2020", "2022").empty


def test_a_provincial_list_stands_for_each_of_its_cities():
    listed = pd.DataFrame({"area": ["shenzhen", "foshan"]})
    found = entries(db.documents(), listed)
    assert set(found["kind"]) == {"list", "city", "zone"}
    on_list = found[found["kind"] == "list"]
    assert set(on_list["area"]) == {"shenzhen", "foshan"}
    assert len(on_list) == 2 * on_list["document"].nunique()
    assert "guangdong" not in set(found["area"])
