"""Time the building of one language, from nothing, with two, four and eight times the city pages.

Run: uv run python benchmarks/growth.py [--repeat 5]

A clone of the last commit is built. Prints templates (how often that of city pages is in the book),
pages, seconds (median) and per_further_page (seconds for each page more than in the row before).
"""

import re
import statistics
import tempfile
from pathlib import Path

import click
import pandas as pd
from building import ONE, SCOPES
from edits import Book
from running import timed

# City pages of so many copies of their template.
COPIES = (1, 2, 4, 8)


def multiply(book: Book, copies: int) -> None:
    """Have the template of city pages several times in the book."""
    book.restore()
    names = [f"city{number}" for number in range(2, copies + 1)]
    template = (book.root / "notebooks" / "city.ipynb").read_text(encoding="utf-8")
    for name in names:
        # Ids of outputs stand once in a book.
        text = re.sub(r'\bid=\\"', rf'id=\\"{name}-', template)
        text = text.replace("{numref}`", f"{{numref}}`{name}-")
        (book.root / "notebooks" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    entry = "      - file: notebooks/city\n"
    more = "".join(f"      - file: notebooks/{name}\n" for name in names)
    if more:
        book.edit("_toc.yml", lambda text: text.replace(entry, entry + more))


def growth(book: Book, repeat: int) -> pd.DataFrame:
    """Return the seconds of one language from nothing, by copies of the template of cities."""
    rows = []
    for copies in COPIES:
        multiply(book, copies)
        seconds = []
        for _ in range(repeat):
            book.cold()
            seconds.append(timed(book.bay, "book", *SCOPES[ONE]))
        pages = len(list((book.root / "_build" / "html" / "en" / "notebooks").glob("*.html")))
        rows.append((copies, pages, round(statistics.median(seconds), 1)))
    table = pd.DataFrame(rows, columns=["templates", "pages", "seconds"])
    more = table.diff()
    table["per_further_page"] = (more["seconds"] / more["pages"]).round(2)
    return table


@click.command()
@click.option("--repeat", default=5, help="Times for each.")
def main(repeat):
    """Time more and more pages."""
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        click.echo(growth(Book(root, Path(temporary, "book")), repeat).to_string(index=False))


if __name__ == "__main__":
    main()
