"""P1: does the work cover the three systems, and rest on what it says?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.promises import REPORT_SOURCE
from digitalbay.statements import N_, Portion, Statement

SYSTEMS = ("数字政府", "数字社会", "数字经济")


def p1(as_of: str | None = None) -> Decision:
    """Does the work cover the three systems? See `decide_p1`."""
    return decide_p1(db.contents())


def decide_p1(contents: pd.DataFrame) -> Decision:
    """Has each system a section of its own in the report's contents? The method has no record.

    contents: entries and titles of the report.

    Facts: covered (systems with a section), n.
    """
    titles = contents.loc[contents["entry"].str.fullmatch(r"\d\.\d"), "title_zh"]
    covered = [system for system in SYSTEMS if titles.str.contains(system).any()]
    verdict = "partly" if len(covered) == len(SYSTEMS) else "contradicted"
    if titles.empty:
        verdict = "not_testable"
    named = contents.assign(source=REPORT_SOURCE)
    told = {"n": Portion(len(covered), len(SYSTEMS))}
    facts = {"covered": covered, "n": len(covered)}
    return Decision(verdict, Statement(_COVERED, told), [named], facts, "unpublished")


_COVERED = N_(
    "The report's contents give {n} systems a section of their own. Duration, visits and interviews"
    " have no public record."
)
