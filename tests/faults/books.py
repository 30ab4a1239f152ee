"""A tiny book with the real configuration: two chapters, and what every volume needs."""

import shutil
from pathlib import Path

import nbformat

from digitalbay.publish.volumes import VOLUMES
from digitalbay.run.project import Project

ROOT = Path(__file__).parents[2]
TEXTS = ("one", "two")


def tiny(root: Path, *, static: bool = True) -> Project:
    """Make a book whose chapters compute a little, in a folder that does not exist or is empty."""
    project = Project(root)
    project.notebooks.mkdir(parents=True)
    for name in ("_static", "_templates") if static else ():
        shutil.copytree(ROOT / "book" / name, root / "book" / name)
    shutil.copy(ROOT / "_config.yml", root)
    (root / "uv.lock").write_text("", encoding="utf-8")
    firsts = [volume.first for volume in VOLUMES if not volume.pages]
    pages = dict.fromkeys(first for first in firsts if first.startswith("book/"))
    for page in pages:
        (root / f"{page}.md").write_text(f"# {Path(page).name}\n\nText.\n", encoding="utf-8")
    for name in TEXTS:
        chapter(project, name, "Text.", "21 * 2")
    chapter(project, "a2-data", "The data.", "1")
    contents(project, TEXTS)
    return project


def contents(project: Project, names: tuple[str, ...]) -> None:
    """Write the table of contents with some chapters."""
    files = [f"notebooks/{name}" for name in (*names, "a2-data")]
    files += [v.first for v in VOLUMES if v.first.startswith("book/brief")]
    listed = "".join(f"- file: {file}\n" for file in files)
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
