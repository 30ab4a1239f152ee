"""One CSV file, read strictly: bytes, header, cells and key, each fault with its place."""

import csv
import io
from functools import lru_cache
from pathlib import Path

import pandas as pd

from digitalbay.data.descriptor import Resource
from digitalbay.data.errors import Problem
from digitalbay.data.fields import convert, judge

# An option of pandas: texts as Python's objects, which few rows are taken from faster than from
# Arrow's arrays.
TEXTS = ("mode.string_storage", "python")


# When one file of a package was changed, the others need not be read again.
@lru_cache(maxsize=128)
def read(
    content: bytes, resource: Resource, judged: bool = True
) -> tuple[str | None, pd.DataFrame | None, list[Problem]]:
    """Return the text of a file, its cells as `parse` does, and what is wrong with either.

    ``judged=False`` leaves the rules for cells and the key aside.
    """
    text, problems = decode(content, resource.path)
    if text is None:
        return None, None, problems
    with pd.option_context(*TEXTS):
        frame, problems = parse(text, resource)
    if frame is not None and judged:
        problems = check_cells(frame, resource) + check_key(frame, resource)
    return text, frame, problems


def decode(content: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a file, and what is wrong with its bytes."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        value = content[error.start : error.start + 8].hex(" ")
        return None, [Problem(file, row, None, value, "text in UTF-8")]
    if text.startswith("\ufeff"):
        return None, [Problem(file, 1, None, None, "no byte order mark")]
    for character, name in (("\r", "carriage return"), ("\0", "NUL character")):
        if (at := text.find(character)) >= 0:
            row = text.count("\n", 0, at) + 1
            return None, [Problem(file, row, None, None, f"no {name}: lines end with LF alone")]
    if not text.endswith("\n"):
        row = text.count("\n") + 1
        return None, [Problem(file, row, None, None, "a line end after the last row (cut short?)")]
    return text, []


def parse(text: str, resource: Resource) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Split a file into cells: a DataFrame of texts whose index is the line number."""
    file, columns = resource.path, resource.columns
    lines = text[:-1].split("\n")
    records = _records(lines)
    problems: list[Problem] = []
    if records is None or records[0] != columns or any(len(r) != len(columns) for r in records):
        records, problems = _judged(lines, file, columns)
    if problems:
        return None, problems
    index = range(2, len(lines) + 1)
    return pd.DataFrame(records[1:], columns=columns, index=index, dtype="str"), []


def _records(lines: list[str]) -> list[list[str]] | None:
    """Return the cells of lines, all at once; None if some line is not a record by itself."""
    try:
        records = list(csv.reader(lines, strict=True))
    except csv.Error:
        return None
    # A record of two lines would leave fewer.
    return records if len(records) == len(lines) else None


def _judged(
    lines: list[str], file: str, columns: list[str]
) -> tuple[list[list[str]], list[Problem]]:
    """Return the cells of lines, one by one, with the place of each fault."""
    problems, records = [], []
    for number, line in enumerate(lines, start=1):
        # One record is one line, so that a line number says where a fault is.
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error as error:
            problems.append(Problem(file, number, None, line, f"quotes in pairs ({error})"))
            continue
        records.append(cells)
        if number == 1 and cells != columns:
            wrong = next((c for c, d in zip(cells, columns, strict=False) if c != d), None)
            return records, [Problem(file, 1, wrong, ",".join(cells), ",".join(columns))]
        if len(cells) != len(columns):
            problems.append(Problem(file, number, None, line, f"{len(columns)} cells"))
    return records, problems


def check_cells(frame: pd.DataFrame, resource: Resource) -> list[Problem]:
    """Return the cells that break their field's type or constraints."""
    problems = []
    for field in resource.schema["fields"]:
        name, expected = field["name"], judge(field)
        verdicts = {text: expected(text) for text in frame[name].unique().tolist()}
        for text, verdict in verdicts.items():
            if verdict:
                rows = frame.index[frame[name] == text]
                problems += [Problem(resource.path, row, name, text, verdict) for row in rows]
    return problems


def check_key(frame: pd.DataFrame, resource: Resource) -> list[Problem]:
    """Return the rows whose key has been used before."""
    key = resource.key
    again = frame[frame.duplicated(key)]
    return [
        Problem(resource.path, row, "+".join(key), " ".join(values), "a key not used above")
        for row, values in zip(again.index, again[key].itertuples(index=False), strict=True)
    ]


def typed(frame: pd.DataFrame, resource: Resource) -> pd.DataFrame:
    """Give each column of checked texts its type."""
    return pd.DataFrame(
        {f["name"]: convert(frame[f["name"]], f) for f in resource.schema["fields"]},
        index=frame.index,
    )


def to_text(frame: pd.DataFrame) -> str:
    """Write a DataFrame of texts the way the package keeps its files."""
    out = io.StringIO()
    frame.to_csv(out, index=False, lineterminator="\n")
    return out.getvalue()


def content(root: Path, path: str) -> bytes | None:
    """Return the bytes of a file of the package, or None if it is not there."""
    try:
        return (root / path).read_bytes()
    except OSError:
        return None
