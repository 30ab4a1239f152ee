"""What a chapter hands to the book with each figure, table, fact and verdict."""

import altair as alt
import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.figures.chapter import Chapter
from digitalbay.figures.columns import code, measure, time
from digitalbay.figures.facts import number
from digitalbay.figures.mime import CHART, RECORD, TABLE
from digitalbay.figures.verdicts import areas_of
from digitalbay.statements import Named, Period, Statement


@pytest.fixture
def gdp():
    return db.observations("gdp_current_prices", areas="macao", periods=["2021", "2022"])


def chapter(lang="en", as_of=None):
    return Chapter("chapter", lang, as_of)


def chart(frame):
    bars = alt.Chart(frame[["period", "value"]]).mark_bar()
    return bars.encode(x=alt.X("period:O", title="Year"), y=alt.Y("value:Q", title="GDP"))


def draw(frame, lang="en", as_of=None, **changes):
    call = {"id": "gdp", "finding": "It fell.", "caption": "GDP", "uses": [frame]}
    call |= {"data": frame[["period", "value"]]} | changes
    chapter(lang, as_of).figure(call.pop("chart", chart(frame)), **call)


def test_figure_carries_its_texts_and_its_sources(published, gdp):
    draw(gdp)
    bundle, meta = published[0]
    assert (meta["finding"], meta["caption"], meta["alt"]) == ("It fell.", "GDP", "It fell.")
    assert [s["source"] for s in meta["sources"]] == list(dict.fromkeys(gdp["source"]))
    assert (
        "2 rows of the data (by grade of evidence: A 2); the newest published 20 June 2025"
        in meta["note"]
    )
    assert meta["data"][1] == {"period": "2022", "value": gdp["value"].iloc[1]}
    assert "config" not in bundle[CHART]


def test_same_figure_is_the_same_bytes(published, gdp):
    draw(gdp)
    draw(gdp)
    assert published[:2] == published[2:]


def test_a_kind_draws_and_names_the_dataset_behind_it(published, gdp):
    chapter().lines(gdp, id="gdp", finding="It fell.", caption="GDP", uses=[gdp])
    bundle, meta = published[0]
    assert meta["data"]["dataset"] in bundle[CHART]["datasets"]
    assert meta["alt"].endswith(". It fell.")


def test_figure_says_as_of_when_it_speaks(published, gdp):
    draw(gdp, "zh-Hans", "2022-12-31")
    assert published[0][1]["note"].startswith("截至2022年12月31日")


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_figure_without_data_is_a_card(published, gdp, lang):
    draw(gdp.head(0), lang, "2000-01-01")
    bundle, meta = published[0]
    assert bundle[CHART]["mark"]["type"] == "text"
    assert meta["data"] == []
    if lang == "en":
        assert meta["note"] == "Nothing is on record as of 1 January 2000."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "GDP by city"}, "expected kebab-case"),
        ({"caption": " "}, "caption is empty"),
        ({"finding": ""}, "finding is empty"),
        ({"uses": []}, "uses is empty"),
        ({"uses": [pd.DataFrame({"value": [1]})]}, "has no column 'source'"),
        ({"data": pd.DataFrame({2020: [1]})}, "chapter, figure gdp: column 2020 is not a text"),
        ({"data": pd.DataFrame({"a": [[1]]})}, "chapter, figure gdp, column 'a' holds"),
    ],
)
def test_incomplete_figure_is_refused(published, gdp, change, message):
    with pytest.raises(ValueError, match=message):
        draw(gdp, **change)
    assert published == []


def test_a_kind_names_what_it_was_not_given(published, gdp):
    with pytest.raises(TypeError, match=r"^chapter\.lines needs finding=, caption=$"):
        chapter().lines(gdp, id="gdp", uses=[gdp])
    with pytest.raises(TypeError, match=r"^chapter\.bars needs frame=$"):
        chapter().bars(id="gdp", finding="It fell.", caption="GDP", uses=[gdp])
    assert published == []


def test_a_chart_that_breaks_a_guarantee_is_refused_by_name(published, gdp):
    bare = alt.Chart(gdp[["period", "value"]]).mark_bar().encode(x="period:O", y="value:Q")
    with pytest.raises(ValueError, match="chapter, figure gdp: x 'period' has no title"):
        draw(gdp, chart=bare)
    assert published == []


def test_table_is_a_data_resource(published, gdp):
    chapter().table(gdp[["period", "value"]], id="gdp-table", caption="GDP", uses=[gdp])
    found = published[0][0][TABLE]
    assert [field["name"] for field in found["schema"]["fields"]] == ["period", "value"]
    assert found["data"][1]["period"] == "2022"
    assert "<th>period</th>" in published[0][0]["text/html"]


def test_a_table_shows_the_columns_named_and_writes_them_by_their_meaning(published, gdp):
    frame = gdp.assign(division=820000, per_head=1234.567)
    columns = [
        time("period", "年份"),
        code("division", "Division"),
        measure("per_head", "Per head", ",.1f"),
    ]
    chapter("zh-Hans").table(frame, columns=columns, id="t", caption="c", uses=[gdp])
    fields = published[0][0][TABLE]["schema"]["fields"]
    assert [(f["name"], f["type"]) for f in fields] == [
        ("年份", "string"),
        ("Division", "string"),
        ("Per head", "number"),
    ]
    assert list(published[0][0][TABLE]["data"][0].values()) == ["2021年", "820000", 1234.6]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"frame": pd.DataFrame([[1, 2]])}, "chapter, table t: column 0 is not a text"),
        ({"frame": pd.DataFrame([[1, 2]], columns=["a", "a"])}, "two columns are headed 'a'"),
        ({"columns": ["none"]}, "chapter, table t: no column 'none'"),
        ({"source": "origin"}, "chapter, table t: no column 'origin' for the sources"),
        ({"source": "source", "uses": "other"}, "column 'source': .* of no frame in uses"),
    ],
)
def test_a_table_that_cannot_be_shown_is_refused(published, gdp, change, message):
    other = db.observations("population_year_end", areas="zhuhai", periods=["2010"])
    call = {"frame": gdp, "id": "t", "caption": "c", "uses": [gdp]} | change
    if call["uses"] == "other":
        call["uses"] = [other]
    with pytest.raises(ValueError, match=message):
        chapter().table(call.pop("frame"), **call)
    assert published == []


def test_an_explorer_keeps_its_layout_and_links(published, gdp):
    how = {"key": "period", "title": "value", "source": "source", "filters": {"area": ["macao"]}}
    call = {"id": "e", "caption": "c", "uses": [gdp], "printed": ["period", "value"]}
    chapter().explorer(gdp, **how, **call)
    bundle, meta = published[0]
    assert meta["explorer"]["filters"] == {"area": ["macao"]}
    assert meta["source"] == "source"
    assert "<th>area</th>" not in bundle["text/html"]
    with pytest.raises(ValueError, match="chapter, explorer e: no column 'none'"):
        chapter().explorer(gdp, **how | {"key": "none"}, **call)


def test_published_examples_are_cited(published):
    frame = pd.DataFrame({"published": [0.5], "computed": [0.5]})
    chapter().table(frame, id="proof", caption="c", cites=["Theil (1967)", "Rey (2004)"])
    points = alt.Chart(frame).mark_point()
    call = {"id": "proof", "finding": "f", "caption": "c", "cites": ["Theil (1967)"]}
    chapter("zh-Hant").figure(points, data=frame, **call)
    assert published[0][1]["note"] == "Reference: Theil (1967); Rey (2004)."
    assert published[0][1]["sources"] == []
    assert published[1][1]["note"].endswith("：Theil (1967)。")
    with pytest.raises(ValueError, match="a reference is empty"):
        chapter().table(frame, id="proof", caption="c", cites=[" "])


def test_facts_have_value_and_text(published):
    made = chapter("zh-Hans")
    made.facts(
        gdp_total=number(104681.82, ",.1f"),
        missing=None,
        day=Period("2019-12"),
        first=Named("area", "macao"),
        tiny=3.2e-12,
    )
    facts = published[0][0][RECORD]["facts"]
    assert facts["gdp-total"] == {"value": 104681.82, "text": "104,681.8"}
    assert facts["missing"] == {"value": None, "text": "无记录"}
    assert facts["day"] == {"value": "2019-12", "text": "2019年12月"}
    assert facts["first"] == {"value": "macao", "text": "澳门"}
    assert facts["tiny"]["value"] == 3.2e-12
    with pytest.raises(ValueError, match="expected kebab-case"):
        made.facts(Total=1)


def test_texts_take_what_is_not_given_from_the_facts(published):
    made = chapter()
    made.facts(top=number(5, ".0f"), none=None)
    assert made.text("{top} of {n}", n=7) == "5 of 7"
    assert made.text("{none} of {n}", n=7) == "Not on record as of the chosen day."
    with pytest.raises(KeyError, match="no fact 'other'"):
        made.text("{other}")


def test_a_verdict_is_recorded_with_its_reason_and_sources(published, gdp):
    because = Statement("The date differs.", {})
    chapter().verdict("R2", Decision("contradicted", because, [gdp]))
    record = published[0][0][RECORD]
    assert (record["claim"], record["verdict"]) == ("R2", "contradicted")
    assert record["because"] == "The date differs."
    assert {s["source"] for s in record["sources"]} == set(gdp["source"])
    assert record["areas"] == ["macao"]


def test_a_verdict_tells_the_areas_of_its_rows_and_of_those_that_cases_join(published, gdp):
    cases = pd.DataFrame(
        {"area": ["zhuhai", "gba"], "joins": ["mainland hong-kong", None], "source": ["a", "b"]}
    )
    rows = [gdp, cases, pd.DataFrame({"entry": ["2.1"]})]
    assert areas_of(rows) == ["zhuhai", "hong-kong", "macao", "gba"]
    assert areas_of([]) == []


def test_labels_of_the_package_are_in_the_language_of_the_run():
    assert chapter("zh-Hant").label("area", "macao") == "澳門"
    assert chapter("zh-Hant").label("unit", "lcu_100m") == "億元（本地貨幣）"
