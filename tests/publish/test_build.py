"""What the book no longer has leaves what was built of it; what fails is told by its place."""

import sys
from pathlib import Path

import pytest

from digitalbay.files import mirror
from digitalbay.publish.build import lost_pages
from digitalbay.publish.jupyter_book import BuildError, call

TOC = b"root: book/intro\nparts:\n- caption: One\n  chapters:\n  - file: notebooks/a\n"


def test_pages_that_the_contents_no_longer_name_are_told(tmp_path):
    mirror({Path("_toc.yml"): TOC}, tmp_path / "tree")
    built = [Path("book/intro.html"), Path("notebooks/a.html"), Path("index.html")]
    built += [Path("_static/macros.html"), Path("_images/gone/chart.svg")]
    assert lost_pages(tmp_path / "tree", tmp_path / "none") == set()
    mirror(dict.fromkeys(built, b""), tmp_path / "html")
    assert lost_pages(tmp_path / "tree", tmp_path / "html") == set()
    mirror(dict.fromkeys([*built, Path("notebooks/gone.html")], b""), tmp_path / "html")
    assert lost_pages(tmp_path / "tree", tmp_path / "html") == {"notebooks/gone"}


def test_a_failed_build_names_cells_and_lines_of_what_is_written(tmp_path):
    said = r"\x1b[91m/a/_build/source/zh-hans/notebooks/a.ipynb:120004: WARNING: wrong\x1b[0m"
    command = [sys.executable, "-c", f"print('{said}'); raise SystemExit(1)"]
    with pytest.raises(BuildError) as failed:
        call(command, "It", tmp_path / "log", tmp_path)
    assert str(failed.value).splitlines()[:2] == [
        "It failed:",
        "notebooks/a.ipynb, cell 11, line 4: WARNING: wrong",
    ]
