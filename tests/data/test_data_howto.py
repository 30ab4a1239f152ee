"""The page "Add a source and an observation in ten minutes", step by step, as written."""

import re
from pathlib import Path

from click.testing import CliRunner
from howto import BLOCK, steps

from digitalbay.cli import main
from digitalbay.data import location

PAGE = Path(__file__).parents[2] / "book" / "data-howto.md"


def test_the_page_does_what_it_says(small_copy, tmp_path, monkeypatch):
    monkeypatch.setenv(location.VARIABLE, str(small_copy))
    monkeypatch.chdir(tmp_path)
    done = 0
    for kind, what, text in steps(PAGE):
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
