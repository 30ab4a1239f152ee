"""Pages are written again when what they take from others has changed, whatever came between."""

import os
import subprocess
import sys

import nbformat
import pytest
from sphinx.application import Sphinx
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util.docutils import docutils_namespace

from digitalbay.publish.numbering import SPHINX_COUNTS
from tests.publish.small_book import CONF, notebook
from tests.publish.test_outputs import TEXT, outputs

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
    nbformat.write(notebook(TEXT, outputs()), source / "chapter.ipynb")

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


NUMBERED = """# {name}

```{{figure}} dot.png
:name: {name}-figure

Captioned
```

```{{figure}} dot.png
```

```{{table}} Captioned
:name: {name}-table

| a |
|---|
| 1 |
```

## Section

```{{figure}} dot.png
:name: {name}-second

Captioned
```

{below}
"""
BELOW = {"index": ["one", "two"], "one": ["inner"], "inner": [], "two": []}


@pytest.mark.parametrize("option", ["", ":numbered:"])
def test_numbers_are_those_that_sphinx_counts(option, tmp_path):
    for name, below in BELOW.items():
        options = [option] if option and name == "index" else []
        toctree = "\n".join(["```{toctree}", *options, *below, "```"]) if below else ""
        text = NUMBERED.format(name=name, below=toctree)
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "dot.png").write_bytes(b"")
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    folders = (tmp_path / name for name in ("out", "trees"))
    with docutils_namespace():
        app = Sphinx(tmp_path, tmp_path, *folders, "dummy", status=None)
        app.build()
        found = app.env.toc_fignumbers
        count = found["inner"]["figure"]["inner-second"]
        assert count == ((1, 4) if option else (6,))
        SPHINX_COUNTS(TocTreeCollector(), app.env)
    assert app.env.toc_fignumbers == found
