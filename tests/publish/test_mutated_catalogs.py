"""Catalogs that are wrong are refused by file, line and remedy; what is accepted is right."""

import random
import re
from collections import Counter
from string import Formatter

import polib
import pytest
from click.testing import CliRunner
from faults.books import TEXTS, tiny

from digitalbay.cli import main
from digitalbay.figures.catalogs import chapter_words
from digitalbay.figures.translations import CatalogError, checked, translated
from digitalbay.publish.catalogs import captions, catalogs, update_catalogs
from digitalbay.publish.editions import EDITIONS

MUTANTS = 600
HEADER = """#
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
ENTRIES = """
#: notebooks/one.ipynb:3
msgid "From {key}`first` to {key}`last`, see {numref}`its figure <one>` and [there](a.html)."
msgstr "从{key}`first`到{key}`last`，见{numref}`图 <one>`和[那里](a.html)。"

#: notebooks/one.ipynb#c0
msgid "Share of {n} in {place}, %s"
msgstr "{place}占{n}{counter}的比例，%s"

#: notebooks/one.ipynb:9
msgid ""
"Said in \\"two\\" "
"lines"
msgstr ""
"分“两”"
"行说"

#: notebooks/one.ipynb:11
msgid "Not yet"
msgstr ""

#, fuzzy
#: notebooks/one.ipynb:12
msgid "Guessed from {key}`first`"
msgstr "猜测"
"""
GOOD = HEADER + ENTRIES
WORDS = {
    entry.msgid: entry.msgstr
    for entry in polib.pofile(GOOD)
    if entry.msgstr and "fuzzy" not in entry.flags
}
# What is done to the text, and what is told: the line first.
WRONG = {
    "no quote at the end": (('(a.html)."', "(a.html)."), r":9: expected msgid"),
    "no quotes": (('msgid "Not yet"', "msgid Not yet"), r":25: expected msgid"),
    "a quote inside": (('\\"two\\"', '"two"'), r":18: expected msgid .* for a quote"),
    "an escape of no meaning": (('\\"two\\"', "\\q"), r":18: expected msgid"),
    "another keyword": (('msgstr "{place}', 'msgtsr "{place}'), r":14: expected msgid"),
    "a word by itself": (("\n#: notebooks/one.ipynb:11", "\nlost\n"), r":24: expected msgid"),
    "no msgstr": (('msgstr ""\n\n#, fuzzy', "\n#, fuzzy"), r":25: expected msgstr after"),
    "no msgid": (('msgid "Not yet"\n', ""), r":25: expected msgid, then msgstr"),
    "msgstr twice": (('msgstr "猜测"', 'msgstr "猜"\nmsgstr "测"'), r":32: expected msgid, then"),
    "msgid twice": (('msgid "Not yet"', 'msgid "Not"\nmsgid "yet"'), r":26: expected msgid, then"),
    "a comment inside": (('"Not yet"\n', '"Not yet"\n# so\n'), r":25: expected msgstr after"),
    "a text after a comment": (('\n"行说"', '\n# so\n"行说"'), r":23: expected msgid, then msgstr"),
    "a text before all": (("#\nmsgid", '"text"\nmsgid'), r":1: expected msgid, then msgstr"),
    "a merge left open": (("\n#, fuzzy", "\n<<<<<<< HEAD\n#, fuzzy"), r":28: expected msgid"),
    "plurals": (('msgid "Not yet"', 'msgid "N"\nmsgid_plural "Ns"'), r":26: no text .* a plural"),
    "numbered": (('msgstr "猜测"', 'msgstr[0] "猜测"'), r":31: no text of a book has a plural"),
    "a context": (('msgid "Not yet"', 'msgctxt "c"\nmsgid "Not yet"'), r":25: no text .* context"),
    "two plurals": (("nplurals=1; plural=0", "nplurals=2; plural=n!=1"), r":2: Plural-Forms .*=2"),
    "plurals in words": (("nplurals=1; plural=0", "nplurals=one"), r":2: Plural-Forms .*must be"),
    "another language": (("Language: zh_Hans", "Language: fr"), r":2: Language .*'fr'.*zh_Hans"),
    "another code": (("charset=utf-8", "charset=gbk"), r":2: Content-Type .*gbk.*charset=utf-8"),
    "a text again": (('msgid "Not yet"', 'msgid "Share of {n} in {place}, %s"'), r":25: the text"),
    "a header again": (('msgid "Not yet"', 'msgid ""'), r":25: the text of line 2 again"),
    "a nought": (("猜测", "猜\0测"), r":31: holds U\+0000"),
    "an escape of a terminal": (("猜测", "\x1b[31m猜测"), r":31: holds U\+001B"),
    "an override of direction": (("猜测", "\u202e猜测"), r":31: holds U\+202E"),
    "a mark of byte order": (("#\nmsgid", "\ufeff#\nmsgid"), r":1: holds U\+FEFF"),
    "a letter not read": (("猜测", "猜\ufffd"), r":31: holds U\+FFFD"),
    "line ends of old": (("\n", "\r"), r":1: holds U\+000D"),
    "a fact missing": (("到{key}`last`", ""), r":9: lacks {key}`last`"),
    "a fact too often": (("到{key}`last`", "到{key}`last`{key}`last`"), r":9: has {key}`last`"),
    "a fact's name translated": (("到{key}`last`", "到{key}`最后`"), r":9: (lacks|has) {key}"),
    "a role translated": (("到{key}`last`", "到{事实}`last`"), r":9: lacks {key}`last`"),
    "another role": (("到{key}`last`", "到{raw}`last`"), r":9: lacks {key}`last`"),
    "another target": (("图 <one>", "图 <two>"), r":9: lacks {numref}`one`"),
    "a link missing": (("[那里](a.html)", "那里"), r":9: lacks \]\("),
    "a paragraph more": (("分“两”", "分“两”\\n\\n"), r":17: has other paragraphs"),
    "a field missing": (("{place}占", "占"), r":13: lacks {place}"),
    "a field more": (("{place}占", "{place}{year}占"), r":13: has {year}, which its text has not"),
    "a field's name translated": (("{place}占", "{地方}占"), r":13: lacks {place}"),
    "a field of a field": (("{place}占", "{place.__class__}占"), r":13: lacks {place}"),
    "a field by number": (("{place}占", "{0}占"), r":13: lacks {place}"),
    "a field without a name": (("{place}占", "{}占"), r":13: lacks {place}"),
    "a brace open": (("{place}占", "{place}占{"), r":13: no text with fields: .*{{ and }}"),
    "a brace closed": (("{place}占", "{place}}占"), r":13: no text with fields"),
    "a field of per cent missing": (("比例，%s", "比例"), r":13: lacks %s"),
}  # fmt: skip
RIGHT = {
    "as it is": lambda text: text,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "a fuzzy header": lambda text: text.replace("#\n", "#, fuzzy\n", 1),
    "no header": lambda text: text.removeprefix(HEADER),
    "an empty file less": lambda text: text.rstrip("\n"),
    "spaces around": lambda text: text.replace("\nmsg", "\n  msg").replace('d "', 'd   "'),
    "what no page has any more": lambda text: text + '\n#~ msgid "Old"\n#~ msgstr "旧"\n',
    "half of what was": lambda text: text + '\n#~ msgstr "旧"\n',
    "a huge comment": lambda text: "# " + "注" * 10**6 + "\n" + text,
    "remarks": lambda text: text.replace("\n#: ", "\n# a remark\n#. of code\n#: "),
}


def told(path):
    """Return what is wrong with a catalog; it names the file, and a line of it."""
    with pytest.raises(CatalogError) as error:
        checked(path)
    said = str(error.value)
    assert "\n" not in said
    line = re.match(rf"{re.escape(str(path))}:(\d+): ", said)
    assert 1 <= int(line[1]) <= path.read_bytes().count(b"\n") + 1
    return said


@pytest.fixture
def path(tmp_path):
    return tmp_path / "one.po"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_its_line(path, name):
    (old, new), message = WRONG[name]
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1 if old != "\n" else -1), "utf-8", newline="")
    assert re.search(message, told(path)), told(path)


def test_what_is_not_in_utf_8_is_named(path):
    for code in ("gb18030", "big5", "utf-16"):
        path.write_bytes(GOOD.replace("猜测", "测").encode(code, "replace"))
        assert re.search(r":\d+: is not in UTF-8; save it so", told(path))
    path.write_bytes(GOOD.encode("utf-8")[:-4])
    assert re.search(r":31: is not in UTF-8", told(path))


@pytest.mark.parametrize("name", RIGHT)
def test_what_only_looks_otherwise_says_the_same(path, name):
    path.write_text(RIGHT[name](GOOD), "utf-8", newline="")
    assert translated(path) == WORDS


def test_a_catalog_of_many_texts_is_read(path):
    many = "".join(f'msgid "{n}"\nmsgstr "第{n}{"长" * 100}"\n\n' for n in range(20_000))
    path.write_text(HEADER + many, "utf-8")
    assert len(translated(path)) == 20_000


def test_a_notebook_without_a_catalog_has_no_words(tmp_path):
    assert chapter_words("one", tmp_path) == {}
    assert catalogs(tmp_path, EDITIONS[1]) == {}
    assert captions(tmp_path, EDITIONS[2]) == {}


def mutated(text, chance):
    """Return a text with a character, a line, or a part of a line wrong."""
    lines, at = text.split("\n"), chance.randrange(len(text))
    here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(7):
        case 0:
            del lines[here]
        case 1:
            return text[:at] + chance.choice('{}`"\\<>[]()\t\n#~\0\x7f\u2067\ufffdm测') + text[at:]
        case 2:
            return text[:at]
        case 3:
            return text[:at] + text[at + 1 :]
        case 4:
            lines[here], lines[there] = lines[there], lines[here]
        case 5:
            lines.insert(there, lines[here])
        case 6:
            lines[here] = lines[here].replace(chance.choice('{"`m测'), chance.choice('}"\\ 。'), 1)
    return "\n".join(lines)


def kept(entry):
    """Tell whether a translation names what its text names, by polib's reading of both."""
    sides = [entry.msgid, entry.msgstr]
    roles = [Counter(re.findall(r"\{(\w+)\}`(?:[^`<]*<)?([^`>]*)", side)) for side in sides]
    if not any("#" in place for place, _ in entry.occurrences):
        return roles[0] == roles[1]
    fields = [{name for _, name, _, _ in Formatter().parse(s) if name is not None} for s in sides]
    return roles[0] == roles[1] and fields[0] == fields[1] - {"counter"}


def test_mutants_are_refused_or_right(path):
    refused = same = 0
    for seed in range(MUTANTS):
        text = mutated(GOOD, random.Random(seed))
        path.write_text(text, "utf-8", newline="")
        try:
            found = translated(path)
        except CatalogError:
            assert told(path)
            refused += 1
            continue
        # Another reader, strict on what stands twice, finds the same, and each says what it must;
        # it asks for a space in comments, and for an entry after each.
        text = re.sub(r"(\n#.*|\s)*\Z", "\n", text)
        text = re.sub(r"^#([,:.])[#m]* *", r"#\1 ", text, flags=re.MULTILINE)
        used = [e for e in polib.pofile(text, check_for_duplicates=True) if not e.obsolete]
        used = [e for e in used if e.msgid and e.msgstr and "fuzzy" not in e.flags]
        assert found == {e.msgid: e.msgstr for e in used}
        assert all(map(kept, used)), text
        same += found == WORDS
    print(f"{MUTANTS} mutants: {refused} refused, {same} with the same words")
    assert MUTANTS / 3 < refused < refused + same < MUTANTS


@pytest.mark.parametrize("command", [["run"], ["book", "--format", "html"], ["catalogs"]])
def test_commands_say_so_in_a_line_and_leave_the_catalog(tmp_path, monkeypatch, command):
    project = tiny(tmp_path / "tiny")
    (project.root / "book" / "book.yml").write_text("languages: [zh-Hans]\n", "utf-8")
    folder = project.root / "book" / "locale" / "zh_Hans" / "LC_MESSAGES" / "notebooks"
    folder.mkdir(parents=True)
    broken = GOOD.replace('msgstr ""\n\n#, fuzzy', "#, fuzzy")
    for name in TEXTS:
        (folder / f"{name}.po").write_text(broken, "utf-8")
    monkeypatch.chdir(project.root)
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert re.search(r"^error: \S+one\.po:25: expected msgstr after", done.output, re.MULTILINE)
    assert (folder / "one.po").read_text("utf-8") == broken


def test_an_update_refuses_what_it_would_drop(tmp_path):
    project = tiny(tmp_path / "tiny")
    path = project.root / "book" / "locale" / "a.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "A"\nmsgstr B"\n', "utf-8")
    with pytest.raises(CatalogError, match=r"a\.po:2: expected"):
        update_catalogs(project)
