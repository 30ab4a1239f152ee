"""H5c: have mechanisms of cooperation not formed?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

import digitalbay as db
from digitalbay.claims.crossings import SIDES, sides_of
from digitalbay.claims.decision import Decision
from digitalbay.claims.readings import read
from digitalbay.claims.shares import of_guangdong
from digitalbay.statements import N_, Bilingual, Joined, Listed, Statement

from .common import by_report, since_report

BODIES = ("institution",)
MEETINGS = (1, 2, 3)  # recorded meetings wanted: lenient, by the rule, strict


def h5c(as_of: str | None = None) -> Decision:
    """Have cooperation mechanisms not formed? See `decide_h5c`."""
    return decide_h5c(db.events(as_of=as_of), of_guangdong(db.areas()))


def decide_h5c(events: pd.DataFrame, guangdong: Collection[str]) -> Decision:
    """Is there a standing body of all three sides, with a name, a date and two meetings, by 2022?

    events: of which founded bodies that join at least two sides count, and meetings of all three.

    Facts: bodies, three_sides (how many by the end of 2022), meetings (of all three sides by
    then), later (bodies younger than that), names (Bilingual, of the first).
    """
    dated = db.dated(db.attested(events), "date")
    sides = sides_of(dated["name_zh"] + dated["note"], dated["area"], set(guangdong))
    joined = sum(sides[side].astype("int64") for side in SIDES)
    body = dated["kind"].isin(BODIES) & (joined >= 2)
    bodies, later = by_report(dated[body], "date"), since_report(dated[body], "date")
    whole = bodies[joined[bodies.index] == len(SIDES)]
    met = by_report(dated[dated["kind"].eq("meeting") & (joined == len(SIDES))], "date")

    def judge(wanted: float) -> str:
        if bodies.empty:
            return "supported"
        return "contradicted" if len(whole) and len(met) >= wanted else "partly"

    names = [Bilingual(row.name_en, row.name_zh) for row in bodies.itertuples()]
    counts = {"bodies": len(bodies), "three_sides": len(whole), "meetings": len(met)}
    facts = {**counts, "later": len(later), "names": names}
    parts = [Statement(_BODIES, {"names": Listed(names, ";")}) if names else Statement(_NO_BODY)]
    if names and whole.empty:
        parts.append(Statement(_TWO))
    elif names and len(met) < MEETINGS[1]:
        parts.append(Statement(_NOT_MET))
    verdict, rows = judge(MEETINGS[1]), [bodies, met, later]
    # A stricter reading asks for more before it calls the claim wrong: lenient for the claim.
    order = (MEETINGS[2], MEETINGS[1], MEETINGS[0])
    readings = read(order, judge, (float(len(met)),), ",.0f") if len(whole) else None
    return Decision(verdict, Joined(parts), rows, facts, readings=readings)


_BODIES = N_("Standing bodies across the borders by the end of 2022: {names}.")
_NO_BODY = N_("No standing body across the borders is on record by the end of 2022.")
_TWO = N_("Each joins two sides only.")
_NOT_MET = N_("Fewer than two meetings of one that joins all three are on record.")
