"""What stands above and below a figure: unit, places, period; the years that are missing."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.figures import gaps
from digitalbay.figures.language import Words
from digitalbay.figures.scope import gathered, measures_of, scope

ELEVEN = pd.DataFrame({"area": db.CITIES, "period": "2021"})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "GDP (USD) · Greater Bay Area, Singapore · 2019 to 2021"),
        ("zh-Hans", "GDP (USD) · 粤港澳大湾区、新加坡 · 2019年至2021年"),
        ("zh-Hant", "GDP (USD) · 粵港澳大灣區、新加坡 · 2019年至2021年"),
    ],
)
def test_a_line_names_unit_places_and_period(lang, said):
    other = pd.DataFrame({"area": ["singapore"], "period": ["2019-03-01"]})
    frame = pd.concat([ELEVEN, other])
    assert scope(["GDP (USD)"], frame, [], Words(lang)) == said


def test_what_the_frame_does_not_tell_is_looked_up_in_what_it_is_made_from():
    computed = pd.DataFrame({"theil": [0.1]})
    assert scope([], computed, [ELEVEN], Words("en")) == "Greater Bay Area · 2021"
    assert scope(["Theil"], computed, [], Words("en")) == "Theil"


def test_months_stay_and_days_of_several_years_become_years():
    frame = pd.DataFrame({"period": ["2024-08", "2025-09"]})
    assert scope([], frame, [], Words("en")) == "August 2024 to September 2025"
    frame = pd.DataFrame({"period": ["2008-07-29", "2025-01-02/2025-01-31"]})
    assert scope([], frame, [], Words("en")) == "2008 to 2025"


def test_many_places_are_counted():
    places = ["beijing", "shanghai", "zhejiang", "jiangsu", "sichuan", "hubei", "guangdong"]
    frame = pd.DataFrame({"area": places, "period": "2021"})
    assert scope([], frame, [], Words("en")).split(" · ")[0].endswith("3 more places")
    assert gathered({*db.MAINLAND, "beijing"}) == ["prd9", "beijing"]


def test_measures_are_the_titles_of_axes():
    axis = {"type": "quantitative", "title": "Index"}
    spec = {"layer": [{"encoding": {"y": axis, "x": {"type": "nominal", "title": "City"}}}]}
    assert measures_of(spec) == ["Index"]


def test_two_periods_that_are_compared_are_both_told():
    frame = pd.DataFrame({"period": ["2021"], "value": [9], "period_end": ["2025"]})
    assert scope([], frame, [], Words("en")) == "2021 to 2025"
    apart = pd.DataFrame({"period": ["2021"], "periodical": ["2025"]})
    assert scope([], apart, [], Words("en")) == "2021"


def rows(*pairs):
    frame = pd.DataFrame(pairs, columns=["area", "period"])
    return frame.assign(indicator="gdp_current_prices")


def test_missing_years_are_named_with_their_places():
    years = [("zhuhai", str(y)) for y in range(2015, 2024)]
    frame = rows(
        *years, *((a, p) for _, p in years for a in ["macao"] if p not in ("2019", "2020"))
    )
    found, total = gaps.lacking([frame])
    assert found == {"gdp_current_prices": {"macao": [2019, 2020]}}
    assert gaps.said(found, total, Words("en")) == "Missing: Macao (2019–2020)."


def test_years_that_are_not_drawn_are_not_missing():
    years = [("zhuhai", str(y)) for y in range(2015, 2024)]
    read = rows(*years, *(("macao", p) for _, p in years if p not in ("2015", "2019")))
    drawn = pd.DataFrame({"period": ["2016", "2018/2021"]})
    found, total = gaps.lacking([read], drawn)
    assert found == {"gdp_current_prices": {"macao": [2019]}}
    assert total == 2 * len(range(2016, 2022))
    # What is drawn may be named by other words than periods.
    wholes = [gaps.lacking([read], pd.DataFrame({"period": names})) for names in (["early"], [])]
    assert wholes == [gaps.lacking([read])] * 2


def test_what_is_promised_is_not_missing():
    promised = rows(*(("zhuhai", str(y)) for y in range(2025, 2028)), ("macao", "2025"))
    assert gaps.lacking([promised]) != ({}, 0)
    assert gaps.lacking([promised.assign(target="t")]) == ({}, 0)


def test_of_many_gaps_the_number_and_most_places_are_said():
    years = [str(y) for y in range(2000, 2020)]
    full = [("zhuhai", y) for y in years]
    some = [
        (a, y) for a in ("macao", "foshan", "jiangmen", "zhaoqing", "huizhou") for y in years[4:]
    ]
    found, total = gaps.lacking([rows(*full, *some)])
    said = gaps.said(found, total, Words("en"))
    assert said.startswith("20 of 120 yearly values are missing, most of them of ")


def test_single_counts_of_no_common_calendar_have_no_gaps():
    months = rows(("macao", "2019-03"), ("zhuhai", "2020-05"), ("foshan", "2021-07"))
    lists = rows(("macao", "2019"), ("zhuhai", "2020"), ("foshan", "2021"))
    assert gaps.lacking([months, lists]) == ({}, 0)
    assert gaps.said({}, 0, Words("en")) == ""
