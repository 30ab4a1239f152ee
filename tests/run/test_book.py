"""What a book says of itself, and what is told of a mistake in it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from digitalbay.cli import main
from digitalbay.publish.assembly import volumes
from digitalbay.publish.editions import EDITIONS
from digitalbay.run.book import PLACE, book
from digitalbay.run.plan import plan
from digitalbay.run.sources import SourceError

from .conftest import write

TITLE = "title: {en: Three cities, zh: 三城}\n"


@pytest.fixture
def root(tmp_path) -> Path:
    (tmp_path / "_config.yml").write_text("title: Three\n", encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/first\n", encoding="utf-8")
    return tmp_path


def say(root, text):
    (root / PLACE).parent.mkdir(exist_ok=True)
    (root / PLACE).write_text(text, encoding="utf-8")


def said(root, text):
    say(root, text)
    return book(root)


def test_without_a_word_it_is_one_volume_in_all_languages(root):
    found = book(root)
    assert (found.title.en, found.title.zh) == ("Three", "Three")
    assert found.languages == ("en", "zh-Hans", "zh-Hant")
    assert [(v.first, v.file("en")) for v in found.volumes] == [("book/first", "book-en")]


def test_its_volumes_are_named_after_it_in_each_language(root):
    second = "volumes:\n- {first: book/intro, ending: -brief, title: {en: Brief, zh: 简报}}\n"
    found = said(root, f"name: delta\n{TITLE}{second}")
    named = [volumes(found, edition)[0][1:3] for edition in EDITIONS]
    assert named == [
        ["delta-en-brief", "Brief"],
        ["delta-zh-hans-brief", "简报"],
        ["delta-zh-hant-brief", "簡報"],
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("titel: Three", "the file: expected no other parts than name, title"),
        ("- a list", "expected names and values"),
        ("name: 7", "name: expected a word"),
        ("name: ../elsewhere", "name: expected a word"),
        ("name: a b", "name: expected a word"),
        ("name: a\nname: b", "line 2: is no YAML: 'name' a second time; keep one of the two"),
        ("name: [a", "line 1: is no YAML: while parsing a flow sequence"),
        ("name: a\x07", "holds U+0007"),
        ("title: 7", "title: expected a text"),
        ("title: {en: Three, zh: 3}", "title: expected a text"),
        ("title: {en: Three, zh: 三, fr: Trois}", "title: expected a text"),
        ("about: [a]", "about: expected a text"),
        ("colophon:", "colophon: expected a text"),
        ("title: {en: Three}", "title: expected a text"),
        ("languages: [en, fr]", "languages: expected a list of some of en, zh-Hans, zh-Hant"),
        ("languages: []", "languages"),
        ("languages: en", "languages"),
        ("languages: [en, en]", "languages"),
        ("languages: [[en]]", "languages"),
        ("volumes: 7", "volumes: expected a list of them"),
        ("volumes: []", "volumes: expected a list of them"),
        ("volumes: [book/intro]", "volumes: expected no other parts"),
        ("volumes: [{first: 7, title: A}]", "volumes: first: expected the name of a page"),
        ("volumes: [{first: a, title: 7}]", "volumes: title: expected a text"),
        ("volumes: [{first: a, title: A, ending: 7}]", "volumes: ending: expected letters"),
        ("volumes: [{first: a, title: A, ending: /../b}]", "volumes: ending: expected letters"),
        ("volumes: [{first: a, title: A, theme: gold}]", "volumes: theme: expected manual, howto"),
        ("volumes: [{first: a, title: A, pages: b}]", "volumes: pages: expected a list"),
        ("volumes: [{first: a, title: A, pages: [7]}]", "volumes: pages: expected a list"),
        (
            "volumes: [{first: a, title: A}, {first: b, title: B}]",
            "volumes: expected endings that differ, not '' twice",
        ),
        ("volumes: [{title: One}]", "volumes: expected first and title of each"),
        ("volumes: [{first: book/intro, title: One, look: small}]", "volumes: expected no other"),
    ],
)
def test_a_mistake_is_named(root, text, wrong):
    with pytest.raises(SourceError) as error:
        said(root, text)
    assert str(error.value).startswith(f"{PLACE}: {wrong}")


def test_only_its_languages_are_run(project):
    say(project.root, "languages: [zh-Hans, en]")
    write(project, "a", "1 + 1")
    assert list(dict.fromkeys(run.lang for run in plan(project))) == ["en", "zh-Hans"]


def test_a_language_that_it_has_not_is_refused_by_name(project, monkeypatch):
    say(project.root, "languages: [en]")
    monkeypatch.chdir(project.root)
    asked = CliRunner().invoke(main, ["book", "--lang", "zh-Hant"])
    assert asked.exit_code == 2, asked.output
    assert f"{PLACE} has no zh-Hant; it has en" in asked.output


def test_a_command_tells_a_mistake_in_it(project, monkeypatch):
    say(project.root, "languages: [fr]")
    monkeypatch.chdir(project.root)
    asked = CliRunner().invoke(main, ["status"])
    assert asked.exit_code == 1
    assert asked.output.startswith(f"error: {PLACE}: languages: ")
