"""The book as of an earlier day, on the real chapter."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from digitalbay.run.execute import execute
from digitalbay.run.plan import Run
from digitalbay.run.project import Project
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
    assert page["keys"]["macao-2022"] == {"value": None, "text": "not on record"}
    assert page["keys"]["macao-2022-status"]["text"] == "not yet published"
    figure = page["figures"]["gdp-2022-vintages"]
    assert figure["finding"] == "Not on record as of the chosen day."
    assert figure["note"] == "Nothing had been published by 31 December 2022."


def test_macao_2022_was_preliminary_in_march_2023(foundations):
    page = foundations["2023-03-31"]
    assert page["keys"]["macao-2022"]["value"] == 1773
    assert page["keys"]["macao-2022-status"]["text"] == "preliminary"
    figure = page["figures"]["gdp-2022-vintages"]
    assert "stands at 1,773.00 hundred million patacas (preliminary)" in figure["finding"]
    assert figure["note"].startswith("As known on 31 March 2023: ")


def test_no_source_is_newer_than_the_day(foundations):
    for day, page in foundations.items():
        notes = [item["note"] for kind in ("figures", "tables") for item in page[kind].values()]
        told = re.findall(r"newest published ([\w ]+)", "\n".join(notes))
        newest = [first_day(text) for text in told]
        assert newest
        assert max(newest) <= date.fromisoformat(day)


def first_day(text):
    """The first day of a date as the notes write it: 2022, March 2022 or 31 March 2022."""
    words = text.split()
    whole = [*["1", "January"][: 3 - len(words)], *words]
    return datetime.strptime(" ".join(whole), "%d %B %Y").date()
