"""`as_of`, for any vintages and any day, against a plain definition."""

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import digitalbay as db
from digitalbay.data.package import Package
from digitalbay.data.periods import first_day, last_day
from digitalbay.data.queries import KEY, newest, select

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
AREAS = pd.DataFrame({"area": ["b", "a"], "order": [1, 2]})
SOURCES = pd.DataFrame({"source": ["good", "poor"], "grade": ["A", "C"]})


def vague(day: date, precision: int) -> str:
    return day.isoformat()[: (4, 7, 10)[precision]]


def vintage(row):
    return *row[:3], last_day(row[3])


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["x", "y"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["2018", "2018-H1", "2019-05"]),
        st.builds(vague, DAYS, st.integers(0, 2)),
        st.integers(0, 9).map(float),
        st.sampled_from(["good", "poor"]),
    ),
    max_size=30,
    unique_by=vintage,
)


def package(rows):
    columns = ["indicator", "area", "period", "published", "value", "source"]
    frame = pd.DataFrame(rows, columns=columns).astype(
        dict.fromkeys(["indicator", "area", "period", "published", "source"], "str")
    )
    frame = frame.assign(status="A", qualifier="", note="")
    tables = {"observations": frame, "areas": AREAS, "sources": SOURCES}
    tables["indicators"] = pd.DataFrame({"indicator": ["x", "y"]})
    return Package(None, {}, {}, tables)


def ask(rows, as_of=None, grades=None):
    return newest(select(package(rows), as_of=as_of, grades=grades))


def keys(frame):
    return set(frame[KEY].itertuples(index=False, name=None))


def by_definition(rows, day, grades):
    """The last published value of each key among those known by `day`, told the slow way."""
    best = {}
    for *key, published, value, source in rows:
        good = source == "good" or "C" in grades
        if good and last_day(published) <= day:
            best.setdefault(tuple(key), []).append((last_day(published), value))
    return {key: max(vintages)[1] for key, vintages in best.items()}


@given(ROWS, DAYS, st.sampled_from([("A", "B"), ("A", "B", "C")]))
@settings(max_examples=60)
def test_it_is_what_the_definition_says(rows, day, grades):
    frame = ask(rows, day, grades)
    found = {tuple(row[:3]): row[3] for row in frame[[*KEY, "value"]].itertuples(index=False)}
    assert found == by_definition(rows, day, grades)


@given(ROWS, DAYS, DAYS)
@settings(max_examples=60)
def test_a_later_day_never_loses_an_observation(rows, one, other):
    early, late = sorted([one, other])
    assert keys(ask(rows, early)) <= keys(ask(rows, late))


@given(ROWS)
@settings(max_examples=40)
def test_at_the_end_of_time_it_is_the_newest_vintage(rows):
    pd.testing.assert_frame_equal(ask(rows, "9999-12-31"), ask(rows))


@given(ROWS, DAYS)
@settings(max_examples=40)
def test_nothing_comes_back_that_was_published_later(rows, day):
    assert all(last_day(published) <= day for published in ask(rows, day)["published"])


@given(DAYS)
@settings(max_examples=15)
def test_asking_twice_gives_the_same(day):
    one, two = (db.observations(None, as_of=day) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    known = one[one["published"].map(last_day) <= day]
    pd.testing.assert_frame_equal(one, known)
    assert not one.duplicated(KEY).any()


@given(DAYS, DAYS)
@settings(max_examples=15)
def test_the_real_data_only_grow(one, other):
    early, late = sorted([one, other])
    assert keys(db.observations(None, as_of=early)) <= keys(db.observations(None, as_of=late))


def test_no_observation_was_known_before_its_period_began():
    rows = db.vintages()
    began, known = rows["period"].map(first_day), rows["published"].map(last_day)
    assert (known >= began).all()
