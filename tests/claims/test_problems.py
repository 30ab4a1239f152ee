import pandas as pd
import pytest

import digitalbay as db
from digitalbay import claims
from digitalbay.claims.actors import decide_h5d, partner_shares, partnered
from digitalbay.claims.coordination import decide_h5b, departments, joint_shares, jointly
from digitalbay.claims.ecosystem import GRADES, PLATFORMS, decide_h5a
from digitalbay.claims.shares import interval, of_guangdong, percent
from digitalbay.statements import Number

from .frames import rows
from .records import cases, documents


def platforms(*found):
    return rows(*(("gba", *line) for line in found), indicator=PLATFORMS)


def grades(*values, period="2021"):
    cities = zip(db.CITIES, values, strict=False)
    lines = [(city, period, *(v if isinstance(v, tuple) else (v,))) for city, v in cities]
    return rows(*lines, indicator=GRADES)


@pytest.mark.parametrize(
    ("count", "graded", "verdict"),
    [
        (platforms(), grades(5, 4), "not_testable"),
        (platforms(("2021", 5)), grades(), "supported"),
        (platforms(("2021", 11)), grades(5, 5), "contradicted"),
        (platforms(("2021", 11)), grades(5, 4), "contradicted"),
        (platforms(("2021", 11)), grades(5, 3), "partly"),
        (platforms(("2021", 10)), grades(5, 3), "partly"),
        (platforms(("2021", 10)), grades(5, 4), "not_testable"),
        (platforms(("2021", 11)), grades(), "not_testable"),
        # Only what was so by the end of 2022 counts, and the newest of it.
        (platforms(("2020", 5), ("2021", 11), ("2023", 5)), grades(5, 4), "contradicted"),
        (platforms(("2021", 11)), grades(5, 4, period="2023"), "not_testable"),
        # Bounds decide only what they leave no doubt of.
        (platforms(("2021", 5, "at_most")), grades(5, 4), "supported"),
        (platforms(("2021", 5, "at_least")), grades(5, 3), "not_testable"),
        (platforms(("2021", 6, "at_least")), grades(5, 3), "partly"),
        (platforms(("2021", 6, "at_least")), grades(5, 4), "not_testable"),
        (platforms(("2021", 11, "at_least")), grades(5, 4), "contradicted"),
        (platforms(("2021", 11)), grades(5, 4, (4, "at_most")), "not_testable"),
        (platforms(("2021", 11)), grades(5, 3, (4, "at_most")), "partly"),
        (platforms(("2021", 11)), grades(5, 4, (3, "at_most")), "partly"),
        (platforms(("2021", 11)), grades(4, 4, (3, "at_most")), "not_testable"),
    ],
)
def test_h5a(count, graded, verdict):
    assert decide_h5a(count, graded).verdict == verdict


def test_h5a_tells_what_a_stricter_reading_would_say():
    facts = decide_h5a(platforms(("2021-11", 11)), grades(5, 4)).facts
    assert (facts["platforms"], facts["period"], facts["graded"]) == (11, "2021-11", 2)
    assert (facts["spread"], facts["if_all_graded"]) == (1, "not_testable")
    every = decide_h5a(platforms(("2021", 11)), grades(*[5] * 11)).facts
    assert every["if_all_graded"] == "contradicted"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (platforms(("2021", 11)), "so the ecosystem was not absent"),
        (platforms(("2021", 5)), "fewer than half"),
        (platforms(("2021", 5, "at_most")), "fewer than half"),
        (platforms(("2021", 6, "at_least")), "the number of cities"),
        (platforms(), "No count"),
    ],
)
def test_h5a_says_what_the_count_allows(count, said):
    assert said in str(decide_h5a(count, grades(5, 4)).because)


TWO, ONE = "一厅；二厅", "一厅"
HERE = {"guangdong", "shenzhen"}


def issued(joint, alone, **cells):
    return [{"issuers": TWO} | cells] * joint + [{"issuers": ONE} | cells] * alone


def both(here, nation):
    local = issued(*here, level="city", area="shenzhen")
    return documents(*local, *issued(*nation))


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (both((1, 60), (10, 10)), "supported"),
        (both((20, 0), (2, 18)), "contradicted"),
        (both((5, 15), (6, 14)), "partly"),
        (both((5, 14), (6, 14)), "not_testable"),
        (both((0, 0), (6, 14)), "not_testable"),
        (both((1, 60), (0, 0)), "not_testable"),
        (documents(), "not_testable"),
        # Only of grade A or B, and of 2015 to 2022.
        (both((1, 60), (10, 10)).assign(grade="C"), "not_testable"),
        (both((1, 60), (10, 10)).assign(issued="2014"), "not_testable"),
        (both((1, 60), (10, 10)).assign(issued=""), "not_testable"),
    ],
)
def test_h5b(found, verdict):
    assert decide_h5b(found, HERE).verdict == verdict


def test_h5b_gives_shares_on_both_definitions():
    found = both((1, 3), (0, 4))
    party = documents({"issuers": "中共中央；国务院"}, {"issued": ""})
    decision = decide_h5b(pd.concat([found, party], ignore_index=True), HERE)
    facts = decision.facts
    assert (facts["joint"], facts["n"], facts["joint_national"], facts["n_national"]) == (
        1,
        4,
        1,
        5,
    )
    assert (facts["joint_departments_national"], facts["undated"]) == (0, 1)
    table = joint_shares(*decision.rows).set_index(["group", "test"])["share"]
    assert table["national", "issuers"] == 20
    assert table["national", "departments"] == 0
    assert table["city", "issuers"] == 25
    assert "provincial" not in table.index.get_level_values("group")


@pytest.mark.parametrize(
    ("issuers", "joint", "government"),
    [
        ("国务院", False, False),
        ("工业和信息化部；财政部", True, True),
        ("国家发展改革委等13部门", True, True),
        ("国家发展改革委等", True, True),
        ("中共中央；国务院", True, False),
        ("中共中央；国务院；财政部", True, True),
        ("省政府（一厅；二厅）", False, False),
    ],
)
def test_what_is_issued_jointly(issuers, joint, government):
    assert jointly(issuers) is joint
    assert departments(issuers) is government


def owned(partners, alone):
    return cases(*[{"owner_zh": "某局；某公司"}] * partners, *[{"owner_zh": "某市政府"}] * alone)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (owned(2, 18), "supported"),
        (owned(18, 2), "contradicted"),
        (owned(9, 11), "partly"),
        (owned(0, 0), "not_testable"),
        (owned(18, 2).assign(grade="C"), "not_testable"),
    ],
)
def test_h5d(found, verdict):
    assert decide_h5d(found).verdict == verdict


@pytest.mark.parametrize(
    ("owners", "outside"),
    [
        ("佛山市政务服务数据管理局", False),
        ("深圳海关；广东省公安厅", False),
        ("数字广东网络建设有限公司", True),
        ("某局；中山大学", True),
        ("横琴粤澳深度合作区", False),
        ("某局（某公司建设）", False),
        ("", False),
    ],
)
def test_owners_other_than_government(owners, outside):
    assert partnered(owners) is outside


def test_shares_by_system():
    found = pd.concat([owned(1, 3), owned(2, 0).assign(theme="digital_economy")])
    assert decide_h5d(found).facts["rest"] == 0.25
    table = partner_shares(found).set_index("group")
    assert table["share"].to_dict() == {
        "digital_government": 25, "digital_economy": 100, "all": 50,
    }  # fmt: skip
    assert table.loc["all", "low"] < 50 < table.loc["all", "high"]
    assert partner_shares(found[:0]).empty


def test_of_nothing_there_is_no_share():
    assert interval(0, 0) == (None, None, None)
    assert percent(None) == Number(None, ".1f")
    share, low, high = interval(1, 2)
    assert low < share == 0.5 < high


def test_areas_of_guangdong():
    found = of_guangdong(db.areas())
    assert {"guangdong", "shenzhen"} <= found
    assert not {"hong-kong", "shanghai", "gba"} & found


@pytest.mark.parametrize(
    ("claim", "verdict"),
    {
        "h5a": "partly",
        "h5b": "supported",
        "h5c": "partly",
        "h5d": "supported",
        "h5": "partly",
        "p3": "partly",
    }.items(),
)
def test_the_verdicts_of_the_data(claim, verdict):
    assert claims.rule(claim, 1)().verdict == verdict


@pytest.mark.parametrize("claim", ["h5a", "h5b", "h5d"])
def test_nothing_is_known_before_anything_was_published(claim):
    assert getattr(claims, claim)("1990").verdict == "not_testable"
