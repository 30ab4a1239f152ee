"""The book as of an earlier day, on the real chapter."""

import re
from pathlib import Path

import pytest

from digitalbay.run.execute import execute
from digitalbay.run.plan import Project, Run
from digitalbay.run.stale import recorded

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def foundations(tmp_path_factory):
    """Findings of the chapter on foundations as of the end of 2022 and of March 2023."""
    found = {}
    for day in ("2022-12-31", "2023-03-31"):
        project = Project(tmp_path_factory.mktemp("as-of"))
        run = Run(ROOT / "notebooks" / "01-2-foundations.ipynb", "en", day)
        failure = execute(run, project)
        assert failure is None, str(failure)
        found[day] = recorded(run, project)["found"]
    return found


def test_macao_2022_was_not_yet_published_in_2022(foundations):
    page = foundations["2022-12-31"]
    assert page["keys"]["macao-2022"]["value"] is None
    assert page["keys"]["macao-2022-status"]["text"] == "not yet published"
    figure = page["figures"]["gdp-2022-vintages"]
    assert figure["caption"] == "GDP of 2022 as known on 2022-12-31"
    assert figure["note"] == "Nothing published by 2022-12-31."


def test_macao_2022_was_preliminary_in_march_2023(foundations):
    page = foundations["2023-03-31"]
    assert page["keys"]["macao-2022"]["value"] == 1773
    assert page["keys"]["macao-2022-status"]["text"] == "preliminary"
    assert page["figures"]["gdp-2022-vintages"]["note"].startswith("As known on 2023-03-31")


def test_no_source_is_newer_than_the_day(foundations):
    for day, page in foundations.items():
        notes = [item["note"] for kind in ("figures", "tables") for item in page[kind].values()]
        newest = re.findall(r"newest published ([\d-]+)", "\n".join(notes))
        assert newest
        assert max(newest) <= day
