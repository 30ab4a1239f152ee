"""A run records the modules of the claims room that its verdicts came from.

The rules themselves are tried in tests/claims.
"""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("notebook", "modules"),
    {
        "02-5-results": ["acceleration", "results", "services", "use"],
        "03-problems": ["actors", "cooperation", "coordination", "ecosystem", "problems"],
        "04-recommendations": ["coordination", "following", "recommendations"],
        "05-conclusion": ["acceleration", "coordination", "preface", "problems", "results"],
    }.items(),
)
def test_a_run_records_the_modules_it_used(notebook, modules):
    run = json.loads((ROOT / "_build" / "runs" / "en" / f"{notebook}.json").read_text("utf-8"))
    assert {f"src/digitalbay/claims/{name}.py" for name in modules} <= set(run["files"])
