"""Decisions of the second rules on data that are made for a test."""

import pandas as pd

import digitalbay as db
from digitalbay.claims.combined import all_of
from digitalbay.claims.decision import Decision
from digitalbay.claims.industry import GDP
from digitalbay.claims.infrastructure import RACKS
from digitalbay.claims.networks import FIXED, STATIONS
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
from digitalbay.statements import Statement

from . import records, registers
from .frames import rows, together

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
