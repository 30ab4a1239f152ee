"""Gettext catalogs: simplified Chinese is translated by hand, traditional derived from it.

A chapter has one catalog, for its prose and for the words of its code; the package has its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from digitalbay.figures.catalogs import OF_CLAIMS, OF_NOTEBOOKS, OF_PACKAGE, package_words
from digitalbay.figures.extraction import Marked, of_notebook, of_package
from digitalbay.figures.language import to_traditional
from digitalbay.figures.translations import checked, read, translated
from digitalbay.files import write_if_changed
from digitalbay.run.project import Project

from .editions import Edition
from .jupyter_book import jupyter_book

HEADER = """#
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def catalogs(
    locale: Path, edition: Edition, pages: Mapping[str, Iterable[str]] | None = None
) -> dict[Path, bytes]:
    """Return the tree of an edition's catalogs.

    Parameters
    ----------
    locale : the book's catalogs, with ``zh_Hans/LC_MESSAGES`` inside
    edition : English needs none
    pages : for a notebook, the pages made from it: its catalog serves them all

    CatalogError names what is wrong in one of them.
    """
    tree = {}
    source = locale / "zh_Hans" / "LC_MESSAGES"
    for path in sorted(source.rglob("*.po")) if edition.lang != "en" else ():
        catalog = checked(path)
        text = path.read_text("utf-8") if edition.lang != "zh-Hant" else _traditional(catalog)
        name = path.relative_to(source).with_suffix("").as_posix()
        for page in (pages or {}).get(name, [name]):
            tree[Path("LC_MESSAGES", f"{page}.po")] = text.encode()
    return tree


def update_catalogs(project: Project) -> None:
    """Bring ``book/locale/zh_Hans`` up to date with the English pages.

    New texts come in empty, changed ones marked fuzzy, texts no page has any more are dropped.
    """
    _update_package_of(project)
    locale = project.root / "book" / "locale"
    for path in sorted(locale.rglob("*.po")):
        # Said before the pages are gone through, which takes long.
        read(path)
    work = project.build / "gettext"
    jupyter_book(project, project.root, work, "gettext")
    templates = work / "_build" / "gettext"
    for notebook in sorted(project.notebooks.glob("*.ipynb")):
        template = templates / "notebooks" / f"{notebook.stem}.pot"
        if template.is_file():
            own = _own(of_notebook(notebook), project.root / OF_NOTEBOOKS / f"{notebook.stem}.po")
            _write(template, with_words(_template(template), own))
    folder = locale / "zh_Hans" / "LC_MESSAGES"
    for template in sorted(templates.rglob("*.pot")):
        wanted = _template(template)
        path = folder / template.relative_to(templates).with_suffix(".po")
        old = read(path) if path.is_file() else Catalog()
        # Its places follow its texts, as those of words do.
        if {m.id for m in old} != {m.id for m in wanted}:
            old.update(wanted)
        _write(path, old)


def update_words(project: Project) -> None:
    """Bring the words of code up to date in the catalogs, and leave those of prose; it is quick.

    New words come in empty; a catalog whose texts are still the same is left as it is.
    """
    _update_package_of(project)
    folder = project.root / OF_NOTEBOOKS
    for notebook in sorted(project.notebooks.glob("*.ipynb")):
        path = folder / f"{notebook.stem}.po"
        old = read(path) if path.is_file() else Catalog(header_comment="#")
        _renew(path, old, with_words(old, _own(of_notebook(notebook), path)))


def untranslated(project: Project) -> Iterator[str]:
    """Say of each catalog that has texts without a Chinese that holds how many there are."""
    own = [path for path in (OF_CLAIMS, OF_PACKAGE) if path.is_relative_to(project.root)]
    for path in sorted((project.root / "book" / "locale" / "zh_Hans").rglob("*.po")) + own:
        empty = sum(bool(m.id) and (not m.string or m.fuzzy) for m in read(path))
        if empty:
            yield f"{path.relative_to(project.root)}: {empty} empty or fuzzy"


def _update_package_of(project: Project) -> None:
    """Leave the package alone if it is not of this project, but installed for it."""
    if OF_PACKAGE.is_relative_to(project.root / "src"):
        update_package()


def update_package() -> None:
    """Bring the package's own catalogs up to date with its modules: of its rules, of the rest.

    What both say stands with the rest; a translation goes where its text goes.
    """
    words, held = of_package(), Catalog(header_comment="#")
    for message in (m for path in (OF_CLAIMS, OF_PACKAGE) if path.is_file() for m in read(path)):
        if message.id and message.string:
            held.add(message.id, message.string, flags=message.flags)
    shared = {word.text for word in words if word.catalog.name == OF_PACKAGE.name}
    for path in (OF_CLAIMS, OF_PACKAGE):
        own = [word for word in words if (word.text in shared) == (path == OF_PACKAGE)]
        old = read(path) if path.is_file() else Catalog(header_comment="#")
        _renew(path, old, with_words(held, own, every=True))
    package_words.cache_clear()


def with_words(old: Catalog, words: Iterable[Marked], *, every: bool = False) -> Catalog:
    """Return a catalog with the words of code as they are now; translations stay.

    Parameters
    ----------
    old : catalog or template; entries of prose are kept as they are
    words : those of the code
    every : whether all entries come from code, so that any other is dropped
    """
    new = Catalog(header_comment=old.header_comment)
    for message in old:
        prose = [place for place in message.locations if ".ipynb#" not in place[0]]
        # Some texts of prose have no place.
        if message.id and not every and (prose or not message.locations):
            new.add(message.id, message.string, prose, message.flags)
    for word in words:
        known = old.get(word.text)
        new.add(
            word.text,
            known.string if known else "",
            [(word.place, None)],  # type: ignore[list-item] # it has no line
            known.flags if known else (),
        )
    return new


def _own(words: list[Marked], path: Path) -> list[Marked]:
    """Leave out the words that the package has in Chinese, unless the chapter says its own."""
    old = read(path) if path.is_file() else Catalog()
    package = package_words()
    return [w for w in words if w.text not in package or (w.text in old and old[w.text].string)]


def _template(path: Path) -> Catalog:
    """Return a template as Sphinx writes it, with an empty text where a page has one."""
    with path.open("rb") as file:
        return read_po(file)


def _renew(path: Path, old: Catalog, new: Catalog) -> None:
    """Write a catalog if it has other texts than before, as Sphinx's own update does.

    What only moved within its notebook leaves the file as it is.
    """
    if _texts(old) != _texts(new):
        _write(path, new)


def _texts(catalog: Catalog) -> set[tuple]:
    """Return the texts, each with whether prose has it, code, or both, and whether it is said."""
    where = ".ipynb#"
    return {
        (m.id, frozenset(where in at for at, _ in m.locations), bool(m.string)) for m in catalog
    }


def _write(path: Path, catalog: Catalog) -> None:
    for message in catalog:
        # Babel sees a placeholder in every "% of"; ours are in braces.
        message.flags.discard("python-format")
    out = io.BytesIO()
    # Babel's own header holds the time of writing.
    write_po(out, catalog, width=0, omit_header=True, ignore_obsolete=True)
    text = HEADER + out.getvalue().decode("utf-8").strip("\n") + "\n"
    write_if_changed(path, text)


def captions(locale: Path, edition: Edition) -> dict[str, str]:
    """Return the translations of the first page, which hold the captions of the parts."""
    path = locale / "zh_Hans" / "LC_MESSAGES" / "book" / "intro.po"
    if edition.lang == "en" or not path.is_file():
        return {}
    convert = to_traditional if edition.lang == "zh-Hant" else str
    return {text: convert(own) for text, own in translated(path).items()}


def _traditional(catalog: Catalog) -> str:
    for message in catalog:
        if message.id and isinstance(message.string, str):
            message.string = to_traditional(message.string)
    out = io.BytesIO()
    # Without the header, which holds the time of writing.
    write_po(out, catalog, width=0, omit_header=True)
    return out.getvalue().decode("utf-8")
