"""The ratios of the demonstration index, and what its design makes of all cities and of none."""

import numpy as np
import pandas as pd
import pytest

import digitalbay as db
from digitalbay import methods as dm
from digitalbay.claims.demonstration import ORDERS, RANKS, SHIFTS, by_order, demonstrate, ratios

from .frames import rows

YEARS = ("2012", "2022")
TREE = dm.Framework(
    pd.DataFrame({"code": ["index", "one", "two"], "parent": [None, *2 * ["index"]]})
)
DESIGN = dm.Design(
    dm.Recipe(interval=(1, 100)), normalisation=("minmax", "rank"), error=0.05, seed=1
)


def test_ratios_are_in_the_units_they_state():
    usd, workers, land = (rows(("macao", "2022", value)) for value in (240, 38, 33))
    people = rows(("macao", "2012", 58), ("macao", "2022", 68))
    found = ratios(usd, workers, land, people, YEARS).loc["macao"]
    assert found.to_dict() == pytest.approx(
        {
            "output_per_worker": 2400 / 38,
            "jobs_per_resident": 3800 / 68,
            "output_per_km2": 24_000 / 33,
            "residents_per_km2": 680 / 33,
            "population_growth": 68 / 58,
            "output_per_head": 2400 / 68,
        }
    )


@pytest.mark.parametrize("known", [0, 1])
def test_ratios_without_a_part_are_missing(known):
    one, people = rows(("macao", "2022", 5)), rows(("macao", "2022", 68))[:known]
    found = ratios(one, one, one, people, YEARS)
    assert list(found.index) == list(db.CITIES)
    assert found["population_growth"].isna().all()
    assert found["output_per_head"].notna().sum() == known


def test_a_design_is_run_on_all_cities():
    rng = np.random.default_rng(3)
    data = pd.DataFrame(rng.uniform(1, 9, (11, 2)), db.CITIES, ["one", "two"])
    found = demonstrate(data, TREE, DESIGN, data["one"])
    assert found.draws == 10_000
    assert list(found.ranks[RANKS]["area"]) == list(db.CITIES)
    assert found.ranks["low"].le(found.ranks["high"]).all()
    assert {"index", "reference"} < set(found.controls.index)
    shares = by_order(found.shifts)
    assert list(shares["order"].unique()) == list(ORDERS)
    assert len(shares) == 2 * len(found.shifts)
    assert shares["value"].tolist()[: len(found.shifts)] == found.shifts["first"].tolist()


def test_of_no_cities_there_is_nothing():
    none = pd.DataFrame(columns=["one", "two"], dtype="float64")
    found = demonstrate(none, TREE, DESIGN, none["one"])
    assert found.draws is None
    assert list(found.ranks) == RANKS
    assert list(found.shifts) == SHIFTS
    assert found.above.empty
    assert found.controls.empty
    assert by_order(found.shifts).empty
