import pytest

import digitalbay as db
from digitalbay.claims import supercomputers

from .registers import machines


@pytest.mark.parametrize(
    ("listed", "verdict"),
    [
        (machines(("2022-06", 1, "guangzhou"), ("2022-06", 300, "shenzhen")), "supported"),
        (machines(("2022-06", 400, "guangzhou"), ("2022-06", 1, "shenzhen")), "supported"),
        (machines(("2022-06", 9, "guangzhou")), "partly"),
        (machines(("2022-06", 10, "guangzhou")), "partly"),
        (machines(("2022-06", 11, "guangzhou")), "contradicted"),
        (machines(("2022-06", 1, "")), "contradicted"),
        (machines(("2022-11", 1, "guangzhou")), "not_testable"),
        (machines(), "not_testable"),
    ],
)
def test_t4_reads_the_newest_list_before_the_report(listed, verdict):
    assert supercomputers.decide_t4(listed).verdict == verdict


def test_t4_leaves_out_older_and_later_lists():
    listed = machines(
        ("2014-06", 1, "guangzhou"), ("2021-11", 7, "guangzhou"), ("2022-11", 1, "guangzhou")
    )
    decision = supercomputers.decide_t4(listed)
    assert decision.facts["list"] == "2021-11"
    assert decision.facts["ranks"] == {"guangzhou": 7, "shenzhen": None}
    assert len(decision.rows[0]) == 1


def test_lists_are_known_at_the_end_of_their_month():
    listed = machines(("2021-11", 7, "guangzhou"), ("2022-06", 9, "guangzhou"))
    for day, known in {"2021-11-29": 0, "2021-11": 1, "2022-06-30": 2, None: 2}.items():
        assert len(supercomputers.lists_by(listed, day)) == known, day


def test_machines_are_followed_through_the_lists():
    ranks = supercomputers.machine_ranks(db.top500())
    tianhe = ranks[ranks["machine"] == "Tianhe-2"]
    assert tianhe["list"].is_monotonic_increasing
    # On its first list, of June 2013, it stood at the university that built it.
    first = tianhe.loc[tianhe["rank"] == 1, "list"]
    assert (first.min(), first.max(), len(first)) == ("2013-11", "2015-11", 5)
    assert supercomputers.machine_ranks(machines()).empty


def test_the_data_decide_as_published():
    decision = supercomputers.t4()
    assert decision.verdict == "partly"
    assert decision.facts["ranks"] == {"guangzhou": 9, "shenzhen": None}
    assert supercomputers.t4("2013-12-31").verdict == "supported"
    assert supercomputers.t4("2009-12-31").verdict == "not_testable"
