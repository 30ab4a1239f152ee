"""Links to sections of the report's contents and to volumes in print, in HTML and in LaTeX."""

from io import StringIO

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

VOLUMES = [
    ["index", "book", "Book", "manual", []],
    ["book/brief-officials", "book-brief", "A brief", "brief", []],
    ["index", "book-cities", "Cities", "manual", ["notebooks/city-"]],
]
CONF = """
extensions = ["myst_nb", "digitalbay.publish.extension"]
root_doc = "index"
html_theme = "basic"
digitalbay_screen = ["book/finder"]
"""
CHAPTER = "# Problems\n\n## Ecosystem\n\nIt.\n\n## {second}\n\nThey.\n\n### Here\n\nSo.\n"
PAGES = {
    "index": "# Book\n\n```{toctree}\nbook/brief-officials\nbook/finder\nnotebooks/03-problems\n"
    "notebooks/05-conclusion\nnotebooks/city-macao\n```\n",
    "book/brief-officials": "# Brief\n\nApart ({section}`3.2`), in all ({section}`there <3>`). "
    "{pdf}`Print <book/brief-officials>` {pdf}`all <index>` {pdf}`none <nowhere>`",
    # A page that works on a screen alone.
    "book/finder": "# Finder\n\nAny number.\n",
    "notebooks/03-problems": CHAPTER.format(second="Apart") + "[](../book/finder.md) finds it.\n",
    "notebooks/city-macao": "# Macao\n\nLike no other ({section}`3.2`).\n",
    # Two entries of the contents are answered here.
    "notebooks/05-conclusion": "# Conclusion\n\nSo.\n",
}


def build(folder, form, pages=PAGES, volumes=VOLUMES):
    """Build the pages in a form, as a next build of the same folder; return what was warned of."""
    for name, text in pages.items():
        path = folder / "source" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    conf = f"{CONF}digitalbay_volumes = {volumes}\n"
    (folder / "source" / "conf.py").write_text(conf, encoding="utf-8")
    said, source = StringIO(), folder / "source"
    with patch_docutils(source), docutils_namespace():
        Sphinx(
            source, source, folder / form, folder / "trees", form, status=None, warning=said
        ).build()
    return said.getvalue()


def brief_of(folder):
    return (folder / "html" / "book" / "brief-officials.html").read_text(encoding="utf-8")


def test_a_page_leads_to_sections_and_files(tmp_path):
    assert build(tmp_path, "html") == ""
    page = brief_of(tmp_path)
    assert 'href="../notebooks/03-problems.html#apart" title="Apart">3.2</a>' in page
    assert 'href="../notebooks/03-problems.html#problems" title="Problems">there</a>' in page
    assert 'href="../../../pdf/book-brief.pdf">Print</a>' in page
    assert 'href="../../../pdf/book.pdf">all</a>' in page
    assert "none</p>" in page


def test_the_page_follows_a_section_that_is_renamed(tmp_path):
    build(tmp_path, "html")
    build(tmp_path, "html", PAGES | {"notebooks/03-problems": CHAPTER.format(second="Divided")})
    assert 'href="../notebooks/03-problems.html#divided" title="Divided">3.2</a>' in brief_of(
        tmp_path
    )


def test_in_print_a_brief_leads_into_the_volume_of_the_section(tmp_path):
    assert build(tmp_path, "latex") == ""
    brief, book = (
        (tmp_path / "latex" / f"{name}.tex").read_text(encoding="utf-8")
        for name in ("book-brief", "book")
    )
    assert r"(\sphinxhref{book.pdf\#section-3.2}{3.2})" in brief
    assert r"\sphinxhref{book.pdf\#section-3}{there}" in brief
    assert r"\sphinxhref{book.pdf}{all}" in brief
    assert r"{digitalbay-brief}" in brief
    assert (tmp_path / "latex" / "digitalbay-brief.cls").is_file()
    for place in ("section-3", "section-3.1", "section-3.2", "section-0", "section-5"):
        assert book.count(rf"\hypertarget{{{place}}}{{}}") == 1
    assert "in all" not in book


def test_pages_with_a_beginning_are_a_volume_without_its_first_page(tmp_path):
    assert build(tmp_path, "latex") == ""
    cities, book = (
        (tmp_path / "latex" / f"{name}.tex").read_text(encoding="utf-8")
        for name in ("book-cities", "book")
    )
    assert r"\chapter{Macao}" in cities
    assert r"(\sphinxhref{book.pdf\#section-3.2}{3.2})" in cities
    assert "Problems" not in cities
    assert "Macao" not in book


def test_a_page_for_screens_is_not_printed(tmp_path):
    assert build(tmp_path, "latex") == ""
    book = (tmp_path / "latex" / "book.tex").read_text(encoding="utf-8")
    assert "Any number" not in book
    assert "\nFinder finds it." in book
    assert build(tmp_path, "html") == ""
    assert "Any number" in (tmp_path / "html" / "book" / "finder.html").read_text(encoding="utf-8")


def test_an_entry_without_a_section_is_told(tmp_path):
    wrong = " ".join(f"{{section}}`{entry}`" for entry in ("9.9", "3.4", "2"))
    said = build(tmp_path, "html", PAGES | {"book/brief-officials": f"# B\n\n{wrong}"})
    assert [f"no section '{entry}'" in said for entry in ("9.9", "3.4", "2")] == [True] * 3


def test_of_a_page_in_no_volume_print_has_the_words(tmp_path):
    text = "# Alone\n\nSee [Macao](notebooks/city-macao.md) and [this](apart.md).\n"
    pages = {"index": "# Book\n\n```{toctree}\nnotebooks/city-macao\napart\n```\n"}
    pages |= {"notebooks/city-macao": text.replace("notebooks/city-macao", "city-macao")}
    pages["notebooks/city-macao"] = pages["notebooks/city-macao"].replace("apart", "../apart")
    pages["apart"] = "# Apart\n\nIn no volume.\n"
    build(tmp_path, "latex", pages, VOLUMES[2:])
    printed = (tmp_path / "latex" / "book-cities.tex").read_text(encoding="utf-8")
    assert "In no volume." not in printed
    assert "and this." in printed
