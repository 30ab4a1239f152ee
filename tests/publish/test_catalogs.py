"""Nothing in the Chinese editions is left in English, and nothing stale is kept."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from string import Formatter

import nbformat
import polib
import pytest
from babel.messages.catalog import Catalog

from digitalbay.figures.catalogs import OF_CLAIMS, OF_NOTEBOOKS, OF_PACKAGE
from digitalbay.figures.extraction import Marked, missing, of_notebook, of_package
from digitalbay.figures.language import said_twice, to_traditional
from digitalbay.publish import catalogs as module
from digitalbay.publish.catalogs import catalogs, with_words
from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.jupyter_book import built, jupyter_book
from digitalbay.run.plan import plan
from digitalbay.run.project import Project
from digitalbay.run.stale import recorded

ROOT = Path(__file__).parents[2]
CATALOGS = ROOT / "book" / "locale" / "zh_Hans" / "LC_MESSAGES"
NAMED = OF_NOTEBOOKS / "a.po"
FILES = [*sorted(CATALOGS.rglob("*.po")), OF_CLAIMS, OF_PACKAGE]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Browsers and xeCJK space Chinese from Latin; a space typed here and none there looks uneven.
UNEVEN = re.compile(
    "[㐀-鿿，。；：、（）] +[A-Za-z0-9{]|[A-Za-z0-9%] +[㐀-鿿]|(key|numref)}`[^`]+` +[㐀-鿿]"
)
# Said of what other pages hold, when a chapter is built without them.
OUTWARD = re.compile(
    "Unknown source document '(book|notebooks)/|no fact '[^']+:|no section '"
    "|undefined label: 'indicator-"
)


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_catalog_is_complete(path):
    for entry in polib.pofile(path):
        where = f"{path.name}: {entry.msgid[:60]!r}"
        assert entry.msgstr.strip(), f"not translated: {where}"
        assert "fuzzy" not in entry.flags, f"fuzzy: {where}"
        assert not entry.obsolete, f"no page has it any more: {where}"
        assert not UNEVEN.search(entry.msgstr), f"a space beside Chinese: {entry.msgstr!r}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_translation_keeps_roles_and_targets(path):
    for entry in polib.pofile(path):
        for mark in ("{key}`", "{numref}`", "](", "**", "{pdf}`"):
            assert entry.msgid.count(mark) == entry.msgstr.count(mark), entry.msgid[:60]
        for role in ("{key}`", "{section}`"):
            names = Counter(part.split("`")[0] for part in entry.msgid.split(role)[1:])
            kept = Counter(part.split("`")[0] for part in entry.msgstr.split(role)[1:])
            assert names == kept, entry.msgid[:60]


def test_catalogs_hold_every_text_of_the_pages(tmp_path, chapter):
    (work := tmp_path / "gettext").mkdir()
    if chapter:
        alone(chapter, work)
    else:
        jupyter_book(Project(ROOT), ROOT, work, "gettext")
    templates = work / "_build" / "gettext"
    assert list(templates.rglob("*.pot"))
    for template in sorted(templates.rglob("*.pot")):
        name = template.relative_to(templates).with_suffix(".po")
        wanted = {entry.msgid for entry in polib.pofile(template)} - {""}
        notebook = (ROOT / name).with_suffix(".ipynb")
        code = {m.text for m in of_notebook(notebook)} if notebook.is_file() else set()
        have = {e.msgid for e in polib.pofile(CATALOGS / name)} if wanted | code else set()
        # A chapter may say in its own words what the package has words for, too.
        assert wanted <= have <= wanted | code, f"{name}: run `make catalogs` and translate"


def alone(chapter, work):
    """Extract the texts of one chapter, built with no more than the references and the sources."""
    sources = sorted(path.stem for path in (ROOT / "book" / "sources").glob("*.md"))
    pages = [f"notebooks/{chapter}", "book/sources", *(f"book/sources/{name}" for name in sources)]
    listed = "".join(f"  - file: {page}\n" for page in pages)
    toc = work / "toc.yml"
    toc.write_text(f"format: jb-book\nroot: book/references\nchapters:\n{listed}", "utf-8")
    given = ["build", str(ROOT), "--toc", str(toc), "--path-output", str(work)]
    given += ["--builder", "custom", "--custom-builder", "gettext"]
    said, code = built(given)
    assert not code, said
    wrong = own_warnings(said, chapter)
    assert not wrong, "\n".join(wrong)


def test_the_texts_of_one_chapter_can_be_read_alone(tmp_path):
    alone("05-conclusion", tmp_path)


def own_warnings(log, chapter):
    """List the warnings that the chapter would have in the whole book, too."""
    pages = [*(p for p in NOTEBOOKS if p.stem != chapter), *(ROOT / "book").rglob("*.md")]
    others = "\n".join(path.read_text("utf-8") for path in pages)

    def outward(line):
        label = re.search("undefined label: '([^']+)'", line)
        marks = (f'"id": "{label[1]}"', f"({label[1]})=") if label else ()
        return any(mark in others for mark in marks) or OUTWARD.search(line)

    return [line for line in log.splitlines() if "WARNING" in line and not outward(line)]


def test_of_a_chapter_alone_its_own_warnings_count():
    elsewhere = [
        "a: WARNING: undefined label: 'top500-ranks'",
        "a: WARNING: Unknown source document 'book/method' [myst.xref_missing]",
        "a: WARNING: no fact '01-2-foundations:comparators'",
        "a: WARNING: no section '3.2'",
        "a: WARNING: undefined label: 'indicator-gdp_growth'",
        "a: WARNING: undefined label: 'all-data'",
    ]
    own = [
        "a: WARNING: undefined label: 'imd-rank'",
        "a: WARNING: no fact 'comparator'",
        "a: WARNING: could not find bibtex key 'nobody'",
        "a: WARNING: Non-consecutive header level increase",
    ]
    assert own_warnings("\n".join(["built", *elsewhere, *own]), "02-3-digital-society") == own
    assert own_warnings(elsewhere[0], "01-2-foundations") == elsewhere[:1]


def test_no_text_of_code_lacks_chinese():
    lacking = missing(NOTEBOOKS)
    assert not lacking, "\n".join(map(str, lacking))


def test_the_package_has_words_for_its_own_texts_only():
    rules, rest = ({e.msgid for e in polib.pofile(path)} for path in (OF_CLAIMS, OF_PACKAGE))
    assert rules | rest == of_modules()
    assert rules & rest == set()
    # Another book has other rules.
    elsewhere = {m.text for m in of_package() if not m.place.startswith("digitalbay/claims/")}
    assert rest == elsewhere


@cache
def of_modules():
    return frozenset(m.text for m in of_package())


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_words_of_code_have_the_same_placeholders(path):
    code = set(of_modules())
    if (notebook := ROOT / "notebooks" / f"{path.stem}.ipynb").is_file():
        code |= {m.text for m in of_notebook(notebook)}
    for entry in polib.pofile(path):
        if entry.msgid in code and entry.msgstr:
            # Chinese counts things by words of their own.
            assert names(entry.msgid) == names(entry.msgstr) - {"counter"}, entry.msgid


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_no_prose_says_the_year_of_a_fact_twice(path):
    assert twice(polib.pofile(path), path.stem, facts_in_chinese()) == []


@cache
def facts_in_chinese():
    """Return the facts as the Chinese runs that were done wrote them, by notebook and name."""
    project = Project(ROOT)
    runs = plan(project, langs=("zh-Hans",))
    return {
        f"{run.notebook.stem}:{name}": fact["text"]
        for run in runs
        for name, fact in (recorded(run, project) or NOTHING)["found"]["keys"].items()
    }


NOTHING = {"found": {"keys": {}}}


def twice(entries, page, facts):
    cited = [
        (entry.msgstr, name if ":" in name else f"{page}:{name}", after)
        for entry in entries
        for name, after in re.findall("{key}`([^`]+)`(.{,2})", entry.msgstr)
    ]
    return [text for text, name, after in cited if said_twice(facts.get(name, ""), after)]


def test_a_year_said_twice_is_found():
    facts = {"a:at": "2017年", "b:day": "2019年12月1日", "a:year": "2017"}
    texts = ["{key}`at`的", "{key}`at`年", "{key}`at`年底", "{key}`b:day`日", "{key}`year`年"]
    entries = [polib.POEntry(msgid="x", msgstr=text) for text in texts]
    assert twice(entries, "a", facts) == [texts[1], texts[3]]


def names(template):
    return {name for _text, name, _form, _conversion in Formatter().parse(template) if name}


def test_words_of_code_come_and_go_and_translations_stay():
    old = Catalog()
    old.add("Prose", "正文", [("notebooks/a.ipynb", 3)])
    old.add("Both", "两者", [("notebooks/a.ipynb", 4), ("notebooks/a.ipynb#c1", None)])
    old.add("Kept", "保留", [("notebooks/a.ipynb#c1", None)])
    old.add("Gone", "删除", [("notebooks/a.ipynb#c2", None)])
    cell = "notebooks/a.ipynb#c3"
    new = with_words(old, [Marked(cell, 1, "Kept"), Marked(cell, 2, "New"), Marked(cell, 3, "New")])
    found = {m.id: (m.string, m.locations) for m in new if m.id}
    assert found == {
        "Prose": ("正文", [("notebooks/a.ipynb", 3)]),
        "Both": ("两者", [("notebooks/a.ipynb", 4)]),
        "Kept": ("保留", [(cell, None)]),
        "New": ("", [(cell, None)]),
    }


def test_a_catalog_is_written_when_its_texts_are_others(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "update_package", lambda: None)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    cells = [nbformat.v4.new_code_cell(f"_({text!r})", id=text) for text in ("One", "Two")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "a.ipynb")
    path = tmp_path / OF_NOTEBOOKS / "a.po"
    path.parent.mkdir(parents=True)
    moved = "\n".join(
        f'#: notebooks/a.ipynb#gone\nmsgid "{text}"\nmsgstr "{chinese}"\n'
        for text, chinese in (("Two", "二"), ("One", "一"))
    )
    path.write_text(moved, "utf-8")
    module.update_words(Project(tmp_path))
    assert path.read_text("utf-8") == moved
    cells.append(nbformat.v4.new_code_cell("_('New')", id="New"))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "a.ipynb")
    module.update_words(Project(tmp_path))
    texts = [(entry.msgid, entry.msgstr) for entry in polib.pofile(path)]
    assert texts == [("One", "一"), ("Two", "二"), ("New", "")]
    assert list(module.untranslated(Project(tmp_path))) == [f"{NAMED}: 1 empty or fuzzy"]
    path.write_text(path.read_text("utf-8").replace('msgstr ""', 'msgstr "新"'), "utf-8")
    assert list(module.untranslated(Project(tmp_path))) == []


def test_both_updates_give_one_order():
    template, old = Catalog(), Catalog()
    for text in ("First", "Both", "Last"):
        template.add(text, "", [("notebooks/a.ipynb", 1)])
    for text in ("Moved", "Last", "First"):
        old.add(text, "译", [("notebooks/a.ipynb#c1", None)])
    code = [Marked("notebooks/a.ipynb#c1", 1, text) for text in ("New", "Both", "Moved")]
    old.update(with_words(template, code))
    whole = [m.id for m in old if m.id]
    assert [m.id for m in with_words(old, code) if m.id] == whole
    assert whole == ["First", "Both", "Last", "New", "Moved"]


def test_words_only_of_code_drop_all_others():
    old = Catalog()
    old.add("Gone", "删除")
    new = with_words(old, [Marked("digitalbay/a.py", 1, "Here")], every=True)
    assert [m.id for m in new if m.id] == ["Here"]


def test_traditional_catalogs_are_derived():
    hant = next(e for e in EDITIONS if e.lang == "zh-Hant")
    tree = catalogs(ROOT / "book" / "locale", hant)
    derived = tree[Path("LC_MESSAGES/book/intro.po")].decode("utf-8")
    text = {entry.msgid: entry.msgstr for entry in polib.pofile(derived)}
    assert text["Digital Bay"] == "數治灣區"
    assert "Date" not in derived


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_only_is_not_taken_for_a_measure_word(path):
    # 只 becomes 隻 where it counts animals or vessels; this book counts none.
    wrong = [entry.msgstr for entry in polib.pofile(path) if "隻" in to_traditional(entry.msgstr)]
    assert wrong == []


def test_a_translation_goes_where_its_text_goes(tmp_path, monkeypatch):
    rules, rest = tmp_path / "claims.po", tmp_path / "digitalbay.po"
    rules.write_text('msgid "of a rule"\nmsgstr ""\n', encoding="utf-8")
    rest.write_text(
        'msgid "of a rule"\nmsgstr "规则"\n\nmsgid "of both"\nmsgstr "两者"\n', encoding="utf-8"
    )
    words = [
        Marked("digitalbay/claims/a.py", 1, "of a rule"),
        Marked("digitalbay/claims/a.py", 2, "of both"),
        Marked("digitalbay/figures/b.py", 1, "of both"),
    ]
    for name, value in (("OF_CLAIMS", rules), ("OF_PACKAGE", rest), ("of_package", lambda: words)):
        monkeypatch.setattr(module, name, value)
    module.update_package()
    held = [{e.msgid: e.msgstr for e in polib.pofile(path)} for path in (rules, rest)]
    assert held == [{"of a rule": "规则"}, {"of both": "两者"}]
