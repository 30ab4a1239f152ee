"""A Chinese edition does not run until every text of its code has Chinese."""

import pytest

from digitalbay.figures.extraction import Marked
from digitalbay.run import commands
from digitalbay.run.plan import Run

LACKING = [Marked("notebooks/a.ipynb#c1", 1, "Rank"), Marked("notebooks/a.ipynb#c2", 3, "Score")]


def test_all_that_lacks_chinese_is_said_at_once(project, monkeypatch):
    monkeypatch.setattr(commands, "missing", lambda notebooks: LACKING)
    runs = [Run(project.notebooks / "a.ipynb", lang) for lang in ("en", "zh-Hans")]
    with pytest.raises(SystemExit) as stopped:
        commands.check_words(runs)
    message = str(stopped.value)
    assert message.startswith("error: 2 texts have no Chinese; run `bay catalogs --words`")
    assert "notebooks/a.ipynb#c1:1: 'Rank'" in message
    assert "notebooks/a.ipynb#c2:3: 'Score'" in message


def test_english_runs_without_any(project, monkeypatch):
    monkeypatch.setattr(commands, "missing", lambda notebooks: LACKING)
    commands.check_words([Run(project.notebooks / "a.ipynb", "en")])


def test_chinese_runs_when_nothing_is_missing(project, monkeypatch):
    asked = []
    monkeypatch.setattr(commands, "missing", lambda notebooks: asked.extend(notebooks) or [])
    commands.check_words([Run(project.notebooks / "a.ipynb", "zh-Hant")])
    assert asked == [project.notebooks / "a.ipynb"]
