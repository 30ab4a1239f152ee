"""A few seeded faults; `python -m faults` does as many as asked for."""

import pytest

from .harness import KINDS, Trials

pytestmark = pytest.mark.long
# A kill of the command, SIGINT to it and, as on Ctrl-C, to its group; the end of what makes the
# pages; a disk that is full; two builds.
TRIALS = [("killed", 0), ("killed", 8), ("killed", 10), ("killed", 7), ("full", 1), ("at once", 0)]


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    return Trials(tmp_path_factory.mktemp("faults"), "html")


@pytest.mark.parametrize(("kind", "seed"), TRIALS)
def test_after_a_fault_nothing_is_left_and_the_next_build_is_right(trials, kind, seed):
    outcome = KINDS[kind](trials, seed)
    assert outcome.is_right, outcome
