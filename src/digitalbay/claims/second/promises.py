"""T1, T2 and T5: what plans promise for 5G and for the Shaoguan cluster, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

import digitalbay as db
from digitalbay.claims import promises as first_rules
from digitalbay.claims.answers import some
from digitalbay.claims.bounds import reached
from digitalbay.claims.decision import Decision, Part
from digitalbay.claims.outturns import PARTS, apart
from digitalbay.claims.policy import dated
from digitalbay.claims.promises import (
    ACTION_PLAN,
    REPORT_SOURCE,
    SHAOGUAN,
    STATED,
    by_end,
    proven,
)
from digitalbay.claims.readings import read
from digitalbay.data.periods import last_day
from digitalbay.statements import N_, Joined, Listed, Named, Number, Period, Statement

from .common import beside_near, lack_of, near, verdict_of

# What the action plan sets numbers for: stations, users and output.
GOALS = ("base_stations_5g", "users_5g", "output_5g_industry")
MONTHS_3 = 92  # days
FASTER = (10, 5, 2)  # how many times faster than so far still counts as possible
PLAN_OF_CLUSTER = "CN-032"


def t1(as_of: str | None = None) -> Decision:
    """Was the action plan for 5G met? See `decide_t1`."""
    known = [name for name in GOALS if name in set(db.indicators()["indicator"])]
    outturns = db.observations(known, areas="guangdong", as_of=as_of)
    return decide_t1(db.documents(as_of=as_of), db.targets(as_of=as_of), outturns)


def decide_t1(documents: pd.DataFrame, targets: pd.DataFrame, outturns: pd.DataFrame) -> Decision:
    """Was every dated goal of the plan of 2019 met: for stations, users and output?

    A goal is met if a count up to its due date, or within six months after it, reached it. A kind
    of goal that is not on record, or has no count, is left open.

    Facts: issued (or None), goals (of the plan), answers (indicator → whether all goals were met,
    None if it is open).
    """
    plan = dated(documents[documents["document"] == ACTION_PLAN])
    goals = proven(targets[targets["document"].eq(ACTION_PLAN) & targets["indicator"].isin(GOALS)])
    issued = plan["issued"].iloc[0] if len(plan) else None
    answers = {}
    for indicator in GOALS:
        each = [
            _met(goal, outturns) for _, goal in goals[goals["indicator"] == indicator].iterrows()
        ]
        answers[indicator] = False if False in each else True if each and all(each) else None
    if issued is None or goals.empty:
        nothing = Statement(first_rules.NO_PLAN)
        return Decision("not_testable", nothing, [plan, goals, outturns], {"issued": issued})
    verdict = verdict_of(list(answers.values()))
    if issued[:4] != "2019":
        verdict = "contradicted"
    facts = {"issued": issued, "goals": goals, "answers": answers}
    lack = lack_of(list(answers.values()))
    parts = [Part(Statement(WORDS[name]), *_of_goal(met)) for name, met in answers.items()]
    rows = [plan, goals, outturns]
    return Decision(verdict, _because_t1(facts), rows, facts, lack, parts=parts)


def _of_goal(met: bool | None) -> tuple[str, str]:
    return PARTS[{True: "reached", False: "missed", None: "unrecorded"}[met]]


def _met(goal: pd.Series, outturns: pd.DataFrame) -> bool | None:
    same = outturns[outturns["indicator"].eq(goal["indicator"]) & outturns["area"].eq(goal["area"])]
    due = last_day(goal["period"])
    counts = pd.concat([by_end(same, until=goal["period"]), near(same, due)])
    answers = [reached(goal, row) for _, row in counts.iterrows()]
    # A count that falls short tells of a miss only near the due date.
    close = [reached(goal, row) for _, row in near(same, due).iterrows()]
    return some(answers) if True in answers or close else None


def t2(as_of: str | None = None) -> Decision:
    """Are the three 5G targets quoted rightly? See `decide_t2`."""
    outturns = db.observations(list(STATED), areas="guangdong", as_of=as_of)
    return decide_t2(db.targets(as_of=as_of), outturns, db.indicators())


def decide_t2(targets: pd.DataFrame, outturns: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Does a source besides the report record the three targets? Outturns decide nothing.

    Arguments and facts as in the first rule. Decided apart, as parts, are what the plan says and
    whether each target was met, by outturns within six months of the end of 2022, since counts
    from before a change of definition are none.
    """
    quoted = first_rules.decide_t2(targets, near(outturns, date(2022, 12, 31)), indicators)
    pairs = quoted.facts["targets"]
    if pairs.empty:
        return quoted
    parts = (Part(Statement(_SAYS), quoted.verdict, quoted.lack), *apart(pairs))
    others = [Named("indicator", name) for name in quoted.facts["independent"]]
    known = pairs["source"].eq(REPORT_SOURCE).groupby(pairs["indicator"], sort=False).all()
    alone = [Named("indicator", name) for name in known.index[known]]
    told = [Statement(_BY_OTHERS, {"which": Listed(others)})] if others else []
    told += [Statement(_BY_REPORT, {"which": Listed(alone)})] if alone else []
    because = Joined(told) if told else quoted.because
    return replace(quoted, because=because, parts=parts)


def t5(as_of: str | None = None) -> Decision:
    """Did the Shaoguan cluster reach its targets for 2025? See `decide_t5`."""
    outturns = db.observations(list(SHAOGUAN), areas="shaoguan", as_of=as_of)
    plans = db.documents(as_of=as_of)
    return decide_t5(db.targets(as_of=as_of), outturns, plans)


def decide_t5(targets: pd.DataFrame, outturns: pd.DataFrame, documents: pd.DataFrame) -> Decision:
    """Did the cluster reach its three targets, by counts within three months of the due date?

    An earlier count that falls short counts as a miss only if what is lacking would have had to be
    built five times as fast as the rest was since the plan was issued.

    Facts: targets (with outturn, at, result, and pace: how many times faster, NaN where a count
    is near or none is on record), pace (of the slowest, or None).
    """
    promise = proven(targets)
    promise = promise[promise["indicator"].isin(SHAOGUAN) & promise["period"].eq("2025")]
    promise = promise[promise["area"] == "shaoguan"]
    local = by_end(outturns[outturns["area"] == "shaoguan"], until="2026-03")
    plan = documents[documents["document"] == PLAN_OF_CLUSTER]["issued"]
    start = last_day(plan.iloc[0]) if len(plan) and plan.iloc[0] else None
    pairs = beside_near(promise, local, MONTHS_3)
    early = [_early(row, local, start) for _, row in promise.iterrows()]
    paces = [pace for pace in early if pace is not None]

    def judge(times: float) -> str:
        met = [
            result == "reached"
            for result, pace in zip(pairs["result"], early, strict=True)
            if result in ("reached", "missed") or (pace is not None and pace > times)
        ]
        if len(met) == len(SHAOGUAN) and all(met):
            return "supported"
        if not met:
            return "not_testable"
        return "partly" if any(met) else "contradicted"

    pairs = pairs.assign(pace=pd.Series(early, pairs.index, dtype="float64"))
    facts = {"targets": pairs, "pace": max(paces, default=None)}
    readings = read(FASTER, judge, tuple(paces), ".0f") if paces else None
    slow = pairs["pace"] > FASTER[1]
    parts = [
        replace(part, because=_paced(row, local)) if late else part
        for part, row, late in zip(
            apart(pairs.assign(result=pairs["result"].mask(slow, "missed"))),
            pairs.itertuples(),
            slow,
            strict=True,
        )
    ]
    because, rows = _because_t5(facts, local), [promise, local]
    return Decision(judge(FASTER[1]), because, rows, facts, readings=readings, parts=parts)


def _early(target: pd.Series, outturns: pd.DataFrame, start: date | None) -> float | None:
    """Return how many times as fast as so far the rest had to come, by the last count."""
    rows = by_end(outturns[outturns["indicator"] == target["indicator"]], until=target["period"])
    rows = rows[rows["qualifier"].ne("at_least") & (rows["value"] < target["value"])]
    if rows.empty or start is None:
        return None
    last, due = rows.iloc[-1], last_day(target["period"])
    at = last_day(last["period"])
    if (due - at).days <= MONTHS_3 or at <= start:
        return None
    so_far = last["value"] / (at - start).days
    return float((target["value"] - last["value"]) / (due - at).days / so_far)


_SAYS = N_("what the plan says")
_BY_OTHERS = N_("A source besides the report records, with these values: {which}.")
_BY_REPORT = N_("Only the report itself records: {which}.")
_GOALS_MET = N_("The plan is dated {issued}. Met: {met}.")
_NONE_MET = N_("The plan is dated {issued}. No kind of goal was surely met.")
_GOALS_MISSED = N_("Not met: {missed}.")
_GOALS_OPEN = N_("Left open, as no goal or no count is on record: {open}.")
_PACE = N_(
    "{indicator}: {value} in {at}; what the target still lacked had to come {pace} times as fast as"
    " what was there."
)
_NEAR = N_("{indicator}: {value} in {at}, target {target}.")
_NO_COUNT = N_("No count that can decide is on record for {which}.")
# What readers call goals whose indicator has no row yet.
WORDS = {
    "base_stations_5g": N_("5G base stations"),
    "users_5g": N_("5G users"),
    "output_5g_industry": N_("output of the 5G industry"),
}


def _paced(row: Any, local: pd.DataFrame) -> Statement:
    """Tell of a target how much faster what it lacked had to come than what was there."""
    last = by_end(local[local["indicator"] == row.indicator], until=row.period).iloc[-1]
    told = {"indicator": Named("indicator", row.indicator), "pace": Number(row.pace, ".0f")}
    told |= {"value": Number(last["value"], ",.0f"), "at": Period(last["period"])}
    return Statement(_PACE, told)


def _because_t1(facts: dict) -> Joined:
    told = {
        answer: Listed([Statement(WORDS[n]) for n, a in facts["answers"].items() if a is answer])
        for answer in (True, False, None)
    }
    issued = {"issued": Period(facts["issued"])}
    met = Statement(_GOALS_MET, issued | {"met": told[True]})
    parts = [met if told[True].items else Statement(_NONE_MET, issued)]
    if told[False].items:
        parts.append(Statement(_GOALS_MISSED, {"missed": told[False]}))
    if told[None].items:
        parts.append(Statement(_GOALS_OPEN, {"open": told[None]}))
    return Joined(parts)


def _because_t5(facts: dict, local: pd.DataFrame) -> Joined:
    parts, none = [], []
    for row in facts["targets"].itertuples():
        name = {"indicator": Named("indicator", row.indicator)}
        if row.result in ("reached", "missed"):
            told = {"value": Number(row.outturn, ",.0f"), "at": Period(row.at)}
            parts.append(Statement(_NEAR, name | told | {"target": Number(row.value, ",.0f")}))
        elif pd.notna(row.pace):
            parts.append(_paced(row, local))
        else:
            none.append(Named("indicator", row.indicator))
    if none or not parts:
        parts.append(Statement(_NO_COUNT, {"which": Listed(none, ";")}))
    return Joined(parts)
