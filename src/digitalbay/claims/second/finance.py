"""E4: has digital finance been explored?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims import finance as first_rules
from digitalbay.claims.decision import Decision
from digitalbay.claims.finance import INDEX
from digitalbay.claims.readings import read
from digitalbay.statements import N_, Joined, Number, Portion, Statement

from .common import by_report

SECTION = "2.4.4"
PILOTS = "数字人民币|跨境理财通|转数快|聚易用"
WANTED = (1, 3, 5)  # pilots and services: lenient, by the rule, strict


def e4(as_of: str | None = None) -> Decision:
    """Has digital finance been explored? See `decide_e4`."""
    rows = db.observations(INDEX, areas=db.MAINLAND, as_of=as_of)
    return decide_e4(rows, db.indicators(), db.events(as_of=as_of), db.cases(as_of=as_of))


def decide_e4(
    rows: pd.DataFrame, indicators: pd.DataFrame, events: pd.DataFrame, cases: pd.DataFrame
) -> Decision:
    """Are at least three pilots or services on record by 2022, and did the index rise everywhere?

    rows, indicators: as in the first rule; events, cases: registers, of which dated pilots and
    services of digital finance count.

    Facts: those of the first rule, pilots (how many), ratio_first, ratio_last (highest over lowest
    of the nine cities).
    """
    index = first_rules.decide_e4(rows, indicators)
    risen = index.facts["rose"]
    rose = None if risen is None else risen == len(index.facts["change"])
    named = db.attested(by_report(events[events["name_zh"].str.contains(PILOTS)], "date"))
    dated = cases[cases["section"].eq(SECTION) & cases["year"].le(2022).fillna(False)]
    dated = db.attested(dated)
    pilots = len(named) + len(dated)
    ratio = rows.pivot(index="period", columns="area", values="value").agg(["max", "min"], axis=1)
    ratio = ratio["max"] / ratio["min"]
    facts = {**index.facts, "pilots": pilots}
    facts |= {
        f"ratio_{end}": float(ratio[year]) if (year := index.facts[end]) in ratio else None
        for end in ("first", "last")
    }

    def judge(wanted: float) -> str:
        if rose and pilots >= wanted:
            return "supported"
        if rose or pilots >= wanted:
            return "partly"
        return "not_testable" if rose is None else "contradicted"

    readings = read(WANTED, judge, (pilots,), ",.0f")
    verdict, used = judge(WANTED[1]), [rows, named, dated]
    return Decision(verdict, _because(facts), used, facts, readings=readings)


_PILOTS = N_("By the end of 2022, {pilots} pilots or services of digital finance are on record.")
_ROSE = N_(
    "The index rose in {n} cities; its highest value was {first} times the lowest at first and"
    " {last} times at last."
)
_NO_INDEX = N_("The index is not on record for all nine cities.")


def _because(facts: dict) -> Joined:
    pilots = Statement(_PILOTS, {"pilots": facts["pilots"]})
    if facts["rose"] is None:
        return Joined([pilots, Statement(_NO_INDEX)])
    told = {
        "n": Portion(facts["rose"], len(facts["change"]), "city"),
        "first": Number(facts["ratio_first"], ".2f"),
        "last": Number(facts["ratio_last"], ".2f"),
    }
    return Joined([pilots, Statement(_ROSE, told)])
