"""Facts: computed once, and not known where the data hold nothing."""

import math

import numpy as np
import pandas as pd
import pytest

from digitalbay.figures import facts
from digitalbay.figures.language import Words
from digitalbay.statements import Named, Number, Period

EMPTY = pd.Series(dtype="float64")
NONE = pd.DataFrame({"period": [], "value": [], "qualifier": []})


def test_of_a_series():
    values = pd.Series([math.nan, 1.0, 3.0, math.nan], index=["a", "b", "c", "d"])
    assert facts.first(values) == Number(1.0)
    assert facts.last(values, ".1f") == Number(3.0, ".1f")
    assert facts.change(values) == Number(2.0)
    assert facts.leader(values) == Named("area", "c")
    assert facts.leader(values, lowest=True) == Named("area", "b")


def test_of_places():
    rows = pd.DataFrame({"area": ["hong-kong", "macao"], "period": "2020", "value": [1.0, 2.0]})
    found = facts.places("share", rows, ["hong-kong", "zhuhai"], ".1f")
    assert found["share_hong_kong"] == Number(1.0, ".1f")
    assert found["share_hong_kong_at"] == Period("2020")
    assert found["share_zhuhai"].value is None
    both = facts.places("share", rows, ["macao"], of=facts.ends)
    assert both["share_macao_first"] == Number(2.0)


def test_of_nothing():
    write = Words("en").write
    for fact in (facts.first(EMPTY), facts.last(EMPTY), facts.change(EMPTY), facts.leader(EMPTY)):
        assert write(fact) == "not on record"
    assert write(facts.value_of(NONE)) == "not on record"
    assert write(facts.first_period(NONE)) == write(facts.last_period(NONE)) == "not on record"
    assert write(facts.of(NONE, lambda rows: rows["value"].iloc[0])) == "not on record"


def test_of_rows():
    rows = pd.DataFrame(
        {"period": ["2019", "2020-06"], "value": [1.0, 2e6], "qualifier": ["", "at_least"]}
    )
    assert facts.first_period(rows) == Period("2019")
    assert facts.last_period(rows) == Period("2020-06")
    assert facts.value_of(rows, ".1f", scale=1e6) == Number(2.0, ".1f", "at_least")
    assert Words("en").write(facts.value_of(rows, ".1f", scale=1e6)) == "at least 2.0"
    assert facts.of(rows, len) == Number(2.0)


def test_of_the_last_row_and_of_both_ends():
    rows = pd.DataFrame(
        {"period": ["2020-06", "2019"], "value": [2.0, 1.0], "qualifier": ["at_least", ""]}
    )
    last = {"share": Number(2.0, ".1f", "at_least"), "share_at": Period("2020-06")}
    assert facts.latest("share", rows, ".1f") == last
    first = {"share_first": Number(1.0, ".1f"), "share_first_at": Period("2019")}
    both = first | {"share_last": last["share"], "share_last_at": last["share_at"]}
    assert facts.ends("share", rows, ".1f") == both
    one = facts.ends("share", rows[1:], ".1f")
    assert one["share_first"] == Number(1.0, ".1f")
    assert one["share_last"].value is None
    assert facts.latest("share", NONE)["share_at"] == Period(None)


@pytest.mark.parametrize(
    ("answer", "words"), [(True, "rose"), (np.bool_(False), "fell"), (None, None), (pd.NA, None)]
)
def test_an_answer_chooses_words(answer, words):
    assert facts.chosen(answer, "rose", "fell") == words


@pytest.mark.parametrize(
    ("difference", "words"),
    [(0.1, "above"), (0, "level"), (np.float64(-2), "below"), (np.nan, None), (None, None)],
)
def test_a_sign_chooses_words(difference, words):
    assert facts.by_sign(difference, "above", "level", "below") == words


def test_of_a_grid():
    table = pd.DataFrame({"area": ["hong-kong"], "at": ["now"], "mean": [1.25], "se": [0.5]})
    found = facts.grid(
        table, {"mean": "+.1f", "se": ".1f"}, area=["hong-kong", "macao"], at=["now"]
    )
    write = Words("en").write
    assert {name: write(fact) for name, fact in found.items()} == {
        "hong_kong_now": "+1.2",
        "hong_kong_now_se": "0.5",
        "macao_now": "not on record",
        "macao_now_se": "not on record",
    }
    assert list(facts.grid(table[:0], {"mean": ".1f"}, at=["now"])) == ["now"]
