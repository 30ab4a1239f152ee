"""A book of one notebook and its sources, for tests of what pages and print make of outputs."""

import subprocess
import sys

import nbformat

SOURCES = "# Sources\n\n```{source-list}\n```\n"
CONF = """
extensions = ["myst_nb", "digitalbay.publish.extension"]
nb_execution_mode = "off"
numfig = True
root_doc = "index"
html_theme = "basic"
latex_documents = [("index", "book.tex", "Book", "", "manual")]
"""


def notebook(text, shown):
    """A run notebook of a text and a cell that shows (data, metadata)."""
    made = [nbformat.v4.new_output("display_data", data=d, metadata=m) for d, m in shown]
    cell = nbformat.v4.new_code_cell("1", id="c0", execution_count=1, outputs=made)
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="c1"), cell])
    document.metadata["kernelspec"] = {"name": "python3", "display_name": "p", "language": "python"}
    return document


def built(root, name, document, conf, sources=SOURCES):
    """Build HTML and LaTeX of a notebook by a name, in folders of the root, which is returned."""
    source = root / "source"
    source.mkdir()
    nbformat.write(document, source / f"{name}.ipynb")
    index = f"# Book\n\n```{{toctree}}\n{name}\nsources\n```\n"
    for file, text in (("conf.py", CONF + conf), ("index.md", index), ("sources.md", sources)):
        (source / file).write_text(text, encoding="utf-8")
    for builder in ("html", "latex"):
        # One reading, two forms, as of the book.
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", builder]
        command += ["-d", root / "trees", source, root / builder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return root
