"""The example of the page on adding a figure runs as it stands."""

import re
from pathlib import Path

import digitalbay as db
from digitalbay.figures import chapter as module
from digitalbay.figures import facts
from digitalbay.figures.chapter import Chapter

ROOT = Path(__file__).parents[2]


def test_the_figure_of_the_page_is_drawn_in_ten_lines(monkeypatch):
    shown = []
    monkeypatch.setattr(
        module, "publish_display_data", lambda data, meta: shown.append(meta["digitalbay"])
    )
    page = (ROOT / "book" / "extend.md").read_text("utf-8")
    example = re.search(r"```python\n(.*?)```", page, re.DOTALL)[1]
    assert len(example.splitlines()) <= 12
    chapter = Chapter("02-3-digital-society", "en", None)
    exec(example, {"db": db, "facts": facts, "chapter": chapter, "_": chapter.text, "as_of": None})
    (figure,) = [meta for meta in shown if meta["kind"] == "figure"]
    assert figure["finding"] == "Zhuhai has the higher GDP per head."
    assert figure["sources"]


def test_the_page_names_functions_that_there_are():
    page = (ROOT / "book" / "extend.md").read_text("utf-8")
    named = set(re.findall(r"\b(facts|chapter)\.([a-z_]+)\(?", page))
    assert {("facts", "value_of"), ("facts", "last_period"), ("chapter", "per")} <= named
    for owner, name in named:
        assert hasattr({"facts": facts, "chapter": Chapter}[owner], name), f"{owner}.{name}"
