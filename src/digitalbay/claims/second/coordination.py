"""H5b: is coordination across departments insufficient?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import first_and_last, improvement
from digitalbay.claims.readings import read
from digitalbay.claims.shares import of_guangdong
from digitalbay.statements import N_, Bilingual, Joined, Listed, Statement

from .common import by_report

SHORTCOMINGS = "共享不足|多头管理|各自为政|加强统筹|部门进度不一"
JOINT = (
    "one_thing_themed_services",
    "cross_department_one_window_rate",
    "gov_data_demand_met_rate",
)
FINDINGS = (1, 2, 3)  # findings wanted: lenient, by the rule, strict


def h5b(as_of: str | None = None) -> Decision:
    """Is coordination insufficient? See `decide_h5b`."""
    places = {*of_guangdong(db.areas()), "hong-kong", "macao", "gba"}
    known = [name for name in db.indicators()["indicator"] if name in JOINT]
    areas = ["guangdong", *db.CITIES]
    return decide_h5b(
        db.events(as_of=as_of),
        db.observations(known, areas=areas, as_of=as_of),
        db.indicators(),
        places,
    )


def decide_h5b(
    events: pd.DataFrame, joint: pd.DataFrame, indicators: pd.DataFrame, places: Collection[str]
) -> Decision:
    """Did outside bodies find coordination wanting, and did joint services grow all the same?

    events: of which findings of auditors, evaluators and assemblies by the end of 2022 count;
    joint: services that join departments and data demand met; places: areas of the Bay Area.

    Facts: findings (how many), names (Bilingual), pairs (of measures), improved, worsened (how
    many of these).
    """
    found = events[events["kind"].isin(["problem", "assessment"]) & events["area"].isin(places)]
    found = found[found["name_zh"].str.contains(SHORTCOMINGS)]
    found = db.attested(by_report(found, "date"))
    pairs = first_and_last(by_report(joint), indicators)
    changes = list(improvement(pairs, indicators))
    rose = sum(change == "improved" for change in changes)
    fell = sum(change == "worsened" for change in changes)

    def judge(wanted: float) -> str:
        if len(found) >= wanted:
            return "partly" if rose > fell else "supported"
        if len(found):
            return "partly"
        return "contradicted" if rose > fell else "not_testable"

    names = [Bilingual(row.name_en, row.name_zh) for row in found.itertuples()]
    facts = {"findings": len(found), "names": names, "pairs": pairs}
    facts |= {"improved": rose, "worsened": fell}
    parts = [Statement(FOUND, {"names": Listed(names, ";")}) if names else Statement(NO_FINDING)]
    parts.append(Statement(_GREW if rose > fell else _NOT_GROWN if changes else _NO_SERVICE))
    readings = read(FINDINGS, judge, (float(len(found)),), ",.0f") if names else None
    return Decision(judge(FINDINGS[1]), Joined(parts), [found, joint], facts, readings=readings)


FOUND = N_("Findings from outside the departments by the end of 2022: {names}.")
NO_FINDING = N_("No finding from outside the departments by the end of 2022 is on record.")
_GREW = N_("Services that join departments grew meanwhile.")
_NOT_GROWN = N_("Services that join departments did not grow meanwhile.")
_NO_SERVICE = N_("Services that join departments are not on record for two years.")
