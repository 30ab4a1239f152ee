"""Nothing in the Chinese editions is left in English, and nothing stale is kept."""

import re
from pathlib import Path

import polib
import pytest

from digitalbay.figures.language import to_traditional
from digitalbay.publish.catalogs import catalogs
from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.jupyter_book import jupyter_book
from digitalbay.run.plan import Project

ROOT = Path(__file__).parents[2]
CATALOGS = ROOT / "book" / "locale" / "zh_Hans" / "LC_MESSAGES"
FILES = sorted(CATALOGS.rglob("*.po"))
# Browsers and xeCJK space Chinese from Latin; a space typed here and none there looks uneven.
UNEVEN = re.compile(
    "[㐀-鿿，。；：、（）] +[A-Za-z0-9{]|[A-Za-z0-9%] +[㐀-鿿]|(key|numref)}`[^`]+` +[㐀-鿿]"
)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(CATALOGS).as_posix())
def test_catalog_is_complete(path):
    for entry in polib.pofile(path):
        where = f"{path.name}: {entry.msgid[:60]!r}"
        assert entry.msgstr.strip(), f"not translated: {where}"
        assert "fuzzy" not in entry.flags, f"fuzzy: {where}"
        assert not entry.obsolete, f"no page has it any more: {where}"
        assert not UNEVEN.search(entry.msgstr), f"a space beside Chinese: {entry.msgstr!r}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(CATALOGS).as_posix())
def test_translation_keeps_roles_and_targets(path):
    for entry in polib.pofile(path):
        for mark in ("{key}`", "{numref}`", "](", "**"):
            assert entry.msgid.count(mark) == entry.msgstr.count(mark), entry.msgid[:60]
        names = [part.split("`")[0] for part in entry.msgid.split("{key}`")[1:]]
        assert all(f"{{key}}`{name}`" in entry.msgstr for name in names), entry.msgid[:60]


def test_catalogs_hold_every_text_of_the_pages(tmp_path):
    project = Project(ROOT)
    jupyter_book(project, ROOT, tmp_path / "gettext", "gettext")
    templates = tmp_path / "gettext" / "_build" / "gettext"
    for template in sorted(templates.rglob("*.pot")):
        name = template.relative_to(templates).with_suffix(".po")
        wanted = {entry.msgid for entry in polib.pofile(template)} - {""}
        have = {entry.msgid for entry in polib.pofile(CATALOGS / name)} if wanted else set()
        assert wanted == have, f"{name}: run `make catalogs` and translate"


def test_traditional_catalogs_are_derived():
    hant = next(e for e in EDITIONS if e.lang == "zh-Hant")
    tree = catalogs(ROOT / "book" / "locale", hant)
    derived = tree[Path("LC_MESSAGES/book/intro.po")].decode("utf-8")
    text = {entry.msgid: entry.msgstr for entry in polib.pofile(derived)}
    assert text["Digital Bay"] == "數治灣區"
    assert "Date" not in derived


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_is_not_taken_for_a_measure_word(path):
    # 只 becomes 隻 where it counts animals or vessels; this book counts none.
    wrong = [entry.msgstr for entry in polib.pofile(path) if "隻" in to_traditional(entry.msgstr)]
    assert wrong == []
