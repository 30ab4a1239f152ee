"""`as_of`, for any vintages, calendar and day, against a plain definition."""

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import digitalbay as db
from digitalbay.data.package import Package
from digitalbay.data.periods import first_day, last_day, later
from digitalbay.data.states import KEY, STATES, asked, known, states

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
AREAS = pd.DataFrame({"area": ["b", "a"], "order": [1, 2], "members": ["", ""]})
SOURCES = pd.DataFrame({"source": ["good", "poor"], "grade": ["A", "C"]})
INDICATORS = pd.DataFrame({"indicator": ["x", "y"]})
# x of both areas is released by a rule; y of b has listed editions; y of a is outside.
LAG = "P1M15D"
EDITIONS = {"2018": date(2020, 3, 31)}
RELEASES = pd.DataFrame(
    [
        ("rule", "x", "a b", "annual", "end", LAG, "2018"),
        ("listed", "y", "b", "irregular", "end", "", "2018"),
    ],
    columns=["release", "indicators", "areas", "frequency", "counts_from", "lag", "first"],
)
DATES = pd.DataFrame({"release": ["listed"], "period": ["2018"], "published": ["2020-03"]})


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
CHOICES = st.sampled_from(["recorded", "nearest"])


def package(rows):
    columns = ["indicator", "area", "period", "published", "value", "source"]
    frame = pd.DataFrame(rows, columns=columns).astype(
        dict.fromkeys(["indicator", "area", "period", "published", "source"], "str")
    )
    frame = frame.assign(status="A", qualifier="", note="")
    tables = {"observations": frame, "areas": AREAS, "sources": SOURCES, "indicators": INDICATORS}
    return Package(None, {}, {}, tables | {"releases": RELEASES, "release_dates": DATES})


def ask(rows, as_of=None, grades=None, vintages="nearest"):
    return known(asked(package(rows), grades=grades), as_of, vintages)


def told(rows, as_of, grades=None):
    return states(asked(package(rows), grades=grades), as_of)


def keys(frame):
    return set(frame[KEY].itertuples(index=False, name=None))


def due(indicator, area, period):
    if indicator == "x":
        return later(last_day(period), LAG) if len(period) == 4 else None
    return EDITIONS.get(period) if area == "b" else None


def by_definition(rows, day, grades):
    """The state and, if it is shown, the value of each observation, told the slow way."""
    held = {}
    for *key, published, value, source in rows:
        if source == "good" or "C" in grades:
            held.setdefault(tuple(key), []).append((last_day(published), value))
    found = {}
    for key, copies in held.items():
        past = [copy for copy in copies if copy[0] <= day]
        public = due(*key)
        if past:
            found[key] = ("recorded", max(past)[1])
        elif public and public <= day:
            found[key] = ("later", min(copies)[1])
        else:
            found[key] = ("unpublished" if public else "unknown", None)
    return found


@given(ROWS, DAYS, st.sampled_from([("A", "B"), ("A", "B", "C")]), CHOICES)
@settings(max_examples=80)
def test_it_is_what_the_definition_says(rows, day, grades, vintages):
    frame = ask(rows, day, grades, vintages)
    shown = ("recorded", "later") if vintages == "nearest" else ("recorded",)
    expected = {k: v for k, v in by_definition(rows, day, grades).items() if v[0] in shown}
    columns = [*KEY, "vintage", "value"]
    assert {tuple(r[:3]): tuple(r[3:]) for r in frame[columns].to_numpy().tolist()} == expected


@given(ROWS, DAYS, CHOICES)
@settings(max_examples=60)
def test_every_observation_held_is_in_one_state_and_the_states_add_up(rows, day, vintages):
    table = told(rows, day)
    expected = {key: state for key, (state, _) in by_definition(rows, day, ("C",)).items()}
    assert {tuple(r[:3]): r[3] for r in table[[*KEY, "state"]].to_numpy().tolist()} == expected
    assert len(table) == len({tuple(row[:3]) for row in rows})
    frame = ask(rows, day, vintages=vintages)
    counts = table["state"].value_counts().to_dict()
    shown = frame["vintage"].value_counts().to_dict()
    assert shown | frame.attrs["left_out"] == counts
    assert set(counts) <= set(STATES)


@given(ROWS, DAYS, DAYS, CHOICES)
@settings(max_examples=60)
def test_a_later_day_never_loses_an_observation(rows, one, other, vintages):
    early, late = sorted([one, other])
    assert keys(ask(rows, early, None, vintages)) <= keys(ask(rows, late, None, vintages))


@given(ROWS, CHOICES)
@settings(max_examples=40)
def test_at_the_end_of_time_it_is_the_newest_vintage(rows, vintages):
    pd.testing.assert_frame_equal(ask(rows, "9999-12-30", None, vintages), ask(rows))
    assert set(ask(rows)["vintage"]) <= {"recorded"}


@given(ROWS, DAYS)
@settings(max_examples=60)
def test_no_value_comes_before_its_release(rows, day):
    frame = ask(rows, day)
    for row in frame.itertuples():
        if row.vintage == "recorded":
            assert last_day(row.published) <= day
        else:
            assert due(row.indicator, row.area, row.period) <= day < last_day(row.published)


@given(ROWS, DAYS)
@settings(max_examples=40)
def test_what_is_recorded_is_part_of_what_is_nearest(rows, day):
    nearest = ask(rows, day)
    kept = nearest[nearest["vintage"] == "recorded"].reset_index(drop=True)
    pd.testing.assert_frame_equal(ask(rows, day, None, "recorded"), kept)


@given(DAYS, CHOICES)
@settings(max_examples=15)
def test_asking_twice_gives_the_same(day, vintages):
    one, two = (db.observations(None, as_of=day, vintages=vintages) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    assert one.attrs == two.attrs
    assert not one.duplicated(KEY).any()


@given(DAYS, DAYS)
@settings(max_examples=15)
def test_the_real_data_only_grow(one, other):
    early, late = sorted([one, other])
    assert keys(db.observations(None, as_of=early)) <= keys(db.observations(None, as_of=late))


def test_the_real_data_as_of_2030_are_those_of_today():
    pd.testing.assert_frame_equal(db.observations(None, as_of="2030"), db.observations(None))


def test_no_observation_was_known_before_its_period_began():
    rows = db.vintages()
    began, published = rows["period"].map(first_day), rows["published"].map(last_day)
    assert (published >= began).all()
