"""The page "Add a source and an observation in ten minutes", step by step, as written."""

import re
from pathlib import Path

from click.testing import CliRunner

from digitalbay.cli import main
from digitalbay.data import location

PAGE = Path(__file__).parents[2] / "book" / "data-howto.md"
BLOCK = re.compile(r"^```(\S+?)(?: text)?\n(.*?)^```", re.M | re.S)


def steps():
    """Yield the page's files as (name, content) and its commands as (words, output)."""
    for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "{code-block}":
            caption, content = text.split("\n", 1)
            yield "file", caption.removeprefix(":caption: "), content
        elif kind == "console":
            for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
                command, _, output = part.partition("\n")
                yield "command", command.split(), output


def test_the_page_does_what_it_says(small_copy, tmp_path, monkeypatch):
    monkeypatch.setenv(location.VARIABLE, str(small_copy))
    monkeypatch.chdir(tmp_path)
    done = 0
    for kind, what, text in steps():
        if kind == "file":
            (tmp_path / what).write_text(text, encoding="utf-8")
            continue
        assert what[0] == "bay"
        result = CliRunner().invoke(main, what[1:], input="y\n")
        version = re.sub(r"version \S+", "version", result.output)
        assert version == re.sub(r"version \S+", "version", text)
        done += 1
    assert done == 8


def test_python_of_the_page(package_root):
    code = next(text for kind, text in BLOCK.findall(PAGE.read_text("utf-8")) if kind == "python")
    exec(compile(code, str(PAGE), "exec"), {})
