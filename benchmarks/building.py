"""Time the building of the book: from nothing, unchanged, and after each kind of edit.

Run: uv run python benchmarks/building.py [--repeat 5] [--base 32d35bd]
     [--only "one sentence" …] [--scope "en, HTML" …] [--folder KEPT]

A clone of the last commit is built and edited, never this checkout. What is timed takes turns, so
that what slows the machine slows all alike. Scopes: one language in HTML, all languages in HTML,
and all with PDF. In `bay preview`, the clock runs until the edit can be had from the page. Jupyter
Book builds the same assembled tree with the same outputs. Of another commit, given by --base, a
whole book is built too, and one language by Jupyter Book. Quarto and MyST are not timed: the wheel
of the one and the theme of the other are not in the registries, but load from elsewhere.

Writes book/building.txt after each timing, and its chart beside it as .svg and .pdf: day, commit,
cores, Python and what else the machine was doing; then what, scope, times; seconds (median), least
and most; cpu, the seconds of processors that its processes took together (median), which others on
the machine change less, without those of forked kernels and of our builds by Sphinx, which are
forked too and of which nobody is told; of_plain and cpu_of_plain, the parts of Jupyter Book's build
of one language from nothing, of which all is told; with --base, of_base, the part of the other
commit's build from nothing of that scope, or, for what follows an edit, of its build by Jupyter
Book.
"""

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
from resource import RUSAGE_CHILDREN, getrusage
from urllib.request import urlopen

import altair as alt
import click
import pandas as pd
import psutil
import yaml
from edits import CHAPTER, EDITS, Book, style
from running import call, write_report
from tqdm import tqdm

SCOPES = {
    "en, HTML": ["--lang", "en", "--format", "html"],
    "all, HTML": ["--format", "html"],
    "all, HTML + PDF": [],
}
ONE = next(iter(SCOPES))
PREVIEW = "en, in preview"
PLAIN, NOTHING, BASE = "Jupyter Book", "from nothing", "{}, base"
# Seconds between edits in a preview: an author reads what was built.
READING = 5
LONGEST = 300

# Seconds by the clock, and of processors.
Cost = tuple[float, float]
Way = Callable[[], Cost]


def cost(function: Callable, *arguments) -> Cost:
    """Return what a call takes, with the processes that it starts and waits for."""
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    function(*arguments)
    seconds, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    return seconds, sum(after[:2]) - sum(before[:2])


def rebuilt(book: Book, edit: Callable, scope: list[str]) -> Cost:
    """Return what `bay book` takes after an edit."""
    book.restore()
    book.bay("data", "seal")
    book.bay("book", *scope)
    edit(book, book.mark())
    return cost(book.bay, "book", *scope)


def from_nothing(book: Book, scope: list[str]) -> Cost:
    """Return what a build from nothing takes."""
    book.restore()
    book.cold()
    return cost(book.bay, "book", *scope)


def unchanged(book: Book, scope: list[str]) -> Cost:
    """Return what a build with nothing to do takes."""
    book.restore()
    book.bay("book", *scope)
    return cost(book.bay, "book", *scope)


@contextmanager
def previewing(book: Book) -> Iterator[tuple[str, psutil.Process]]:
    """Serve the clone; give the address of its pages and the process."""
    command = [book.command("bay"), "preview", "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, cwd=book.root, stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+", process.stdout.readline())[0]
        process.stdout.readline()
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def seen(book: Book, edit: Callable) -> Cost:
    """Return what it takes from an edit to a page of a preview that has it."""
    book.restore()
    book.bay("book", *SCOPES[ONE])
    page = "_static/book.css" if edit is style else f"notebooks/{CHAPTER}.html"
    with previewing(book) as (address, process):
        time.sleep(READING)
        before, spent = fetched(address + page), _spent(process)
        start = time.perf_counter()
        edit(book, book.mark())
        while fetched(address + page) == before:
            if time.perf_counter() - start > LONGEST:
                sys.exit(f"{page} did not change in {LONGEST} s")
            time.sleep(0.02)
        return time.perf_counter() - start, _spent(process) - spent


def _spent(process: psutil.Process) -> float:
    """Return the seconds of processors that a process has taken, with all that it started."""
    # Their own, and of those that have ended.
    return sum(sum(p.cpu_times()[:4]) for p in (process, *process.children(recursive=True)))


def fetched(address: str) -> bytes:
    """Return a page as served, without the mark of the build that it is of."""
    with urlopen(address) as answer:
        return re.sub(rb'data-built="\w+"', b"", answer.read())


def plain(book: Book) -> Cost:
    """Return what Jupyter Book takes for what one language is built from."""
    book.restore()
    book.bay("book", *SCOPES[ONE])
    with tempfile.TemporaryDirectory() as folder:
        tree = shutil.copytree(book.root / "_build" / "source" / "en", Path(folder, "book"))
        # Without the pictures that were drawn before.
        config = yaml.safe_load((tree / "_config.yml").read_text(encoding="utf-8"))
        config["sphinx"]["config"]["digitalbay_pictures"] = str(Path(folder, "pictures"))
        (tree / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        return cost(call, book.command("jupyter-book"), "build", str(tree))


def ways(book: Book, base: Book | None) -> dict[tuple[str, str], Way]:
    """Return what is timed, by what is done and its scope; each returns its cost."""
    books = [("{}", book), *([(BASE, base)] if base else [])]
    chosen: dict[tuple[str, str], Way] = {}
    for named, of in books:
        chosen[named.format(PLAIN), ONE] = lambda b=of: plain(b)
    for scope, options in SCOPES.items():
        chosen["unchanged", scope] = lambda o=options: unchanged(book, o)
        for name, edit in EDITS.items():
            chosen[name, scope] = lambda e=edit, o=options: rebuilt(book, e, o)
    for name, edit in EDITS.items():
        chosen[name, PREVIEW] = lambda e=edit: seen(book, e)
    # Last, as it is slow: the table is written after each.
    for scope, options in SCOPES.items():
        for named, of in books:
            chosen[named.format(NOTHING), scope] = lambda b=of, o=options: from_nothing(b, o)
    return chosen


def measure(chosen: dict[tuple[str, str], Way], repeat: int) -> Iterator[pd.DataFrame]:
    """Time the ways in turns; give the table after each, with a row for all that were timed."""
    costs: dict[tuple[str, str], list[Cost]] = {key: [] for key in chosen}
    with tqdm(total=repeat * len(chosen), unit="time") as bar:
        for _ in range(repeat):
            for key, way in chosen.items():
                bar.set_postfix_str(", ".join(key))
                costs[key].append(way())
                bar.update()
                yield tabulated({key: each for key, each in costs.items() if each})


def tabulated(costs: dict[tuple[str, str], list[Cost]]) -> pd.DataFrame:
    """Return medians and range of each, and its parts of what it is compared with."""
    rows = []
    for key, each in costs.items():
        seconds, cpu = zip(*each, strict=True)
        middle = statistics.median(seconds)
        rows.append((*key, len(each), middle, min(seconds), max(seconds), statistics.median(cpu)))
    columns = ["what", "scope", "times", "seconds", "least", "most", "cpu"]
    table = pd.DataFrame(rows, columns=columns)
    by_key = table.set_index(["what", "scope"])
    if (PLAIN, ONE) in by_key.index:
        of = by_key.loc[(PLAIN, ONE)]
        table["of_plain"] = (table["seconds"] / of["seconds"]).round(3)
        table["cpu_of_plain"] = (table["cpu"] / of["cpu"]).round(3)
    before = [
        (BASE.format(NOTHING), scope) if what.startswith(NOTHING) else (BASE.format(PLAIN), ONE)
        for what, scope in costs
    ]
    if set(before) & set(by_key.index):
        table["of_base"] = (table["seconds"] / by_key["seconds"].reindex(before).to_numpy()).round(
            3
        )
    return table.round({"seconds": 1, "least": 1, "most": 1, "cpu": 1})


def report(root: Path, table: pd.DataFrame) -> None:
    """Write the table, and draw it."""
    base = alt.Chart(table, width=300, height={"step": 16}).encode(
        y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(minExtent=130)),
        x=alt.X("seconds:Q", title="s"),
    )
    layers = base.mark_bar(color="#0072b2") + base.mark_text(align="left", dx=4).encode(
        text="seconds:Q"
    )
    rows = alt.Row("scope:N", sort=None, title=None, header=alt.Header(orient="top"))
    spec = layers.facet(row=rows).resolve_scale(x="independent", y="independent").to_json()
    write_report(root, "building", table, spec)


@click.command()
@click.option("--repeat", default=5, help="Times for each.")
@click.option("--only", multiple=True, help="What to time; default: all.")
@click.option("--scope", "scopes", multiple=True, help="Of which scopes; default: all.")
@click.option("--base", "commit", help="Another commit, whose whole book is built too.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keeps the clones there.")
def main(repeat, only, scopes, commit, folder):
    """Time every way and write the table and the chart."""
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = folder or Path(temporary)
        book = Book(root, folder / "book")
        base = Book(root, folder / "base", commit) if commit else None
        found = ways(book, base)
        chosen = {
            (what, scope): way
            for (what, scope), way in found.items()
            if (not only or what in only) and (not scopes or scope in scopes)
        }
        for table in measure(chosen, repeat):
            report(root, table)
        click.echo(table.to_string(index=False))


if __name__ == "__main__":
    main()
