"""What is kept of a page that was translated is the page."""

import pickle
import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

CONF = "language = 'zh_CN'\nlocale_dirs = ['locale']\nextensions = {}\n"


@pytest.mark.parametrize("more", [["digitalbay.publish.belonging"], []])
def test_a_translated_page_is_kept_without_all_that_sphinx_knows(more, tmp_path):
    catalog = Catalog(locale="zh_CN")
    catalog.add("A sentence with *weight*.", "有*分量*的句子。")
    target = tmp_path / "locale" / "zh_CN" / "LC_MESSAGES" / "index.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalog)
    (tmp_path / "conf.py").write_text(CONF.format(["myst_parser", *more]))
    (tmp_path / "index.md").write_text("# Title\n\nA sentence with *weight*.\n")
    # In a process of its own: extensions leave their marks on one.
    build = [sys.executable, "-m", "sphinx", "-q", tmp_path, tmp_path / "out", "-d", tmp_path]
    subprocess.run(build, check=True)
    kept = (tmp_path / "index.doctree").read_bytes()
    page = pickle.loads(kept)
    assert "有分量的句子。" in page.astext()
    # MyST still does what is mended here.
    assert (b"sphinx.environment" in kept) != bool(more)
    assert all(node.document in (None, page) for node in page.findall()) == bool(more)
