"""What queries and rules leave out is beside the rows that they return, and is counted."""

import csv
from copy import deepcopy

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.data import load
from digitalbay.data.checks import inspect
from digitalbay.data.left_out import LeftOut, beside, chosen, grades, keep
from digitalbay.data.states import KEY

E1 = "industrial_firms_digital_transformation_share"
DAY = "2022-12-31"


def keys(rows):
    return set(rows[KEY].itertuples(index=False, name=None))


@pytest.mark.parametrize("query", [db.observations, db.vintages])
@pytest.mark.parametrize("as_of", [None, DAY])
def test_shown_and_left_out_are_all_that_is_held(query, as_of):
    shown, every = query(None, as_of=as_of), query(None, as_of=as_of, grades=None)
    left = shown.attrs["left_out"]
    weaker = left.rows[left.rows["reason"] == "grade"]
    assert set(weaker["grade"]) == {"C"}
    assert keys(weaker) == keys(every) - keys(shown) - keys(
        left.rows[left.rows["reason"] != "grade"]
    )
    assert left["grade"] == len(weaker) == len(keys(weaker)) > 50
    assert left.kept == len(shown)
    assert "grade" not in every.attrs["left_out"]


def test_a_wide_table_and_the_command_tell_the_same():
    rows = db.observations(E1)
    assert rows.attrs["left_out"]["grade"] == db.wide(E1).attrs["left_out"]["grade"] > 0
    assert db.observations(E1, grades=["C"]).attrs["left_out"] == {}


def test_what_a_query_leaves_out_is_part_of_its_record():
    db.recorder.clear()
    db.observations(E1)
    assert db.recorder.replay(db.recorder.reads()[0]) == db.recorder.reads()[0].digest


def test_registers_count_what_bears_no_date_on_a_day():
    documents = db.documents(as_of=DAY)
    undated = load().table("documents")["issued"].eq("").sum()
    assert documents.attrs["left_out"] == {"undated": undated}
    assert db.documents().attrs == {}
    attested = db.attested(documents)
    left = attested.attrs["left_out"]
    assert left == {"undated": undated, "grade": documents["grade"].eq("C").sum()}
    assert list(left.rows["reason"].unique()) == ["undated", "grade"]
    assert len(attested) + left["grade"] == len(documents)


def test_cases_count_those_of_weaker_grade_and_of_undated_sources():
    cases = db.cases(as_of=DAY)
    every = db.cases(grades=None, as_of=DAY)
    undated = every.attrs["left_out"]["undated"]
    left_out = {"undated": undated, "grade": every["grade"].eq("C").sum()}
    assert cases.attrs["left_out"] == left_out
    assert min(left_out.values()) > 0
    assert set(cases["grade"]) == {"A", "B"}


def test_nothing_left_out_leaves_no_trace():
    frame = pd.DataFrame({"grade": ["A", "B"], "issued": ["2020", "2021"]})
    assert db.dated(db.attested(frame), "issued").attrs == {}


def test_what_is_left_out_survives_copies_and_is_not_copied():
    left = db.attested(db.documents()).attrs["left_out"]
    assert isinstance(left, LeftOut)
    assert deepcopy(left) is left
    assert pd.concat([db.documents(), db.documents()]).attrs == {}


def test_weaker_evidence_counts_only_within_and_is_written_down():
    assert grades() == ("A", "B")
    db.recorder.clear()
    with db.weaker_evidence():
        assert grades() == ("A", "B", "C")
        rows = db.observations(E1)
        assert set(db.observations(E1, grades=["A"])["grade"]) <= {"A"}
        assert "C" in set(db.cases()["grade"])
    assert "C" in set(rows["grade"])
    assert "C" not in set(db.observations(E1)["grade"])
    read = db.recorder.reads()[0]
    assert '"grades": ["A", "B", "C"]' in read.arguments
    assert db.recorder.replay(read) == read.digest


def test_grades_are_again_as_before_after_an_error():
    with pytest.raises(RuntimeError), db.weaker_evidence():
        raise RuntimeError
    assert grades() == ("A", "B")


@pytest.mark.parametrize(
    ("path", "column"),
    [("reference/sources.csv", "published"), ("policies/documents.csv", "issued")],
)
@pytest.mark.parametrize(
    ("note", "right"),
    [
        ("", False),
        ("undated", False),
        ("date not found:", False),
        ("date not found: none", False),
        ("read in a copy; date not found: the copy bears none", True),
    ],
)
def test_an_undated_row_says_where_its_date_was_looked_for(small_copy, path, column, note, right):
    file = small_copy / path
    head, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
    at = next(n for n, row in enumerate(rows) if row[head.index(column)])
    rows[at][head.index(column)], rows[at][head.index("note")] = "", note
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([head, *rows])
    found = [str(problem) for problem in inspect(small_copy, sealed=False)[1]]
    wrong = f'{path}, row {at + 2}, column {column}, "": expected a date, or a note with'
    assert any(problem.startswith(wrong) for problem in found) is not right, found


def test_of_a_frame_that_was_narrowed_only_what_is_left_out_now_is_told():
    frame = pd.DataFrame({"grade": ["A", "C", "A", "A"], "issued": ["2020", "2020", "", "2021"]})
    attested = db.attested(frame)
    assert db.dated(attested, "issued").attrs["left_out"] == {"grade": 1, "undated": 1}
    assert db.dated(attested[:2], "issued").attrs["left_out"] == {"undated": 1}


def test_rows_chosen_from_a_frame_keep_what_it_left_out():
    frame = pd.DataFrame({"grade": ["A", "C", "A"]})
    attested = db.attested(frame)
    left = chosen(attested[:1], attested).attrs["left_out"]
    assert (left, left.kept) == ({"grade": 1}, 1)
    assert chosen(frame[:1], frame).attrs == {}


def test_observations_that_were_narrowed_keep_what_lies_between_them():
    rows = db.observations("gfci_rank")
    whole, part = rows.attrs["left_out"].rows, rows[rows["area"] == "hong-kong"]
    left = beside(part)
    assert set(left["area"]) == {"hong-kong"}
    assert len(left) < len(whole)
    bounds = part["period"] != part["period"].min()
    assert keep(part, bounds, "bound").attrs["left_out"] == {"grade": len(left), "bound": 1}
