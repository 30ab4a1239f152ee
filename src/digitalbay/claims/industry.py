"""E1 and E2: have industries been transformed, and have digital industries developed?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import Span, above, growth, span
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import segment
from digitalbay.claims.outturns import beside
from digitalbay.claims.promises import proven
from digitalbay.statements import N_, Joined, Listed, Named, Period, Portion, Statement

TRANSFORMATION = (
    "industrial_firms_digital_transformation_cumulative",
    "industrial_firms_digital_transformation_new",
    "industrial_firms_digital_transformation_share",
    "firms_on_cloud_cumulative",
    "smes_on_cloud_cumulative",
    "smes_on_cloud_new",
)
INDUSTRY = (
    "digital_core_industry_value_added",
    "digital_industrialisation_value_added_caict",
    "digital_industry_revenue",
    "software_revenue",
    "electronics_manufacturing_value_added",
    "electronics_manufacturing_revenue",
    "electronics_manufacturing_sales_output",
)
GDP = "gdp_current_prices"
GROWTH = ["indicator", "years", "first_period", "last_period", "growth", "gdp_growth", "faster"]


def e1(as_of: str | None = None) -> Decision:
    """Are industries being transformed? See `decide_e1`."""
    here = ["guangdong", *db.CITIES]
    return decide_e1(
        db.targets(list(TRANSFORMATION), areas=here, as_of=as_of),
        db.observations(list(TRANSFORMATION), areas=here, as_of=as_of),
    )


def decide_e1(targets: pd.DataFrame, counts: pd.DataFrame) -> Decision:
    """Was every target for firms transformed or on the cloud reached that has an outturn?

    The outturn is that of the same indicator and area nearest to the due date; a bound that
    leaves it open whether the target was reached is no outturn.

    Facts: targets (as `outturns.beside` returns them), n, decided, reached, strict (the verdict
    if an undecided target counted as missed).
    """
    targets = proven(targets)
    return on_outturns(beside(targets, counts), [targets, counts])


def on_outturns(pairs: pd.DataFrame, rows: list[pd.DataFrame]) -> Decision:
    """Return the decision on targets beside their outturns. pairs: as `outturns.beside` gives."""
    decided = list(pairs.loc[pairs["result"].isin(["reached", "missed"]), "result"].eq("reached"))
    undecided = pairs[pairs["result"] == "undecided"]
    facts = {
        "targets": pairs,
        "n": len(pairs),
        "decided": len(decided),
        "reached": decided.count(True),
        "strict": _by_rule_e1([*decided, *[False] * len(undecided)]),
    }
    because = _because_e1(facts, undecided)
    return Decision(_by_rule_e1(decided), because, rows, facts)


def e2(as_of: str | None = None) -> Decision:
    """Have digital industries developed? See `decide_e2`."""
    return decide_e2(
        db.observations(list(INDUSTRY), areas="guangdong", as_of=as_of),
        db.observations(GDP, areas="guangdong", as_of=as_of),
        db.indicators(),
    )


def decide_e2(industry: pd.DataFrame, gdp: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did each measure of digital industries with two years outgrow GDP at current prices?

    Only whole years count. A measure that bounds leave undecided is not compared.

    Facts: measures (of `growth_beside_gdp`), twice (indicators with two years on one definition),
    faster, compared (how many), gdp_years.
    """
    industry, gdp = (rows[rows["year"].notna()] for rows in (industry, gdp))
    measures = growth_beside_gdp(industry, gdp, indicators)
    compared = measures[measures["faster"].notna()]
    faster = list(compared.loc[compared["faster"].eq(True), "indicator"])
    if compared.empty:
        verdict = "not_testable"
    elif len(faster) == len(compared):
        verdict = "supported"
    else:
        verdict = "partly" if faster else "contradicted"
    facts = {
        "measures": measures,
        "twice": list(measures.loc[measures["years"] > 1, "indicator"]),
        "faster": faster,
        "compared": len(compared),
        "gdp_years": list(gdp["period"]),
    }
    return Decision(verdict, _because_e2(facts), [industry, gdp], facts)


def growth_beside_gdp(
    industry: pd.DataFrame, gdp: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """Return the growth of each measure beside that of GDP over the same years.

    The years are the two furthest apart of which GDP has one status (preliminary and revised GDP
    are not compared), with no break of either definition between them.

    Columns `GROWTH`: indicator, years (how many on one definition), first_period, last_period
    (empty if no two years compare), growth and gdp_growth (per cent), faster (True, False, or
    None if bounds leave it open or nothing compares).
    """
    breaks = indicators.set_index("indicator")["breaks"]
    gross = {
        row.period: (row, (row.status, segment(row.period, breaks[GDP])))
        for row in gdp.itertuples()
    }
    lines = []
    for indicator, series in industry.groupby("indicator", sort=False):
        parts = series["period"].map(lambda period, at=breaks[indicator]: segment(period, at))
        rows = list(zip(series.itertuples(), parts, strict=True))
        pairs = [
            (first, last)
            for first, one in rows
            for last, other in rows
            if first.period < last.period
            and one == other
            and _same_gdp(gross, first.period, last.period)
        ]
        years = int(parts.value_counts().max())
        if not pairs:
            lines.append((indicator, years, "", "", math.nan, math.nan, None))
            continue
        first, last = max(pairs, key=lambda pair: int(pair[1].period) - int(pair[0].period))
        ends = tuple(gross[row.period][0] for row in (first, last))
        faster = above(_growth(first, last), _growth(*ends))
        points = [_points(*pair) for pair in ((first, last), ends)]
        lines.append((indicator, years, first.period, last.period, *points, faster))
    return pd.DataFrame(lines, columns=GROWTH).astype({"faster": "object"})


_OF_TARGETS = N_(
    "An outturn of the same indicator and area that can decide them is recorded for {decided}"
    " targets."
)
_NO_TARGET = N_("No target is on record.")
_REACHED = N_("Reached: {reached}.")
_BELOW = N_(
    "For {which} the nearest count is a lower bound below the target, which shows neither that it"
    " was reached nor that it was missed."
)
_LEFT_OPEN = N_(
    "For {which} the nearest count is a bound, which shows neither that it was reached nor that"
    " it was missed."
)
_DUE = N_("{place}: {indicator}, due {due}")
_FASTER = N_("{which} grew faster than GDP at current prices; {n} measures could be compared.")
_NONE_FASTER = N_(
    "No measure grew faster than GDP at current prices; {n} measures could be compared."
)
_GDP_ONLY = N_(
    "Measures with two years on one definition: {which}; Guangdong's GDP at current prices is"
    " recorded for {years} only, so growth can't be compared."
)
_NO_GDP = N_(
    "Measures with two years on one definition: {which}; Guangdong's GDP at current prices is not"
    " recorded, so growth can't be compared."
)
_NOT_TWICE = N_("No measure of Guangdong's digital industries has two years on one definition.")


def _by_rule_e1(answers: list[bool]) -> str:
    if not answers:
        return "not_testable"
    if all(answers):
        return "supported"
    return "partly" if any(answers) else "contradicted"


def _because_e1(facts: dict, undecided: pd.DataFrame) -> Statement | Joined:
    if not facts["n"]:
        return Statement(_NO_TARGET)
    parts = [Statement(_OF_TARGETS, {"decided": Portion(facts["decided"], facts["n"])})]
    if facts["decided"]:
        reached = Portion(facts["reached"], facts["decided"])
        parts.append(Statement(_REACHED, {"reached": reached}))
    which = [
        Statement(
            _DUE,
            {
                "place": Named("area", row.area),
                "indicator": Named("indicator", row.indicator),
                "due": Period(row.period),
            },
        )
        for row in undecided.itertuples()
    ]
    if which:
        below = undecided["outturn_qualifier"].eq("at_least").all()
        parts.append(Statement(_BELOW if below else _LEFT_OPEN, {"which": Listed(which, ";")}))
    return Joined(parts)


def _because_e2(facts: dict) -> Statement:
    if facts["compared"]:
        n = facts["compared"]
        if not facts["faster"]:
            return Statement(_NONE_FASTER, {"n": n})
        return Statement(_FASTER, {"which": _measures(facts["faster"]), "n": n})
    if not facts["twice"]:
        return Statement(_NOT_TWICE)
    which = _measures(facts["twice"])
    if not facts["gdp_years"]:
        return Statement(_NO_GDP, {"which": which})
    years = Listed([Period(year) for year in facts["gdp_years"]])
    return Statement(_GDP_ONLY, {"which": which, "years": years})


def _measures(indicators: list[str]) -> Listed:
    return Listed([Named("indicator", indicator) for indicator in indicators], ";")


def _same_gdp(gross: dict, first: str, last: str) -> bool:
    return {first, last} <= set(gross) and gross[first][1] == gross[last][1]


def _points(first: Any, last: Any) -> float:
    return 100 * (last.value / first.value - 1)


def _growth(first: Any, last: Any) -> Span:
    return growth(span(first.value, first.qualifier), span(last.value, last.qualifier))
