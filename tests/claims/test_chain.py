"""From a recommendation's indicators to what came of them: each state can come and go."""

import pandas as pd
import pytest

import digitalbay as db
from digitalbay.claims.chain import STATES, chain

from .frames import rows
from .registers import targets

INDICATORS = db.indicators()
NAME, PLACE = "open_datasets", "macao"
BEFORE = (PLACE, "2022", 100)


def linked(*found, due=None, name=NAME):
    """Return the links of one indicator, with a commitment if one is given."""
    aims = [] if due is None else [(name, *due)]
    aims = targets(*aims, document="MO-001", area=PLACE)
    return chain(rows(*found, indicator=name), [(name, PLACE)], aims, INDICATORS)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ([], "nothing"),
        ([BEFORE], "nothing_since"),
        ([(PLACE, "2024", 120)], "no_baseline"),
        ([BEFORE, (PLACE, "2024", 120)], "improved"),
        ([BEFORE, (PLACE, "2024", 90)], "worsened"),
        ([BEFORE, (PLACE, "2024", 100)], "unchanged"),
        ([BEFORE, (PLACE, "2024", 90, "at_least")], "open"),
        # What ends after mid-2026 is not known to it.
        ([BEFORE, (PLACE, "2026-09", 120)], "nothing_since"),
    ],
)
def test_an_indicator_without_a_commitment(found, state):
    (link,) = linked(*found).to_dict("records")
    assert (link["state"], link["due"], link["document"]) == (state, "", "")
    assert pd.isna(link["target"])


@pytest.mark.parametrize(
    ("due", "found", "state"),
    [
        (("2025", 200), [BEFORE, (PLACE, "2025", 210)], "kept"),
        (("2025", 200), [BEFORE, (PLACE, "2025", 190)], "missed"),
        (("2025", 200), [BEFORE, (PLACE, "2025", 190, "at_least")], "open"),
        # An outturn of another year is none.
        (("2025", 200), [BEFORE, (PLACE, "2024", 190)], "unrecorded"),
        (("2025", 200), [], "unrecorded"),
        (("2027", 200), [BEFORE, (PLACE, "2025", 210)], "later"),
    ],
)
def test_a_commitment_and_what_came_of_it(due, found, state):
    (link,) = linked(*found, due=due).to_dict("records")
    assert (link["state"], link["document"], link["target"]) == (state, "MO-001", 200)


def test_a_link_across_a_break_does_not_compare():
    broken = INDICATORS[INDICATORS["breaks"].str.contains("2023")].iloc[0]
    name, at = broken["indicator"], broken["breaks"].split()[-1]
    after = f"{int(at[:4]) + 1}"
    found = linked((PLACE, "2022", 1), (PLACE, after, 2), name=name)
    assert list(found["state"]) == ["incomparable"]


def test_a_commitment_that_is_not_among_the_followed_is_a_link_too():
    aims = targets(("iam_smart_departments_rate", "2027", 100), document="d", area="hong-kong")
    found = chain(rows(), [(NAME, PLACE)], aims, INDICATORS)
    assert list(found["indicator"]) == [NAME, "iam_smart_departments_rate"]
    assert set(found["state"]) <= set(STATES)
