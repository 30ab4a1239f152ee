"""Tables of evidence: what speaks for the report and what against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

import digitalbay as db
from digitalbay.claims.series import newest
from digitalbay.data.reference import unit_of
from digitalbay.statements import N_

from .chapter import Chapter
from .columns import measure, text, time

# What a fact speaks for.
SIDES = {"for": N_("for the report"), "against": N_("against the report")}


def weigh(
    chapter: Chapter,
    sides: Mapping[str, Collection[tuple[str, str]]],
    *,
    id: str,
    caption: str,
) -> pd.DataFrame:
    """Show the newest value of each indicator and area by what it speaks for, and return them.

    Parameters
    ----------
    chapter : Chapter that shows them
    sides : pairs of indicator and area, by "for" and "against", in the order of the table
    id, caption : of the table

    Returns
    -------
    DataFrame of observations, newest of each pair that was known on the day of the chapter, with
    its ``side``
    """
    words = chapter.words
    wanted = pd.DataFrame(
        [(*pair, side) for side, pairs in sides.items() for pair in pairs],
        columns=["indicator", "area", "side"],
    )
    indicators, areas = (sorted(set(wanted[name])) for name in ("indicator", "area"))
    known = newest(db.observations(indicators, areas=areas, as_of=chapter.as_of))
    rows = wanted.merge(known, on=["indicator", "area"])
    shown = rows.assign(
        speaks=[words(SIDES[side]) for side in rows["side"]],
        unit=[chapter.label("unit", unit_of(name)) for name in rows["indicator"]],
    )
    columns = [
        text("speaks", words("Speaks")),
        text("measure", words("Evidence")),
        "place",
        measure("value", words("Value")),
        text("unit", words("Unit")),
        time("period", words("Period")),
    ]
    chapter.table(shown, id=id, caption=caption, columns=columns, uses=[rows])
    return rows
