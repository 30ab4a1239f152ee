import pandas as pd
import pytest

import digitalbay as db
from digitalbay import claims
from digitalbay.claims.combined import all_of
from digitalbay.claims.decision import VERDICTS, Decision
from digitalbay.claims.following import (
    FOLLOWED,
    coverage,
    dated,
    followed,
    still_due,
    within_the_year,
)
from digitalbay.claims.preface import decide_p1
from digitalbay.claims.recommendations import answers, decide_h6, decide_m, matched, shared
from digitalbay.statements import Statement

from .frames import rows, together
from .records import cases, documents
from .registers import targets

NO_COUNTS = rows(indicator="report_recommendations")


def decided(verdict):
    return Decision(verdict, Statement("x"), [NO_COUNTS])


def paper(issued, **cells):
    return {"title_zh": "公共数据开放办法", "area": "shenzhen", "issued": issued} | cells


OLD, NEW = paper("2021"), paper("2023")


@pytest.mark.parametrize(
    ("problem", "found", "verdict"),
    [
        ("supported", [NEW], "supported"),
        ("partly", [OLD, NEW], "supported"),
        ("partly", [OLD], "partly"),
        ("contradicted", [NEW], "partly"),
        ("not_testable", [NEW], "partly"),
        ("contradicted", [OLD], "contradicted"),
        ("not_testable", [], "not_testable"),
        # Drafts, other subjects, other places, other grades and undated documents do not count.
        ("contradicted", [NEW | {"title_zh": "公共数据开放办法（征求意见稿）"}], "contradicted"),
        ("contradicted", [NEW | {"title_zh": "一份规划"}], "contradicted"),
        ("contradicted", [NEW | {"area": "china"}], "contradicted"),
        ("contradicted", [NEW | {"grade": "C"}], "contradicted"),
        ("contradicted", [NEW | {"issued": ""}], "contradicted"),
    ],
)
def test_recommendations(problem, found, verdict):
    assert decide_m("M1", "H5a", decided(problem), documents(*found)).verdict == verdict


def test_recommendations_count_answers_before_and_since():
    decision = decide_m("M1", "H5a", decided("partly"), documents(OLD, OLD, NEW))
    facts = decision.facts
    assert (facts["problem"], facts["problem_is"]) == ("H5a", "partly")
    assert (facts["before"], facts["since"], len(facts["answers"])) == (2, 1, 3)
    assert len(decision.rows[0]) == 1
    assert answers(documents(NEW), "M2").empty


@pytest.mark.parametrize(
    ("problems", "recommendations", "verdict"),
    [
        (["数字生态", "合作机制"], ["完善数字生态", "建立合作机制"], "supported"),
        (["数字生态", "合作机制"], ["建立合作机制", "完善数字生态"], "partly"),
        # A recommendation has no problem.
        (["数字生态"], ["完善数字生态", "建立合作机制"], "partly"),
        # One recommendation answers both; or a problem has none.
        (["数字生态", "生态缺位"], ["完善数字生态", "建立合作机制"], "partly"),
        (["数字生态", "部门协同"], ["完善数字生态", "建立合作机制"], "contradicted"),
        (["数字生态"], [], "contradicted"),
    ],
)
def test_h6(problems, recommendations, verdict):
    assert decide_h6(problems, recommendations, NO_COUNTS).verdict == verdict


def test_headings_are_matched_for_the_largest_total():
    assert shared("合作、机制", "合作机制") == 2
    # Alone the first would match the first best; together they fit the other way round.
    assert matched(["甲乙丙", "甲乙"], ["甲乙", "乙丙"]) == [1, 0]
    assert matched(["甲乙"], ["丙丁"]) == [None]


@pytest.mark.parametrize(
    ("verdicts", "enough", "verdict"),
    [
        (["supported"] * 3, 3, "supported"),
        (["supported"] * 3 + ["contradicted"], 3, "supported"),
        (["supported"] * 3 + ["contradicted"], 4, "partly"),
        (["contradicted"] * 3, 3, "contradicted"),
        (["contradicted", "contradicted", "partly"], 3, "partly"),
        (["contradicted", "contradicted", "not_testable"], 3, "not_testable"),
        (["not_testable"] * 3, 3, "not_testable"),
    ],
)
@pytest.mark.parametrize("by_name", [True, False])
def test_claims_that_follow_from_parts(verdicts, enough, verdict, by_name):
    parts = {f"X{at}": decided(name) for at, name in enumerate(verdicts)}
    decision = all_of(parts, enough, "{parts}", by_name=by_name)
    assert decision.verdict == verdict
    assert list(decision.facts["parts"].values()) == verdicts
    assert sum(decision.facts[name] for name in VERDICTS) == len(verdicts)
    told = decision.because.facts["parts"].items
    assert len(told) == (len(verdicts) if by_name else len(set(verdicts)))
    assert len(decision.rows) == len(verdicts)


SYSTEMS = [{"theme": f"digital_{name}"} for name in ("government", "society", "economy")]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (SYSTEMS, "partly"),
        (SYSTEMS[:2], "not_testable"),
        ([*SYSTEMS[:2], SYSTEMS[2] | {"grade": "C"}], "not_testable"),
        ([], "not_testable"),
    ],
)
def test_p1(found, verdict):
    decision = decide_p1(cases(*found))
    assert decision.verdict == verdict
    assert decision.facts["cases"]["digital_government"] == min(len(found), 1)


def test_what_followed_has_a_baseline_and_a_value_since():
    one, other = ("open_datasets", "macao"), ("volunteer_groups", "guangdong")
    found = together(
        rows(
            ("macao", "2021", 1),
            ("macao", "2022", 2, "at_least"),
            # Neither ended by the end of 2022 nor begun after it.
            ("macao", "2022-07/2023-06", 3),
            ("macao", "2024", 4),
            ("macao", "2023", 5),
            indicator=one[0],
        ),
        rows(("macao", "2020", 9), indicator=other[0]),
    )
    lines = followed(found, [one, other])
    first, second = lines.to_dict("records")
    assert (first["base"], first["base_period"], first["base_qualifier"]) == (2, "2022", "at_least")
    assert (first["later"], first["later_period"]) == (4, "2024")
    assert pd.isna(second["base"])
    assert second["later_period"] == ""
    assert coverage(lines) == {"n": 2, "base": 1, "later": 1, "both": 1}
    assert coverage(followed(found[:0], [one])) == {"n": 1, "base": 0, "later": 0, "both": 0}


def test_targets_still_due():
    wanted = [("open_datasets", "macao"), ("volunteer_groups", "macao")]
    found = targets(
        ("volunteer_groups", "2025", 1),
        ("open_datasets", "2022", 2),
        ("open_datasets", "2023", 3),
        ("iam_smart_accounts", "2025", 4),
        document="MO-001",
        area="macao",
    )
    assert list(still_due(found, wanted)["value"]) == [3, 1]
    assert still_due(found.assign(grade="C"), wanted).empty
    assert still_due(found[:0], wanted).empty


@pytest.mark.parametrize(
    ("period", "found", "result"),
    [
        ("2022", ("2022", 10), "reached"),
        ("2022", ("2022-06", 9), "missed"),
        ("2022", ("2022-06", 9, "at_least"), "undecided"),
        ("2022", ("2023", 10), "unrecorded"),
        # A part of the year counts only if it suffices.
        ("2022", ("2022-Q1", 9), "unrecorded"),
        ("2022", ("2022-Q1", 10), "reached"),
        ("2022", ("2022-Q1", 12, "at_most"), "unrecorded"),
        ("2022", ("2022-Q1", 10, "at_least"), "reached"),
        ("2021/2025", ("2021/2025", 9), "missed"),
        ("2021/2025", ("2021/2024", 9), "unrecorded"),
    ],
)
def test_targets_and_outturns_within_the_year(period, found, result):
    due = targets(("open_datasets", period, 10), document="MO-001", area="macao")
    outturns = rows(("macao", *found), indicator="open_datasets")
    assert list(within_the_year(due, outturns)["result"]) == [result]
    assert within_the_year(due[:0], outturns).empty


def test_each_target_has_the_outturn_of_its_own_place():
    due = pd.concat(
        [
            targets(("open_datasets", "2022", aim), document="MO-001", area=area)
            for area, aim in (("macao", 10), ("zhuhai", 4), ("foshan", 4))
        ],
        ignore_index=True,
    )
    found = rows(("zhuhai", "2022", 5), ("macao", "2022", 9), indicator="open_datasets")
    pairs = within_the_year(due, found)
    assert list(pairs["area"]) == ["macao", "zhuhai", "foshan"]
    assert list(pairs["result"]) == ["missed", "reached", "unrecorded"]
    assert list(pairs["outturn"].dropna()) == [9, 5]


def test_targets_that_can_be_reached_from_below():
    due = targets(
        ("open_datasets", "2022", 1),
        ("open_datasets", "", 2),
        ("open_datasets", "2022", 3, "at_most"),
        document="MO-001",
        area="macao",
    )
    assert list(dated(due)["value"]) == [1]
    assert dated(due.assign(area="china")).empty


def test_what_is_followed_is_in_the_data():
    for wanted in FOLLOWED.values():
        assert not db.observations(sorted({indicator for indicator, _area in wanted})).empty


@pytest.mark.parametrize(
    ("claim", "verdict"),
    {
        "m1": "supported",
        "m2": "supported",
        "m3": "supported",
        "m4": "supported",
        "h6": "supported",
        "p1": "partly",
    }.items(),
)
def test_the_verdicts_of_the_data(claim, verdict):
    assert claims.rule(claim, 1)().verdict == verdict


def test_nothing_is_known_before_anything_was_published():
    assert claims.rule("m2", 1)("1990").verdict == "not_testable"
    assert claims.rule("p1", 1)("1990").verdict == "not_testable"
