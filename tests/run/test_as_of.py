"""The book as of an earlier day, on the real chapter."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

import digitalbay as db
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


UNPUBLISHED = re.compile(r"(not yet|had (not )?been|nothing) published|[Nn]othing had been", re.I)
DAY = "2022-12-31"


@pytest.fixture(scope="module")
def chapters(tmp_path_factory):
    """Findings of every chapter as of the end of 2022, the year of the report."""
    project = Project(tmp_path_factory.mktemp("chapters"))
    found = {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        run = Run(path, "en", DAY)
        failure = execute(run, project)
        assert failure is None, str(failure)
        found[path.stem] = recorded(run, project)["found"]
    return found


def said(page):
    """Yield the id of each output of a page and what it says about itself."""
    for kind in ("figures", "tables"):
        for name, item in page[kind].items():
            yield name, " ".join(item.get(part) or "" for part in ("finding", "note"))
    for name, fact in page["keys"].items():
        yield name, fact["text"]
    for name, verdict in page["verdicts"].items():
        yield name, verdict["because"]


def test_only_what_the_calendar_dates_later_is_called_unpublished(chapters):
    claimed = {name for page in chapters.values() for name, text in said(page)
               if UNPUBLISHED.search(text)}  # fmt: skip
    # All that is said so concerns GDP of 2022 and ranks of 2023, of which the calendar tells;
    # and one sentence counts observations.
    assert claimed == {
        "gdp-2022-vintages", "gdp-2022-revisions", "macao-2022-status", "known-by-2022",
        "imd-ranks", "smart-moves",
    }  # fmt: skip
    states = db.availability("gdp_current_prices", areas=db.CITIES, periods="2022", as_of=DAY)
    assert set(states["state"]) == {"unpublished"}


def test_later_vintages_are_counted_under_the_figures(chapters):
    notes = " ".join(text for page in chapters.values() for _, text in said(page))
    counts = re.findall(r"(\d+) of these values were public by then", notes)
    assert len(counts) > 20
    assert all(int(count) > 0 for count in counts)


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
