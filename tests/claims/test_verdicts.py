"""Each rule of each version can give at least two verdicts; readings go one way."""

import pytest

import digitalbay as db
from digitalbay import claims
from digitalbay.claims.acceleration import decide_h4c as first_h4c
from digitalbay.claims.decision import LACKS, Decision
from digitalbay.claims.industry import decide_e1 as first_e1
from digitalbay.claims.infrastructure import RACKS
from digitalbay.claims.infrastructure import decide_t3 as first_t3
from digitalbay.claims.literacy import decide_h3 as first_h3
from digitalbay.claims.practice import decide_h2 as first_h2
from digitalbay.claims.readings import ORDER, read
from digitalbay.claims.recommendations import decide_h6
from digitalbay.claims.second import recommendations
from digitalbay.claims.second.common import verdict_of
from digitalbay.statements import Statement

from . import records, registers
from .constructed import (
    AIM,
    CITIES,
    CLOUD,
    INDICATORS,
    e1,
    e2,
    e3,
    e4,
    g1,
    g2,
    g3,
    h1,
    h2,
    h3,
    h4a,
    h4b,
    h4c,
    h5a,
    h5b,
    h5c,
    h5d,
    m,
    of,
    p1,
    parts,
    s1,
    s2,
    s3,
    t1,
    t2,
    t3,
    t5,
    t6,
)
from .frames import rows
from .test_acceleration import FAST, NONE, SLOW, STEADY
from .test_third_rules import third_h5a, third_h5b, third_h5c, third_m

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
THIRD = {
    "h5a": [(third_h5a, 11, 11, 11), (third_h5a, 3, 3, 3), (third_h5a, 11, 3, 11)],
    "h5b": [(third_h5b, 2, 5), (third_h5b, 2, 9), (third_h5b, 0, 9, 95)],
    "h5c": [(third_h5c, "三地", 2), (third_h5c, "两地", 2), (third_h5c, None, 0)],
    **{
        f"m{n}": [
            (third_m, f"M{n}", "partly", True, 200),
            (third_m, f"M{n}", "partly", None, 200),
            (third_m, f"M{n}", "contradicted", False, 100),
        ]
        for n in (1, 2, 3, 4)
    },
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
    tried = {1: FIRST, 2: SECOND, 3: THIRD}[version].get(claim, [])
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
    for claim in ("E1", "H4", "E2", "R1"):
        first = claims.decide(claim, version=1)
        earlier = {} if claim == "R1" else {1: (first.verdict, first.weaker)}
        assert claims.decide(claim).earlier == earlier, claim
    assert list(claims.decide("H5a").earlier) == [1, 2]


def test_claims_that_combine_others_take_the_newest_rules_of_their_parts():
    parts = {claim: claims.rule(claim)().verdict for claim in ("H5a", "H5b", "H5c", "H5d")}
    assert claims.decide("H5").facts["parts"] == parts == claims.decide("P3").facts["parts"]
    assert claims.decide("H5", version=3).facts["parts"] == parts
    older = claims.decide("H5", version=2).facts["parts"]
    assert older["H5a"] == claims.rule("H5a", 2)().verdict != parts["H5a"]
    for claim, problem in recommendations.PROBLEMS.items():
        assert claims.decide(claim).facts["problem_is"] == parts[problem]
