"""Settings, contents and notebooks that are wrong are named, and nothing else goes wrong."""

import os
import random
import shutil

import nbformat
import pytest
import yaml
from faults.books import TEXTS, tiny
from nbformat.reader import NotJSONError

from digitalbay.publish.assembly import assemble
from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.warm import failures
from digitalbay.run import cells
from digitalbay.run.book import BookError
from digitalbay.run.plan import plan
from digitalbay.run.sources import SourceError, contents, settings

MUTANTS = 500
FILES = ("_toc.yml", "_config.yml", "book/book.yml", "notebooks/one.ipynb")
NAMED = (SourceError, BookError, yaml.YAMLError, NotJSONError, nbformat.ValidationError)


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
        path.write_text(text, encoding="utf-8")
    assert MUTANTS / 3 < refused < MUTANTS


@pytest.mark.parametrize(
    ("read", "file", "text", "told"),
    [
        (contents, "_toc.yml", "root: [", "_toc.yml: is no YAML: while parsing"),
        (contents, "_toc.yml", "root: a\nchapters:\n- b", "_toc.yml: "),
        (contents, "_toc.yml", "- a", "_toc.yml: expected names and values"),
        (settings, "_config.yml", "sphinx: no", "_config.yml: sphinx: config: expected names"),
        (settings, "_config.yml", "html: [a]", "_config.yml: html: expected names and values"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, read, file, text, told):
    (tmp_path / file).write_text(text, encoding="utf-8")
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
