import pytest

from digitalbay.claims import policy
from digitalbay.claims.policy import PARTS, PLANNED

from .frames import rows, together
from .registers import documents


def parts(*found):
    return rows(*found, indicator=PARTS)


def planned(**changed):
    """Return the counts of the plan, some of them with another value or left out (None)."""
    numbers = {name: changed.get(name.rsplit("_", 1)[-1], (PLANNED[name],)) for name in PLANNED}
    frames = [
        rows(("china", "2021-12", *number), indicator=name)
        for name, number in numbers.items()
        if number is not None
    ]
    return together(*frames) if frames else rows()


@pytest.mark.parametrize(
    ("date", "month", "answer"),
    [
        ("2021-03", "2021-03", True),
        ("2021-03-12", "2021-03", True),
        ("2021-04-01", "2021-03", False),
        ("2020", "2021-03", False),
        ("2021", "2021-03", None),
    ],
)
def test_a_vague_date_does_not_decide(date, month, answer):
    assert policy.in_month(date, month) is answer


@pytest.mark.parametrize(
    ("issued", "counts", "verdict"),
    [
        ("2021-03", parts(("china", "2021-03", 1)), "supported"),
        ("2021-03-13", parts(("china", "2021-03", 1, "at_least")), "supported"),
        ("2021-03", parts(("china", "2021-03", 2, "at_most")), "partly"),
        ("2021-03", parts(("china", "2021-03", 0)), "partly"),
        ("2021-03", parts(), "partly"),
        ("2021-04", parts(("china", "2021-03", 1)), "contradicted"),
        ("2021", parts(("china", "2021-03", 1)), "not_testable"),
        ("", parts(("china", "2021-03", 1)), "not_testable"),
    ],
)
def test_n1_needs_the_month_and_a_part(issued, counts, verdict):
    assert policy.decide_n1(documents(("CN-050", issued)), counts).verdict == verdict


def test_n1_reads_neither_other_documents_nor_lower_grades():
    other = documents(("CN-001", "2021-03"), ("CN-050", "2021-03", "", "C"))
    decision = policy.decide_n1(other, parts(("china", "2021-03", 1)))
    assert decision.verdict == "not_testable"
    assert decision.facts == {"issued": None, "parts": 1}


@pytest.mark.parametrize(
    ("issued", "counts", "verdict"),
    [
        ("2021-12", planned(), "supported"),
        ("2021-12", planned(tasks=None), "partly"),
        ("2021-12", planned(tasks=(8, "at_least")), "partly"),
        ("2021-12", planned(tasks=(11, "at_least")), "contradicted"),
        ("2021-12", planned(actions=(9,)), "contradicted"),
        ("2021-11", planned(), "contradicted"),
        ("2021", planned(), "not_testable"),
        ("2021-12", rows(), "partly"),
    ],
)
def test_n2_needs_the_month_and_three_numbers(issued, counts, verdict):
    assert policy.decide_n2(documents(("CN-002", issued)), counts).verdict == verdict


def test_n2_without_the_plan_rests_on_its_numbers():
    nothing = documents()
    assert policy.decide_n2(nothing, rows()).verdict == "not_testable"
    assert policy.decide_n2(nothing, planned()).verdict == "not_testable"
    assert policy.decide_n2(nothing, planned(projects=(3,))).verdict == "contradicted"
    assert policy.decide_n2(nothing, planned(tasks=None)).facts["counts"].keys() == {
        "informatisation_plan_key_projects",
        "informatisation_plan_priority_actions",
    }


@pytest.mark.parametrize(
    ("claim", "document", "issued", "verdict"),
    [
        ("r1", "CN-003", "2019-02-18", "supported"),
        ("r1", "CN-003", "2019-03", "contradicted"),
        ("r2", "GD-001", "2022-02", "supported"),
        ("r2", "GD-001", "2021-06-30", "contradicted"),
        ("r3", "GD-002", "2022-04-01", "supported"),
        ("r3", "GD-002", "2021-07-30", "contradicted"),
        ("r3", "GD-002", "2022", "not_testable"),
        ("r3", "GD-002", "", "not_testable"),
        ("r1", "GD-002", "2019-02", "not_testable"),
    ],
)
def test_the_date_of_the_document_decides(claim, document, issued, verdict):
    decision = getattr(policy, f"decide_{claim}")(documents((document, issued)))
    assert decision.verdict == verdict
    assert len(decision.rows[0]) == (issued != "" and (claim, document) != ("r1", "GD-002"))


def test_the_day_of_effect_is_told():
    decision = policy.decide_r3(documents(("GD-002", "2021-07-30", "2021-09-01")))
    assert decision.facts == {
        "issued": "2021-07-30",
        "effective": "2021-09-01",
        "claimed": "2022-04",
    }
    assert decision.because.facts["effective"].text == "2021-09-01"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    {
        "n1": "supported",
        "n2": "supported",
        "r1": "supported",
        "r2": "contradicted",
        "r3": "contradicted",
    }.items(),
)
def test_the_data_decide_as_published(claim, verdict):
    assert getattr(policy, claim)().verdict == verdict


@pytest.mark.parametrize("claim", ["n1", "n2", "r1", "r2", "r3"])
def test_before_the_documents_nothing_can_be_tested(claim):
    assert getattr(policy, claim)("2015-12-31").verdict == "not_testable"
