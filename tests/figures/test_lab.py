import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import digitalbay as db
from digitalbay.figures.chapter import Chapter
from digitalbay.figures.lab import robustness_lab
from digitalbay.figures.mime import LAB
from digitalbay.methods import Design, Framework, Recipe, composite

TREE = Framework(
    pd.DataFrame(
        {"code": ["index", "a", "b"], "parent": [None, "index", "index"], "direction": [1, 1, -1]}
    )
)
DATA = pd.DataFrame({"a": [1.0, 2, 4], "b": [30.0, 10, 20]}, index=["u", "v", "w"])
DESIGN = Design(Recipe(interval=(1, 100)), weight_noise=0.25, error=0.05, seed=3)


def call(data=DATA, tree=TREE, design=DESIGN):
    robustness_lab(
        Chapter("lab", "zh-Hant", None),
        data,
        tree,
        design,
        200,
        units={"w": "W", "u": "U", "v": "V"},
        indicators={"b": "B", "a": "A"},
        id="lab",
        caption="Caption",
        finding=lambda run: f"{run.n} draws",
        uses=[db.observations("gdp_current_prices", areas="macao", periods="2022")],
    )


def test_record_holds_what_the_page_computes_with(published):
    call()
    bundle, meta = published[0]
    record = bundle[LAB]
    assert (record["units"], record["indicators"]) == (["W", "U", "V"], ["B", "A"])
    assert record["data"] == [[20, 4], [30, 1], [10, 2]]
    assert record["directions"] == [-1, 1]
    assert record["weights"] == [0.5, 0.5]
    assert (record["draws"], record["error"], record["noise"]) == (200, 0.05, 0.25)
    assert meta["finding"] == "200 draws"
    assert meta["alt"] == "區間圖。200 draws"
    assert meta["sources"]
    json.dumps(record)


def test_rows_and_chart_show_the_weights_as_given(published):
    call()
    record = published[0][0][LAB]
    index = composite(DATA, TREE, DESIGN.recipe).index
    scores = [row["得分"] for row in record["rows"]]
    np.testing.assert_allclose(scores, index[["w", "u", "v"]], atol=0.05)
    for row in record["rows"]:
        assert row["得分下限"] <= row["得分"] <= row["得分上限"]
        assert 1 <= row["位次下限"] <= row["位次上限"] <= 3
    rows = next(iter(record["chart"]["datasets"].values()))
    assert [row["unit"] for row in rows] == ["W", "U", "V"]
    assert "config" not in record["chart"]


def test_same_lab_is_the_same_bytes(published):
    call()
    call()
    assert published[:2] == published[2:]


DEEP = pd.DataFrame(
    {"code": ["index", "p", "q", "a", "b"], "parent": [None, "index", "index", "p", "q"]}
)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"design": replace(DESIGN, normalisation=("minmax", "rank"))}, "follows a design"),
        ({"design": replace(DESIGN, leave_one_out=True)}, "follows a design"),
        ({"design": replace(DESIGN, aggregation=("geometric",))}, "follows a design"),
        ({"design": replace(DESIGN, weights=("entropy",))}, "follows a design"),
        ({"design": replace(DESIGN, error_scale="absolute")}, "follows a design"),
        ({"tree": Framework(DEEP)}, "one level"),
        ({"data": DATA.where(DATA > 1)}, "complete data"),
    ],
)
def test_what_the_page_cannot_follow_is_refused(published, change, message):
    with pytest.raises(ValueError, match=message):
        call(**change)
    assert published == []


def test_without_data_a_card(published):
    call(data=DATA.head(0))
    bundle, meta = published[0]
    assert LAB not in bundle
    assert meta["id"] == "lab"
    assert meta["data"] == []
