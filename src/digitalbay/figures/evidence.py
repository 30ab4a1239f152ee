"""Tables of evidence: what speaks for the report and against it, and what happened since."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

import digitalbay as db
from digitalbay.claims.series import newest
from digitalbay.data.reference import unit_of
from digitalbay.statements import N_

from .chapter import Chapter
from .columns import Column, measure, text, time

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
    columns: list[str | Column] = [
        text("speaks", words("Speaks")),
        text("measure", words("Evidence")),
        "place",
        measure("value", words("Value")),
        text("unit", words("Unit")),
        time("period", words("Period")),
    ]
    chapter.table(shown, id=id, caption=caption, columns=columns, uses=[rows])
    return rows


def since(chapter: Chapter, keys: Collection[str], *, id: str, caption: str) -> pd.DataFrame:
    """Show what happened since the report, by date, with the source of each; return the rows.

    Parameters
    ----------
    chapter : Chapter that shows them; as of a day, those that had happened by it
    keys : of events and policy documents
    id, caption : of the table

    Returns
    -------
    DataFrame of ``key``, ``date``, ``area``, ``told`` (in the language of the chapter), ``source``
    and ``grade``

    Raises KeyError if a key is neither an event nor a document.
    """
    known = {"event": db.events(), "document": db.documents()}
    missing = set(keys) - {key for kind, rows in known.items() for key in rows[kind]}
    if missing:
        raise KeyError(f"table {id}: no event or document {sorted(missing)}")
    dated = {"event": db.events(as_of=chapter.as_of), "document": db.documents(as_of=chapter.as_of)}
    found = []
    for kind, every in dated.items():
        of = every[every[kind].isin(keys)].rename(columns={kind: "key", "issued": "date"})
        found.append(of.assign(told=[chapter.label(kind, key) for key in of["key"]]))
    rows = pd.concat(found, ignore_index=True)
    rows = rows[["key", "date", "area", "told", "source", "grade"]].sort_values(["date", "key"])
    words = chapter.words
    chapter.table(
        rows,
        id=id,
        caption=caption,
        columns=[
            time("date", words("Date")),
            "place",
            text("told", words("What happened")),
            text("source", words("Source")),
        ],
        source=words("Source"),
        uses=[rows],
    )
    return rows
