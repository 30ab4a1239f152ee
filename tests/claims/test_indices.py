import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims.indices import (
    agreement,
    beside_size,
    beyond_size,
    both_ways,
    newest_positions,
    order_kept,
    orders,
    others_behind,
    pooled,
)

from .frames import rows, together

SIZE = pd.Series({"a": 40.0, "b": 30.0, "c": 20.0, "d": 10.0})
PUBLISHERS = pd.Series({"one": "x", "two": "y"})


def table(**orders_):
    return pd.DataFrame(orders_, index=list("abcd"), dtype="float64").T


def test_the_newest_edition_that_places_two_counts():
    found = rows(("a", "2020", 1), ("b", "2020", 2), ("a", "2021", 1))
    assert set(newest_positions(found)["period"]) == {"2020"}


def test_the_better_comes_first_whatever_the_unit_and_bounds_are_left_out():
    found = together(
        rows(("a", "2020", 1), ("b", "2020", 2), ("c", "2020", 9, "at_least"),
             indicator="imd_smart_city_rank"),
        rows(("a", "2020", 300), ("b", "2020", 200), indicator="pku_dfiic_aggregate"),
    )  # fmt: skip
    placed = orders(found, db.indicators())
    assert list(placed.columns) == ["a", "b"]
    assert (placed["a"] < placed["b"]).all()


def test_two_indices_agree_on_pairs_and_ties_count_half():
    found = agreement(table(one=[1, 2, 3, 4], two=[1, 2, 4, 4]))
    assert found.loc[0, ["n", "pairs"]].to_list() == [4, 6]
    assert found.loc[0, "concordant"] == pytest.approx(5.5 / 6)
    assert pooled(found) == pytest.approx(100 * 5.5 / 6)


def test_an_order_of_two_cities_says_nothing_but_all_ties_say_a_half():
    few = agreement(table(one=[1, 2, None, None], two=[1, 2, 3, 4]))
    assert few["concordant"].isna().all()
    assert pooled(few) is None
    tied = agreement(table(one=[1, 1, 1, None], two=[1, 2, 3, 4]))
    assert tied["concordant"].to_list() == [0.5]


def test_size_is_compared_over_its_own_cities():
    placed = table(one=[1, 2, 3, 4]).assign(e=0.0)
    found = beside_size(placed, SIZE)
    assert found[["first", "n", "concordant"]].to_numpy().tolist() == [["one", 4, 1.0]]


def test_the_share_of_others_that_are_behind():
    placed = table(one=[1, 2, 3, None])
    found = rows(("a", "2020", 1), ("c", "2020", 3), ("d", "2020", 9)).assign(indicator="one")
    ahead = others_behind(found, placed.rename_axis("indicator").rename_axis(columns="area"))
    assert ahead["ahead"].to_list()[:2] == [1, 0]
    assert pd.isna(ahead["ahead"].to_list()[2])


def test_pairs_stand_both_ways_and_size_stands_first():
    placed = table(one=[1, 2, 3, 4], two=[1, 2, 4, 3], few=[1, 2, None, None])
    found = both_ways(agreement(placed), beside_size(placed, SIZE))
    pairs = list(zip(found["first"], found["second"], strict=True))
    assert pairs[:2] == [("one", "two"), ("two", "one")]
    assert {first for first, _ in pairs[2:]} == {"size"}


def test_a_revision_may_turn_an_order():
    revised = pd.DataFrame({"area": list("abc"), "first": [1.0, 2, 3], "newest": [2.0, 1, 3]})
    assert order_kept(revised) == pytest.approx(200 / 3)
    assert order_kept(revised[:1]) is None


def test_what_two_indices_share_beyond_size():
    # Both put the last two the other way round than their size.
    both = beyond_size(table(one=[1, 2, 4, 3], two=[1, 2, 4, 3]), SIZE, PUBLISHERS)
    assert both == {"against": 2, "joined": 2, "along": 10, "left": 0}
    alone = beyond_size(table(one=[1, 2, 4, 3], two=[1, 2, 3, 4]), SIZE, PUBLISHERS)
    assert alone == {"against": 1, "joined": 0, "along": 11, "left": 1}
    same = beyond_size(
        table(one=[1, 2, 4, 3], two=[1, 2, 4, 3]), SIZE, PUBLISHERS.map(lambda _: "x")
    )
    assert sum(same.values()) == 0
