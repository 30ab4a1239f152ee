"""What lines join: values of one definition, and no bound as if it were a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from digitalbay.data.periods import first_day

from .guarantees import Unit, views
from .language import Words
from .prepared import breaks
from .telling import BOUNDS

_LINES = ("line", "trail", "area")
# Channels that tell one line from another.
_APART = ("detail", "color", "stroke", "strokeDash", "opacity", "shape", "facet", "row", "column")

Line = tuple[str, list[dict]]
"""The field that orders the rows of a line, and the rows."""


@dataclass(frozen=True)
class Breaks:
    """Where the definitions break that some frames of the data room hold values of.

    Attributes
    ----------
    measures : names of the indicators of the frames, in the language of the run
    found : indicator, its name, period, and names of the places that are concerned: all of them if
        none is named
    """

    measures: frozenset[str]
    found: tuple[tuple[str, str, str, frozenset[str]], ...]

    @classmethod
    def of(cls, uses: Sequence[pd.DataFrame], words: Words) -> Breaks:
        """Gather the breaks; where rows are marked as the first after one, others have none."""
        about = breaks()
        named: dict[str, None] = {}
        found: dict[tuple, None] = {}
        for frame in uses:
            if not {"indicator", "area", "status"} <= set(frame):
                continue
            indicators = sorted(frame["indicator"].dropna().unique())
            named |= dict.fromkeys(indicators)
            marked = frame[frame["status"] == "B"]
            for indicator in (each for each in indicators if each in about):
                first = marked[marked["indicator"] == indicator]
                places = frozenset(words.label("area", area) for area in first["area"].unique())
                for at in about[indicator].split():
                    found[indicator, words.label("indicator", indicator), at, places] = None
        # Without a break nobody asks for names, of which a frame may have a thousand.
        measures = {words.label("indicator", name) for name in named} if found else ()
        return cls(frozenset(measures), tuple(found))

    def crossed(self, line: Line) -> tuple[str, str] | None:
        """Return the indicator and the period of a break that a line crosses, if there is one."""
        field, rows = line
        days = [(day, row) for row in rows if (day := _day(row.get(field))) is not None]
        for indicator, measure, at, places in self.found:
            start = first_day(at)
            sides = {
                day >= start
                for day, row in days
                if self._defines(indicator, measure, row)
                and (not places or row.get("place") in places or pd.isna(row.get("place")))
            }
            if len(sides) > 1:
                return measure, at
        return None

    def _defines(self, indicator: str, measure: str, row: dict) -> bool:
        """Tell whether a row holds a value of an indicator, or what may be computed from it."""
        if isinstance(row.get("derived_from"), str):
            return indicator in row["derived_from"].split()
        return row.get("measure") not in self.measures or row["measure"] == measure


def check_lines(lines: Iterable[Line], breaks: Breaks, where: str) -> None:
    """Refuse lines that join a bound, or values on both sides of a break.

    Raises
    ------
    ValueError
        Naming the figure, the break and what to do.
    """
    for line in lines:
        if any(
            said in BOUNDS for row in line[1] for said in (row.get("qualifier"), row.get("state"))
        ):
            raise ValueError(
                f"{where}: a line joins a bound as if it were a value; use chapter.lines, which "
                "cuts there, or leave the bounds out and say so"
            )
        if crossed := breaks.crossed(line):
            raise ValueError(
                f"{where}: a line crosses the break of {crossed[0]!r} at {crossed[1]}; keep the "
                "columns indicator and area, by which chapter.lines cuts it, name in a column "
                "derived_from the indicators that values are computed from, or draw one side"
            )


def lines_of(spec: dict) -> Iterator[Line]:
    """Yield the lines of more than one point that a Vega-Lite spec draws."""
    for units in views(spec, Unit({}, {}, None, ())):
        for unit in units:
            field = unit.encoding.get("x", {}).get("field")
            if unit.mark.get("type") in _LINES and field:
                rows = spec.get("datasets", {}).get(unit.data) or []
                yield from _apart(rows, field, _fields(unit, spec))


def lines_drawn(frame: pd.DataFrame, x: str) -> Iterator[Line]:
    """Yield the lines of a frame whose column ``segment`` tells them apart."""
    return _apart(frame.to_dict("records"), x, ["segment"])


def _apart(rows: list[dict], field: str, apart: list[str]) -> Iterator[Line]:
    lines = defaultdict(list)
    for row in rows:
        lines[tuple(str(row.get(name)) for name in apart)].append(row)
    return ((field, points) for points in lines.values() if len(points) > 1)


def _fields(unit: Unit, spec: dict) -> list[str]:
    """Return the fields by whose values the rows of a mark fall into lines."""
    facet = spec.get("facet") or {}
    told = [unit.encoding.get(channel) for channel in _APART]
    told += [facet, *(facet.get(channel) for channel in ("row", "column"))]
    listed = [one for each in told for one in (each if isinstance(each, list) else [each])]
    names = [one.get("field") for one in listed if isinstance(one, dict)]
    return [name for name in names if isinstance(name, str)]


def _day(value: object) -> date | None:
    try:
        return first_day(str(value))
    except ValueError:
        return None
