"""The source tree of one edition: pages, executed notebooks, catalogs, configuration."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from digitalbay import data
from digitalbay.figures.language import Words, localised
from digitalbay.files import mirror, read_tree
from digitalbay.run import sources
from digitalbay.run.book import Book, book
from digitalbay.run.plan import pages as book_pages
from digitalbay.run.project import Project
from digitalbay.statements import N_, Bilingual

from .catalogs import captions, catalogs
from .editions import LICENCE, SITE, STATIC, Edition
from .lite import opened_in_lite

# The back of the title page, below what the book says itself.
NOTEBOOKS = N_("Every chapter is a notebook in the folder “notebooks”; its code is left out here.")
RESTS = N_("What a number rests on is in the volume with the data.")
# Which xeCJK would set as wide as a Chinese character.
LATIN = r'\xeCJKDeclareCharClass{Default}{"00B7, "2014, "2018, "2019, "201C, "201D, "2026}'


def assemble(project: Project, edition: Edition, as_of: str | None = None) -> Path:
    """Make ``_build/source/<slug>/`` and return it; files that did not change are left alone.

    as_of : what was known on that day is shown; by default, the newest
    """
    folder = project.build / "source" / edition.slug
    pages: dict[str, list[str]] = {}
    for name, (path, _) in book_pages(project).items():
        pages.setdefault(f"notebooks/{path.stem}", []).append(f"notebooks/{name}")
    locale = project.root / "book" / "locale"
    mirror(source_tree(project, edition, pages, as_of), folder)
    # Sphinx compiles each catalog beside it.
    compiled = project.build / "locale" / edition.sphinx
    mirror(catalogs(locale, edition, pages), compiled, beside=".mo")
    return folder


def source_tree(
    project: Project, edition: Edition, pages: dict[str, list[str]], as_of: str | None = None
) -> dict[Path, bytes]:
    """Return what Jupyter Book builds an edition from.

    Parameters
    ----------
    pages : for each notebook, the pages made from it
    as_of : day of the chapters
    """
    own = read_tree(project.root / "book")
    tree = {Path("book", name): own[name] for name in own if "locale" not in name.parts}
    # Where a page says how to cite the book.
    if (citation := project.root / "CITATION.cff").is_file():
        tree[Path(citation.name)] = citation.read_bytes()
    outputs = project.build / "notebooks" / edition.lang
    for page in (page for made in pages.values() for page in made):
        tree[Path(f"{page}.ipynb")] = (outputs / f"{Path(page).name}.ipynb").read_bytes()
    config = sources.settings(project.root)
    config["sphinx"]["config"]["digitalbay_as_of"] = as_of
    config["sphinx"]["config"]["digitalbay_lite"] = opened_in_lite(project.root, pages)
    tree[Path(sources.SETTINGS)] = _yaml(_localised(config, project, edition, pages))
    toc = expanded(sources.contents(project.root), pages)
    names = captions(project.root / "book" / "locale", edition)
    for part in toc.get("parts", []):
        # Sphinx translates them on the page, but not in the sidebar.
        if caption := part.get("caption"):
            part["caption"] = names.get(caption, caption)
    tree[Path(sources.CONTENTS)] = _yaml(toc)
    return tree


def volumes(told: Book, edition: Edition) -> list[list[str | list[str]]]:
    """Return the volumes of an edition for its configuration.

    Of each: first page, file, title, theme, beginnings of its pages.
    """
    return [
        [v.first, v.file(edition.slug), _said(v.title, edition), v.theme, [*v.pages]]
        for v in told.volumes
    ]


def _said(text: Bilingual, edition: Edition) -> str:
    return localised(edition.lang, text.en, text.zh)


def expanded(toc: Any, pages: dict[str, list[str]]) -> Any:
    """Put the pages of each template where the table of contents names the template."""
    if isinstance(toc, dict):
        return {key: expanded(value, pages) for key, value in toc.items()}
    if not isinstance(toc, list):
        return toc
    entries = []
    for entry in toc:
        inner = expanded(entry, pages)
        file = entry.get("file")
        entries += [inner | {"file": page} for page in pages[file]] if file in pages else [inner]
    return entries


def _yaml(content: dict) -> bytes:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()


def _digest(tree: Mapping[Path, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in tree.items():
        total.update(f"{name}\0".encode() + content)
    return total.hexdigest()[:16]


def _localised(
    config: dict, project: Project, edition: Edition, pages: dict[str, list[str]]
) -> dict:
    words = Words(edition.lang)
    told = book(project.root)
    title = _said(told.title, edition)
    config["title"] = title
    if site := os.environ.get(SITE):
        config["html"]["baseurl"] = f"{site.rstrip('/')}/{edition.slug}/"
    sphinx = config["sphinx"]["config"]
    sphinx["language"] = edition.sphinx
    sphinx["locale_dirs"] = [str(project.build / "locale")]
    sphinx["digitalbay_editions"] = list(told.languages)
    sphinx["digitalbay_volumes"] = volumes(told, edition)
    sphinx["digitalbay_screen"] = list(told.screen)
    sphinx["digitalbay_pictures"] = str(project.build / "pictures")
    sphinx["digitalbay_variants"] = [
        page for notebook, made in pages.items() for page in made if page != notebook
    ]
    # Else Sphinx would leave changed styles and scripts aside until a page changes too.
    sphinx["digitalbay_static"] = _digest(
        read_tree(STATIC) | read_tree(project.root / "book" / "_static")
    )
    sphinx["html_theme_options"] |= {
        "search_bar_text": words("Search this book"),
        "logo": {"text": title},
    }
    # Sphinx's word for a table is Taiwan's, not that of zh-HK.
    sphinx["numfig_format"] = {"figure": words("Fig. %s"), "table": words("Table %s")}
    latex = sphinx["latex_elements"]
    latex["tableofcontents"] = latex["tableofcontents"].replace("Contents", words("Contents"))
    # Where a title page has the day of the build, ours has the version of the data.
    sphinx["today"] = words("Data package {version}", version=data.version())
    latex["preamble"] = latex["preamble"].replace("CJK SC", f"CJK {edition.cjk}")
    latex["preamble"] += rf"\hypersetup{{pdflang={{{edition.lang}}}, pdfdisplaydoctitle}}" + "\n"
    latex["preamble"] += rf"\renewcommand{{\dbsubtitle}}{{{_said(told.about, edition)}}}" + "\n"
    made = words(NOTEBOOKS) + (words.gap + words(RESTS) if len(told.volumes) > 1 else "")
    lines = r"\par ".join(filter(None, [_said(told.colophon, edition), made, words(LICENCE)]))
    latex["preamble"] += rf"\newcommand{{\sphinxbackoftitlepage}}{{\dbcolophon{{{lines}}}}}" + "\n"
    # Late, else the package that knows languages takes it back.
    works = words("Bibliography")
    name = rf"\renewcommand{{\bibname}}{{{works}}}"
    latex["preamble"] += rf"\AtBeginDocument{{{name}}}" + "\n"
    if edition.lang == "en":
        latex["preamble"] += f"{LATIN}\n"
    return config
