import altair as alt
import pandas as pd
import pytest

import digitalbay as db
from digitalbay.figures import chapter as module
from digitalbay.figures.chapter import Chapter
from digitalbay.figures.mime import CHART, RECORD, TABLE


@pytest.fixture
def published(monkeypatch):
    """What a chapter displays, as (bundle, metadata) pairs."""
    shown = []
    monkeypatch.setattr(
        module, "publish_display_data", lambda data, meta: shown.append((data, meta["digitalbay"]))
    )
    return shown


@pytest.fixture
def gdp():
    return db.observations("gdp_current_prices", areas="macao", periods=["2021", "2022"])


def draw(frame):
    return alt.Chart(frame[["period", "value"]]).mark_bar().encode(x="period:O", y="value:Q")


def test_figure_carries_its_text_and_its_sources(published, gdp):
    Chapter("en", None, {}).figure(draw(gdp), id="gdp", caption="GDP", alt="It fell.", uses=[gdp])
    bundle, meta = published[0]
    assert meta["caption"] == "GDP"
    assert meta["alt"] == "It fell."
    assert [s["source"] for s in meta["sources"]] == list(dict.fromkeys(gdp["source"]))
    assert "2 rows (by grade: A 2); newest published 2025-06-20" in meta["note"]
    assert meta["data"]["dataset"] in bundle[CHART]["datasets"]
    assert "config" not in bundle[CHART]


def test_same_figure_is_the_same_bytes(published, gdp):
    for _ in range(2):
        Chapter("en", None, {}).figure(draw(gdp), id="gdp", caption="c", alt="a", uses=[gdp])
    assert published[0] == published[1]


def test_figure_says_as_of_when_it_speaks(published, gdp):
    Chapter("zh-Hans", "2022-12-31", {}).figure(
        draw(gdp), id="gdp", caption="c", alt="a", uses=[gdp]
    )
    assert published[0][1]["note"].startswith("截至2022-12-31已公布：2行数据")


def test_figure_without_data_says_so(published, gdp):
    Chapter("en", "2000-01-01", {}).figure(
        draw(gdp.head(0)), id="gdp", caption="c", alt="a", uses=[gdp.head(0)]
    )
    assert published[0][1]["note"] == "Nothing published by 2000-01-01."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "GDP by city"}, "expected kebab-case"),
        ({"caption": " "}, "caption is empty"),
        ({"alt": ""}, "alt is empty"),
        ({"uses": []}, "uses is empty"),
        ({"uses": [pd.DataFrame({"value": [1]})]}, "has no column 'source'"),
    ],
)
def test_incomplete_figure_is_refused(published, gdp, change, message):
    call = {"id": "gdp", "caption": "c", "alt": "a", "uses": [gdp]} | change
    with pytest.raises(ValueError, match=message):
        Chapter("en", None, {}).figure(draw(gdp), **call)
    assert published == []


def test_table_is_a_data_resource(published, gdp):
    Chapter("en", None, {}).table(
        gdp[["period", "value"]], id="gdp-table", caption="GDP", uses=[gdp]
    )
    resource = published[0][0][TABLE]
    assert [field["name"] for field in resource["schema"]["fields"]] == ["period", "value"]
    assert resource["data"][1] == {"period": "2022", "value": 2016.23}


def test_published_examples_are_cited(published):
    frame = pd.DataFrame({"published": [0.5], "computed": [0.5]})
    Chapter("en", None, {}).table(
        frame, id="proof", caption="c", cites=["Theil (1967)", "Rey (2004)"]
    )
    Chapter("zh-Hant", None, {}).figure(
        alt.Chart(frame).mark_point(), id="proof", caption="c", alt="a", cites=["Theil (1967)"]
    )
    assert published[0][1]["note"] == "Reference: Theil (1967); Rey (2004)."
    assert published[0][1]["sources"] == []
    assert published[1][1]["note"] == "文獻：Theil (1967)。"
    with pytest.raises(ValueError, match="a reference is empty"):
        Chapter("en", None, {}).table(frame, id="proof", caption="c", cites=[" "])


def test_key_figure_has_value_and_text(published):
    chapter = Chapter("zh-Hans", None, {})
    chapter.key("gdp-total", 104681.82, "{:,.1f}")
    chapter.key("gdp-missing", None)
    assert published[0][0][RECORD] == {
        "kind": "key",
        "name": "gdp-total",
        "value": 104681.82,
        "text": "104,681.8",
    }
    assert published[1][0][RECORD]["text"] == "尚未公布"


def test_verdict_is_one_of_four(published, gdp):
    chapter = Chapter("en", None, {})
    chapter.verdict("R2", "contradicted", because="The date differs.", rows=[gdp])
    assert published[0][0][RECORD]["verdict"] == "contradicted"
    with pytest.raises(ValueError, match="expected one of"):
        chapter.verdict("R2", "false", because="x", rows=[gdp])


def test_labels_of_the_package_are_in_the_language_of_the_run():
    assert Chapter("zh-Hant", None, {}).label("area", "macao") == "澳門"
    assert Chapter("zh-Hant", None, {}).label("unit", "lcu_100m") == "億元（本地貨幣）"
