"""Ways to damage a package: each takes a random generator and the folder, and damages it.

`SEALED` are found even if the damaged file is sealed again, because they break a rule;
`SILENT` keep every rule, so only the seal can tell. `WHOLE` concern files, not rows.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

from cell_mutations import (
    EMPLOYED,
    OBSERVATIONS,
    address_in_a_note,
    any_cell,
    broken_address,
    changed_digit,
    empty_value,
    endless_number,
    extra_cell,
    formula,
    future_date,
    huge_number,
    impossible_break,
    impossible_date,
    invisible,
    lines,
    minus_zero,
    negative,
    nul_character,
    open_quote,
    rewritten_note,
    source_of_the_future,
    too_early,
    unknown_area,
    unknown_indicator,
    unknown_word,
    write,
    wrong_blank,
    wrong_status,
    wrong_type,
)
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
TABLES = (OBSERVATIONS, EMPLOYED, "reference/sources.csv", "policies/documents.csv")
ALL = (*TABLES, "reference/units.csv", "reference/indicators.csv", "claims/claims.csv")


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


def plan_ends_before_it_starts(rng, root):
    rows = list(csv.reader(lines(root, "policies/documents.csv")))
    start, end = (rows[0].index(column) for column in ("horizon_start", "horizon_end"))
    at = rng.randrange(1, len(rows))
    rows[at][start], rows[at][end] = "2025", str(rng.randint(1990, 2024))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    (root / "policies/documents.csv").write_text(out.getvalue(), encoding="utf-8", newline="\n")


def family_not_held(rng, root):
    any_cell(
        rng, root, "reference/indicators.csv", "family", lambda v: rng.choice(["", "atlantis"])
    )


def name_of_nobody(rng, root):
    any_cell(rng, root, "reference/publishers.csv", "publisher", lambda v: f"{v} of nowhere")


def main_of_another_family(rng, root):
    mains = [row["main"] for row in csv.DictReader(lines(root, "reference/families.csv"))]

    def other(main):
        return rng.choice([one for one in mains if one != main])

    any_cell(rng, root, "reference/families.csv", "main", other)


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
    wrong_schema, bottomless_descriptor, family_not_held, main_of_another_family, name_of_nobody,
)  # fmt: skip
