"""What is taken for a text of code, and what is not."""

import nbformat
import pytest

from digitalbay.figures import extraction
from digitalbay.figures.extraction import Marked, missing, of_notebook, of_package


@pytest.fixture
def notebook(tmp_path):
    """Make a notebook of these cells of code, in a book of its own."""

    def write(*cells):
        path = tmp_path / "notebooks" / "chapter.ipynb"
        path.parent.mkdir(exist_ok=True)
        made = [nbformat.v4.new_code_cell(cell, id=f"c{n}") for n, cell in enumerate(cells)]
        text = nbformat.v4.new_markdown_cell('_("prose")', id="text")
        nbformat.write(nbformat.v4.new_notebook(cells=[text, *made]), path)
        return path

    return write


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('_("Rank")', ["Rank"]),
        ('_("one "\n  "text", n=3)', ["one text"]),
        ('_("{n} of {which}", which=_("these"))', ["{n} of {which}", "these"]),
        ('Statement(N_("a"), {"b": Word(N_("c"))})', ["a", "c"]),
        ('self.words("a"), chapter.words("b"), words._word("c")', ["a", "b", "c"]),
        ('chapter.text("a"), text("column", _("Title"))', ["a", "Title"]),
        ('_("yes" if known else "no")', ["yes", "no"]),
        ('_(TITLES["key"]), _(f"{n} rows"), _(name), _(""), _()', []),
        ('%matplotlib inline\n!ls "x"\n_("a")', ["a"]),
    ],
)
def test_texts_of_code(notebook, code, texts):
    assert [marked.text for marked in of_notebook(notebook(code))] == texts


def test_a_text_tells_its_cell_and_line(notebook):
    found = of_notebook(notebook("x = 1", 'y = 2\n_("here")'))
    assert found == [Marked("notebooks/chapter.ipynb#c1", 2, "here")]
    assert str(found[0]) == "notebooks/chapter.ipynb#c1:2: 'here'"


def test_texts_of_a_module_beside_are_those_of_the_notebook_that_imports_it(notebook):
    path = notebook("from rules import decide\nimport pandas", '_("own")')
    path.with_name("rules.py").write_text('A = N_("of a rule")\n', encoding="utf-8")
    path.with_name("others.py").write_text('A = N_("of another")\n', encoding="utf-8")
    found = of_notebook(path)
    assert [marked.text for marked in found] == ["own", "of a rule"]
    assert str(found[1]) == "notebooks/chapter.ipynb#rules:1: 'of a rule'"
    assert found[1].catalog.name == "chapter.po"


def test_texts_of_the_package_tell_their_module():
    places = {marked.place for marked in of_package() if marked.text == "Not yet examined"}
    assert places == {"digitalbay/publish/cards.py"}


def test_all_that_is_missing_is_listed_once(notebook, monkeypatch, tmp_path):
    monkeypatch.setattr(extraction, "of_package", lambda: [Marked("digitalbay/x.py", 7, "lost")])
    monkeypatch.setattr(extraction, "package_words", lambda: {"Place": "地区"})
    folder = tmp_path / "book" / "locale" / "zh_Hans" / "LC_MESSAGES" / "notebooks"
    folder.mkdir(parents=True)
    catalog = 'msgid "Rank"\nmsgstr "位次"\n\nmsgid "Score"\nmsgstr ""\n'
    catalog += '\n#, fuzzy\nmsgid "Index"\nmsgstr "指标"\n'
    (folder / "chapter.po").write_text(catalog, encoding="utf-8")
    path = notebook('_("Place"), _("Rank"), _("Score")', '_("Score"), _("Index")')
    assert [(marked.place, marked.text) for marked in missing([path])] == [
        ("digitalbay/x.py", "lost"),
        ("notebooks/chapter.ipynb#c0", "Score"),
        ("notebooks/chapter.ipynb#c1", "Index"),
    ]
