"""Ways to damage a package: each takes a random generator and the folder, and damages it.

`SEALED` are found even if the damaged file is sealed again, because they break a rule;
`SILENT` keep every rule, so only the seal can tell. `WHOLE` concern files, not rows.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

from package_mutations import (
    bottomless_descriptor,
    broken_descriptor,
    descriptor_without,
    lost_seal,
    missing_metadata,
    missing_schema,
    no_hash,
    path_outside,
    twice_in_the_descriptor,
    wrong_hash,
    wrong_measure,
    wrong_metadata,
    wrong_schema,
    wrong_seal,
)

Mutation = Callable[[Random, Path], None]
OBSERVATIONS = "observations/economy.csv"
EMPLOYED = "observations/population.csv"
TABLES = (OBSERVATIONS, EMPLOYED, "reference/sources.csv", "policies/documents.csv")
ALL = (*TABLES, "reference/units.csv", "reference/indicators.csv", "claims/claims.csv")


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


def changed_digit(rng, root):
    cell(rng, root, "value", lambda v: v[:-1] + str((int(v[-1]) + rng.randint(1, 9)) % 10))


def rewritten_note(rng, root):
    cell(rng, root, "note", lambda v: f"checked {rng.randrange(10**6)}")


def other_grade(rng, root):
    rows = lines(root, "reference/sources.csv")
    at = rng.choice([i for i, row in enumerate(rows) if ",B," in row])
    rows[at] = rows[at].replace(",B,", ",A,", 1)
    write(root, "reference/sources.csv", rows)


def wrong_unit(rng, root):
    rows = lines(root, "reference/indicators.csv")
    at = rng.randrange(1, len(rows))
    rows[at] = rows[at].replace("lcu_100m", "km2").replace("persons_10k", "lcu_100m")
    rows[at] = rows[at].replace(",km2,ratio,neutral", ",persons_10k,ratio,higher")
    write(root, "reference/indicators.csv", rows)


def lost_row(rng, root):
    path = rng.choice(ALL)
    rows = lines(root, path)
    del rows[rng.randrange(1, len(rows))]
    write(root, path, rows)


def wrong_type(rng, root):
    wrong = rng.choice(["abc", "12;5", "1e5", "NaN", "1 000", "0x1F", "1.", "٣"])
    cell(rng, root, "value", lambda v: wrong)


def empty_value(rng, root):
    cell(rng, root, rng.choice(["value", "published", "source", "status"]), lambda v: "")


def unknown_area(rng, root):
    cell(rng, root, "area", lambda v: rng.choice(["atlantis", "Macao", "macau", "澳门"]))


def unknown_indicator(rng, root):
    cell(rng, root, "indicator", lambda v: v + "_x")


def dropped_source(rng, root):
    used = {row.split(",")[5] for row in lines(root, OBSERVATIONS)[1:]}
    rows = lines(root, "reference/sources.csv")
    at = rng.choice([i for i, row in enumerate(rows) if row.split(",")[0] in used])
    del rows[at]
    write(root, "reference/sources.csv", rows)


def idle_source(rng, root):
    rows = lines(root, "reference/sources.csv")
    rows.append(f"zz-{rng.randrange(1000)},Title,Publisher,,2020,,report,,B,")
    write(root, "reference/sources.csv", rows)


def duplicate_key(rng, root):
    path = rng.choice(ALL)
    rows = lines(root, path)
    at = rng.randrange(1, len(rows))
    write(root, path, [*rows[: at + 1], rows[at], *rows[at + 1 :]])


def swapped_columns(rng, root):
    path = rng.choice(ALL)
    rows = [row.split(",") for row in lines(root, path)]
    i, j = rng.sample(range(len(rows[0])), 2)
    for row in rows:
        if max(i, j) < len(row):
            row[i], row[j] = row[j], row[i]
    write(root, path, [",".join(row) for row in rows])


def swapped_rows(rng, root):
    path = rng.choice(ALL)
    rows = lines(root, path)
    i, j = rng.sample(range(1, len(rows)), 2)
    rows[i], rows[j] = rows[j], rows[i]
    write(root, path, rows)


def extra_cell(rng, root):
    cell(rng, root, "note", lambda v: v + ",")


def open_quote(rng, root):
    cell(rng, root, "note", lambda v: '"' + v)


def bad_encoding(rng, root):
    path = root / rng.choice(TABLES)
    content = path.read_bytes()
    at = rng.randrange(len(content))
    wrong = "粤".encode("gbk") if rng.random() < 0.5 else b"\xff\xfe"
    path.write_bytes(content[:at] + wrong + b"\xff" + content[at:])


def truncated(rng, root):
    path = root / rng.choice(TABLES)
    content = path.read_bytes()
    cut = content[: rng.randrange(1, len(content) - 1)].rstrip(b"\n")
    path.write_bytes(cut)


def byte_order_mark(rng, root):
    path = root / rng.choice(ALL)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def carriage_returns(rng, root):
    path = root / rng.choice(ALL)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


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


def stray_break(rng, root):
    rows = lines(root, EMPLOYED)
    at = rng.choice([i for i, row in enumerate(rows) if row.startswith("land_area,")])
    cells = rows[at].split(",")
    cells[6] = "B"
    rows[at] = ",".join(cells)
    write(root, EMPLOYED, rows)


def mirror_address(rng, root):
    rows = lines(root, "reference/sources.csv")
    at = rng.choice([i for i, row in enumerate(rows) if row.endswith(",A,") or row.endswith(",B,")])
    cells = rows[at].split(",")
    cells[5] = rng.choice(["http://mirror.example/a", "https://gov.cn.example.com/x", "ftp://a.b"])
    rows[at] = ",".join(cells)
    write(root, "reference/sources.csv", rows)


def address_in_a_note(rng, root):
    cell(rng, root, "note", lambda v: "see http://mirror.example/a")


def broken_sum(rng, root):
    rows = lines(root, EMPLOYED)
    at = rng.choice([i for i, row in enumerate(rows) if row.startswith("land_area,")])
    cells = rows[at].split(",")
    cells[3] = str(int(cells[3]) + rng.randint(10, 99))
    rows[at] = ",".join(cells)
    write(root, EMPLOYED, rows)


def wrong_scale(rng, root):
    rows = lines(root, "reference/indicators.csv")
    at = rng.choice([i for i, row in enumerate(rows) if ",ratio," in row])
    rows[at] = rows[at].replace(",ratio,", ",ordinal,", 1)
    write(root, "reference/indicators.csv", rows)


def missing_file(rng, root):
    (root / rng.choice(ALL)).unlink()


def stray_file(rng, root):
    (root / "observations" / f"extra{rng.randrange(100)}.csv").write_text("a\n", encoding="utf-8")


def any_cell(rng, root, path, column, change):
    """Change one cell of a random row of any table, quotes and all."""
    rows = list(csv.reader(lines(root, path)))
    at, index = rng.randrange(1, len(rows)), rows[0].index(column)
    rows[at][index] = change(rows[at][index])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    (root / path).write_text(out.getvalue(), encoding="utf-8", newline="\n")


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
            ("claims/claims.csv", "rule_dated"),
        ]
    )
    any_cell(rng, root, path, column, lambda v: date)


def plan_ends_before_it_starts(rng, root):
    rows = list(csv.reader(lines(root, "policies/documents.csv")))
    start, end = (rows[0].index(column) for column in ("horizon_start", "horizon_end"))
    at = rng.randrange(1, len(rows))
    rows[at][start], rows[at][end] = "2025", str(rng.randint(1990, 2024))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    (root / "policies/documents.csv").write_text(out.getvalue(), encoding="utf-8", newline="\n")


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


def member_of_itself(rng, root):
    rows = list(csv.reader(lines(root, "reference/areas.csv")))
    index = rows[0].index("members")
    at = rng.choice([i for i, row in enumerate(rows) if i and row[index]])
    rows[at][index] += " " + rng.choice([rows[at][0], rows[at][index].split()[0]])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    (root / "reference/areas.csv").write_text(out.getvalue(), encoding="utf-8", newline="\n")


SILENT = (changed_digit, rewritten_note, other_grade, wrong_unit, lost_row, wrong_hash, no_hash)
# What only `bay data check` looks at, as loading need not.
MEASURED = (wrong_measure, lost_seal, wrong_seal, wrong_metadata, missing_metadata)
WHOLE = (
    missing_file, stray_file, missing_schema, broken_descriptor, descriptor_without, path_outside,
    wrong_hash, no_hash, bottomless_descriptor, lost_seal, wrong_seal,
)  # fmt: skip
SEALED = (
    wrong_type, empty_value, unknown_area, unknown_indicator, dropped_source, idle_source,
    duplicate_key, swapped_columns, swapped_rows, extra_cell, open_quote, bad_encoding, truncated,
    byte_order_mark, carriage_returns, nul_character, formula, invisible, huge_number, negative,
    future_date, stray_break, too_early, impossible_date, wrong_status, mirror_address,
    address_in_a_note, broken_sum, missing_file, stray_file, missing_schema, broken_descriptor,
    descriptor_without, path_outside, wrong_scale, endless_number, minus_zero, wrong_blank,
    impossible_break, broken_address, source_of_the_future, plan_ends_before_it_starts,
    unknown_word, member_of_itself, twice_in_the_descriptor,
    wrong_schema, bottomless_descriptor,
)  # fmt: skip
