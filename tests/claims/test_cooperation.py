import pytest

from digitalbay.claims.cooperation import decide_h5c
from digitalbay.claims.crossings import cross_border, crossing

from .records import cases, documents, events

HERE = {"guangdong", "shenzhen"}


def agreement(title, **cells):
    usual = {"level": "regional", "area": "gba", "kind": "agreement", "issuers": ""}
    return usual | {"themes": "cross_border data", "title_zh": title} | cells


PAIR, ALL = agreement("粤港协议"), agreement("内地、香港与澳门协议")
GENERAL = agreement("内地、香港与澳门框架协议", themes="cross_border general")
LATE = agreement("内地、香港与澳门协议", issued="2023")
SERVICE = {"joins": "mainland macao", "area": "shenzhen"}


def decide(papers=(), happened=(), services=()):
    frames = documents(*papers), events(*happened), cases(*services)
    return decide_h5c(crossing(*frames, HERE), *frames)


@pytest.mark.parametrize(
    ("papers", "happened", "services", "verdict"),
    [
        ([], [], [], "supported"),
        ([GENERAL, LATE], [], [], "supported"),
        ([PAIR], [], [], "partly"),
        ([], [{}], [], "partly"),
        ([], [], [SERVICE], "partly"),
        ([PAIR, LATE], [], [], "partly"),
        ([PAIR, ALL], [{}], [SERVICE], "contradicted"),
        # Of grade C, undated, of another kind or theme: not counted.
        ([ALL | {"grade": "C"}], [], [], "supported"),
        ([ALL | {"issued": ""}], [], [], "supported"),
        ([ALL | {"kind": "plan"}], [], [], "supported"),
        ([ALL | {"themes": "data"}], [], [], "supported"),
        ([], [{"kind": "pilot"}], [{"area": "shenzhen"}], "supported"),
        ([], [], [{"joins": "cities departments"}, {"joins": "mainland"}], "supported"),
    ],
)
def test_h5c(papers, happened, services, verdict):
    assert decide(papers, happened, services).verdict == verdict


def test_h5c_counts_before_and_after_the_report():
    decision = decide([PAIR, GENERAL, LATE], [{}], [SERVICE])
    assert decision.facts == {
        "mechanisms": 1, "three_sides": 0, "documents": 2, "events": 1, "services": 1,
        "general_three_sides": 1, "after": 1, "after_three_sides": 1,
    }  # fmt: skip
    assert [len(frame) for frame in decision.rows] == [2, 1, 1]


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        ([], "neither an agreement"),
        ([PAIR], "The agreement does not join all three sides."),
        ([ALL], "The agreement joins all three sides."),
        ([PAIR, PAIR], "of the agreements {three} join"),
    ],
)
def test_what_h5c_says(papers, said):
    assert said in str(decide(papers).because)


@pytest.mark.parametrize(
    ("title", "area", "sides"),
    [
        ("粤港澳大湾区规划", "gba", (False, False, False)),
        ("粤港澳大湾区规划", "shenzhen", (True, False, False)),
        ("粤港合作协议", "gba", (True, True, False)),
        ("跨境服务", "macao", (False, False, True)),
        ("大湾区金融管理部门合作备忘录", "gba", (True, True, True)),
        ("深港通办", "hong-kong", (False, True, False)),
    ],
)
def test_which_sides_are_named(title, area, sides):
    found = crossing(documents(agreement(title, area=area)), events(), cases(), HERE).iloc[0]
    assert (found["mainland"], found["hong_kong"], found["macao"]) == sides
    assert found["sides"] == sum(sides)


def test_a_case_crosses_the_sides_that_it_joins():
    some = cases({"joins": "mainland hong-kong macao"}, SERVICE, {"joins": "macao departments"})
    found = crossing(documents(), events(), some, HERE)
    assert found[["mainland", "hong_kong", "macao", "sides"]].to_numpy().tolist() == [
        [True, True, True, 3],
        [True, False, True, 2],
    ]


def test_of_nothing_nothing_crosses():
    found = crossing(documents(), events(), cases(), HERE)
    assert found.empty
    assert list(cross_border("1990").columns) == list(found.columns)
