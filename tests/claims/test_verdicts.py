"""Each rule of each version can give at least two verdicts; readings go one way."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay import claims
from digitalbay.claims.acceleration import decide_h4c as first_h4c
from digitalbay.claims.combined import all_of
from digitalbay.claims.decision import LACKS, Decision
from digitalbay.claims.industry import GDP
from digitalbay.claims.industry import decide_e1 as first_e1
from digitalbay.claims.infrastructure import RACKS
from digitalbay.claims.infrastructure import decide_t3 as first_t3
from digitalbay.claims.literacy import decide_h3 as first_h3
from digitalbay.claims.networks import FIXED, STATIONS
from digitalbay.claims.practice import decide_h2 as first_h2
from digitalbay.claims.readings import ORDER, read
from digitalbay.claims.recommendations import decide_h6
from digitalbay.claims.second import (
    acceleration,
    actors,
    cooperation,
    coordination,
    ecosystem,
    finance,
    government,
    industry,
    infrastructure,
    literacy,
    networks,
    preface,
    promises,
    recommendations,
    selections,
    services,
    society,
    use,
)
from digitalbay.claims.second.common import verdict_of
from digitalbay.statements import Statement

from . import records, registers
from .frames import rows, together
from .test_acceleration import FAST, NONE, SLOW, STEADY

INDICATORS = db.indicators()
CITIES = db.MAINLAND
CLOUD = {"indicator": "firms_on_cloud_cumulative"}
AIM = rows(("guangdong", "2020", 10), **CLOUD).assign(target="t", document="d")
CENSUS = together(
    *(
        rows((area, "2020-11-01", 10), indicator="population_census")
        for area in ("guangdong", "beijing", "shanghai", "zhejiang", "jiangsu", "china")
    )
)


def of(*found: tuple, indicator: str) -> pd.DataFrame:
    return rows(*found, indicator=indicator)


def e1(count: float, at: str = "2020") -> Decision:
    return industry.decide_e1(AIM, rows(("guangdong", at, count), **CLOUD))


def e2(here: float, nation: float) -> Decision:
    ends = [("guangdong", "2018", 10), ("guangdong", "2022", here)]
    ends += [("china", "2018", 100), ("china", "2022", nation)]
    gross = of(("guangdong", "2018", 100), ("guangdong", "2022", 140), indicator=GDP)
    return industry.decide_e2(of(*ends, indicator="software_revenue"), gross, INDICATORS)


def e3(fixed: float, stations: float) -> Decision:
    lines = of(
        ("hong-kong", "2021", fixed),
        ("macao", "2021", fixed),
        ("china", "2021", 30),
        indicator=FIXED,
    )
    count = of(("guangdong", "2021", stations), ("china", "2021", 50), indicator=STATIONS)
    return networks.decide_e3(lines, count, CENSUS)


def e4(last: float, pilots: int) -> Decision:
    index = [
        (city, year, value) for city in CITIES for year, value in (("2011", 50), ("2022", last))
    ]
    cases = records.cases(*[{"section": "2.4.4"}] * pilots).assign(section="2.4.4")
    return finance.decide_e4(
        of(*index, indicator=finance.INDEX), INDICATORS, records.events(), cases
    )


def g1(rank: float, score: float) -> Decision:
    ranks = of(("guangdong", "2019", rank), indicator=government.RANK)
    return government.decide_g1(
        ranks, of(("guangdong", "2020", score), indicator=government.SURVEY)
    )


def g2(first: float, last: float) -> Decision:
    found = of(
        ("hong-kong", "2015", first), ("hong-kong", "2019", last), indicator="doing_business_rank"
    )
    return government.decide_g2(found, INDICATORS)


def g3(first: float, last: float) -> Decision:
    name = "gov_service_online_rate"
    found = of(("guangdong", "2018", first), ("guangdong", "2022", last), indicator=name)
    return government.decide_g3(found, INDICATORS)


def h1(here: float) -> Decision:
    others = ("beijing", "shanghai", "zhejiang", "jiangsu", "china")
    ends = [(area, year, 50) for area in others for year in ("2021", "2022")]
    ends += [("guangdong", year, here) for year in ("2021", "2022")]
    return infrastructure.decide_h1(of(*ends, indicator=STATIONS), CENSUS)


def h2(hundred: float) -> Decision:
    leading = of(("guangzhou", "2020", 1), ("wuhan", "2020", 1), indicator=selections.LEADING)
    listed = of(("prd9", "2023", hundred), indicator=selections.TOP_HUNDRED)
    people = [(city, "2019", 1) for city in CITIES] + [("china", "2019", 180)]
    return selections.decide_h2(
        together(leading, listed), of(*people, indicator="population_year_end"), CITIES
    )


def h3(score: float, adults: float | None) -> Decision:
    test = [("hong-kong", "2012", score), ("macao", "2012", score), ("oecd", "2012", 500)]
    name = "digital_literacy_adults_share"
    grown = [("guangdong", "2024", adults), ("china", "2024", 60)] if adults else []
    return literacy.decide_h3(
        of(*test, indicator=literacy.SCHOOL[1]), of(*grown, indicator=name), db.CITIES
    )


def h4a(last: float, other: float) -> Decision:
    found = [
        of(("guangdong", "2018", 9), ("guangdong", "2022", value), indicator=name)
        for name, value in zip(services.ASSESSORS.values(), (last, other), strict=True)
    ]
    return services.decide_h4a(together(*found), INDICATORS)


def h4b(pay: float, phones: float) -> Decision:
    ends = {"payment": (pay, 20), "older": (phones, 60)}
    found = []
    for group, values in ends.items():
        match = use.MATCHES[group]
        for (indicator, area), last in zip((match.here, match.there), values, strict=True):
            found.append(of((area, "2018", 10), (area, "2022", last), indicator=indicator))
    return use.decide_h4b(together(*found), INDICATORS)


def h4c(nine: float, delta: float) -> Decision:
    years = [(str(year), 1.0 if year < 2018 else None) for year in range(2013, 2023)]
    ends = [
        (city, year, value or (nine if city in CITIES else delta))
        for city in (*CITIES, *acceleration.DELTA)
        for year, value in years
    ]
    return acceleration.decide_h4c(of(*ends, indicator=acceleration.GROWTH), CITIES)


def h5a(platforms: float, exchanges: int) -> Decision:
    opened = [
        {"kind": "launch", "name_zh": "数据交易所", "area": city} for city in db.CITIES[:exchanges]
    ]
    return ecosystem.decide_h5a(
        of(("gba", "2021", platforms), indicator=ecosystem.PLATFORMS),
        records.events(*opened),
        of(indicator="open_data_views"),
        db.CITIES,
    )


def h5b(findings: int, last: float) -> Decision:
    found = [{"kind": "problem", "name_zh": "共享不足", "area": "shenzhen"}] * findings
    joint = of(("shenzhen", "2020", 5), ("shenzhen", "2022", last), indicator=coordination.JOINT[0])
    events = records.events(*found).assign(name_en="A finding")
    return coordination.decide_h5b(events, joint, INDICATORS, {"shenzhen"})


def h5c(name: str | None, meetings: int) -> Decision:
    found = [{"kind": "institution", "name_zh": name}] if name else []
    found += [{"kind": "meeting", "name_zh": "粤港澳三地会议"}] * meetings
    return cooperation.decide_h5c(records.events(*found).assign(name_en="A body"), {"guangzhou"})


def h5d(here: str, there: str) -> Decision:
    found = [{"owner_zh": here}] * 40 + [{"owner_zh": there, "area": "hangzhou"}] * 40
    return actors.decide_h5d(records.cases(*found), {"guangzhou"})


def m(problem: str, later: float) -> Decision:
    name, area = "iam_smart_services", "hong-kong"
    found = of((area, "2022", 100), (area, "2024", later), indicator=name)
    decided = Decision(problem, Statement("It is so."), [])
    aims = registers.targets(document="d", area="hong-kong")
    return recommendations.decide_m("M2", decided, records.documents(), aims, found, INDICATORS)


def p1(*titles: str) -> Decision:
    entries = [f"2.{at}" for at in range(len(titles))]
    return preface.decide_p1(
        pd.DataFrame({"entry": entries, "title_zh": list(titles)}, dtype="str")
    )


def s1(last: float) -> Decision:
    found = [
        (area, year, v) for area in society.PLACES for year, v in (("2016", 50), ("2022", last))
    ]
    return society.decide_s1(of(*found, indicator="internet_users_share"), INDICATORS)


def s2(last: float) -> Decision:
    found = of(
        ("shenzhen", "2018", 80), ("shenzhen", "2022", last), indicator="hotline_12345_satisfaction"
    )
    return society.decide_s2(found, INDICATORS)


def s3(last: float) -> Decision:
    found = [
        of(("shenzhen", "2017", 10), ("shenzhen", "2021", last), indicator=name)
        for name in ("open_data_downloads", "open_data_views")
    ]
    return society.decide_s3(together(*found), INDICATORS)


def t1(*counts: tuple) -> Decision:
    plans = registers.documents(("GD-006", "2019-05"))
    aims = registers.targets(("base_stations_5g", "2022", 100), document="GD-006", area="guangdong")
    return promises.decide_t1(plans, aims, of(*counts, indicator="base_stations_5g"))


def t2(users: float) -> Decision:
    stated = dict(promises.STATED) | {"users_5g_packages": users}
    aims = [(name, "2022", value) for name, value in stated.items()]
    found = registers.targets(*aims, document="GD-005", area="guangdong")
    return promises.decide_t2(found, of(indicator="sites_5g"), INDICATORS)


def t5(count: float, at: str) -> Decision:
    aims = registers.targets((RACKS, "2025", 500), document="CN-032", area="shaoguan")
    plans = registers.documents(("CN-032", "2022-01"))
    return promises.decide_t5(aims, of(("shaoguan", at, count), indicator=RACKS), plans)


def t3(one: float) -> Decision:
    found = [("guangzhou", "2020", one), ("shenzhen", "2020", 30), ("guangdong", "2020", 100)]
    return infrastructure.decide_t3(of(*found, indicator=RACKS))


def t6(here: float) -> Decision:
    things = of(("guangdong", "2021", here), ("china", "2021", 100), indicator="iot_terminals")
    gross = of(("guangdong", "2021", 11), ("china", "2021", 100), indicator=GDP)
    return infrastructure.decide_t6(things, gross)


def parts(*verdicts: str) -> Decision:
    each = {str(n): Decision(v, Statement("It is so."), []) for n, v in enumerate(verdicts)}
    return all_of(each, len(verdicts), "{parts}")


SECOND = {
    "e1": [(e1, 11), (e1, 9), (e1, 9, "2021-12")],
    "e2": [(e2, 20, 150), (e2, 11, 150), (e2, 20, 300)],
    "e3": [(e3, 40, 60), (e3, 20, 60), (e3, 20, 40)],
    "e4": [(e4, 60, 3), (e4, 60, 2), (e4, 40, 2)],
    "g1": [(g1, 1, 85), (g1, 1, 70), (g1, 20, 70)],
    "g2": [(g2, 5, 3), (g2, 5, 9), (g2, 9, 9)],
    "g3": [(g3, 80, 90), (g3, 90, 80)],
    "h1": [(h1, 60), (h1, 50), (h1, 40)],
    "h2": [(h2, 11), (h2, 8)],
    "h3": [(h3, 540, 70), (h3, 540, None), (h3, 400, 50)],
    "h4a": [(h4a, 1, 4), (h4a, 1, 9), (h4a, 20, 20)],
    "h4b": [(h4b, 30, 90), (h4b, 15, 90), (h4b, 15, 50)],
    "h4c": [(h4c, 3, 1), (h4c, 2, 2), (h4c, 0.5, 1)],
    "h5a": [(h5a, 3, 2), (h5a, 11, 2)],
    "h5b": [(h5b, 2, 5), (h5b, 2, 9), (h5b, 0, 9)],
    "h5c": [(h5c, None, 0), (h5c, "粤港合作", 0), (h5c, "粤港澳三地", 2)],
    "h5d": [(h5d, "某市政府", "某公司"), (h5d, "某公司", "某市政府"), (h5d, "某公司", "某公司")],
    **{key: [(m, "partly", 200), (m, "contradicted", 100)] for key in ("m1", "m2", "m3", "m4")},
    "p1": [(p1, "数字政府", "数字社会", "数字经济"), (p1, "数字政府")],
    "s1": [(s1, 70), (s1, 40)],
    "s2": [(s2, 90), (s2, 70)],
    "s3": [(s3, 20), (s3, 5)],
    "t1": [(t1, ("guangdong", "2022", 120)), (t1, ("guangdong", "2022", 90)), (t1,)],
    "t2": [(t2, 60_000_000), (t2, 1)],
    "t3": [(t3, 30), (t3, 10)],
    "t5": [(t5, 600, "2025"), (t5, 400, "2025"), (t5, 400, "2025-06")],
    "t6": [(t6, 20), (t6, 5)],
}
LITERATE = "digital_literacy_adults_share"
RACKED = [(city, "2022", 50) for city in ("guangzhou", "shenzhen", "hong-kong")]
MORE = [("foshan", "2022", 9), ("zhuhai", "2022", 60)]
# First rules whose verdict on the package is the same on every day are tried here.
FIRST = {
    "e1": [(first_e1, AIM, rows(("guangdong", "2020", v), **CLOUD)) for v in (9, 11)],
    "h3": [
        (first_h3, of(("guangdong", "2024", v), ("china", "2024", 60), indicator=LITERATE), ["x"])
        for v in (50, 70)
    ],
    "h4c": [(first_h4c, cities, STEADY, NONE, INDICATORS) for cities in (FAST, SLOW)],
    "t3": [(first_t3, of(*RACKED, *more, indicator=RACKS), db.areas()) for more in ([], MORE)],
    "h2": [
        (first_h2, records.cases(), CITIES),
        (first_h2, registers.cases(dict.fromkeys(CITIES, 5)), CITIES),
    ],
    "h6": [
        (decide_h6, ["数字生态"], ["完善数字生态"], rows()),
        (decide_h6, ["数字生态"], ["合作机制"], rows()),
    ],
    **{key: [(parts, "supported"), (parts, "contradicted")] for key in ("h5", "p3")},
}
DAYS = (None, "2022-12-31", "2005-01-01")


@pytest.mark.parametrize(
    ("version", "claim"),
    [(version, claim) for version, rules in claims.RULES.items() for claim in rules],
)
def test_each_rule_can_give_two_verdicts(version, claim):
    tried = {1: FIRST, 2: SECOND}[version].get(claim, [])
    found = {each(*arguments).verdict for each, *arguments in tried}
    if version == 1 and not tried:
        found = {claims.rule(claim, 1)(day).verdict for day in DAYS}
    assert len(found) > 1, found


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (lambda: e1(11), "supported"),
        (lambda: e1(9, "2021-12"), "not_testable"),
        (lambda: e2(20, 300), "partly"),
        (lambda: g1(1, 70), "partly"),
        (lambda: g2(5, 5), "partly"),
        (lambda: h4c(0.5, 1), "contradicted"),
        (lambda: h5b(2, 5), "supported"),
        (lambda: h5c("粤港澳三地", 2), "contradicted"),
        (lambda: h5d("某市政府", "某公司"), "supported"),
        (lambda: t5(400, "2025-06"), "not_testable"),
        (lambda: t5(20, "2025-06"), "contradicted"),
        (lambda: m("partly", 200), "partly"),
        (lambda: s3(20), "supported"),
    ],
)
def test_second_rules_decide_as_they_say(made, verdict):
    assert made().verdict == verdict


@pytest.mark.parametrize("claim", sorted(set(SECOND) - {"m1", "m3", "m4"}))
def test_readings_go_one_way(claim):
    decisions = [each(*arguments) for each, *arguments in SECOND[claim]]
    for decision in [*decisions, claims.rule(claim)()]:
        if decision.readings:
            order = [ORDER.index(r.verdict) for r in decision.readings[:3] if r.verdict in ORDER]
            assert order == sorted(order)
            assert decision.readings.standard.verdict == decision.verdict


def test_a_reading_turns_where_the_verdict_does():
    found = read((1, 2, 3), lambda least: "supported" if least <= 2.5 else "partly", (2.5, 9.0))
    assert found.turns == (2.5,)
    assert [reading.verdict for reading in found[:3]] == ["supported", "supported", "partly"]


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([True, True], "supported"),
        ([True, None], "partly"),
        ([True, False], "partly"),
        ([False, False], "contradicted"),
        ([False, None], "not_testable"),
        ([], "not_testable"),
    ],
)
def test_open_answers_decide_nothing(answers, verdict):
    assert verdict_of(answers) == verdict


def test_a_claim_that_is_not_testable_says_why():
    for claim in db.ledger()["claim"]:
        decision = claims.rule(claim)()
        assert (decision.lack in LACKS) == (decision.verdict == "not_testable"), claim
    with pytest.raises(ValueError, match="lack is 'none'"):
        Decision("not_testable", Statement("It is so."), [], lack="none")


def test_the_first_rule_still_decides():
    newest = {claim: claims.decide(claim).first for claim in ("E1", "H4", "M2", "R1")}
    assert newest == {c: claims.decide(c, version=1).verdict for c in newest} | {"R1": ""}
