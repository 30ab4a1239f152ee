"""A clone of the book to be built and edited, and the edits of the benchmarks of building."""

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from running import COMMIT, call

CHAPTER = "01-2-foundations"


class Book:
    """A clone of the book with an environment of its own, to be edited at will.

    One that is there is brought to the commit: the last one here, or another.
    """

    def __init__(self, origin: Path, folder: Path, commit: str = COMMIT):
        self.root, self._turn = folder, 0
        if folder.is_dir():
            call("git", "checkout", "--quiet", ".", cwd=folder)
            call("git", "fetch", "--quiet", "origin", "HEAD", cwd=folder)
        else:
            call("git", "clone", "--quiet", str(origin), str(folder))
        call("git", "checkout", "--quiet", "--detach", commit, cwd=folder)
        # As `make` does it: without bytecode, every import would be timed with its compilation.
        call("uv", "sync", "-q", "--locked", "--all-extras", "--compile-bytecode", cwd=folder)
        call(self.command("python"), "-m", "compileall", "-q", "src", cwd=folder)

    def command(self, name: str) -> str:
        """Return a command of the clone's environment."""
        return str(self.root / ".venv" / "bin" / name)

    def bay(self, *arguments: str) -> None:
        """Run `bay` in the clone."""
        call(self.command("bay"), *arguments, cwd=self.root)

    def cold(self) -> None:
        """Forget all that was built."""
        shutil.rmtree(self.root / "_build", ignore_errors=True)

    def restore(self) -> None:
        """Take all edits back."""
        call("git", "checkout", "--quiet", ".", cwd=self.root)

    def mark(self) -> str:
        """Return a word that no page has."""
        self._turn += 1
        return f"Zebra{self._turn}"

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Change a file's text."""
        path = self.root / name
        before = path.read_text(encoding="utf-8")
        after = change(before)
        if after == before:
            sys.exit(f"{name}: nothing to edit was found; mend the benchmark")
        path.write_text(after, encoding="utf-8")


def sentence(book: Book, mark: str) -> None:
    """Add a sentence to the first text of a chapter."""

    def change(text: str) -> str:
        notebook = json.loads(text)
        notebook["cells"][0]["source"].append(f" {mark}.")
        return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"

    book.edit(f"notebooks/{CHAPTER}.ipynb", change)


def datum(book: Book, mark: str) -> None:
    """Change a value that the chapter reads, and seal it; the digits are those of the mark."""
    newest = re.compile(
        r"(base_stations_5g,guangdong,[^,]*,)\d+(?!.*base_stations_5g,guangdong)", re.S
    )
    number = rf"\g<1>{400_000 + int(mark.removeprefix('Zebra'))}"
    book.edit("data/observations/infrastructure.csv", lambda text: newest.sub(number, text))
    book.bay("data", "seal")


def label(book: Book, mark: str) -> None:
    """Change the title of an axis, and the text that its translation is found by."""
    for name in (
        f"notebooks/{CHAPTER}.ipynb",
        f"book/locale/zh_Hans/LC_MESSAGES/notebooks/{CHAPTER}.po",
    ):
        book.edit(name, lambda text: text.replace("Standard racks", f"Racks {mark}"))


def chart(book: Book, mark: str) -> None:
    """Change how many digits a chart shows, and the text of its caption."""
    caption = "5G base stations per 10,000 residents of the 2020 census: Guangdong"
    book.edit(
        f"notebooks/{CHAPTER}.ipynb",
        lambda text: text.replace('residents\\"), \\".1f', 'residents\\"), \\".2f'),
    )
    for name in (
        f"notebooks/{CHAPTER}.ipynb",
        f"book/locale/zh_Hans/LC_MESSAGES/notebooks/{CHAPTER}.po",
    ):
        book.edit(name, lambda text: text.replace(caption, f"{mark} {caption}"))


def style(book: Book, mark: str) -> None:
    """Add a rule to the style of all pages."""
    book.edit(
        "src/digitalbay/publish/static/book.css", lambda text: f"{text}.{mark} {{ margin: 0; }}\n"
    )


EDITS = {
    "one sentence": sentence,
    "one observation": datum,
    "one label": label,
    "one chart": chart,
    "one style": style,
}
