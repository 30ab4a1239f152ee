"""Settings, contents and notebooks that are wrong are named, and nothing else goes wrong."""

import os
import random
import re
import shutil

import nbformat
import pytest
import yaml
from faults.books import TEXTS, tiny
from jupyter_book.config import validate_yaml
from nbformat.reader import NotJSONError

from digitalbay.publish.assembly import assemble
from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.warm import failures
from digitalbay.run import cells
from digitalbay.run.book import book
from digitalbay.run.plan import plan
from digitalbay.run.sources import SourceError, contents, settings

MUTANTS = 500
FILES = ("_toc.yml", "_config.yml", "book/book.yml", "notebooks/one.ipynb")
NAMED = (SourceError, NotJSONError, nbformat.ValidationError)


def mutated(text, chance):
    """Return a text with one line or one character wrong."""
    lines, n, at = text.split("\n"), chance.randrange(1000), chance.randrange(len(text))
    here, there = n % len(lines), at % len(lines)
    match chance.randrange(6):
        case 0:
            del lines[here]
        case 1:
            return text[:at] + chance.choice("{}[]:\"',\t\n-&*!%@`\x00") + text[at:]
        case 2:
            return text[:at]
        case 3:
            value = chance.choice(["null", "[]", "{}", "7", "x", "true"])
            lines[here] = f"{lines[here].split(':')[0]}: {value}"
        case 4:
            lines[here], lines[there] = lines[there], lines[here]
        case 5:
            lines.insert(here, lines[here])
    return "\n".join(lines)


def judged(path, root):
    """Fail if a file that was accepted is wrong by those who read it otherwise."""
    if path.suffix == ".ipynb":
        nbformat.validate(nbformat.read(path, as_version=4))
        return
    text = path.read_text(encoding="utf-8")
    names = re.findall(r"^(\w+):", text, re.MULTILINE)
    assert len(names) == len(set(names)), text
    if path.name == "_config.yml":
        validate_yaml(yaml.safe_load(text) or {}, raise_on_errors=True)
    told = book(root)
    files = [volume.file("en") for volume in told.volumes]
    assert len(files) == len(set(files)), text
    assert all(re.fullmatch(r"[\w.-]+", file) for file in files), text


@pytest.mark.filterwarnings("ignore")
def test_mutants_are_read_or_named(tmp_path):
    project = tiny(tmp_path / "tiny")
    outputs = project.build / "notebooks" / "en"
    outputs.mkdir(parents=True)
    for name in TEXTS:
        shutil.copy(project.notebooks / f"{name}.ipynb", outputs)
    refused = 0
    for seed in range(MUTANTS):
        path = project.root / FILES[seed % len(FILES)]
        text = path.read_text(encoding="utf-8")
        path.write_text(mutated(text, random.Random(seed)), encoding="utf-8")
        # Told by its time whether it is another.
        os.utime(path, (seed, seed))
        try:
            for run in plan(project, langs=("en",)):
                cells.written(run.notebook)
            assemble(project, EDITIONS[0])
        except NAMED as error:
            told = f"{error} {getattr(error, '__notes__', '')}"
            assert path.name in told or "_config.yml" in told or path.name == "_config.yml"
            refused += 1
        else:
            judged(path, project.root)
        path.write_text(text, encoding="utf-8")
    assert MUTANTS / 3 < refused < MUTANTS


@pytest.mark.parametrize(
    ("read", "file", "text", "told"),
    [
        (contents, "_toc.yml", "root: [", "_toc.yml: line 1: is no YAML: while parsing"),
        (contents, "_toc.yml", "root: a\nchapters:\n- b", "_toc.yml: "),
        (contents, "_toc.yml", "- a", "_toc.yml: expected names and values"),
        (contents, "_toc.yml", "root: a\nroot: b", "_toc.yml: line 2: is no YAML: 'root' a second"),
        (contents, "_toc.yml", "root: a", "_toc.yml: no page 'a': write it, or take it out"),
        (contents, "_toc.yml", "root: ../_toc.yml", "_toc.yml: no page '../_toc.yml'"),
        (contents, "_toc.yml", "root: 7", "_toc.yml: doc validation @ '/'"),
        (settings, "_config.yml", "titel: A", "_config.yml: no setting is called 'titel'; there"),
        (settings, "_config.yml", "title: 7", "_config.yml: title: expected text, not 7"),
        (settings, "_config.yml", "html: {logo: a}", "_config.yml: html: no setting is called"),
        (settings, "_config.yml", "execute: {timeout: a}", "_config.yml: execute: timeout: expec"),
        (settings, "_config.yml", "execute: {cache: yes}", "_config.yml: execute: cache: expec"),
        (
            settings,
            "_config.yml",
            "title: 甲".encode("gbk"),
            "_config.yml: line 1: is not in UTF-8",
        ),
        (settings, "_config.yml", "a: !!python/name:os.x b", "_config.yml: line 1: is no YAML: co"),
        (settings, "_config.yml", "sphinx: no", "_config.yml: sphinx: config: expected names"),
        (settings, "_config.yml", "html: [a]", "_config.yml: html: expected names and values"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, read, file, text, told):
    (tmp_path / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SourceError) as raised:
        read(tmp_path)
    assert str(raised.value).startswith(told)


def test_what_is_left_out_of_the_settings_is_empty(tmp_path):
    (tmp_path / "_config.yml").write_text("title: A\nsphinx:\n", encoding="utf-8")
    assert settings(tmp_path)["sphinx"]["config"]["latex_elements"]["preamble"] == ""


def test_a_preview_tells_what_is_wrong_without_a_traceback(monkeypatch, capsys):
    def failing(*given):
        raise SourceError("_toc.yml", "document file used multiple times: 'a'")

    monkeypatch.setattr("digitalbay.publish.making.failures", failing)
    assert failures(EDITIONS[0], None) == ["_toc.yml: document file used multiple times: 'a'"]
    assert capsys.readouterr().err == ""
