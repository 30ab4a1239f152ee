"""T1, T2 and T5: what plans promise for 5G and for the Shaoguan cluster, beside what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import first_day, last_day
from digitalbay.statements import (
    N_,
    Bilingual,
    Joined,
    Listed,
    Named,
    Number,
    Period,
    Statement,
    Word,
)

from .answers import equals, some
from .bounds import reached, span
from .decision import Decision
from .outturns import beside

REPORT_SOURCE = "pwc-sysu-gba-report-2022"  # the source key of the report itself
ACTION_PLAN, THREE_YEAR_PLAN = "GD-006", "GD-005"
BASE_STATIONS = "base_stations_5g"
STATED = {"sites_5g": 350_000, BASE_STATIONS: 220_000, "users_5g_packages": 60_000_000}  # for 2022
SHAOGUAN = ("data_centre_racks", "data_centre_servers", "data_centre_investment")
NO_PLAN = N_("The plan or its targets are not on record.")


def proven(targets: pd.DataFrame) -> pd.DataFrame:
    """Return the targets that rest on a source of grade A or B and have a due date."""
    return db.dated(db.attested(targets), "period")


def by_end(rows: pd.DataFrame, since: str | None = None, until: str | None = None) -> pd.DataFrame:
    """Return rows by the day their periods end, which lies in or between two periods."""
    ends = rows["period"].map(last_day)
    start = first_day(since) if since else date.min
    end = last_day(until) if until else date.max
    kept = ends.map(lambda day: start <= day <= end).astype("bool")
    return rows[kept].sort_values("period", key=lambda p: p.map(last_day), kind="stable")


def passed(targets: pd.DataFrame, outturns: pd.DataFrame) -> pd.Series:
    """Tell for each target already due whether any outturn up to its due date reached it.

    Due are the targets whose date is not after the newest outturn. Index: that of the targets;
    True, False, or None where only a bound leaves it open.
    """
    if outturns.empty:
        return pd.Series(dtype="object")
    due = by_end(targets, until=by_end(outturns)["period"].iloc[-1]).sort_index()
    answers = [_ever(target, outturns) for _, target in due.iterrows()]
    return pd.Series(answers, due.index, dtype="object")


def stated(target: Any, unit: str) -> Statement:
    """Return a row of `beside` in words: target, outturn and result. `unit`: key of its unit."""
    words = {
        "indicator": Named("indicator", target["indicator"]),
        "unit": Named("unit", unit),
        "target": Number(target["value"], ",.0f", target["qualifier"]),
    }
    if pd.isna(target["outturn"]):
        return Statement(
            N_("{indicator} ({unit}): target {target}, no outturn on the same definition"), words
        )
    results = {
        "reached": N_("reached"),
        "missed": N_("not reached by then"),
        "undecided": N_("undecided, since the outturn is a bound"),
    }
    words |= {
        "outturn": Number(target["outturn"], ",.0f", target["outturn_qualifier"]),
        "at": Period(target["at"]),
        "result": Word(results[target["result"]]),
    }
    return Statement(
        N_("{indicator} ({unit}): target {target}, nearest outturn {outturn} ({at}), {result}"),
        words,
    )


def decide_t1(documents: pd.DataFrame, targets: pd.DataFrame, stations: pd.DataFrame) -> Decision:
    """Decide T1: is the action plan dated 2019, and are its base-station targets for 2022 met?

    documents, targets: as `db.documents` and `db.targets` return them; stations: observations of
    5G base stations. Each target is held against the first outturn from January 2022 on.
    Facts: issued (text or None), targets (a frame as `beside` returns it).
    """
    plan = documents[documents["document"].eq(ACTION_PLAN) & documents["issued"].ne("")]
    due = proven(targets)
    due = due[
        due["document"].eq(ACTION_PLAN)
        & due["indicator"].eq(BASE_STATIONS)
        & due["period"].eq("2022")
    ]
    first = by_end(_same_series(stations, due), since="2022-01").drop_duplicates(
        ["indicator", "area"]
    )
    held = beside(due, first)
    issued = plan["issued"].iloc[0] if len(plan) else None
    rows = [plan, due, first]
    facts = {"issued": issued, "targets": held}
    if issued is None or due.empty:
        return Decision("not_testable", Statement(NO_PLAN), rows, facts)
    met = list(held["result"].eq("reached"))
    verdict = "supported" if all(met) else "partly"
    because = Statement(
        N_(
            "The plan ({title}) is dated {issued}; of its {n} base-station targets due in 2022, "
            "{met} were met by an outturn not earlier than {since}."
        ),
        {
            "title": Bilingual(plan["title_en"].iloc[0], plan["title_zh"].iloc[0]),
            "issued": Period(issued),
            "n": len(met),
            "met": sum(met),
            "since": Period("2022-01"),
        },
    )
    return Decision(verdict if issued[:4] == "2019" else "contradicted", because, rows, facts)


def t1(as_of: str | None = None) -> Decision:
    """Decide T1, on the action plan for 5G, as of a day."""
    stations = db.observations(BASE_STATIONS, areas="guangdong", as_of=as_of)
    return decide_t1(db.documents(as_of=as_of), db.targets(as_of=as_of), stations)


def decide_t2(targets: pd.DataFrame, outturns: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Decide T2: does a source besides the report record the three 5G targets for 2022?

    targets, indicators: as `db.targets` and `db.indicators` return them; outturns: observations
    of the three indicators for Guangdong.
    Facts: targets (a frame as `beside` returns it), independent (indicators recorded by others).
    """
    recorded = proven(targets)
    recorded = recorded[
        recorded["document"].eq(THREE_YEAR_PLAN)
        & recorded["indicator"].isin(STATED)
        & recorded["period"].eq("2022")
    ]
    agrees = [
        equals(span(row["value"], row["qualifier"]), STATED[row["indicator"]])
        for _, row in recorded.iterrows()
    ]
    others = recorded[pd.Series(agrees, recorded.index, dtype="object").eq(True)]
    independent = sorted({*others.loc[others["source"] != REPORT_SOURCE, "indicator"]})
    if False in agrees:
        verdict = "contradicted"
    elif len(independent) == len(STATED):
        verdict = "supported"
    else:
        verdict = "partly" if independent else "not_testable"
    pairs = beside(recorded, outturns)
    used = outturns[outturns["area"].eq("guangdong") & outturns["period"].isin(pairs["at"])]
    each = _all_stated(pairs, indicators, N_("No target of the plan had been recorded."))
    because: Statement | Joined = each
    known = {*recorded.loc[recorded["source"] != REPORT_SOURCE, "indicator"]}
    if known and (only := [name for name in recorded["indicator"] if name not in known]):
        because = Joined([each, _only_in_the_report(only)])
    facts = {"targets": pairs, "independent": independent}
    return Decision(verdict, because, [recorded, used], facts)


def t2(as_of: str | None = None) -> Decision:
    """Decide T2, on the plan for new infrastructure, as of a day."""
    outturns = db.observations(list(STATED), areas="guangdong", as_of=as_of)
    return decide_t2(db.targets(as_of=as_of), outturns, db.indicators())


def decide_t5(targets: pd.DataFrame, outturns: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Decide T5: did the Shaoguan cluster reach its three targets for 2025 by then?

    targets, indicators: as `db.targets` and `db.indicators` return them; outturns: observations
    of racks, servers and investment. An outturn that is a bound and decides nothing counts as
    none. Facts: targets (a frame as `beside` returns it, with the latest outturn up to the end of
    2025), due (period), racks_share (of the target for racks, or None).
    """
    promise = proven(targets)
    promise = promise[
        promise["area"].eq("shaoguan")
        & promise["indicator"].isin(SHAOGUAN)
        & promise["period"].eq("2025")
    ]
    local = by_end(outturns[outturns["area"] == "shaoguan"], until="2025")
    pairs = beside(promise, local.drop_duplicates(["indicator", "area"], keep="last"))
    met = list(pairs.loc[pairs["result"].isin(["reached", "missed"]), "result"].eq("reached"))
    if not met:
        verdict = "not_testable"
    elif not any(met):
        verdict = "contradicted"
    else:
        verdict = "supported" if len(met) == len(SHAOGUAN) and all(met) else "partly"
    because = _all_stated(pairs, indicators, N_("No targets for Shaoguan had been recorded."))
    racks = pairs[pairs["indicator"].eq(SHAOGUAN[0]) & pairs["outturn"].notna()]
    share = float(racks["outturn"].iloc[0] / racks["value"].iloc[0]) if len(racks) else None
    facts = {"targets": pairs, "due": "2025" if len(promise) else None, "racks_share": share}
    return Decision(verdict, because, [promise, local], facts)


def t5(as_of: str | None = None) -> Decision:
    """Decide T5, on the Shaoguan cluster, as of a day."""
    outturns = db.observations(list(SHAOGUAN), areas="shaoguan", as_of=as_of)
    return decide_t5(db.targets(as_of=as_of), outturns, db.indicators())


def _all_stated(pairs: pd.DataFrame, indicators: pd.DataFrame, nothing: str) -> Statement:
    units = indicators.set_index("indicator")["unit"]
    parts = [stated(row, units[row["indicator"]]) for _, row in pairs.iterrows()]
    return Statement(N_("{parts}."), {"parts": Listed(parts, ";")}) if parts else Statement(nothing)


def _only_in_the_report(indicators: list[str]) -> Statement:
    if len(indicators) == 1:
        return Statement(N_("The third target is recorded only in the report itself."))
    names = Listed([Named("indicator", name) for name in indicators])
    return Statement(N_("Recorded only in the report itself: {targets}."), {"targets": names})


def _same_series(outturns: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    wanted = pd.MultiIndex.from_frame(targets[["indicator", "area"]])
    return outturns[pd.MultiIndex.from_frame(outturns[["indicator", "area"]]).isin(wanted)]


def _ever(target: pd.Series, outturns: pd.DataFrame) -> bool | None:
    rows = by_end(_same_series(outturns, target.to_frame().T), until=target["period"])
    return some(reached(target, row) for _, row in rows.iterrows())
