"""Ways to damage one cell of a package, and what all ways of damaging tables need."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

OBSERVATIONS = "observations/economy.csv"
EMPLOYED = "observations/population.csv"


def lines(root: Path, path: str) -> list[str]:
    return (root / path).read_text(encoding="utf-8").rstrip("\n").split("\n")


def write(root: Path, path: str, rows: list[str]) -> None:
    (root / path).write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")


def cell(rng: Random, root: Path, column: str, change: Callable[[str], str]) -> None:
    """Change one cell of a random observation."""
    path = rng.choice((OBSERVATIONS, EMPLOYED))
    rows = lines(root, path)
    at = rng.randrange(1, len(rows))
    cells = rows[at].split(",")
    index = rows[0].split(",").index(column)
    cells[index] = change(cells[index])
    rows[at] = ",".join(cells)
    write(root, path, rows)


def any_cell(rng, root, path, column, change):
    """Change one cell of a random row of any table, quotes and all."""
    rows = list(csv.reader(lines(root, path)))
    at, index = rng.randrange(1, len(rows)), rows[0].index(column)
    rows[at][index] = change(rows[at][index])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    (root / path).write_text(out.getvalue(), encoding="utf-8", newline="\n")


def changed_digit(rng, root):
    cell(rng, root, "value", lambda v: v[:-1] + str((int(v[-1]) + rng.randint(1, 9)) % 10))


def rewritten_note(rng, root):
    cell(rng, root, "note", lambda v: f"checked {rng.randrange(10**6)}")


def wrong_type(rng, root):
    wrong = rng.choice(["abc", "12;5", "1e5", "NaN", "1 000", "0x1F", "1.", "٣"])
    cell(rng, root, "value", lambda v: wrong)


def empty_value(rng, root):
    cell(rng, root, rng.choice(["value", "published", "source", "status"]), lambda v: "")


def unknown_area(rng, root):
    cell(rng, root, "area", lambda v: rng.choice(["atlantis", "Macao", "macau", "澳门"]))


def unknown_indicator(rng, root):
    cell(rng, root, "indicator", lambda v: v + "_x")


def extra_cell(rng, root):
    cell(rng, root, "note", lambda v: v + ",")


def open_quote(rng, root):
    cell(rng, root, "note", lambda v: '"' + v)


def nul_character(rng, root):
    cell(rng, root, "note", lambda v: "a\0b")


def formula(rng, root):
    wrong = rng.choice(["=1+1", "=HYPERLINK(1)", "+cmd", "@SUM(A1)", "-2+3"])
    cell(rng, root, "note", lambda v: wrong)


def invisible(rng, root):
    cell(rng, root, "note", lambda v: rng.choice(["a\u200bb", " a", "a ", "a\u202eb", "e\u0301"]))


def huge_number(rng, root):
    cell(rng, root, "value", lambda v: "9" * rng.randint(12, 400))


def negative(rng, root):
    cell(rng, root, "value", lambda v: "-" + v)


def future_date(rng, root):
    cell(rng, root, "published", lambda v: str(rng.randint(2027, 2999)))


def too_early(rng, root):
    cell(rng, root, "published", lambda v: str(rng.randint(1900, 1998)))


def impossible_date(rng, root):
    column = rng.choice(["published", "period"])
    wrong = rng.choice(
        ["2021-02-30", "2021-13", "21", "2021/2020", "2021-Q5", "2021-H3", "May 2021"]
    )
    cell(rng, root, column, lambda v: wrong)


def wrong_status(rng, root):
    cell(rng, root, "status", lambda v: rng.choice(["X", "a", "AA", "final"]))


def address_in_a_note(rng, root):
    cell(rng, root, "note", lambda v: "see http://mirror.example/a")


def endless_number(rng, root):
    cell(rng, root, "value", lambda v: "9" * rng.randint(4_301, 20_000))


def minus_zero(rng, root):
    cell(rng, root, "value", lambda v: rng.choice(["-0", "-0.0"]))


def wrong_blank(rng, root):
    cell(rng, root, "note", lambda v: rng.choice(["a\u00a0b", "a\u2009b", "a\u202fb", "a\ufffdb"]))


def impossible_break(rng, root):
    wrong = rng.choice(["soon", "2022-13", "2015 2022-02-30"])
    any_cell(rng, root, "reference/indicators.csv", "breaks", lambda v: wrong)


def broken_address(rng, root):
    wrong = rng.choice(["https://[::1", "https://a@evil.example/", "http://[x]/"])
    any_cell(rng, root, "reference/sources.csv", "address", lambda v: wrong)


def source_of_the_future(rng, root):
    date = f"{rng.randint(2040, 2999)}"
    path, column = rng.choice(
        [
            ("reference/sources.csv", "published"),
            ("policies/documents.csv", "issued"),
            ("policies/events.csv", "date"),
            ("claims/rules.csv", "dated"),
        ]
    )
    any_cell(rng, root, path, column, lambda v: date)


def unknown_word(rng, root):
    path, column, wrong = rng.choice(
        [
            ("policies/documents.csv", "themes", "government cooking"),
            ("cases/cases.csv", "theme", "digital_cooking"),
            ("cases/cases.csv", "section", "9.9.9"),
            ("claims/claims.csv", "notebook", "no-such-notebook"),
            ("reference/areas.csv", "currency", "XYZ"),
        ]
    )
    any_cell(rng, root, path, column, lambda v: wrong)
