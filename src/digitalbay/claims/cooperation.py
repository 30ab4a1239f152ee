"""H5c: have mechanisms of cooperation not formed?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Joined, Portion, Statement

from .crossings import cross_border
from .decision import Decision


def h5c(as_of: str | None = None) -> Decision:
    """Have cooperation mechanisms not formed? See `decide_h5c`."""
    events, cases = db.events(as_of=as_of), db.cases()
    return decide_h5c(cross_border(as_of), db.documents(as_of=as_of), events, cases)


def decide_h5c(
    found: pd.DataFrame, documents: pd.DataFrame, events: pd.DataFrame, cases: pd.DataFrame
) -> Decision:
    """Is no mechanism in digital governance recorded by the end of 2022, or one of all three?

    A mechanism in digital governance is an agreement or rule of the Bay Area on crossing borders
    in government, society or data; an event or documented case that crosses borders is a single
    service. A general agreement is counted but is not a mechanism in digital governance.

    found: a frame of `crossings.crossing`; documents, events, cases: those it was made of, of
    which the rows that decide are kept.

    Facts: as `counts` returns them.
    """
    facts, before = counts(found), found[found["before"]]
    if not facts["mechanisms"] and not facts["events"] and not facts["services"]:
        verdict = "supported"
    else:
        verdict = "contradicted" if facts["three_sides"] else "partly"
    rows = [
        table[table[key].isin(before["key"])]
        for table, key in ((documents, "document"), (events, "event"), (cases, "case"))
    ]
    return Decision(verdict, _because(facts), rows, facts)


def counts(found: pd.DataFrame) -> dict[str, int]:
    """Count what crosses the borders; found: a frame of `crossings.crossing`.

    Keys: mechanisms, three_sides (of these, joining all three), documents, events, services
    (cases), all by the end of 2022; general_three_sides (documents that are not mechanisms), after
    and after_three_sides (mechanisms younger than 2022).
    """
    before = found[found["before"]]
    documented, digital = before["kind"] == "document", before["digital"].astype("bool")
    all_sides = before["sides"] == 3
    later = found[~found["before"] & (found["kind"] == "document") & found["digital"]]
    return {
        "mechanisms": int((documented & digital).sum()),
        "three_sides": int((documented & digital & all_sides).sum()),
        "documents": int(documented.sum()),
        "events": int((before["kind"] == "event").sum()),
        "services": int((before["kind"] == "case").sum()),
        "general_three_sides": int((documented & ~digital & all_sides).sum()),
        "after": len(later),
        "after_three_sides": int((later["sides"] == 3).sum()),
    }


_MECHANISMS = N_(
    "By the end of 2022, {mechanisms} agreements or rules in digital governance and {services}"
    " services or events across the borders are recorded; of the agreements {three} join all three"
    " sides."
)
_ONE = N_(
    "By the end of 2022, one agreement or rule in digital governance and {services} services or"
    " events across the borders are recorded."
)
_JOINS = N_("The agreement joins all three sides.")
_NOT_ALL = N_("The agreement does not join all three sides.")
_NO_MECHANISM = N_(
    "By the end of 2022, no agreement or rule in digital governance and {services} services or"
    " events across the borders are recorded."
)
_NOTHING = N_(
    "By the end of 2022, neither an agreement or rule in digital governance nor a service or event"
    " across the borders is recorded."
)
_GENERAL = N_("{general} general or financial documents join all three.")


def _because(facts: dict) -> Joined:
    services = facts["services"] + facts["events"]
    told = {"services": services}
    if facts["mechanisms"] > 1:
        three = Portion(facts["three_sides"], facts["mechanisms"])
        told |= {"mechanisms": facts["mechanisms"], "three": three}
        parts = [Statement(_MECHANISMS, told)]
    elif facts["mechanisms"]:
        joins = Statement(_JOINS if facts["three_sides"] else _NOT_ALL)
        parts = [Statement(_ONE, told), joins]
    else:
        parts = [Statement(_NO_MECHANISM, told) if services else Statement(_NOTHING)]
    if facts["general_three_sides"]:
        parts.append(Statement(_GENERAL, {"general": facts["general_three_sides"]}))
    return Joined(parts)
