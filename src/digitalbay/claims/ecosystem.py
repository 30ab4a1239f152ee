"""H5a: is the digital ecosystem missing?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, last_day
from digitalbay.statements import N_, Joined, Number, Period, Portion, Statement

from .answers import equals
from .bounds import Span, above, span
from .decision import REPORT, Decision
from .series import exact, in_time

PLATFORMS, GRADES = "open_data_platforms_gba", "open_data_forest_gba_grade"
ONE_STEP = Span(1, 1)


def h5a(as_of: str | None = None) -> Decision:
    """Is the digital ecosystem missing? See `decide_h5a`."""
    platforms = db.observations(PLATFORMS, areas="gba", as_of=as_of)
    grades = db.observations(GRADES, areas=db.CITIES, as_of=as_of)
    return decide_h5a(platforms, grades, len(db.CITIES))


def decide_h5a(platforms: pd.DataFrame, grades: pd.DataFrame, cities: int = 11) -> Decision:
    """Had fewer than half of the cities an open-data platform at the end of 2022?

    A platform recorded by the end of 2022 counts, and so do the grades for periods up to it. A
    bound decides only what it leaves no doubt of.

    platforms: how many cities have one; grades: of the cities, in steps.

    Facts: platforms (the newest number, or None), cities, period (of the number), graded (how many
    cities exactly), bounded (how many more by a bound), spread (steps between the highest and the
    lowest grade, at least these if there are bounds, or None), if_all_graded (the
    verdict of a stricter reading: that grades which lie close together say nothing unless those of
    all cities are published).
    """
    platforms = in_time(_by_the_report(platforms))
    grades = _by_the_report(grades)
    last = platforms.iloc[-1] if len(platforms) else None
    known = exact(grades)
    steps = spread(grades)
    count = None if last is None else span(last["value"], last["qualifier"])
    verdict = _by_rule(count, None if steps is None else above(steps, ONE_STEP), cities)
    partial = verdict == "contradicted" and known["area"].nunique() < cities
    facts = {
        "platforms": None if last is None else int(last["value"]),
        "cities": cities,
        "period": None if last is None else last["period"],
        "graded": known["area"].nunique(),
        "bounded": len(grades) - len(known),
        "spread": None if steps is None else int(steps.low),
        "if_all_graded": "not_testable" if partial else verdict,
    }
    return Decision(verdict, _because(facts, last, verdict), [platforms, grades], facts)


def _by_the_report(rows: pd.DataFrame) -> pd.DataFrame:
    ends = rows["period"].map(last_day)
    return rows[ends.map(lambda day: day <= as_day(REPORT)).astype("bool")]


def spread(grades: pd.DataFrame) -> Span | None:
    """Return the steps between the highest and the lowest grade; None if no grade is exact.

    grades: of places, in steps, with bounds, which leave the steps between two ends.
    """
    if not len(exact(grades)):
        return None
    spans = [span(row.value, row.qualifier) for row in grades.itertuples()]
    lows, highs = zip(*spans, strict=True)
    return Span(max(0, max(lows) - min(highs)), max(highs) - min(lows))


def _by_rule(count: Span | None, uneven: bool | None, cities: int) -> str:
    if count is None:
        return "not_testable"
    half = Span(cities / 2, cities / 2)
    if above(half, count):
        return "supported"
    if above(half, count) is None or uneven is None:
        return "not_testable"
    if uneven:
        return "partly"
    everywhere = count.low >= cities or equals(count, cities)
    return "contradicted" if everywhere else "not_testable"


_NO_COUNT = N_("No count of open-data platforms of the eleven cities is on record.")
_FEW = N_("In {period}, {platforms} cities had a platform, fewer than half.")
_PRESENT = N_("In {period}, {platforms} cities had a platform, so the ecosystem was not absent.")
_BOUND = N_("In {period}, the number of cities with a platform was {platforms}.")
_FEWER = N_("That is fewer than half.")
_NO_GRADE = N_("No grade of any is on record.")
_CLOSE = N_("The published grades, of {graded} cities, differ by no more than one step.")
_APART = N_("The published grades, of {graded} cities, differ by {spread} steps.")
_AT_LEAST = N_(
    "The published grades, of {graded} cities and as bounds of {bounded} more, differ by "
    "at least {spread} steps."
)


def _because(facts: dict, last: pd.Series | None, verdict: str) -> Statement | Joined:
    if last is None:
        return Statement(_NO_COUNT)
    number, bound = facts["platforms"], last["qualifier"]
    shown = Number(number, ".0f", bound) if bound else Portion(number, facts["cities"], "city")
    told = {"period": Period(facts["period"]), "platforms": shown}
    if verdict == "supported":
        return (
            Joined([Statement(_BOUND, told), Statement(_FEWER)]) if bound else Statement(_FEW, told)
        )
    there = Statement(_BOUND if bound else _PRESENT, told)
    if facts["spread"] is None:
        return Joined([there, Statement(_NO_GRADE)])
    graded = Portion(facts["graded"], facts["cities"], "city")
    values = {"graded": graded, "spread": facts["spread"], "bounded": facts["bounded"]}
    if facts["spread"] <= 1:
        return Joined([there, Statement(_CLOSE, values)])
    return Joined([there, Statement(_AT_LEAST if facts["bounded"] else _APART, values)])
