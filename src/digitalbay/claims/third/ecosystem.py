"""H5a: is the digital ecosystem missing?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import Span, span
from digitalbay.claims.decision import Decision
from digitalbay.claims.ecosystem import PLATFORMS
from digitalbay.claims.readings import read
from digitalbay.claims.second.common import by_report
from digitalbay.claims.second.ecosystem import CITIES, EXCHANGES, REUSE
from digitalbay.claims.series import in_time
from digitalbay.statements import N_, Joined, Listed, Portion, Statement, Word

from .open import possible, sure, told

# How many exchanges a city has: a zero says that it has none.
COUNTED = "data_exchanges"
PARTS = {
    "platforms": N_("an open-data platform"),
    "exchanges": N_("a data exchange"),
    "reuse": N_("reuse of open data"),
}


class Known(NamedTuple):
    """How many cities surely have a part, surely have it not, and are unknown."""

    have: int
    lack: int
    unknown: int

    def there(self, least: float) -> bool | None:
        """Tell whether at least so many cities have the part; None if the unknown decide it."""
        if self.have >= least:
            return True
        return False if self.have + self.unknown < least else None


def h5a(as_of: str | None = None) -> Decision:
    """Is the digital ecosystem missing? See `decide_h5a`."""
    known = set(db.indicators()["indicator"])
    reuse, counts = ([n for n in names if n in known] for names in (REUSE, [COUNTED]))
    return decide_h5a(
        db.observations(PLATFORMS, areas="gba", as_of=as_of),
        db.events(as_of=as_of),
        db.observations([*reuse, *counts], areas=db.CITIES, as_of=as_of),
        db.CITIES,
    )


def decide_h5a(
    platforms: pd.DataFrame, events: pd.DataFrame, figures: pd.DataFrame, cities: tuple[str, ...]
) -> Decision:
    """Are platforms, data exchanges and reuse surely missing, or surely there, in half the cities?

    A city of which nothing is on record by the end of 2022 is unknown; that it lacks a part is
    known from a count of all cities or from a figure of zero.

    platforms: how many of all cities have an open-data platform; events: launches of data
    exchanges; figures: uses of open data and numbers of exchanges, by city.

    Facts: parts (name → `Known`), cities, unknown (cities, of all parts together), there and
    missing (parts), possible (verdicts).
    """
    platforms, figures = by_report(in_time(platforms)), by_report(in_time(figures))
    opened = events[events["kind"].eq("launch") & events["name_zh"].str.contains(EXCHANGES)]
    opened = db.attested(by_report(opened, "date"))
    counted = figures["indicator"].eq(COUNTED)
    n = len(cities)
    parts = {
        "platforms": _of_all(platforms, n),
        "exchanges": _by_city(figures[counted], {*opened["area"]} & {*cities}, n),
        "reuse": _by_city(figures[~counted], set(), n),
    }

    def verdicts(least: float) -> tuple[str, ...]:
        return possible([part.there(least) for part in parts.values()], _judge)

    left = verdicts(CITIES[1])
    answers = {name: part.there(CITIES[1]) for name, part in parts.items()}
    facts = {"parts": parts, "cities": n, "possible": left}
    facts["unknown"] = sum(part.unknown for part in parts.values())
    for word, answer in (("there", True), ("missing", False)):
        facts[word] = [name for name, found in answers.items() if found is answer]
    ends = {end for k in parts.values() for end in (k.have, k.have + k.unknown) if 0 < end < n}
    found = [float(end) for end in sorted(ends)]
    readings = read(CITIES, lambda least: sure(verdicts(least)), found, ",.0f")
    rows, lack = [platforms, opened, figures], "open" if any(p.have for p in parts.values()) else ""
    return Decision(sure(left), _because(facts), rows, facts, lack, readings)


def _judge(there: tuple[bool, ...]) -> str:
    return {0: "supported", len(there): "contradicted"}.get(sum(there), "partly")


def _of_all(counts: pd.DataFrame, n: int) -> Known:
    """What the last count of all cities says; one that is only "about" a number says nothing."""
    if counts.empty or counts.iloc[-1]["qualifier"] == "about":
        return Known(0, 0, n)
    found = span(counts.iloc[-1]["value"], counts.iloc[-1]["qualifier"])
    have, most = int(max(found.low, 0)), int(min(found.high, n))
    return Known(have, n - most, most - have)


def _by_city(figures: pd.DataFrame, have: set[str], n: int) -> Known:
    """What figures of cities say, beside cities that are known to have a part."""
    spans = [(row.area, span(row.value, row.qualifier)) for row in figures.itertuples()]
    have = have | {area for area, found in spans if found.low > 0}
    lack = {area for area, found in spans if found == Span(0, 0)} - have
    return Known(len(have), len(lack), n - len(have) - len(lack))


_PARTS = N_("Of the {n} cities by the end of 2022: {parts}.")
_PART = N_("{part}: {counts}")
_COUNTS = {
    "have": N_("{n} surely have it"),
    "lack": N_("{n} surely have not"),
    "unknown": N_("{n} unknown"),
}


def _because(facts: dict) -> Joined:
    each = []
    for name, known in facts["parts"].items():
        counts = [
            Statement(form, {"n": Portion(n, facts["cities"], "city")})
            for form, n in zip(_COUNTS.values(), known, strict=True)
            if n
        ]
        told_of = {"part": Word(PARTS[name]), "counts": Listed(counts, ",")}
        each.append(Statement(_PART, told_of))
    said = Statement(_PARTS, {"n": facts["cities"], "parts": Listed(each, ";")})
    return Joined([said, *told(facts["possible"])])
