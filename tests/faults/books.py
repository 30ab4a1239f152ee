"""A tiny book: two chapters that compute a little, one of them set by TeX too."""

import shutil
from pathlib import Path

import nbformat

from digitalbay.run.project import Project

ROOT = Path(__file__).parents[2]
BOOK = """name: tiny
languages: [en]
volumes:
- {first: book/intro, title: Tiny}
- {first: notebooks/two, ending: -two, title: Two}
"""
TEXTS = ("one", "two")


def tiny(root: Path) -> Project:
    """Make a book in a folder that does not exist."""
    project = Project(root)
    project.notebooks.mkdir(parents=True)
    shutil.copytree(ROOT / "book" / "_static", root / "book" / "_static")
    shutil.copy(ROOT / "_config.yml", root)
    (root / "uv.lock").write_text("", encoding="utf-8")
    (root / "book" / "book.yml").write_text(BOOK, encoding="utf-8")
    (root / "book" / "intro.md").write_text("# Book\n\nText.\n", encoding="utf-8")
    for name in TEXTS:
        chapter(project, name, "Text.", "21 * 2")
    contents(project, TEXTS)
    return project


def contents(project: Project, names: tuple[str, ...]) -> None:
    """Write the table of contents with some chapters."""
    listed = "".join(f"- file: notebooks/{name}\n" for name in names)
    text = f"format: jb-book\nroot: book/intro\nchapters:\n{listed}"
    (project.root / "_toc.yml").write_text(text, encoding="utf-8")


def chapter(project: Project, name: str, text: str, *code: str) -> None:
    """Write a chapter: a title with a text, the parameters, cells."""
    given = nbformat.v4.new_code_cell('lang = "en"\nas_of = None', id="given")
    given.metadata["tags"] = ["parameters", "remove-input"]
    cells = [nbformat.v4.new_markdown_cell(f"# Chapter {name}\n\n{text}", id="title"), given]
    cells += [nbformat.v4.new_code_cell(cell, id=f"c{n}") for n, cell in enumerate(code)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    nbformat.write(notebook, project.notebooks / f"{name}.ipynb")
