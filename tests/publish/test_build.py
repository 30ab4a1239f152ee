"""What the book no longer has leaves what was built of it."""

from pathlib import Path

from digitalbay.files import mirror
from digitalbay.publish.build import lost_pages

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
