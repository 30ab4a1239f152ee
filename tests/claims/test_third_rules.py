"""Third rules: what is not on record is unknown, and never decides for or against a claim."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.ecosystem import PLATFORMS
from digitalbay.claims.second.coordination import JOINT
from digitalbay.claims.second.recommendations import measures
from digitalbay.claims.third import cooperation, coordination, ecosystem, recommendations
from digitalbay.claims.third.open import possible
from digitalbay.statements import Statement

from .frames import rows, together
from .records import events

INDICATORS = db.indicators()
NO_EVENTS = events().assign(name_en="")


def counted(have, lack, indicator):
    """Figures of cities: above zero for the first of them, zero for those after."""
    values = [5] * have + [0] * lack
    found = zip(db.CITIES, values, strict=False)
    return rows(*((city, "2022", value) for city, value in found), indicator=indicator)


def third_h5a(platforms, exchanges, reuse, unknown=0):
    """Decide on so many cities that have each part; all others lack it, but for the unknown."""
    lack = len(db.CITIES) - unknown
    figures = [
        counted(n, max(lack - n, 0), name)
        for n, name in ((exchanges, ecosystem.COUNTED), (reuse, "open_data_views"))
    ]
    count = rows(("gba", "2021", platforms), indicator=PLATFORMS)
    return ecosystem.decide_h5a(count, NO_EVENTS, together(*figures), db.CITIES)


@pytest.mark.parametrize(
    ("counts", "verdict", "left"),
    [
        ((3, 3, 3), "supported", ("supported",)),
        ((11, 11, 6), "contradicted", ("contradicted",)),
        ((11, 3, 6), "partly", ("partly",)),
        # Of nine cities nothing is known of two parts.
        ((11, 2, 2, 9), "not_testable", ("partly", "contradicted")),
        ((3, 2, 2, 9), "not_testable", ("supported", "partly")),
        # A few unknown cities can't turn it.
        ((3, 3, 3, 2), "supported", ("supported",)),
        ((3, 3, 3, 3), "not_testable", ("supported", "partly")),
    ],
)
def test_h5a(counts, verdict, left):
    decision = third_h5a(*counts)
    assert decision.verdict == verdict
    assert decision.facts["possible"] == left


@pytest.mark.parametrize(
    ("value", "qualifier", "known"),
    [
        (11, "", (11, 0, 0)),
        (4, "", (4, 7, 0)),
        (4, "at_least", (4, 0, 7)),
        (4, "at_most", (0, 7, 4)),
        (4, "about", (0, 0, 11)),
    ],
)
def test_h5a_takes_a_count_of_all_cities_as_far_as_it_goes(value, qualifier, known):
    count = rows(("gba", "2021", value, qualifier), indicator=PLATFORMS)
    found = ecosystem.decide_h5a(count, NO_EVENTS, rows(), db.CITIES).facts["parts"]
    assert found["platforms"] == known
    assert found["exchanges"] == found["reuse"] == (0, 0, 11)


def test_h5a_knows_an_exchange_that_opened_and_counts_what_is_unknown():
    opened = {"kind": "launch", "name_zh": "深圳数据交易所揭牌", "area": "shenzhen"}
    young = opened | {"area": "guangzhou", "date": "2023"}
    found = ecosystem.decide_h5a(rows(), events(opened, young), rows(), db.CITIES)
    assert found.facts["parts"]["exchanges"] == (1, 0, 10)
    assert found.facts["unknown"] == 11 + 10 + 11
    assert (found.verdict, found.lack) == ("not_testable", "open")


def third_h5b(findings, last, met=None):
    """Decide on findings, a measure that was 5 two years before, and a share of demand met."""
    found = [{"kind": "problem", "name_zh": "共享不足", "area": "shenzhen"}] * findings
    joint = [("shenzhen", "2020", 5), ("shenzhen", "2022", last)] if last is not None else []
    joint = [rows(*joint, indicator=JOINT[0])]
    if met is not None:
        joint.append(rows(("guangdong", "2022", met), indicator=coordination.DEMAND))
    table = pd.concat([INDICATORS, DEMAND_ROW], ignore_index=True)
    found = events(*found).assign(name_en="A finding")
    return coordination.decide_h5b(found, together(*joint), table, {"shenzhen"})


DEMAND_ROW = INDICATORS.head(1).assign(indicator=coordination.DEMAND, breaks="", direction="higher")


@pytest.mark.parametrize(
    ("made", "verdict", "left"),
    [
        ((2, 5), "supported", ("supported",)),
        ((2, 9), "partly", ("partly",)),
        # A service of which nothing is on record did not stand still.
        ((2, None), "not_testable", ("supported", "partly")),
        # No finding on record is no clean bill; a high share of demand met is.
        ((0, 9), "not_testable", ("partly", "contradicted")),
        ((0, 9, 95), "contradicted", ("contradicted",)),
        ((0, 9, 85), "not_testable", ("partly", "contradicted")),
        ((1, 5), "not_testable", ("supported", "partly")),
        ((0, None), "not_testable", ("supported", "partly", "contradicted")),
    ],
)
def test_h5b(made, verdict, left):
    decision = third_h5b(*made)
    assert decision.verdict == verdict
    assert decision.facts["possible"] == left


def third_h5c(sides, meetings, denied=()):
    """Decide on a body of sides ("三地", "两地" or None), its meetings, and statements of none."""
    names = {"三地": "粤港澳专责小组", "两地": "粤港专责小组"}
    found = [{"kind": "institution", "name_zh": f"{names[sides]}成立"}] if sides else []
    found += [{"kind": "meeting", "name_zh": f"{names[sides]}举行会议"}] * meetings if sides else []
    said = {"三地": "粤港澳尚未建立合作机制", "两地": "两地之间尚未建立双边机构"}
    found += [{"kind": "assessment", "name_zh": said[name], "date": "2022-12"} for name in denied]
    if not sides and not denied:
        denied = ("三地", "两地")
        found = [{"kind": "assessment", "name_zh": said[n], "date": "2022-12"} for n in denied]
    return decided(events(*found))


def decided(found, counts=None):
    counts = rows() if counts is None else counts
    return cooperation.decide_h5c(found.assign(name_en="A body"), counts, {"guangzhou"})


@pytest.mark.parametrize(
    ("made", "verdict", "left"),
    [
        (("三地", 2), "contradicted", ("contradicted",)),
        (("三地", 1), "not_testable", ("supported", "partly", "contradicted")),
        (("两地", 2), "not_testable", ("partly", "contradicted")),
        (("两地", 2, ["三地"]), "partly", ("partly",)),
        (("两地", 0, ["三地"]), "not_testable", ("supported", "partly")),
        ((None, 0), "supported", ("supported",)),
    ],
)
def test_h5c(made, verdict, left):
    decision = third_h5c(*made)
    assert decision.verdict == verdict
    assert decision.facts["possible"] == left


def test_h5c_counts_meetings_from_events_and_from_published_counts():
    body = {"kind": "institution", "name_zh": "粤港专责小组成立"}
    met = {"kind": "institution", "name_zh": "粤港专责小组举行第1次会议"}
    one = decided(events(body, met))
    assert (one.facts["bodies"]["two"], one.facts["meetings"]["two"]) == (1, 1)
    assert one.facts["formed"]["two"] is None
    many = decided(events(body), rows(("gba", "2008", 3), ("gba", "2023", 18)))
    assert (many.facts["meetings"]["two"], many.facts["formed"]["two"]) == (3, True)


def test_what_one_said_before_2022_does_not_tell_of_its_end():
    old = {"kind": "assessment", "name_zh": "粤港澳尚未建立合作机制", "date": "2015"}
    assert decided(events(old)).facts["formed"]["three"] is None
    assert decided(events(old | {"date": "2023"})).facts["formed"]["three"] is False


def third_m(claim, problem, made, later, measured=None):
    """Decide on a problem, commitments (True, False if denied, None) and what came of measures."""
    subjects = {"M1": "数据开放", "M2": "数据共享", "M3": "跨境", "M4": "公众参与"}
    denial = {"name_zh": f"尚未设定{subjects[claim]}的目标", "date": "2024"}
    wanted = measures(claim)[:measured]
    found = [
        rows((area, "2022", 100), (area, "2024", later), indicator=name) for name, area in wanted
    ]
    decided = Decision(problem, Statement("It is so."), [], lack="unpublished")
    return recommendations.decide_m(
        claim,
        decided,
        rows(("guangdong", "2025", 1)) if made else rows(),
        recommendations.denied(claim, events(*[denial] * (made is False))),
        together(*found) if found else rows(),
        INDICATORS.assign(direction="higher", breaks=""),
    )


@pytest.mark.parametrize("claim", ["M1", "M2", "M3", "M4"])
@pytest.mark.parametrize(
    ("made", "verdict", "left", "lack"),
    [
        (("partly", True, 200), "supported", ("supported",), ""),
        (("contradicted", False, 100), "contradicted", ("contradicted",), ""),
        (("contradicted", True, 100), "partly", ("partly",), ""),
        # That none was found is not that none was made.
        (("partly", None, 100), "partly", ("partly",), ""),
        (("partly", None, 200), "not_testable", ("supported", "partly"), "unfound"),
        (("contradicted", None, 100), "not_testable", ("partly", "contradicted"), "unfound"),
        (("not_testable", True, 200), "not_testable", ("supported", "partly"), "unpublished"),
        (("not_testable", True, 100), "partly", ("partly",), ""),
        # A measure without a second value is not one that stood still.
        (("contradicted", False, 100, 1), "not_testable", ("partly", "contradicted"), "unfound"),
        (("contradicted", False, 200, 1), "partly", ("partly",), ""),
    ],
)
def test_m1_to_m4(claim, made, verdict, left, lack):
    decision = third_m(claim, *made)
    assert (decision.verdict, decision.facts["possible"]) == (verdict, left)
    assert decision.lack == lack


def test_a_denial_counts_if_it_is_dated_attested_and_on_the_subject():
    said = {"name_zh": "尚未设定数据共享的目标", "date": "2024"}
    assert len(recommendations.denied("M2", events(said))) == 1
    for changed in ({"date": "2021"}, {"date": ""}, {"grade": "C"}, {"area": "china"}):
        assert recommendations.denied("M2", events(said | changed)).empty, changed
    assert recommendations.denied("M3", events(said)).empty


@pytest.mark.parametrize("made", [third_h5a, third_h5b, third_h5c])
def test_of_nothing_on_record_nothing_is_decided(made):
    empty = {
        third_h5a: lambda: ecosystem.decide_h5a(rows(), NO_EVENTS, rows(), db.CITIES),
        third_h5b: lambda: coordination.decide_h5b(NO_EVENTS, rows(), INDICATORS, {"shenzhen"}),
        third_h5c: lambda: decided(NO_EVENTS),
    }[made]()
    assert (empty.verdict, empty.lack) == ("not_testable", "unfound")
    assert not empty.readings or not empty.readings.turns
    assert empty.facts["possible"] == ("supported", "partly", "contradicted")


def test_a_record_less_leaves_no_more_sure():
    count = rows(("gba", "2021", 3), indicator=PLATFORMS)
    figures = together(counted(3, 8, ecosystem.COUNTED), counted(3, 8, "open_data_views"))
    for at in figures.index:
        fewer = ecosystem.decide_h5a(count, NO_EVENTS, figures.drop(at), db.CITIES)
        assert "supported" in fewer.facts["possible"]
        assert fewer.verdict in ("supported", "not_testable")


def test_what_is_possible_is_what_the_open_answers_allow():
    judge = {(True,): "supported", (False,): "contradicted"}.get
    assert possible([True], judge) == ("supported",)
    assert possible([None], judge) == ("supported", "contradicted")


@pytest.mark.parametrize(
    ("claim", "left"),
    [
        ("h5a", {"partly", "contradicted"}),
        ("h5b", {"partly"}),
        ("h5c", {"partly", "contradicted"}),
    ],
)
def test_the_data_rule_absence_out(claim, left):
    module = {"h5a": ecosystem, "h5b": coordination, "h5c": cooperation}[claim]
    assert set(getattr(module, claim)().facts["possible"]) == left
