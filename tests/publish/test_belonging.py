"""What is kept of a page that was translated is the page."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sphinx.testing.util import SphinxTestApp

from digitalbay.publish import belonging


@pytest.mark.parametrize("taken_in", [True, False])
def test_a_translated_page_is_kept_without_all_that_sphinx_knows(taken_in, tmp_path):
    catalog = Catalog(locale="zh_CN")
    catalog.add("A sentence with *weight*.", "有*分量*的句子。")
    target = tmp_path / "locale" / "zh_CN" / "LC_MESSAGES" / "index.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalog)
    conf = "language = 'zh_CN'\nlocale_dirs = ['locale']\nextensions = ['myst_parser']\n"
    (tmp_path / "conf.py").write_text(conf)
    (tmp_path / "index.md").write_text("# Title\n\nA sentence with *weight*.\n")
    app = SphinxTestApp("html", srcdir=tmp_path)
    try:
        if taken_in:
            belonging.setup(app)
        app.build()
        kept = (app.doctreedir / "index.doctree").read_bytes()
        page = app.env.get_doctree("index")
    finally:
        app.cleanup()
    assert "有分量的句子。" in page.astext()
    # MyST still does what is mended here.
    assert (b"sphinx.environment" in kept) != taken_in
    assert (all(node.document in (None, page) for node in page.findall())) == taken_in
