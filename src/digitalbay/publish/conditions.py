"""What must not change a book: where, when, by whom and in which order it is built.

Each condition is a way to build a copy of the book that differs from the first in one respect.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import printable

import nbformat
import yaml
from fontTools.ttLib import TTFont

from digitalbay.figures.theme import FONTS
from digitalbay.files import write

from .fonts import small_copies

# Added by an edit that is taken back.
PASSING = "zz-passing"
# What a home folder may hold, each of which would show in a book that heeds it.
_SETTINGS = {
    ".latexmkrc": "$pdf_mode = 1;\n$out_dir = 'elsewhere';\n",
    ".docutils": "[general]\nsection_numbering: yes\n",
    "texmf/tex/latex/local/digitalbay-print.sty": "\\error\n",
    ".config/matplotlib/matplotlibrc": "font.size: 33\n",
    ".ipython/profile_default/startup/00.py": "print('from home')\n",
    ".ipython/profile_default/ipython_config.py": "get_config().InteractiveShell.xmode = 'Plain'\n",
}

Step = list[str]
# From the copy and what was asked for, the calls of `bay`; what is done to the copy is done there.
Way = Callable[[Path, "Asked"], list[Step]]


@dataclass(frozen=True)
class Asked:
    """What to build: languages and formats, each all of them if none is named."""

    langs: Sequence[str]
    formats: Sequence[str]

    def options(self) -> Step:
        """Return it as options of `bay book`."""
        langs = [part for lang in self.langs for part in ("--lang", lang)]
        return langs + [part for form in self.formats for part in ("--format", form)]


def at_once(copy: Path, asked: Asked) -> list[Step]:
    """Build by one call."""
    return [["book", *asked.options()]]


def one_by_one(copy: Path, asked: Asked) -> list[Step]:
    """Build one form of one language after the other, the last first, each by one worker."""
    return [
        ["book", "--jobs", "1", *Asked([lang], [form]).options()]
        for lang in reversed(asked.langs)
        for form in reversed(asked.formats)
    ]


def by_one(copy: Path, asked: Asked) -> list[Step]:
    """Build with one worker."""
    return [["book", "--jobs", "1", *asked.options()]]


@dataclass(frozen=True)
class Condition:
    """A name, what differs, where the copy is, its environment, how it is built.

    Where ``edited``, the copy is built with edits that are then taken back, and built again.
    """

    name: str
    about: str
    folder: str = "book"
    environment: Mapping[str, str] = field(default_factory=dict)
    way: Way = at_once
    edited: bool = False
    elsewhere: bool = False


FIRST = Condition("first", "as it is", environment={"PYTHONHASHSEED": "0"})
CONDITIONS = (
    Condition(
        "folder", "a longer folder, with spaces and umlauts", "Bücher of a longer name/the book"
    ),
    Condition(
        "place",
        "another time zone and locale",
        environment={"TZ": "America/New_York", "LC_ALL": "C", "LANG": "de_DE", "LANGUAGE": "de"},
    ),
    Condition("user", "another user, whose home has settings and fonts", elsewhere=True),
    Condition("workers", "one worker", way=by_one),
    Condition(
        "order",
        "another hash seed, one language and format after the other",
        environment={"PYTHONHASHSEED": "4242"},
        way=one_by_one,
    ),
    Condition("edits", "built with edits, which are taken back", edited=True),
)


def environment(condition: Condition, git: str, copy: Path, home: Path) -> dict[str, str]:
    """Return the environment in which a condition builds a copy.

    Parameters
    ----------
    git : the folder of git that knows the project's commit, or ""
    home : an empty folder, made the home of another user if the condition has one
    """
    given = dict(os.environ)
    # The copy's own package, not the one that is installed.
    given |= {"PYTHONPATH": str(copy / "src")}
    # A copy is not a checkout, and whoever builds it may not own the checkout.
    given |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory"}
    given |= {"GIT_CONFIG_VALUE_0": "*"}
    if git:
        given["GIT_DIR"] = git
    if condition.elsewhere:
        _furnish(home)
        given |= {"HOME": str(home), "USER": "nobody", "LOGNAME": "nobody"}
    return given | dict(condition.environment)


def edit(copy: Path) -> Callable[[], None]:
    """Change a page, a notebook and the contents of a copy; return what takes it back."""
    contents, notebooks = copy / "_toc.yml", sorted((copy / "notebooks").glob("*.ipynb"))
    toc = yaml.safe_load(contents.read_text(encoding="utf-8"))
    page = copy / f"{toc['root']}.md"
    changed = {path: path.read_bytes() for path in (contents, page, notebooks[0])}
    page.write_bytes(changed[page] + b"\nA passing sentence.\n")
    notebook = nbformat.read(notebooks[0], as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("6 * 7", id="passing"))
    nbformat.write(notebook, notebooks[0])
    added = copy / "notebooks" / f"{PASSING}.ipynb"
    text = nbformat.v4.new_markdown_cell("# A passing page", id="passing-title")
    nbformat.write(nbformat.v4.new_notebook(cells=[text], metadata=notebook.metadata), added)
    chapters = toc["parts"][-1]["chapters"] if "parts" in toc else toc["chapters"]
    chapters.append({"file": f"notebooks/{PASSING}"})
    contents.write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")

    def take_back() -> None:
        added.unlink()
        for path, content in changed.items():
            path.write_bytes(content)

    return take_back


def _furnish(home: Path) -> None:
    """Put settings into a home, and fonts under the names of those that the book uses."""
    for name, text in _SETTINGS.items():
        write(home / name, text)
    fonts = home / ".fonts"
    fonts.mkdir()
    for family in dict.fromkeys(FONTS.values()):
        if small_copies(family, (family, f"{family} widths"), [printable], fonts):
            _widen(fonts / f"{family}.otf")


def _widen(path: Path) -> None:
    font = TTFont(path)
    widths = font["hmtx"].metrics
    for glyph, (advance, left) in widths.items():
        widths[glyph] = (2 * advance, left)
    font.save(path)
