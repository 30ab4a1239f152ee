"""E1 and E2: have industries been transformed, and have digital industries developed?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import above, growth, span
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import segment
from digitalbay.claims.industry import GDP, INDUSTRY, TRANSFORMATION, growth_beside_gdp, on_outturns
from digitalbay.claims.outturns import apart
from digitalbay.claims.promises import proven
from digitalbay.statements import N_, Joined, Listed, Named, Statement

from .common import beside_near, lack_of, verdict_of


def e1(as_of: str | None = None) -> Decision:
    """Are industries being transformed? See `decide_e1`."""
    here = ["guangdong", *db.CITIES]
    return decide_e1(
        db.targets(list(TRANSFORMATION), areas=here, as_of=as_of),
        db.observations(list(TRANSFORMATION), areas=here, as_of=as_of),
    )


def decide_e1(targets: pd.DataFrame, counts: pd.DataFrame) -> Decision:
    """Was every target reached that has an outturn within six months of its due date?

    Arguments and facts as in the first rule, which takes any outturn however far away.
    """
    pairs = beside_near(proven(targets), counts)
    lack = "open" if pairs["result"].eq("undecided").any() else "unfound"
    decided = on_outturns(pairs, [targets, counts])
    return replace(decided, lack=lack, parts=apart(pairs, told=True))


def e2(as_of: str | None = None) -> Decision:
    """Have digital industries developed? See `decide_e2`."""
    return decide_e2(
        db.observations(list(INDUSTRY), areas=["guangdong", "china"], as_of=as_of),
        db.observations(GDP, areas="guangdong", as_of=as_of),
        db.indicators(),
    )


def decide_e2(industry: pd.DataFrame, gdp: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did each measure outgrow Guangdong's GDP, and the same measure of the nation?

    industry: measures of Guangdong and of China; gdp, indicators: as in the first rule. The years
    with the nation are the two furthest apart in which both have the measure.

    Facts: measures (of `growth_beside_gdp`, with nation_years and beats_nation), n (comparisons),
    open (how many bounds leave open), undecided (indicators).
    """
    industry, gdp = (rows[rows["year"].notna()] for rows in (industry, gdp))
    here = industry[industry["area"] == "guangdong"]
    measures = growth_beside_gdp(here, gdp, indicators)
    nation = [beside_nation(industry, name, indicators) for name in measures["indicator"]]
    measures = measures.assign(
        nation_years=[years for years, _ in nation], beats_nation=[beats for _, beats in nation]
    )
    gross = measures[measures["first_period"] != ""]
    wide = measures[measures["nation_years"] != ""]
    answers = [*gross["faster"], *wide["beats_nation"]]
    verdict = verdict_of(answers)
    if gross.empty or wide.empty:
        # One bar alone does not decide; GDP is a low one.
        verdict = "partly" if verdict == "supported" else verdict
    facts = {"measures": measures, "n": len(answers), "open": answers.count(None)}
    because = _because(gross, wide)
    return Decision(verdict, because, [industry, gdp], facts, lack_of(answers))


def beside_nation(
    industry: pd.DataFrame, indicator: str, indicators: pd.DataFrame
) -> tuple[str, bool | None]:
    """Return the widest years in which Guangdong and China have a measure, and which grew more.

    The years are written "2020/2024", empty if there are none; True if Guangdong surely did.
    """
    rows = industry[industry["indicator"] == indicator]
    table = {(row.area, row.period): row for row in rows.itertuples()}
    years = sorted({p for a, p in table if a == "guangdong" and ("china", p) in table})
    breaks = indicators.set_index("indicator")["breaks"][indicator]
    pairs = [
        (first, last)
        for first in years
        for last in years
        if first < last and segment(first, breaks) == segment(last, breaks)
    ]
    if not pairs:
        return "", None
    first, last = max(pairs, key=lambda pair: int(pair[1]) - int(pair[0]))
    grown = [
        growth(
            *(span(table[area, year].value, table[area, year].qualifier) for year in (first, last))
        )
        for area in ("guangdong", "china")
    ]
    return f"{first}/{last}", above(*grown)


_OUTGREW = N_("{which} grew faster than GDP at current prices.")
_NOT_OUTGREW = N_("No measure surely grew faster than GDP at current prices.")
_BEAT = N_("{which} grew faster in Guangdong than in the nation.")
_SLOWER = N_("{which} grew more slowly in Guangdong than in the nation.")
_OPEN = N_(
    "Whether {which} grew faster in Guangdong than in the nation is left open, as the newest figure"
    " of Guangdong is a lower bound."
)
_NO_NATION = N_("No measure is on record for Guangdong and the nation in the same two years.")
_NO_GDP = N_("No measure and GDP are on record in the same two years.")


def _because(gross: pd.DataFrame, wide: pd.DataFrame) -> Joined:
    faster = list(gross.loc[gross["faster"].eq(True), "indicator"])
    if gross.empty:
        parts = [Statement(_NO_GDP)]
    else:
        parts = [
            Statement(_OUTGREW, {"which": _named(faster)}) if faster else Statement(_NOT_OUTGREW)
        ]
    if wide.empty:
        return Joined([*parts, Statement(_NO_NATION)])
    for form, answer in ((_BEAT, True), (_SLOWER, False), (_OPEN, None)):
        names = [r.indicator for r in wide.itertuples() if r.beats_nation is answer]
        parts += [Statement(form, {"which": _named(names)})] if names else []
    return Joined(parts)


def _named(indicators: list[str]) -> Listed:
    return Listed([Named("indicator", name) for name in indicators], ";")
