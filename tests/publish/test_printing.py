"""What print does to a page: boxes, lists of sources, figures before long tables, columns."""

import pytest
from docutils import nodes

from digitalbay.publish.printing import gather, keep_last_rows, let_tables_go_first
from digitalbay.publish.typesetting import contents_of
from digitalbay.publish.widths import PAGE, is_long, widths

from .test_places import build

CITED = "```{eval-rst}\nAs in [D]_.\n\n.. [D] A book.\n```\n"
ANSWER = "# Problems\n\n```{answer}\nNone of it.\n```\n\n```{brief}\n- One thing.\n```\n"


def test_an_answer_is_no_box_whose_first_word_is_its_title(tmp_path):
    pages = {"index": "# Book\n\n```{toctree}\nnotebooks/a\n```\n", "notebooks/a": ANSWER}
    build(tmp_path, "latex", pages)
    text = (tmp_path / "latex" / "book.tex").read_text(encoding="utf-8")
    assert text.index(r"\begin{sphinxuseclass}{db-answer}") < text.index("None of it.")
    assert text.count(r"\begin{sphinxadmonition}{note}{In brief}") == 1
    assert text.count(r"\begin{sphinxadmonition}") == 1
    assert (tmp_path / "latex" / "digitalbay-print.sty").is_file()


def test_the_contents_are_told_to_the_first_run_of_tex(tmp_path):
    toctree = "# Book\n\n```{toctree}\nnotebooks/a\nb\n```\n"
    # Of a page that is no chapter, the contents have the title alone.
    pages = {
        "index": toctree,
        "notebooks/a": "# {A}\n\n## B & C\n\nText.\n",
        "b": f"# B\n\n## C\n\n{CITED}",
    }
    build(tmp_path, "latex", pages)
    told = contents_of((tmp_path / "latex" / "book.tex").read_text(encoding="utf-8"))
    assert told.splitlines() == [
        r"\protect\setcounter{tocdepth}{1}%",
        r"\contentsline {chapter}{\{A\}}{1}{}%",
        r"\contentsline {section}{B \& C}{1}{}%",
        r"\protect\setcounter{tocdepth}{0}%",
        r"\contentsline {chapter}{B}{1}{}%",
        r"\contentsline {section}{C}{1}{}%",
        r"\contentsline {chapter}{\bibname}{1}{}%",
    ]


def test_what_has_no_space_for_long_may_be_broken(tmp_path):
    word, kept = "abc" * 700, "x" * 150
    build(tmp_path, "latex", {"index": f"# Book\n\nA {kept} {word}.\n"})
    text = (tmp_path / "latex" / "book.tex").read_text(encoding="utf-8")
    assert kept in text
    assert text.count(r"\allowbreak{}") == len(word) // 60
    assert word in text.replace(r"\allowbreak{}", "")


def line(*names, between="; "):
    made = nodes.paragraph("", "", nodes.Text("Sources: "))
    for n, name in enumerate(names):
        made += [nodes.Text(between)] if n else []
        made += nodes.reference("", name, refuri=f"#{name}")
    return made


@pytest.mark.parametrize(
    ("names", "between", "told"),
    [
        (["A, 2019", "B", "A, 2021", "A"], "; ", "Sources: A, 2019, 2021; B; A"),
        (["国务院，2019", "国务院，2021"], "；", "Sources: 国务院，2019，2021"),
        (["A, 2019"], "; ", "Sources: A, 2019"),
    ],
)
def test_sources_of_one_publisher_are_named_once(names, between, told):
    made = line(*names, between=between)
    gather(made)
    assert made.astext() == told
    assert sorted(link["refuri"] for link in made.findall(nodes.reference)) == sorted(
        f"#{name}" for name in names
    )


def test_a_figure_goes_behind_the_long_table_that_follows():
    figure = nodes.container("", nodes.figure("", nodes.caption("", "Chart")))
    text, far = nodes.paragraph("", "So."), nodes.paragraph("", "And.")
    table = nodes.container("", nodes.table("", nodes.title("", "Rows"), classes=["longtable"]))
    near, apart = nodes.section(), nodes.section()
    near += [figure.deepcopy(), text.deepcopy(), table.deepcopy()]
    apart += [figure, text, far, table]
    for section in (near, apart):
        let_tables_go_first(section)
    assert [child.astext() for child in near] == ["So.", "Rows", "Chart"]
    assert [child.astext() for child in apart] == ["Chart", "So.", "And.", "Rows"]


def test_rows_are_counted_and_the_last_ones_kept_together(tmp_path):
    rows = "".join(f"| {n} | b |\n" for n in range(40))
    build(tmp_path, "latex", {"index": f"# Book\n\n| A | B |\n|---|---|\n{rows}"})
    text = (tmp_path / "latex" / "book.tex").read_text(encoding="utf-8")
    body = text.partition("endlastfoot")[2]
    ends = [line for line in body.splitlines() if line.startswith(r"\dbrow")]
    assert ends == [r"\dbrow\\"] * 37 + [r"\dbrow\\*"] * 2 + [r"\dbrow\\"]


def test_a_short_table_is_kept_whole():
    table = nodes.table("", *[nodes.row() for _ in range(9)])
    keep_last_rows(table)
    assert not any(row.get("db-kept") for row in table)


def test_a_column_holds_its_longest_word():
    long = "word " * 40
    columns = [["Place", "Guangdong"], *([[f"Text {n}", long] for n in range(5)])]
    found = widths(columns)
    assert found[0] > len("Guangdong")
    assert sum(found) <= PAGE
    assert widths([["A", "b"], ["C", "d"]]) == [9, 9]


@pytest.mark.parametrize("day", ["23 November 2023", "2023年11月23日"])
def test_a_date_stays_in_one_line(day):
    """A Chinese character is as wide as two letters; beside numbers stands a quarter of it."""
    columns = [["Day", day], *([[f"Text {n}", "word " * 40] for n in range(4)])]
    assert widths(columns)[0] >= 16 + 3


def test_a_table_of_many_lines_may_break():
    assert not is_long([["Head", *["cell"] * 10]])
    assert is_long([["Head", *["cell"] * 30]])
    assert is_long([["Head", *["word " * 200] * 4]])
