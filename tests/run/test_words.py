"""A Chinese edition does not run until every text of its code has Chinese."""

from pathlib import Path

import pytest

from digitalbay.figures.catalogs import OF_PACKAGE
from digitalbay.figures.extraction import Marked
from digitalbay.run import commands
from digitalbay.run.plan import Run

LACKING = [Marked("notebooks/a.ipynb#c1", 1, "Rank"), Marked("notebooks/a.ipynb#c2", 3, "Score")]
OF_A = "book/locale/zh_Hans/LC_MESSAGES/notebooks/a.po"


def test_all_that_lacks_chinese_is_said_at_once(project, monkeypatch):
    monkeypatch.setattr(commands, "missing", lambda notebooks: LACKING)
    runs = [Run(project.notebooks / "a.ipynb", lang) for lang in ("en", "zh-Hans")]
    with pytest.raises(commands.RefusedError) as stopped:
        commands.check_words(runs)
    message = stopped.value.message
    assert message.splitlines()[0] == (
        f"2 texts have no Chinese; run `bay catalogs --words`, then fill in what is empty in {OF_A}"
    )
    assert "notebooks/a.ipynb#c1:1: 'Rank'" in message
    assert "notebooks/a.ipynb#c2:3: 'Score'" in message


def test_a_single_text_of_the_package_names_its_catalog(project, monkeypatch):
    monkeypatch.setattr(commands, "missing", lambda notebooks: [Marked("digitalbay/a.py", 1, "x")])
    with pytest.raises(commands.RefusedError) as stopped:
        commands.check_words([Run(project.notebooks / "a.ipynb", "zh-Hant")])
    message = stopped.value.message
    assert message.startswith("1 text has no Chinese")
    named = message.splitlines()[0].rpartition(" ")[2]
    assert (Path(__file__).parents[2] / named).samefile(OF_PACKAGE)


def test_english_runs_without_any(project, monkeypatch):
    monkeypatch.setattr(commands, "missing", lambda notebooks: LACKING)
    commands.check_words([Run(project.notebooks / "a.ipynb", "en")])


def test_chinese_runs_when_nothing_is_missing(project, monkeypatch):
    asked = []
    monkeypatch.setattr(commands, "missing", lambda notebooks: asked.extend(notebooks) or [])
    commands.check_words([Run(project.notebooks / "a.ipynb", "zh-Hant")])
    assert asked == [project.notebooks / "a.ipynb"]
