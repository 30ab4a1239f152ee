"""Tables of evidence, lines of reference on a timeline, and portions that are not known."""

import pandas as pd
import pytest

from digitalbay.figures import Chapter, category, measure
from digitalbay.figures.evidence import since, weigh
from digitalbay.figures.frames import plain, resource
from digitalbay.figures.kinds.over_time import timeline
from digitalbay.figures.language import Words
from digitalbay.statements import Portion

SIDES = {
    "for": [("cities_with_zero_download_datasets", "guangdong")],
    "against": [("open_datasets", "macao"), ("open_datasets", "hong-kong")],
}


def test_evidence_keeps_the_order_given_and_the_newest_value():
    rows = weigh(Chapter("03-problems", "en", None), SIDES, id="evidence", caption="Evidence")
    assert list(rows["side"]) == ["for", "against", "against"]
    assert list(rows["area"]) == ["guangdong", "macao", "hong-kong"]
    assert not rows.duplicated(["indicator", "area"]).any()


def test_nothing_known_is_an_empty_table():
    chapter = Chapter("03-problems", "en", "1990-01-01")
    assert weigh(chapter, SIDES, id="evidence", caption="Evidence").empty


def test_what_happened_since_is_told_by_date():
    keys = ["cn-data-sharing-regulations-2025", "CN-001", "cac-data-flow-provisions-2024"]
    said = {"id": "since-2022", "caption": "Since"}
    rows = since(Chapter("03-problems", "en", None), keys, **said)
    assert list(rows["key"]) == [keys[1], keys[2], keys[0]]
    assert rows["told"].str.len().gt(0).all()
    then = since(Chapter("03-problems", "en", "2024-12-31"), keys, **said)
    assert list(then["key"]) == [keys[1], keys[2]]
    assert since(Chapter("03-problems", "en", "1990-01-01"), keys, **said).empty
    with pytest.raises(KeyError, match="nowhere"):
        since(Chapter("03-problems", "en", None), ["nowhere"], **said)


def test_a_timeline_has_lines_of_reference_in_universal_time():
    frame = pd.DataFrame({"period": ["2020-05", "2023"], "kind": ["event", "case"]})
    kind = category("kind", "Kind", ["event", "case"])
    drawn = timeline(frame, Words("en"), y=kind, reference={"end of 2022": "2022-12-31"})
    layers = drawn.chart.to_dict()["layer"]
    rule = next(layer for layer in layers[2:] if layer["mark"]["type"] == "rule")
    assert rule["encoding"]["x"]["scale"] == {"type": "utc"}
    assert len(timeline(frame, Words("en"), y=kind).chart.to_dict()["layer"]) == 2


@pytest.mark.parametrize("portion", [Portion(None, 11, "city"), Portion(0, 0)])
def test_a_portion_of_nothing_is_not_known(portion):
    assert Words("en").write(portion) == "not on record"


def test_values_of_no_given_format_have_the_decimals_that_they_have():
    frame = pd.DataFrame({"value": [338.0, 438.73]})
    found = resource(frame, Words("en"), "here", [measure("value", "Value")])
    assert plain(found).split() == ["Value", "338", "438.73"]
