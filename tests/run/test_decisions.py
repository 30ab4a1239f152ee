"""The verdicts that several chapters need, and that a run records the modules it took them from."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "notebooks"))


@pytest.mark.parametrize(
    ("platforms", "spread", "verdict"),
    [
        (None, 1, "not_testable"),
        (5, None, "supported"),
        (11, 0, "contradicted"),
        (11, 1, "contradicted"),
        (11, 2, "partly"),
        (10, 2, "partly"),
        (10, 1, "not_testable"),
        (11, None, "not_testable"),
    ],
)
def test_h5a_follows_its_rule(platforms, spread, verdict):
    from decisions.ecosystem import _by_the_rule

    assert _by_the_rule(platforms, spread) == verdict


def test_windows_cross_neither_the_break_nor_the_seam():
    from decisions.growth import AFTER, BEFORE, WINDOWS, h4c, windows

    assert (BEFORE, AFTER) in WINDOWS
    assert all(before[1] < "2017" and after[0] > "2017" for before, after in WINDOWS)
    assert all(after[1] <= "2022" for _before, after in WINDOWS)
    found = windows().set_index(["before", "after"])
    own = found.loc[("–".join(BEFORE), "–".join(AFTER))]
    facts = h4c().facts
    assert own["cities"] == pytest.approx(facts["growth_after"] - facts["growth_before"])
    assert own["nation"] == pytest.approx(facts["nation_after"] - facts["nation_before"])
    assert own["holds"] == facts["gdp_holds"]


def test_windows_need_published_values():
    from decisions.growth import windows

    assert windows(as_of="2010-12-31").empty


def test_a_run_records_the_modules_it_used():
    runs = ROOT / "_build" / "runs" / "en"
    used = {name: json.loads((runs / f"{name}.json").read_text("utf-8"))["files"] for name in _ALL}
    for name, module in {"02-5-results": "growth", "03-problems": "coordination"}.items():
        for other in _ALL:
            recorded = f"notebooks/decisions/{module}.py" in used[other]
            assert recorded == (other in (name, "05-conclusion") or _also(other, module)), other


_ALL = (
    "02-4-digital-economy",
    "02-5-results",
    "03-problems",
    "04-recommendations",
    "05-conclusion",
)


def _also(notebook: str, module: str) -> bool:
    return (notebook, module) == ("04-recommendations", "coordination")
