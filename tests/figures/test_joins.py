"""No line crosses a break, and none joins a bound: refused at a run, and absent from the book."""

import json
from pathlib import Path

import altair as alt
import pandas as pd
import pytest

import digitalbay as db
from digitalbay.data.periods import first_day
from digitalbay.figures import Chapter, measure
from digitalbay.figures.joins import Breaks, check_lines, lines_of
from digitalbay.figures.kinds import over_time
from digitalbay.figures.language import Words
from digitalbay.figures.mime import CHART

WORDS = Words("en")
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SHARE, GDP = "internet_users_share", "gdp_current_prices"


def specs():
    """Yield every committed figure: notebook, id, Vega-Lite spec."""
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                if CHART in output.get("data", {}):
                    about = output["metadata"]["digitalbay"]
                    yield path.stem, about["id"], output["data"][CHART]


def test_no_line_of_the_book_crosses_a_break_or_joins_a_bound():
    names = db.indicators().set_index("indicator")
    marked = db.vintages(grades=None).query("status == 'B'")
    found = tuple(
        (key, row["name_en"], at, frozenset(WORDS.label("area", a) for a in areas))
        for key, row in names[names["breaks"] != ""].iterrows()
        for at in row["breaks"].split()
        for areas in [marked.loc[marked["indicator"] == key, "area"].unique()]
    )
    everything = Breaks(frozenset(names["name_en"]), found)
    lines = 0
    for notebook, id, spec in specs():
        drawn = list(lines_of(spec))
        lines += len(drawn)
        # Of a line whose rows name no indicator only a run can tell; it does.
        named = [
            line
            for line in drawn
            if all(row.get("measure") in everything.measures for row in line[1])
        ]
        check_lines(named, everything, f"{notebook}, {id}")
        check_lines(drawn, Breaks(frozenset(), ()), f"{notebook}, {id}")
    assert lines > 100


def test_the_line_of_the_mainland_is_cut_where_its_survey_changed():
    users = db.observations(SHARE, areas=["china", "hong-kong"])
    drawing = over_time.lines(users, WORDS, color="area")
    at = first_day(db.indicators().set_index("indicator").loc[SHARE, "breaks"])
    ends = [
        {first_day(row["period"]) >= at for row in rows}
        for _, rows in drawing.joined
        if rows[0]["area"] == "china"
    ]
    assert sorted(ends, key=str) == [{False}, {True}]
    check_lines(
        over_time.lines(users, WORDS, color="area").joined, Breaks.of([users], WORDS), "here"
    )


def published(frame, uses, **how):
    chapter = Chapter("01-2-foundations", "en", None)
    value = measure("value", "GDP", ",.0f")
    chapter.lines(frame, y=value, id="gdp", finding="F", caption="C", uses=uses, **how)


def per_head():
    gdp = db.observations(GDP, areas=["shenzhen"])
    return gdp, gdp.assign(indicator="gdp_per_capita_current_prices", value=gdp["value"] / 1300)


def test_what_is_computed_from_values_breaks_where_they_do(capsys):
    gdp, computed = per_head()
    with pytest.raises(ValueError, match="crosses the break of 'GDP, current prices' at 2017"):
        published(computed, [gdp])
    with pytest.raises(ValueError, match="crosses the break"):
        published(computed.drop(columns="indicator"), [gdp])
    published(computed.assign(derived_from=GDP), [gdp])
    published(gdp, [gdp])
    published(computed[computed["year"] >= 2017], [gdp])


def test_another_place_has_no_break_of_shenzhen():
    gdp = db.observations(GDP, areas=["shenzhen", "guangzhou"])
    other = gdp[gdp["area"] == "guangzhou"].assign(indicator="gdp_per_capita_current_prices")
    published(other, [gdp])


def drawn(frame, mark="line"):
    x, y = alt.X("year:Q", title="Year"), alt.Y("value:Q", title="Value")
    chart = getattr(alt.Chart(frame), f"mark_{mark}")(point=True).encode(x=x, y=y)
    return chart.to_dict()


@pytest.mark.parametrize("mark", ["line", "trail", "area"])
def test_a_free_line_is_judged_alike(mark):
    gdp = db.observations(GDP, areas=["shenzhen"]).assign(
        year=lambda rows: rows["year"].astype(int)
    )
    breaks = Breaks.of([gdp], WORDS)
    with pytest.raises(ValueError, match="here: a line crosses the break"):
        check_lines(lines_of(drawn(gdp, mark)), breaks, "here")
    check_lines(lines_of(drawn(gdp[gdp["year"] > 2017], mark)), breaks, "here")
    check_lines(lines_of(drawn(gdp, "point")), breaks, "here")


def test_a_line_joins_no_bound():
    rows = pd.DataFrame({"year": [2019, 2020], "value": [1.0, 2.0], "qualifier": ["", "at_least"]})
    with pytest.raises(ValueError, match="joins a bound as if it were a value"):
        check_lines(lines_of(drawn(rows)), Breaks.of([], WORDS), "here")
    check_lines(lines_of(drawn(rows.assign(qualifier=""))), Breaks.of([], WORDS), "here")


def test_a_state_of_the_chapter_hides_no_bound():
    rows = db.observations("base_stations_5g", areas=["guangdong"])
    assert rows["qualifier"].eq("at_least").any()
    drawing = over_time.lines(rows.assign(state="exact"), WORDS, color="area")
    check_lines(drawing.joined, Breaks.of([rows], WORDS), "here")
    (kept,) = (data for data in drawing.chart.to_dict()["datasets"].values() if "state" in data[0])
    assert sum(row["state"] == "at_least" for row in kept) == rows["qualifier"].eq("at_least").sum()
