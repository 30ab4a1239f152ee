"""Pages are written again when what they take from others has changed, whatever came between."""

import os
import subprocess
import sys

import nbformat

from tests.publish.test_outputs import CONF, notebook, outputs

KILLED = """
import os

def setup(app):
    # As if the power failed when the first page is to be written.
    app.connect("html-page-context", lambda *_: os.environ.get("KILLED") and os._exit(9))
"""
PAGES = {
    "index": "# Book\n\n```{toctree}\nchapter\nciting\nsources\n```\n",
    "citing": "# Citing\n\nMost: {key}`chapter:share-most`.",
    "sources": "# Sources\n\n```{source-list}\n```\n",
}


def test_a_page_is_written_again_though_the_build_was_killed_before(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF + KILLED, encoding="utf-8")
    for name, text in PAGES.items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    nbformat.write(notebook(*outputs()), source / "chapter.ipynb")

    def built(**env):
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", source, tmp_path / "html"]
        code = subprocess.run(command, env=os.environ | env, check=False).returncode
        return code, (tmp_path / "html" / "citing.html").read_text(encoding="utf-8")

    code, page = built()
    assert code == 0
    assert '<span class="db-key">1,234.5</span>' in page
    chapter = source / "chapter.ipynb"
    text = chapter.read_text(encoding="utf-8")
    assert "1,234.5" in text
    chapter.write_text(text.replace("1,234.5", "9,876.5"), encoding="utf-8")
    assert built(KILLED="yes") == (9, page)
    code, page = built()
    assert code == 0
    assert '<span class="db-key">9,876.5</span>' in page
