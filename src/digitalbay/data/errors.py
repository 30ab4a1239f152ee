"""What can be wrong with the data, said so that it can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where it is, what stands there, and what was expected.

    >>> print(db.Problem("areas.csv", 3, "order", "x", "a number"))
    areas.csv, row 3, column order, "x": expected a number
    """

    file: str
    row: int | None
    """Line of the file as an editor counts them; the header is line 1."""
    column: str | None
    value: str | None
    expected: str

    def __str__(self) -> str:
        """Say it in one line: `file, row 3, column value, "abc": expected a number`."""
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f"column {self.column}")
        if self.value is not None:
            where.append(f'"{_short(self.value)}"')
        return f"{', '.join(where)}: expected {self.expected}"


class DataError(ValueError):
    """The data package cannot be trusted; `problems` says why.

    >>> error = db.DataError([db.Problem("areas.csv", None, None, None, "a readable file")])
    >>> print(error)
    areas.csv: expected a readable file
    >>> error.problems[0].file
    'areas.csv'
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep every problem; show the first ones."""
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"… and {len(self.problems) - SHOWN} more")
        super().__init__("\n".join(lines))


def unknown(column: str, keys: Iterable[str], known: Iterable[str]) -> KeyError:
    """Return the error for keys that a table lacks, each with those it has that are most alike."""
    known = list(known)
    told = []
    for key in map(str, keys):
        alike = " or ".join(get_close_matches(key, known))
        told.append(f"{key} (did you mean {alike}?)" if alike else key)
    return KeyError(f"unknown {column}: {', '.join(told)}")


def _short(value: str) -> str:
    printable = "".join(c if c.isprintable() else repr(c)[1:-1] for c in value)
    return printable if len(printable) <= 80 else printable[:77] + "…"
