"""What the number finder is given: which numbers there are, and those of a family in every vintage.

An index names families, indicators and places; the observations of a family are a file of their
own, which the page loads when the family is chosen. They are scripts, as a page that is opened as a
file may load nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import span
from digitalbay.figures.coded import INDICATOR_THEMES
from digitalbay.figures.language import Words, localised, to_traditional
from digitalbay.figures.provenance import source_label, source_title
from digitalbay.statements import Period

# Columns of a row after those that name what is in a list of the file.
PLAIN = ("value", "status", "qualifier", "grade")
# Units whose differences are points, and in which a change in per cent would mislead.
_SHARES = ("percent", "percent_change")


def behind() -> list[pd.DataFrame]:
    """Return the rows that the finder shows: all observations, and what describes them."""
    rows = db.vintages(grades=None)
    return [rows, db.indicators(), db.families(), db.areas(), db.sources()]


def index(lang: str) -> dict:
    """Return what can be chosen, in a language, each with what else it is called.

    ``themes``: name and families; ``families``: key → name, main measure; ``indicators``: key →
    family, name, places with a value, other names; ``places``: key, name, other names, in order.
    """
    words, rows = Words(lang), db.vintages(grades=None)
    held = rows.groupby("indicator")["area"].agg(set)
    places = db.areas().sort_values(["order", "area"])
    places = places[places["area"].isin(rows["area"])]
    at = {area: n for n, area in enumerate(places["area"])}
    indicators = db.indicators()
    indicators = indicators[indicators["indicator"].isin(held.index)]
    families = db.families()
    families = families[families["family"].isin(indicators["family"])]
    return {
        "themes": [
            [words(name), families.loc[families["theme"] == theme, "family"].tolist()]
            for theme, name in INDICATOR_THEMES.items()
            if (families["theme"] == theme).any()
        ],
        "families": {row.family: [*_names(row, lang), row.main] for row in families.itertuples()},
        "indicators": {
            row.indicator: [
                row.family,
                *_names(row, lang),
                sorted(at[a] for a in held[row.indicator]),
            ]
            for row in indicators.itertuples()
        },
        "places": [
            [row.area, name := words.label("area", row.area), _others(row, name)]
            for row in places.itertuples()
        ],
    }


def _names(row: Any, lang: str) -> list[str]:
    """Return a name in a language, and what else the row is called, in small letters."""
    name = localised(lang, row.name_en, row.name_zh)
    return [name, _others(row, name)]


def _others(row: Any, name: str) -> str:
    traditional = getattr(row, "name_zh_hant", "") or to_traditional(row.name_zh)
    names = dict.fromkeys((row.name_en, row.name_zh, traditional))
    return "|".join(other.lower() for other in names if other != name)


def numbers(lang: str, address: Callable[[str], str]) -> dict[str, dict]:
    """Return all observations by family, oldest vintage first, and what describes them.

    Of a family ``indicators``: key → name, definition, unit, where it breaks, whether a change in
    per cent has a meaning; ``periods`` in order, each with how it is written and where its middle
    lies, in years; ``published``: how dates are written; ``sources``: key, label, title, place in
    the book, address; ``notes``; ``rows``: indicator, place, then positions in ``periods``,
    ``sources`` and ``notes``, date of publication, and the columns of `PLAIN`.

    Parameters
    ----------
    address : where the book describes a source
    """
    words, indicators = Words(lang), db.indicators()
    rows = db.vintages(grades=None)
    described = {row.indicator: _described(row, words) for row in indicators.itertuples()}
    sources = {
        source["source"]: [
            source["source"],
            source_label(source, lang),
            source_title(source, lang),
            address(source["source"]),
            source["address"],
        ]
        for source in db.sources(sorted(set(rows["source"]))).fillna("").to_dict("records")
    }
    periods = {text: _period(text, words) for text in set(rows["period"])}
    published = {day: words.write(Period(day)) for day in set(rows["published"])}
    family_of = indicators.set_index("indicator")["family"]
    columns = ("indicator", "area", "period", "source", "note", "published", *PLAIN)
    found: dict[str, list[tuple]] = {}
    for row in zip(*(rows[name].tolist() for name in columns), strict=True):
        found.setdefault(family_of[row[0]], []).append(row)
    return {
        family: _family(own, described, periods, published, sources)
        for family, own in found.items()
    }


def _family(
    rows: list[tuple], described: dict, periods: dict, published: dict, sources: dict
) -> dict:
    indicators, _, times, cited, notes, days, *_ = (
        dict.fromkeys(column) for column in zip(*rows, strict=True)
    )
    ordered = sorted(times, key=lambda text: span(text)[::-1])
    at = [{key: n for n, key in enumerate(keys)} for keys in (ordered, cited, notes)]
    return {
        "indicators": {key: described[key] for key in indicators},
        "periods": [periods[text] for text in ordered],
        "published": {day: published[day] for day in days},
        "sources": [sources[key] for key in cited],
        "notes": list(notes),
        "rows": [
            [indicator, area, at[0][period], at[1][source], at[2][note], *rest]
            for indicator, area, period, source, note, *rest in rows
        ],
    }


def _period(text: str, words: Words) -> list:
    return [text, words.write(Period(text)), _middle(text)]


def _described(row: Any, words: Words) -> list:
    lang = words.lang
    relative = row.scale in ("ratio", "count") and row.unit not in _SHARES
    return [
        localised(lang, row.name_en, row.name_zh),
        localised(lang, row.definition_en, row.definition_zh),
        localised(lang, row.unit_en, row.unit_zh),
        [[text, words.write(Period(text)), _start(text)] for text in row.breaks.split()],
        int(relative),
    ]


def _middle(period: str) -> float:
    first, last = span(period)
    return round((_years(first) + _years(last) + 1 / 366) / 2, 3)


def _start(period: str) -> float:
    return round(_years(span(period)[0]), 3)


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366


def script(name: str, content: dict) -> str:
    """Return a part of the finder's data as a script."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"(window.digitalBayNumbers??={{}})[{json.dumps(name)}]={text};\n"
