"""Facts that were wrong or missing once, each stated as it is right."""

import pytest

import digitalbay as db


def value(indicator, area, period, **options):
    rows = db.observations(indicator, areas=area, periods=period, **options)
    return [(row.value, row.qualifier) for row in rows.itertuples()]


@pytest.mark.parametrize(
    ("indicator", "area", "period", "right"),
    [
        ("doing_business_rank", "hong-kong", "2018", (4, "")),
        ("doing_business_rank", "hong-kong", "2019", (3, "")),
        ("doing_business_rank", "china", "2017", (85, "")),
        ("starting_business_rank_world", "hong-kong", "2019-10", (5, "")),
        ("digital_guangdong_tencent_stake", "guangdong", "2021-12", (16.74, "")),
        ("digital_guangdong_china_electronics_stake", "guangdong", "2021-12", (62.84, "")),
        ("open_data_forest_gba_grade", "shenzhen", "2021", (5, "")),
        ("open_data_forest_gba_grade", "guangzhou", "2021", (4, "")),
        ("open_data_forest_gba_grade", "jiangmen", "2021", (3, "at_most")),
        ("open_data_forest_gba_levels", "gba", "2021", (5, "")),
        ("internet_users_share_rural_cnnic", "china", "2016-12", (33.1, "")),
        ("internet_users_share_rural_cnnic", "china", "2023-12", (66.5, "")),
        ("internet_users_share_cnnic", "china", "2023-12", (77.5, "")),
        ("base_stations_5g", "guangzhou", "2019-12", (20246, "")),
        ("online_gov_service_capability_rank_provinces", "guangdong", "2019", (1, "")),
        ("online_gov_service_capability_rank_provinces", "zhejiang", "2019", (1, "")),
    ],
)
def test_the_right_value_is_held(indicator, area, period, right):
    assert value(indicator, area, period) == [right]


def test_the_first_print_of_a_corrected_rank_is_kept():
    assert value("doing_business_rank", "china", "2017", as_of="2018") == [(78, "")]


def test_a_tie_is_told_on_both_rows():
    rows = db.observations("online_gov_service_capability_rank_provinces", periods="2019")
    assert rows["note"].str.contains("tied").all()


@pytest.mark.parametrize(
    ("document", "issued", "number"),
    [
        ("CN-004", "2015-08-31", "国发〔2015〕50号"),
        ("CN-029", "2019-10-20", ""),
        ("CN-041", "2018-06-10", "国办发〔2018〕45号"),
        ("GD-006", "2019-05-08", "粤办函〔2019〕108号"),
        ("GD-015", "2021-04-23", "粤府〔2021〕31号"),
        ("GZ-201", "2025-01-22", "广州市第十六届人民代表大会常务委员会公告第55号"),
        ("CN-231", "2024-03-22", ""),
    ],
)
def test_documents_have_their_dates_and_numbers(document, issued, number):
    row = db.documents().set_index("document").loc[document]
    assert (row["issued"], row["document_no"]) == (issued, number)


def test_the_first_document_of_the_nation_on_big_data_is_not_dropped_for_its_grade():
    rows = db.documents().set_index("document")
    assert rows.loc["CN-004", "grade"] in ("A", "B")


def test_a_document_by_an_office_is_not_ascribed_to_its_government():
    """The number tells who issued: 国办 and 府办 are offices."""
    rows = db.documents()
    office = rows[rows["document_no"].str.match("国办|粤府办|粤办函|东府办|惠府办|穗府办")]
    wrong = office[~office["issuers"].str.contains("办公")]
    assert wrong["document"].tolist() == []
    whole = rows[rows["document_no"].str.match("国发|国函|粤府〔|粤府函|穗府〔|深府〔|惠府〔")]
    wrong = whole[whole["issuers"].str.contains("办公厅|办公室")]
    assert wrong["document"].tolist() == []


@pytest.mark.parametrize(
    "event",
    [
        "gd-hk-informatisation-group-2005",
        "digital-guangdong-capital-2021",
        "fudan-delta-open-data-report-2020",
        "cac-data-flow-provisions-2024",
        "gz-data-regulations-2025",
    ],
)
def test_bodies_and_rules_once_missing_are_there(event):
    assert event in set(db.events()["event"])


def test_a_case_that_names_two_sides_joins_them():
    cases = db.cases(grades=None).set_index("case")
    named = cases[cases["name_zh"].str.contains("粤港|粤澳|深港|琴澳|港车|跨境通办|内地电子钱包")]
    assert len(named) >= 7
    assert named["cross_border"].all()
    assert cases.loc["C246", "joins"] == "mainland macao"  # of the vote's class on Zhuhai and Macao


def test_trade_with_the_world_crosses_no_border_of_the_bay_area():
    cases = db.cases(grades=None).set_index("case")
    assert not cases.loc[["C062", "C209", "C238"], "cross_border"].any()
    assert cases["cross_border"].sum() == 23
    assert cases.loc["C194", "joins"] == "cities"
    assert "departments" in cases.loc["C235", "joins"]
