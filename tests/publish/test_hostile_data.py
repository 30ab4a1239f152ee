"""Hostile texts in every column of the data are text on pages, in print, in all that is taken away.

The columns are those that the schemas name. Where a column takes only keys, dates or words of a
list, the package refuses each text by name; everything else is built into a book by `bay book`, in
English and print, and in Chinese.
"""

import csv
import json
import re
import shutil
import subprocess
import zipfile
from types import SimpleNamespace

import pandas as pd
import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from playwright.sync_api import sync_playwright
from pybtex.database import parse_string

from digitalbay.data import exports, tables
from digitalbay.data.package import load
from digitalbay.publish.crate import write_crate

from .hostile import PAYLOADS
from .hostile_book import KINDS, built, described, project, translated
from .hostile_package import TEXTS, poisoned, text_columns

pytestmark = pytest.mark.long
# All cells of the tables of a page, by the id of the figure they stand in.
CELLS = """() => [...document.querySelectorAll("[id] table.db-table")].map(table => [
    table.closest("[id]").id,
    [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)),
])"""
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
# Keeps what would be copied, and copies the BibTeX of every figure.
KEEP = "window.copied = []; navigator.clipboard.writeText = async text => copied.push(text);"
COPY = """async () => {
    for (const button of document.querySelectorAll("[data-take=bibtex]")) button.click();
    return copied;
}"""
FORMULA = re.compile(r"[=@\t]|[+-](?![\d.]+$)")


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile")
    made = project(root / "book")
    found = poisoned(root / "book" / "data")
    described(found.root)
    return made, found


@pytest.fixture(scope="module")
def book(package):
    """The book, built in HTML and print."""
    built(package[0], "--lang=en", "--format=html", "--format=pdf")
    return package[0]


@pytest.fixture(scope="module")
def chinese(package):
    """The Chinese editions, built after the English one, and what stands in the catalogs."""
    stands = translated(package[0].root)
    built(package[0], "--lang=zh-Hans", "--lang=zh-Hant", "--format=html")
    return SimpleNamespace(book=package[0], stands=stands)


def test_each_text_stands_or_is_refused_by_name(package):
    found, columns = package[1], text_columns(load())
    pairs = [(column, text) for column in columns for text in TEXTS]
    stand = sum(text in found.stands[column] for column, text in pairs)
    print(f"{len(columns)} columns of text × {len(TEXTS)} texts: {stand} stand, the rest refused")
    assert all(text in found.stands[c] | found.refused[c] for c, text in pairs)
    assert stand > len(pairs) / 4


def test_a_text_that_no_file_may_hold_is_refused_in_each_column(package):
    texts = load(package[1].root).texts
    resources = load().descriptor.resources
    (text,) = set(PAYLOADS) - set(TEXTS)
    for resource in resources:
        for file, name in text_columns(load()):
            if file == resource.path:
                frame = texts[resource.name].head(1).copy()
                frame[name] = text
                _, problems = tables.decode(tables.to_text(frame).encode("utf-8"), file)
                assert problems, (file, name)
                assert problems[0].file == file


@pytest.fixture(scope="module")
def seen(book):
    """What a browser found on every page: nothing that ran or was asked for; cells; a citation."""
    return looked_at(book, "en")


def looked_at(book, slug):
    html = book.build / "html" / slug
    # But for the first, which leads on to another.
    pages = sorted(html.glob("*/**/*.html"))
    ran, said, asked, cells, copied, words = [], [], set(), {}, [], []
    with sync_playwright() as playwright:
        path = shutil.which("chromium-headless-shell")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        # Without the policy that would help.
        page = chromium.new_context(bypass_csp=True).new_page()
        page.add_init_script(KEEP)
        page.on("request", lambda request: asked.add(request.url))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in pages:
            page.goto(path.as_uri())
            ran.append(page.evaluate("() => window.ran"))
            if path.stem == "two":
                cells = dict(page.evaluate(CELLS))
                copied = page.evaluate(COPY)
            elif path.stem == "words":
                words = page.locator("h2, section > p").all_text_contents()
        chromium.close()
    return SimpleNamespace(**locals())


@pytest.mark.browser
def test_nothing_runs_on_any_page(book, seen):
    idle(book, seen)


def idle(book, seen):
    print(f"{len(seen.pages)} pages: nothing ran")
    named = {path.stem for path in seen.pages}
    assert {"two", "finance", "finder", "sources", "contents", "dictionary"} <= named
    assert seen.ran == [None] * len(seen.pages)
    assert seen.said == []
    own = book.build.as_uri()
    assert [url for url in seen.asked if not url.startswith((own, "data:image/"))] == []


def plain(text):
    """Return a text before its quotes and dashes are set as English sets them."""
    return re.sub("[-–—]+", "-", " ".join(text.translate(STRAIGHT).split()))


@pytest.mark.browser
def test_a_citation_holds_no_command_of_a_caption(seen):
    assert len(seen.copied) >= 2
    for text in seen.copied:
        (entry,) = parse_string(text, "bibtex").entries.values()
        title = entry.fields["title"]
        assert set(re.findall(r"\\[a-zA-Z]+", title)) <= {
            rf"\text{name}" for name in ("backslash", "asciitilde", "asciicircum")
        }
    assert any("textbackslash" in text for text in seen.copied)


@pytest.mark.browser
def test_every_text_of_every_column_is_shown(package, seen):
    missing, shown = not_shown(package[1], seen.cells)
    print(f"{shown} texts shown as they are")
    assert missing == []
    assert shown > 1000


def not_shown(found, tables):
    """Return which texts a page has not in the columns of its tables, and how many there are."""
    missing, shown = [], 0
    texts = load(found.root).texts
    for resource in load().descriptor.resources:
        rows = [
            row
            for name, (_, *rows) in tables.items()
            if re.fullmatch(f"{resource.name.replace('_', '-')}-\\d+", name)
            for row in rows
        ]
        for n, name in enumerate(texts[resource.name].columns):
            column = [plain(row[n]) for row in rows]
            for text in found.stands[resource.path, name]:
                if not any(plain(text) in cell for cell in column):
                    missing.append((resource.path, name, text))
                shown += 1
    return missing, shown


def shown_of(markdown):
    """Return the text that a line of Markdown shows."""
    (line,) = MarkdownIt().parseInline(markdown)
    return "".join(token.content for token in line.children)


@pytest.mark.browser
@pytest.mark.parametrize("slug", ["zh-hans", "zh-hant"])
def test_chinese_pages_show_texts_and_translations_and_run_nothing(package, chinese, slug):
    seen = looked_at(chinese.book, slug)
    idle(chinese.book, seen)
    missing, shown = not_shown(package[1], seen.cells)
    assert missing == []
    assert shown > 1000
    heads = [cell for name, (row, *_) in seen.cells.items() if "words" in name for cell in row]
    said = dict.fromkeys(KINDS["book/words"], seen.words) | {"Word {}": heads}
    for kind, texts in chinese.stands.items():
        there = {plain(each.rstrip("#")) for each in said[kind]}
        # Prose is Markdown: what it shows of references and emphasis is not what is written.
        wanted = [shown_of(text) if kind in KINDS["book/words"] else text for text in texts]
        assert [text for text in wanted if plain(text) not in there] == [], kind
    stand = sum(map(len, chinese.stands.values()))
    print(f"{slug}: {shown} texts and {stand} translations shown as they are")
    assert len(chinese.stands["Word {}"]) > len(TEXTS) / 2


def test_what_pages_tell_others_is_data(book):
    found = 0
    for path in (book.build / "html" / "en").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for told in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S):
            graph = json.loads(told)["@graph"]
            assert "window.ran" in next(e for e in graph if e["@type"] == "Dataset")["name"]
            found += 1
        for content in re.findall(r"<meta property[^>]*>", text):
            assert "<" not in content[1:]
    assert found > 10


def test_numbers_and_the_index_are_data(book):
    html = book.build / "html" / "en"
    files = [html / "search-data.js", *(html / "numbers").glob("*.js")]
    assert len(files) > 5
    for path in files:
        text = path.read_text(encoding="utf-8").strip()
        # After the name it is given to.
        body = re.sub(r"^\S*?( ?= |\]=)", "", text).rstrip(";")
        assert json.loads(body), path


def test_no_cell_of_a_download_is_a_formula(book):
    html, cells = book.build / "html" / "en", 0
    files = [*(html / "_downloads").rglob("*.csv")]
    assert len(files) > 50
    for path in files:
        for row in csv.reader(path.read_text("utf-8-sig").splitlines()):
            assert not [cell for cell in row if FORMULA.match(cell)], path
            cells += len(row)
    print(f"{cells} cells of {len(files)} files: no formula")


def test_exports_hold_texts(package, tmp_path):
    poison = load(package[1].root)
    for form in ("xlsx", "parquet", "json", "csv"):
        out = tmp_path / f"t.{form}"
        exports.write(form, out, poison)
        for name, frame in exports.read(form, out, poison.descriptor).items():
            pd.testing.assert_frame_equal(frame, poison.table(name), obj=f"{form}: {name}")
    book = load_workbook(tmp_path / "t.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n", "b"}
    about = json.loads((tmp_path / "t.csv" / "csv-metadata.json").read_text("utf-8"))
    assert about["dc:title"] == poison.descriptor.raw["title"]


def test_the_archive_and_the_crate_name_no_file_elsewhere(book):
    (archive,) = (book.build / "html" / "en" / "_downloads").glob("*-data.zip")
    names = zipfile.ZipFile(archive).namelist()
    crate = json.loads(write_crate(book).read_text(encoding="utf-8"))
    names += [each["@id"] for each in crate["@graph"] if "File" in each["@type"]]
    assert not [name for name in names if name.startswith("/") or ".." in name]


@pytest.mark.pdf
def test_tex_runs_nothing_and_prints_the_texts(book):
    (pdf,) = (book.build / "pdf").glob("*.pdf")
    told = subprocess.run(
        ["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert not [path for path in book.root.rglob("ran*") if path.stem == "ran"]
    assert "root:x:0:0" not in told
    printed = re.sub(r"[\s\-\u2010]", "", told)
    wanted = {text: re.sub(r"[\s\-\u2010]", "", text)[:200] for text in TEXTS}
    lost = [text for text, squeezed in wanted.items() if squeezed not in printed]
    print(f"{len(wanted) - len(lost)} of {len(wanted)} texts in print")
    assert [text for text in lost if "\\" in text] == []
    assert len(lost) < len(wanted) / 4
