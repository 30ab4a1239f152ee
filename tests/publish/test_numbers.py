"""What the number finder is given is what the data package holds."""

import gzip
import json

import pytest

import digitalbay as db
from digitalbay.publish.numbers import index, numbers, script

LANGUAGES = ("en", "zh-Hans", "zh-Hant")


@pytest.fixture(scope="module")
def given():
    return {lang: numbers(lang, lambda source: f"page#{source}") for lang in LANGUAGES}


def test_every_observation_is_given_once_with_every_vintage(given):
    for parts in given.values():
        found = {
            (
                indicator,
                place,
                part["periods"][period][0],
                part["sources"][source][0],
                day,
                value,
                status,
                bound,
                grade,
                part["notes"][note],
            )
            for part in parts.values()
            for indicator, place, period, source, note, day, value, status, bound, grade in part[
                "rows"
            ]
        }
        rows = db.vintages(grades=None)
        columns = ["indicator", "area", "period", "source", "published", "value"]
        columns += ["status", "qualifier", "grade", "note"]
        assert found == set(rows[columns].itertuples(index=False, name=None))
        assert sum(len(part["rows"]) for part in parts.values()) == len(rows)


def test_the_last_of_better_grade_is_what_figures_use(given):
    newest = {}
    for part in given["en"].values():
        for indicator, place, period, *_, value, _, _, grade in part["rows"]:
            if grade != "C":
                newest[indicator, place, part["periods"][period][0]] = value
    rows = db.observations(list(db.indicators()["indicator"]))
    assert newest == {(r.indicator, r.area, r.period): r.value for r in rows.itertuples()}


def test_periods_are_in_order_and_written_by_language(given):
    for lang, written in zip(LANGUAGES, ("March 2020", "2020年3月", "2020年3月"), strict=True):
        for part in given[lang].values():
            years = [middle for text, _, middle in part["periods"] if len(text) == 4]
            assert years == sorted(years)
        texts = {text: said for part in given[lang].values() for text, said, _ in part["periods"]}
        assert texts["2020-03"] == written


def test_breaks_and_what_may_be_told_in_per_cent(given):
    gdp = given["en"]["gdp"]["indicators"]
    assert gdp["gdp_current_prices"][3:] == [[["2017", "2017", 2017.0]], 1]
    # A change of a growth rate is one of points.
    assert gdp["gdp_growth"][4] == 0


def test_names_are_those_of_the_language(given):
    names = {lang: part["gdp"]["indicators"]["gdp_current_prices"] for lang, part in given.items()}
    assert names["en"][0] == "GDP, current prices"
    assert names["zh-Hans"][2] == "亿元（本地货币）"
    assert names["zh-Hant"][2] == "億元（本地貨幣）"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_names_all_that_has_a_value_and_nothing_else(lang):
    found = index(lang)
    rows = db.vintages(grades=None)
    assert set(found["indicators"]) == set(rows["indicator"])
    places = [key for key, *_ in found["places"]]
    assert places[:11] == list(db.CITIES)
    for indicator, own in rows.groupby("indicator")["area"]:
        assert {places[n] for n in found["indicators"][indicator][3]} == set(own)
    listed = [family for _, families in found["themes"] for family in families]
    assert sorted(listed) == sorted(found["families"])
    main = {family: measure for family, (*_, measure) in found["families"].items()}
    assert main["gdp"] == "gdp_current_prices"
    # Found by its names in the other languages.
    (macao,) = (
        [name, *others.split("|")] for key, name, others in found["places"] if key == "macao"
    )
    assert {name.lower() for name in macao} == {"macao", "澳门", "澳門"}


def test_hostile_text_stays_a_text_of_the_script():
    text = script('a"b', {"x": "</script>\u2028"})
    name, content = text.removesuffix(";\n").split("]=", 1)
    assert json.loads(name.split("[", 1)[1]) == 'a"b'
    assert json.loads(content) == {"x": "</script>\u2028"}


def test_each_file_is_small(given):
    sizes = {
        (lang, name): len(gzip.compress(script(name, part).encode()))
        for lang, parts in given.items()
        for name, part in (*parts.items(), ("index", index(lang)))
    }
    assert max(sizes.values()) < 60_000
    assert sorted(sizes.values())[len(sizes) // 2] < 6_000
