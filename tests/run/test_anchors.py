"""Ids are different from each other in the book, and from the headings of their page."""

import nbformat
import pytest
from docutils.nodes import make_id
from hypothesis import given
from hypothesis import strategies as st

from digitalbay.run.anchors import beside_headings, headings, slug, used_twice
from digitalbay.run.collect import collect
from digitalbay.run.execute import execute
from digitalbay.run.findings import RepeatedIdError
from digitalbay.run.plan import Run, plan

from .conftest import write

TABLE = (
    "import pandas as pd\n"
    "from digitalbay.figures import Chapter\n"
    "frame = pd.DataFrame({'a': [1]})\n"
    "Chapter('c', lang, as_of).table(frame, id='gdp-by-city', caption='c', cites=['x'])"
)


def prose(*texts):
    cells = [nbformat.v4.new_markdown_cell(text) for text in texts]
    return nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell("# no heading")])


@given(st.text(st.characters(max_codepoint=0x3FF, exclude_categories=["Cs"])))
def test_a_slug_is_that_of_sphinx(title):
    # Letters that it spells out, such as a Polish l, stand in no heading of ours.
    plain = make_id(title)
    assert slug(title) == plain or any(ord(letter) > 0xA0 for letter in title) or "[" in title


def test_headings_of_all_forms_are_found_and_code_is_passed_over():
    notebook = prose(
        "# GDP by city\n\ntext # not this\n\n## 2 Growth, since *2010* ##",
        "Rank\n====\n\nOther\n---\n",
        "(my-target)=\n### After a [link](x.md)",
        "```bash\n# a comment\n```\n\n~~~\n# another\n~~~",
    )
    assert set(headings(notebook)) == {
        "gdp-by-city", "growth-since-2010", "rank", "other", "my-target", "after-a-link",
    }  # fmt: skip


def test_an_id_of_a_heading_is_named():
    told = beside_headings(prose("# GDP by city"), ["gdp-by-city", "gdp"])
    assert told == ["gdp-by-city (of the heading 'GDP by city')"]


def test_an_id_of_two_notebooks_is_named_and_variants_may_share():
    pages = {
        "one": ("one", ["gdp", "own"]),
        "two": ("two", ["gdp"]),
        "city-a": ("city", ["values"]),
        "city-b": ("city", ["values"]),
    }
    assert used_twice(pages) == ["gdp (in one.ipynb and two.ipynb)"]


def test_the_book_stops_at_an_id_that_a_heading_has(project):
    write(project, "it", TABLE)
    path = project.notebooks / "it.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("# GDP by city", id="title"))
    nbformat.write(notebook, path)
    assert execute(Run(path, "en"), project) is None
    told = (
        r"it en: an id of an output and of a heading: gdp-by-city \(of the heading 'GDP by city'\)"
    )
    with pytest.raises(RepeatedIdError, match=told):
        collect(project)


def test_the_book_stops_at_an_id_of_two_notebooks(project):
    for name in ("one", "two"):
        write(project, name, TABLE)
    for run in plan(project, langs=("en",)):
        assert execute(run, project) is None
    with pytest.raises(RepeatedIdError, match=r"gdp-by-city \(in one.ipynb and two.ipynb\)"):
        collect(project)
