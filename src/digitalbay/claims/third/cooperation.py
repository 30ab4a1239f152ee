"""H5c: have mechanisms of cooperation not formed?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import span
from digitalbay.claims.crossings import SIDES, sides_of
from digitalbay.claims.decision import REPORT, Decision
from digitalbay.claims.readings import read
from digitalbay.claims.second.common import by_report
from digitalbay.claims.second.cooperation import MEETINGS
from digitalbay.claims.shares import of_guangdong
from digitalbay.data.periods import first_day
from digitalbay.statements import N_, Bilingual, Joined, Listed, Statement

from .open import possible, sure, told

JOINED = {"three": 3, "two": 2}  # sides
BODIES = ("institution", "meeting")  # kinds of event
MET = r"会议.*举行|举行.*会议"
# What a statement says that no body has been set up, and that it speaks of two sides.
ABSENT, PAIR = r"(?:尚未|没有|未曾)(?:建立|设立|成立|形成).*(?:机制|机构|小组)", "两地|双边"
# Published counts of meetings of a body of two sides.
COUNTED = "informatisation_group_meetings_cumulative"


def h5c(as_of: str | None = None) -> Decision:
    """Have cooperation mechanisms not formed? See `decide_h5c`."""
    counts = db.observations(COUNTED, areas="gba", as_of=as_of)
    return decide_h5c(db.events(as_of=as_of), counts, of_guangdong(db.areas()))


def decide_h5c(events: pd.DataFrame, counts: pd.DataFrame, guangdong: Collection[str]) -> Decision:
    """Had a body of all three sides, or of two, surely formed and met twice by the end of 2022?

    That none is on record is not that there was none; only a statement of 2022 or later says so.

    events: foundings of bodies, meetings, statements; counts: of meetings of a body of two sides;
    guangdong: keys of areas.

    Facts: names (Bilingual, of the bodies), bodies, meetings (of "three" and "two" sides, how many
    at least), formed (of "three" and "two": True, False or None), possible (verdicts).
    """
    dated = db.dated(db.attested(events), "date")
    sides = sides_of(dated["name_zh"] + dated["note"], dated["area"], set(guangdong))
    joined = sum(sides[side].astype("int64") for side in SIDES)
    of_body = dated["kind"].isin(BODIES)
    meeting = of_body & (dated["kind"].eq("meeting") | dated["name_zh"].str.contains(MET))
    bodies = by_report(dated[of_body & ~meeting & (joined >= 2)], "date")
    met, counts = by_report(dated[meeting & (joined >= 2)], "date"), by_report(counts)
    held = {name: int((joined[met.index] == n).sum()) for name, n in JOINED.items()}
    held["two"] = max([held["two"], *map(_least, counts.itertuples())])
    founded = {name: int((joined[bodies.index] == n).sum()) for name, n in JOINED.items()}
    denied = _denied(dated, joined)

    def formed(wanted: float) -> dict[str, bool | None]:
        return {
            name: True if founded[name] and held[name] >= wanted else denied[name]
            for name in JOINED
        }

    def verdicts(wanted: float) -> tuple[str, ...]:
        return possible(list(formed(wanted).values()), _judge)

    left = verdicts(MEETINGS[1])
    names = [Bilingual(row.name_en, row.name_zh) for row in bodies.itertuples()]
    facts = {"names": names, "bodies": founded, "meetings": held, "possible": left}
    facts |= {"formed": formed(MEETINGS[1])}
    # A stricter reading asks for more before it calls the claim wrong: lenient for the claim.
    found = sorted({float(n) for name, n in held.items() if founded[name]})
    readings = read(MEETINGS[::-1], lambda wanted: sure(verdicts(wanted)), found, ",.0f")
    return Decision(
        sure(left),
        _because(facts),
        [bodies, met, counts],
        facts,
        lack="open" if names else "unfound",
        readings=readings if names else None,
    )


def _least(count: Any) -> int:
    return int(max(span(count.value, count.qualifier).low, 0))


def _denied(dated: pd.DataFrame, joined: pd.Series) -> dict[str, bool | None]:
    """Return False where a statement of the report's year or later says that no body was set up."""
    day = first_day(REPORT[:4])
    since = pd.Series([first_day(date) >= day for date in dated["date"]], dated.index, dtype="bool")
    said = since & dated["name_zh"].str.contains(ABSENT)
    pairs = said & dated["name_zh"].str.contains(PAIR)
    none = {"three": said & ~pairs & (joined == len(SIDES)), "two": pairs}
    return {name: False if none[name].any() else None for name in JOINED}


def _judge(formed: tuple[bool, ...]) -> str:
    three, two = formed
    if three:
        return "contradicted"
    return "partly" if two else "supported"


_BODIES = N_("Bodies across the borders on record by the end of 2022: {names}.")
_NO_BODY = N_(
    "No body across the borders is on record by the end of 2022, which is not that none was."
)
_THREE = {
    True: N_("A body of all three sides had met."),
    False: N_("That all three sides had none is said by one of them."),
    None: N_(
        "Whether all three sides had a body that met is unknown: neither it nor its absence is on"
        " record."
    ),
}
_TWO = {
    True: N_("A body of two sides had met at least {n} times."),
    False: N_("That two sides had none is said by one of them."),
    None: N_("Whether a body of two sides met is unknown."),
}


def _because(facts: dict) -> Joined:
    names, formed = facts["names"], facts["formed"]
    parts = [Statement(_BODIES, {"names": Listed(names, ";")}) if names else Statement(_NO_BODY)]
    parts.append(Statement(_TWO[formed["two"]], {"n": facts["meetings"]["two"]}))
    parts.append(Statement(_THREE[formed["three"]]))
    return Joined([*parts, *told(facts["possible"])])
