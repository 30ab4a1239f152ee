"""The heads of the conclusion turn when what they rest on turns."""

import pandas as pd
import pytest

from digitalbay.claims import findings


@pytest.mark.parametrize(
    ("number", "per_head", "said"),
    [
        (True, True, "in number and per head"),
        (True, False, "in number, not per head"),
        (True, None, "whether per head is open"),
        (False, True, "per head, not in number"),
        (False, False, "neither"),
        (None, False, "is open"),
    ],
)
def test_lead(number, per_head, said):
    assert said in findings.lead({"number": number, "per_head": per_head}).template


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([88.0, 69.0], "less than they did"),
        ([69.0, 88.0], "more than they did"),
        ([69.0, 60.0, 69.5], "as they did"),
        ([69.0, 45.0], "no longer"),
        ([], "not on record"),
    ],
)
def test_innovation(shares, said):
    assert said in findings.innovation(pd.Series(shares, dtype="float64")).template


@pytest.mark.parametrize(
    ("rose", "n", "said"),
    [
        (9, 9, "wherever"),
        (6, 9, "most counts, not in all"),
        (3, 9, "did not"),
        (0, 0, "not on record"),
    ],
)
def test_use(rose, n, said):
    assert said in findings.use({"rose": rose, "n": n}).template


@pytest.mark.parametrize(
    ("three", "two", "after", "said"),
    [
        (True, True, 6, "all three sides"),
        (None, True, 6, "grew"),
        (False, True, 2, "has not grown"),
        (None, None, 6, "not on record"),
        (False, False, 6, "not on record"),
    ],
)
def test_cooperation(three, two, after, said):
    counts = {"mechanisms": 2, "after": after}
    assert said in findings.cooperation({"three": three, "two": two}, counts).template


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (["kept", "missed", "nothing"], "mostly"),
        (["kept", "nothing", "no_baseline"], "seldom"),
        ([], "not on record"),
    ],
)
def test_record(states, said):
    assert said in findings.record(pd.Series(states, dtype="str")).template
