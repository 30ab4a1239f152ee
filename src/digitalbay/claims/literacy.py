"""H3: what surveys of skills say of the public's digital literacy, here and in the nation."""

from __future__ import annotations

import re

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Number, Statement

from .bounds import above, span
from .decision import Decision

NATION = "china"
SHARE = re.compile(r"digital_literacy_.*share")
HERE = ("gba", "prd9", "guangdong")  # what stands for the Bay Area, before any single city
NONE = N_(
    "No survey with one instrument in the Bay Area and elsewhere is recorded; access and use are "
    "shown as proxies."
)


def same_surveys(skills: pd.DataFrame, here: list[str]) -> pd.DataFrame:
    """Return pairs of results of one instrument and year: the Bay Area's and the nation's.

    skills: observations of shares of literate people; here: areas that may stand for the Bay
    Area, the best first. One row for each indicator and year with both, oldest first; columns:
    indicator, year, here, here_qualifier, area, nation, nation_qualifier.
    """
    order = {area: place for place, area in enumerate(here)}
    pairs = []
    for (year, indicator), rows in skills.groupby([skills["period"].str[:4], "indicator"]):
        nation = rows[rows["area"] == NATION]
        local = rows[rows["area"].isin(here)].sort_values("area", key=lambda a: a.map(order))
        if len(nation) and len(local):
            one, other = local.iloc[0], nation.iloc[-1]
            line = (indicator, year, one["value"], one["qualifier"], one["area"])
            pairs.append((*line, other["value"], other["qualifier"]))
    names = ["indicator", "year", "here", "here_qualifier", "area", "nation", "nation_qualifier"]
    return pd.DataFrame(pairs, columns=names)


def decide_h3(skills: pd.DataFrame, cities: list[str]) -> Decision:
    """Decide H3: does a survey of skills put the Bay Area above the nation?

    skills: observations of shares of literate people; cities: `db.CITIES`. The newest survey with
    a result for both decides; equal results, or bounds that leave the order open, do not.
    Facts: here, nation (Number or None), surveys (the frame of `same_surveys`).
    """
    surveys = same_surveys(skills, [*HERE, *cities])
    facts = {"here": None, "nation": None, "surveys": surveys}
    if surveys.empty:
        return Decision("not_testable", Statement(NONE), [skills], facts)
    newest = surveys.iloc[-1]
    facts |= {
        name: Number(newest[name], ".1f", newest[f"{name}_qualifier"])
        for name in ("here", "nation")
    }
    here, nation = (span(newest[name], newest[f"{name}_qualifier"]) for name in ("here", "nation"))
    if above(here, nation):
        verdict = "supported"
    else:
        verdict = "contradicted" if above(nation, here) else "not_testable"
    because = Statement(
        N_(
            "A survey with one instrument finds {here} per cent in the Bay Area and {nation} per "
            "cent in the nation."
        ),
        {name: facts[name] for name in ("here", "nation")},
    )
    return Decision(verdict, because, [skills], facts)


def h3(as_of: str | None = None) -> Decision:
    """Decide H3, on digital literacy and skills, as of a day."""
    names = [name for name in db.indicators()["indicator"] if SHARE.fullmatch(name)]
    return decide_h3(db.observations(names, as_of=as_of), list(db.CITIES))
