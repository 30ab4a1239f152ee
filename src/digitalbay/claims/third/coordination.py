"""H5b: is coordination across departments insufficient?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import Span, above, span
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import TRACE, first_and_last, improvement, listed
from digitalbay.claims.readings import read
from digitalbay.claims.second.common import by_report
from digitalbay.claims.second.coordination import FINDINGS, FOUND, JOINT, NO_FINDING, SHORTCOMINGS
from digitalbay.claims.shares import of_guangdong
from digitalbay.statements import N_, Bilingual, Joined, Listed, Portion, Statement

from .open import possible, sure, told

DEMAND = "gov_data_demand_met_rate"
MET = Span(90, 90)  # per cent of departments' demand for shared data


def h5b(as_of: str | None = None) -> Decision:
    """Is coordination insufficient? See `decide_h5b`."""
    places = {*of_guangdong(db.areas()), "hong-kong", "macao", "gba"}
    known = [name for name in db.indicators()["indicator"] if name in JOINT]
    joint = db.observations(known, areas=["guangdong", *db.CITIES], as_of=as_of)
    return decide_h5b(db.events(as_of=as_of), joint, db.indicators(), places)


def decide_h5b(
    events: pd.DataFrame, joint: pd.DataFrame, indicators: pd.DataFrame, places: Collection[str]
) -> Decision:
    """Was coordination found wanting, and did nothing that joins departments surely improve?

    A collection of findings is never complete: that few are on record is not that few were made,
    unless shares of demand for data that was met, all high, say that little was wanting.

    events: of which findings of auditors, evaluators and assemblies count; joint: services that
    join departments and data demand met; places: areas of the Bay Area. All by the end of 2022.

    Facts: findings (how many), names (Bilingual), pairs (of measures, those that compare), compared
    (how many of `JOINT` do), wanting, stalled (True, False or None), possible (verdicts).
    """
    found = events[events["kind"].isin(["problem", "assessment"]) & events["area"].isin(places)]
    found = found[found["name_zh"].str.contains(SHORTCOMINGS)]
    found, joint = db.attested(by_report(found, "date")), by_report(joint)
    pairs = first_and_last(joint, indicators)
    changes = improvement(pairs, indicators)
    pairs = pairs[changes != "undecided"]
    improved = int((changes == "improved").sum())
    stalled = improved <= int((changes == "worsened").sum()) if len(pairs) else None

    def verdicts(wanted: float) -> tuple[str, ...]:
        return possible([_wanting(len(found), wanted, joint), stalled], _judge)

    left, n = verdicts(FINDINGS[1]), len(found)
    names = [Bilingual(row.name_en, row.name_zh) for row in found.itertuples()]
    facts = {"findings": n, "names": names, "possible": left, "stalled": stalled, "pairs": pairs}
    facts |= {"compared": pairs["indicator"].nunique(), "wanting": _wanting(n, FINDINGS[1], joint)}
    readings = read(FINDINGS, lambda wanted: sure(verdicts(wanted)), [float(n)], ",.0f")
    return Decision(
        sure(left),
        _because(facts),
        [found, joint],
        facts,
        lack="open" if n or len(pairs) else "unfound",
        readings=readings if n else None,
    )


def _judge(answers: tuple[bool, ...]) -> str:
    return {0: "contradicted", len(answers): "supported"}.get(sum(answers), "partly")


def _wanting(n: int, wanted: float, joint: pd.DataFrame) -> bool | None:
    """Tell whether outside bodies found coordination wanting; None if no one can say."""
    if n >= wanted:
        return True
    rates = joint[joint["indicator"] == DEMAND]
    spans = [span(row.value, row.qualifier) for row in rates.itertuples()]
    return False if spans and all(above(MET, rate) is False for rate in spans) else None


_GREW = N_(
    "Of the measures of what joins departments {which} can be compared over time, and more improved"
    " than worsened: {pairs}."
)
_NOT_GROWN = N_(
    "Of the measures of what joins departments {which} can be compared over time, and no more"
    " improved than worsened: {pairs}."
)
_UNKNOWN = N_(
    "Whether what joins departments improved is unknown: no measure of it can be compared over"
    " time."
)
_FEW = N_("A collection of findings is never complete; others may have been made.")


def _because(facts: dict) -> Joined:
    names = Listed(facts["names"], ";")
    parts = [Statement(FOUND, {"names": names}) if facts["names"] else Statement(NO_FINDING)]
    if facts["wanting"] is None:
        parts.append(Statement(_FEW))
    if facts["stalled"] is None:
        parts.append(Statement(_UNKNOWN))
    else:
        values: dict[str, object] = {"which": Portion(facts["compared"], len(JOINT))}
        values["pairs"] = listed(facts["pairs"], TRACE)
        parts.append(Statement(_NOT_GROWN if facts["stalled"] else _GREW, values))
    return Joined([*parts, *told(facts["possible"])])
