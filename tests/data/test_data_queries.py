"""What the API returns, and what it knew when."""

from datetime import date

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.data import location, sealing

GDP = "gdp_current_prices"


def test_cities_come_from_the_areas():
    assert len(db.CITIES) == 11
    assert len(db.MAINLAND) == 9
    assert set(db.MAINLAND) | {"hong-kong", "macao"} == set(db.CITIES)
    assert tuple(a for a in db.areas()["area"] if a in db.CITIES) == db.CITIES


def test_each_indicator_has_a_family_and_each_family_its_main_measure():
    indicators, families = db.indicators(), db.families()
    assert set(indicators["family"]) == set(families["family"])
    assert list(families["family"]) == sorted(families["family"])
    of = indicators.set_index("indicator")
    assert of.loc[families["main"], "family"].tolist() == families["family"].tolist()
    assert of.loc[families["main"], "theme"].tolist() == families["theme"].tolist()
    broadband = db.indicators(family="broadband")
    assert set(broadband["family"]) == {"broadband"}
    assert len(broadband) > 5
    assert db.label("family", "broadband", "zh-Hans") == "固定宽带"
    assert set(db.families("society")["theme"]) == {"society"}
    with pytest.raises(KeyError, match="did you mean broadband"):
        db.indicators(family="brodband")


def test_what_was_merged_is_found_under_one_name():
    merged = "industrial_firms_digital_transformation_cumulative"
    rows = db.observations(merged, areas="zhongshan", grades=None)
    assert dict(zip(rows["period"], rows["value"], strict=True)) == {
        "2025-12": 4820,
        "2026-03": 5041,
    }


def test_columns_and_types():
    frame = db.observations(GDP, areas=db.CITIES)
    assert list(frame.columns) == [
        "indicator", "area", "period", "year", "value", "published",
        "source", "status", "qualifier", "grade", "note", "vintage",
    ]  # fmt: skip
    assert frame["value"].dtype == "float64"
    assert frame["year"].dtype == "Int64"
    assert list(frame["area"].unique()) == list(db.CITIES)
    assert not frame.duplicated(["indicator", "area", "period"]).any()


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2022-12-31", []), ("2023-03-03", []), ("2023-03", [1773.0]), (None, [2016.23])],
)
def test_macao_2022_was_not_yet_published_then_preliminary_then_revised(as_of, expected):
    frame = db.observations(GDP, areas="macao", periods="2022", as_of=as_of)
    assert frame["value"].tolist() == expected


@pytest.mark.parametrize(
    ("indicator", "area", "period", "first", "newest"),
    [
        (GDP, "dongguan", "2022", 11200.32, 11375.66),
        (GDP, "shenzhen", "2022", 32387.68, 32480.71),
        (GDP, "macao", "2022", 1773, 2016.23),
        ("population_year_end", "zhongshan", "2019", 338.00, 438.73),
        ("population_year_end", "huizhou", "2019", 488.00, 597.23),
    ],
)
def test_revisions(indicator, area, period, first, newest):
    table = db.revisions(indicator).set_index(["area", "period"]).loc[(area, period)]
    assert table["first"] == first
    assert round(table["newest"], 2) == newest
    assert table["change"] == pytest.approx(newest - first, abs=0.005)
    assert table["change_percent"] == pytest.approx(100 * (newest / first - 1), abs=0.01)


def test_revisions_as_of_a_day_know_no_later_value():
    table = db.revisions(as_of="2022-12-31")
    assert len(table) < len(db.revisions())
    assert table["newest_published"].max() <= "2022-12-31"


def test_first_published_gdp_of_the_nine_cities():
    rows = db.vintages(GDP, areas=db.MAINLAND, periods="2022", grades=None)
    assert rows.groupby("area")["value"].first().sum() == pytest.approx(104_681.82, abs=0.001)


def test_wide_is_period_by_area():
    table = db.wide("population_year_end", areas=["macao", "guangzhou"], periods=range(2019, 2022))
    assert table.index.tolist() == ["2019", "2020", "2021"]
    assert table.columns.tolist() == ["guangzhou", "macao"]
    assert table.attrs["sources"] == ("dsec-gba-population-2025",)


def test_dates_and_texts_mean_the_same_day():
    one = db.observations(GDP, as_of=date(2023, 6, 30))
    pd.testing.assert_frame_equal(one, db.observations(GDP, as_of="2023-06"))


@pytest.mark.parametrize("wrong", [{"indicator": "nonsense"}, {"areas": "atlantis"}])
def test_unknown_names_are_refused(wrong):
    with pytest.raises(KeyError, match="unknown"):
        db.observations(**{"indicator": GDP} | wrong)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (
            lambda: db.observations("gdp_curent_prices"),
            "unknown indicator: gdp_curent_prices (did ",
        ),
        (lambda: db.wide("gdp_curent_prices"), "(did you mean gdp_current_prices or"),
        (
            lambda: db.observations(GDP, areas=["Hong Kong", "zz"]),
            "unknown area: Hong Kong (did you mean hong-kong?), zz",
        ),
        (lambda: db.data.label("area", "maca"), "unknown area: maca (did you mean macao?)"),
        (lambda: db.sources(["wdi-it-net-bbnd-p2-202"]), "mean wdi-it-net-bbnd-p2-2025"),
    ],
)
def test_a_name_nearly_right_is_answered_by_those_alike(ask, told):
    with pytest.raises(KeyError) as raised:
        ask()
    assert told in raised.value.args[0]


def test_conversion_uses_a_rate_with_its_own_source():
    money = db.convert(db.observations(GDP, areas=["macao", "shenzhen"], periods="2022"))
    rates = db.observations("exchange_rate_per_usd", periods="2022").set_index("area")["value"]
    values = money.set_index("area")["value"]
    assert values["macao"] == pytest.approx(2016.23 / rates["macao"])
    assert values["shenzhen"] == pytest.approx(32480.7103 / rates["china"])
    assert set(" ".join(money["rate_source"]).split()) <= set(db.sources()["source"])


def test_conversion_there_and_back():
    frame = db.observations(GDP, areas=db.CITIES, periods=["2015", "2022"])
    yuan = db.convert(frame, to="CNY")
    assert yuan.loc[yuan["currency"] == "CNY", "rate"].tolist() == pytest.approx([1.0] * 18)
    with pytest.raises(ValueError, match="no exchange rates"):
        db.convert(frame, to="XXX")
    with pytest.raises(ValueError, match="not in money"):
        db.convert(db.observations("population_year_end", areas="macao"))


def test_conversion_before_the_rates_were_published():
    frame = db.observations(GDP, areas="macao", periods="2022")
    early = db.convert(frame, as_of="1990-01-01")
    assert early["value"].isna().all()
    assert (early["rate_source"] == "").all()


def test_cases_as_of_a_day():
    published = db.sources().set_index("source")["published"]
    known = db.cases(as_of="2022-12-31")
    assert 0 < len(known) < len(db.cases())
    assert known["source"].map(published).str[:4].max() <= "2022"
    assert list(known) == list(db.cases())


def test_labels_in_three_languages():
    names = [db.label("area", "macao", lang) for lang in ("en", "zh-Hans", "zh-Hant")]
    assert names == ["Macao", "澳门", "澳門"]
    assert db.label("indicator", GDP, "zh-Hans").startswith("地区生产总值")


def test_every_claim_has_a_rule_in_both_languages():
    claims, rules = db.ledger(), db.rules()
    assert len(claims) >= 22
    assert list(dict.fromkeys(rules["claim"])) == list(claims["claim"])
    assert (claims[["claim_en", "claim_zh"]] != "").all(axis=None)
    assert (rules[["rule_en", "rule_zh", "reason_en", "reason_zh"]] != "").all(axis=None)


def test_reads_are_recorded_and_can_be_replayed():
    db.observations(GDP, areas=(a for a in ["macao"]), as_of=date(2024, 1, 1))
    db.wide(GDP, areas=db.CITIES)
    db.convert(db.observations(GDP, areas="macao"))
    db.sources(["dsec-gba-gdp-2025"])
    reads = db.recorder.reads()
    functions = [read.function for read in reads]
    assert functions[:4] == ["observations", "region", "wide", "observations"]
    assert set(functions[4:]) == {"observations", "currencies", "unit_of", "sources"}
    assert [db.recorder.replay(read) for read in reads] == [read.digest for read in reads]
    assert len(db.recorder.reads()) == len(reads)
    assert reads[0].arguments.count("macao") == 1
    assert "xinhua-gba-gdp-2022" in reads[0].sources
    db.label("area", "macao", "zh-Hans")
    db.label("area", "macao", "zh-Hans")
    assert [read.function for read in db.recorder.reads()[len(reads) :]] == ["label"]


def test_a_read_is_kept_as_it_was_given():
    db.observations(GDP, areas="macao")
    (before,) = db.recorder.reads()
    db.recorder.clear()
    given = db.observations(GDP, areas="macao")
    given.loc[0, "value"] = -1
    given["area"] = "elsewhere"
    given.attrs.clear()
    assert db.recorder.reads() == (before,)
    assert db.recorder.results()[before.digest] == db.recorder.text(db.recorder.repeat(before))


def test_a_read_is_asked_once_of_one_package(small_copy):
    asked = []

    @db.recorder.recorded
    def counted():
        asked.append(1)
        return pd.DataFrame({"area": ["macao"]})

    given = counted()
    given.loc[0, "area"] = "elsewhere"
    assert counted()["area"].tolist() == ["macao"]
    assert len(asked) == 1
    with location.using(small_copy):
        assert counted()["area"].tolist() == ["macao"]
        assert len(asked) == 2
    assert len(db.recorder.reads()) == 1


def test_a_read_that_gives_something_else_later_is_recorded_again(small_copy):
    name = db.label("area", "macao", "en")
    areas = small_copy / "reference/areas.csv"
    with location.using(small_copy):
        assert db.label("area", "macao", "en") == name
        areas.write_text(areas.read_text().replace(name, "Elsewhere"))
        sealing.write(small_copy)
        assert db.label("area", "macao", "en") == "Elsewhere"
    reads = db.recorder.reads()
    assert [read.function for read in reads] == ["label", "label"]
    assert len({read.digest for read in reads}) == 2
