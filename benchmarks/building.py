"""Time the building of the book: from nothing, unchanged, and after each kind of edit.

Run: uv run python benchmarks/building.py [--repeat 5] [--only "one sentence …"] [--base COMMIT]

A clone of the last commit is built and edited, never this checkout. What is timed takes turns, so
that what slows the machine slows all alike. Scopes: one language in HTML, all languages in HTML,
and all with PDF. In `bay preview`, the clock runs until the edit can be had from the page. Jupyter
Book builds the same assembled tree with the same outputs. Of another commit, given by --base, a
whole book is built too. Quarto and MyST are not timed: the wheel of the one and the theme of the
other are not in the registries, but load from elsewhere.

Writes book/building.txt (day, cores and Python; then what, scope, times; seconds: median, least,
most; of_plain: the part of Jupyter Book's build of one language from nothing), and its chart beside
it as .svg and .pdf.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import altair as alt
import click
import pandas as pd
import yaml
from running import call, timed, write_report
from tqdm import tqdm

CHAPTER = "01-2-foundations"
SCOPES = {
    "one language, HTML": ["--lang", "en", "--format", "html"],
    "all languages, HTML": ["--format", "html"],
    "all languages, HTML and PDF": [],
}
PLAIN = "Jupyter Book"
# Seconds between edits in a preview: an author reads what was built.
READING = 5
LONGEST = 300


class Book:
    """A clone of the book with an environment of its own, to be edited at will."""

    def __init__(self, origin: Path, folder: Path, commit: str = "HEAD"):
        self.root, self._turn = folder, 0
        call("git", "clone", "--quiet", str(origin), str(folder))
        call("git", "checkout", "--quiet", commit, cwd=folder)
        call("uv", "sync", "--quiet", "--locked", "--all-extras", cwd=folder)

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
    book.edit("book/_static/book.css", lambda text: f"{text}.{mark} {{ margin: 0; }}\n")


EDITS = {
    "one sentence": sentence,
    "one observation": datum,
    "one label": label,
    "one chart": chart,
    "one style": style,
}


def rebuilt(book: Book, edit: Callable, scope: list[str]) -> float:
    """Return the seconds that `bay book` takes after an edit."""
    book.restore()
    book.bay("data", "seal")
    book.bay("book", *scope)
    edit(book, book.mark())
    return timed(book.bay, "book", *scope)


def from_nothing(book: Book, scope: list[str]) -> float:
    """Return the seconds of a build from nothing."""
    book.restore()
    book.cold()
    return timed(book.bay, "book", *scope)


def unchanged(book: Book, scope: list[str]) -> float:
    """Return the seconds of a build with nothing to do."""
    book.restore()
    book.bay("book", *scope)
    return timed(book.bay, "book", *scope)


@contextmanager
def previewing(book: Book) -> Iterator[str]:
    """Serve the clone; give the address of its pages."""
    command = [book.command("bay"), "preview", "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, cwd=book.root, stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+", process.stdout.readline())[0]
        process.stdout.readline()
        yield address
    finally:
        process.terminate()
        process.wait()


def seen(book: Book, edit: Callable) -> float:
    """Return the seconds from an edit to a page of a preview that has it."""
    book.restore()
    book.bay("book", *SCOPES["one language, HTML"])
    page = "_static/book.css" if edit is style else f"notebooks/{CHAPTER}.html"
    with previewing(book) as address:
        time.sleep(READING)
        before = fetched(address + page)
        start = time.perf_counter()
        edit(book, book.mark())
        while fetched(address + page) == before:
            if time.perf_counter() - start > LONGEST:
                sys.exit(f"{page} did not change in {LONGEST} s")
            time.sleep(0.02)
        return time.perf_counter() - start


def fetched(address: str) -> bytes:
    """Return a page as served, without the mark of the build that it is of."""
    with urlopen(address) as answer:
        return re.sub(rb'data-built="\w+"', b"", answer.read())


def plain(book: Book) -> float:
    """Return the seconds that Jupyter Book takes for what one language is built from."""
    book.restore()
    book.bay("book", *SCOPES["one language, HTML"])
    with tempfile.TemporaryDirectory() as folder:
        tree = shutil.copytree(book.root / "_build" / "source" / "en", Path(folder, "book"))
        # Without the pictures that were drawn before.
        config = yaml.safe_load((tree / "_config.yml").read_text(encoding="utf-8"))
        config["sphinx"]["config"]["digitalbay_pictures"] = str(Path(folder, "pictures"))
        (tree / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        return timed(call, book.command("jupyter-book"), "build", str(tree))


def ways(book: Book, base: Book | None) -> dict[tuple[str, str], Callable[[], float]]:
    """Return what is timed, by what is done and its scope; each returns its seconds."""
    one, *_ = SCOPES
    chosen: dict[tuple[str, str], Callable] = {(PLAIN, one): lambda: plain(book)}
    for scope, options in SCOPES.items():
        chosen["from nothing", scope] = lambda o=options: from_nothing(book, o)
        if base:
            chosen["from nothing, before", scope] = lambda o=options: from_nothing(base, o)
        chosen["unchanged", scope] = lambda o=options: unchanged(book, o)
        for name, edit in EDITS.items():
            chosen[name, scope] = lambda e=edit, o=options: rebuilt(book, e, o)
    for name, edit in EDITS.items():
        chosen[name, "in preview"] = lambda e=edit: seen(book, e)
    return chosen


def measure(chosen: dict[tuple[str, str], Callable], repeat: int) -> pd.DataFrame:
    """Time the ways in turns; return a row for each."""
    seconds: dict[tuple[str, str], list[float]] = {key: [] for key in chosen}
    with tqdm(total=repeat * len(chosen), unit="time") as bar:
        for _ in range(repeat):
            for key, way in chosen.items():
                bar.set_postfix_str(", ".join(key))
                seconds[key].append(way())
                bar.update()
    rows = [
        (*key, len(each), statistics.median(each), min(each), max(each))
        for key, each in seconds.items()
    ]
    return pd.DataFrame(rows, columns=["what", "scope", "times", "seconds", "least", "most"])


def report(root: Path, table: pd.DataFrame) -> None:
    """Write and print the table, and draw it."""
    plain_seconds = table.loc[table["what"].eq(PLAIN), "seconds"]
    if len(plain_seconds):
        table["of_plain"] = (table["seconds"] / plain_seconds.iloc[0]).round(3)
    rounded = table.round({"seconds": 1, "least": 1, "most": 1})
    base = alt.Chart(rounded, width=300, height={"step": 16}).encode(
        y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(minExtent=130)),
        x=alt.X("seconds:Q", title="s"),
    )
    layers = base.mark_bar(color="#0072b2") + base.mark_text(align="left", dx=4).encode(
        text="seconds:Q"
    )
    rows = alt.Row("scope:N", sort=None, title=None, header=alt.Header(orient="top"))
    spec = layers.facet(row=rows).resolve_scale(x="independent", y="independent").to_json()
    write_report(root, "building", rounded, spec)


@click.command()
@click.option("--repeat", default=5, help="Times for each.")
@click.option("--only", multiple=True, help="What to time, or a scope; default: all.")
@click.option("--base", "commit", help="Another commit, whose whole book is built too.")
def main(repeat, only, commit):
    """Time every way and write the table and the chart."""
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        book = Book(root, Path(temporary, "book"))
        base = Book(root, Path(temporary, "base"), commit) if commit else None
        found = ways(book, base)
        chosen = {key: way for key, way in found.items() if not only or set(only) & set(key)}
        report(root, measure(chosen, repeat))


if __name__ == "__main__":
    main()
