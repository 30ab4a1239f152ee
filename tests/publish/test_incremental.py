"""A build of what changed makes what a build of everything makes: thirty edits of a small book."""

import gc
import os
import random
import shutil
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from digitalbay.figures.mime import CHART, RECORD
from digitalbay.files import mirror, read_tree

pytestmark = pytest.mark.long

EDITS = 30
CONF = """
extensions = ["myst_nb", "digitalbay.publish.extension"]
nb_execution_mode = "off"
numfig = True
root_doc = "index"
html_theme = "basic"
html_static_path = ["static"]
digitalbay_pictures = {pictures!r}
digitalbay_static = {style!r}
"""
CLAIMS = ("T1", "T4", "R1", "H1")
VERDICTS = ("supported", "partly", "contradicted", "not_testable")
WORKS = ("top500-2010-06", "top500-2010-11", "top500-2011-06")
KINDS = ("dataset", "yearbook", "company", "communique")


class Book:
    """A book that can be changed in one place, and written down."""

    def __init__(self):
        self.order = ["one", "two", "prose", "ledger", "works", "s0", "s1"]
        self.titles = {name: f"Page {name}" for name in self.order}
        self.sentences = dict.fromkeys(self.order, "A sentence.")
        self.facts = {"one": 5, "two": 7}
        self.figures = {"one": ["alpha", "beta"], "two": ["gamma"]}
        self.verdicts = {"one": {"T1": "partly", "T4": "supported"}, "two": {"R1": "partly"}}
        self.cited = {"one": [WORKS[0]], "prose": [WORKS[1]]}
        self.kinds = [list(KINDS[:2]), list(KINDS[2:])]
        self.style = "p { color: black; }"

    def notebook(self, name):
        shown = [({RECORD: {"kind": "facts", "facts": {"n": fact(self.facts[name])}}}, "facts", {})]
        for id in self.figures[name]:
            spec = {"mark": "bar", "data": {"values": [{"v": len(id)}]}}
            spec["encoding"] = {"x": {"field": "v", "type": "quantitative", "title": id}}
            about = {
                "id": id,
                "finding": f"{id} is so.",
                "caption": id,
                "alt": id,
                "note": "1 row.",
            }
            sources = [{"source": WORKS[2], "label": "TOP500.org, 2011"}]
            shown.append(({CHART: spec}, "figure", about | {"sources": sources, "data": []}))
        for claim, verdict in self.verdicts[name].items():
            record = {"kind": "verdict", "claim": claim, "verdict": verdict, "because": "So."}
            shown.append(({RECORD: record | {"sources": []}}, "verdict", {}))
        outputs = [
            nbformat.v4.new_output(
                "display_data", data, metadata={"digitalbay": {"kind": kind} | m}
            )
            for data, kind, m in shown
        ]
        code = nbformat.v4.new_code_cell("x = 1", id="c", execution_count=1, outputs=outputs)
        prose = nbformat.v4.new_markdown_cell(self.prose(name) + " {key}`n`", id="p")
        document = nbformat.v4.new_notebook(cells=[prose, code])
        spec = {"name": "python3", "display_name": "Python", "language": "python"}
        document.metadata["kernelspec"] = spec
        return nbformat.writes(document).encode()

    def prose(self, name):
        works = "".join(f" {{cite}}`{key}`" for key in self.cited.get(name, ()))
        return f"# {self.titles[name]}\n\n{self.sentences[name]}{works}"

    def tree(self, pictures):
        every = [f"{{numref}}`{id}`" for ids in self.figures.values() for id in ids]
        facts = " ".join(f"{{key}}`{name}:n`" for name in self.facts)
        claims = "".join(
            f" {{ref}}`{c}<claim-{c.lower()}>`" for v in self.verdicts.values() for c in v
        )
        added = {
            "prose": f" {' '.join(every)} {facts}{claims} [](one) [](two.ipynb)",
            "ledger": "\n\n```{ledger}\n```\n\n```{ledger-summary}\n```\n\n```{contents-map}\n```",
            "works": "\n\n```{bibliography}\n```\n",
        }
        for n, kinds in enumerate(self.kinds):
            added[f"s{n}"] = "".join(f"\n\n```{{source-list}} {kind}\n```" for kind in kinds)
        index = "# Book\n\n```{toctree}\n" + "\n".join(self.order) + "\n```\n"
        tree = {Path("index.md"): index.encode(), Path("static/book.css"): self.style.encode()}
        conf = CONF.format(pictures=str(pictures), style=self.style)
        tree[Path("conf.py")] = conf.encode()
        for name in self.order:
            if name in self.facts:
                tree[Path(f"{name}.ipynb")] = self.notebook(name)
            else:
                tree[Path(f"{name}.md")] = (self.prose(name) + added[name]).encode()
        return tree


def fact(value):
    return {"value": value, "text": str(value)}


def sentence(book, chance):
    book.sentences[chance.choice(book.order)] = f"Sentence {chance.random()}."


def title(book, chance):
    book.titles[chance.choice(book.order)] = f"Title {chance.random()}"


def order(book, chance):
    chance.shuffle(book.order)


def number(book, chance):
    book.facts[chance.choice(["one", "two"])] = chance.randrange(1000)


def figure(book, chance):
    here = book.figures[chance.choice(["one", "two"])]
    if len(here) > 1 and chance.random() < 0.5:
        here.pop(0)
    else:
        here.insert(0, f"figure-{chance.randrange(10**6)}")


def verdict(book, chance):
    here = book.verdicts[chance.choice(["one", "two"])]
    here[chance.choice(list(here))] = chance.choice(VERDICTS)


def citation(book, chance):
    book.cited[chance.choice(["one", "prose"])] = chance.sample(WORKS, chance.randrange(1, 3))


def source_moves(book, chance):
    here, there = chance.sample(book.kinds, 2)
    if len(here) > 1:
        there.append(here.pop())


def style(book, chance):
    book.style = f"p {{ margin: {chance.randrange(9)}px; }}"


CHANGES = (sentence, title, order, number, figure, verdict, citation, source_moves, style)


def build(source, work):
    """Build HTML and LaTeX as the book does: one reading, two forms."""
    for form in ("html", "latex"):
        warnings = StringIO()
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(
                source, source, work / form, work / "trees", form, status=None, warning=warnings
            )
            app.build()
        assert warnings.getvalue() == ""
    made = {}
    for form in ("html", "latex"):
        for name, content in read_tree(work / form).items():
            # TeX reads the pictures that the text names; others may lie there.
            if name.name != ".buildinfo" and (form, name.suffix) != ("latex", ".pdf"):
                made[form, name.as_posix()] = content
    return made


@pytest.fixture(scope="module", autouse=True)
def _as_the_book_is_built():
    gc.disable()
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    yield
    gc.enable()
    os.environ.pop("SOURCE_DATE_EPOCH")
    if before:
        os.environ["SOURCE_DATE_EPOCH"] = before


@pytest.mark.parametrize("seed", range(3))
def test_what_changed_is_built_as_if_everything_were(seed, tmp_path):
    chance, book = random.Random(seed), Book()
    source, work = tmp_path / "source", tmp_path / "work"
    mirror(book.tree(tmp_path / "pictures"), source)
    build(source, work)
    done = []
    for _ in range(EDITS // 3):
        change = chance.choice(CHANGES)
        change(book, chance)
        done.append(change.__name__)
        mirror(book.tree(tmp_path / "pictures"), source)
        made = build(source, work)
        clean = build(source, tmp_path / "clean")
        shutil.rmtree(tmp_path / "clean")
        assert made.keys() == clean.keys(), done
        assert not [name for name in clean if made[name] != clean[name]], done


def test_nothing_is_written_that_nothing_changed_in(tmp_path):
    book, source, work = Book(), tmp_path / "source", tmp_path / "work"
    mirror(book.tree(tmp_path / "pictures"), source)
    build(source, work)
    before = {path: path.stat().st_mtime_ns for path in (work / "html").glob("*.html")}
    book.sentences["two"] = "Another."
    mirror(book.tree(tmp_path / "pictures"), source)
    build(source, work)
    changed = {p.stem for p, time in before.items() if p.stat().st_mtime_ns != time}
    assert {"two"} <= changed <= {"two", "index", "search", "genindex"}
    book.facts["one"] = 6
    mirror(book.tree(tmp_path / "pictures"), source)
    before = {path: path.stat().st_mtime_ns for path in (work / "html").glob("*.html")}
    build(source, work)
    changed = {p.stem for p, time in before.items() if p.stat().st_mtime_ns != time}
    assert {"one", "prose", "ledger"} <= changed
    assert not changed & {"two", "s0", "s1"}
