"""G1, G2 and G3: has digital government brought innovation, better business, four governments?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import above, span
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import CHANGE, ENDS, first_and_last, improvement, listed, of_pairs
from digitalbay.claims.government import (
    BUSINESS,
    FIELD,
    OUTCOMES,
    OUTCOMES_ARE,
    RANK,
    business_pairs,
)
from digitalbay.claims.readings import read
from digitalbay.statements import N_, Joined, Listed, Number, Period, Statement

SURVEY = "public_service_satisfaction_score"
SATISFIED = (70, 80, 90)  # of 100: lenient, by the rule, strict
MORE_BUSINESS = (
    *BUSINESS,
    "acfic_business_environment_rank_provinces",
    "acfic_business_environment_rank_cities",
)
HELD = 5  # a rank that is this good or better and stays is held


def g1(as_of: str | None = None) -> Decision:
    """Are services for people innovative? See `decide_g1`."""
    survey = db.observations(SURVEY, areas="guangdong", as_of=as_of)
    return decide_g1(db.observations(RANK, as_of=as_of), survey)


def decide_g1(ranks: pd.DataFrame, survey: pd.DataFrame) -> Decision:
    """First, alone or with others, in every edition that ranks, and satisfaction from outside?

    ranks: of provinces, from which those of Guangdong since 2018 decide; survey: scores of 100
    from a survey that the government does not run, of which the newest by 2022 decides.

    Facts: ranks (period → rank), joint (periods in which another province is first too), first
    (whether it always was), score, score_at (None if there is none).
    """
    since = ranks[ranks["period"] >= "2018"].sort_values("period")
    here = since[since["area"] == "guangdong"]
    others = since[since["area"].ne("guangdong") & since["value"].eq(1)]
    first = bool(here["value"].eq(1).all() and here["qualifier"].ne("at_least").all())
    survey = survey[survey["period"].str[:4] <= "2022"].sort_values("period")
    newest = survey.iloc[-1] if len(survey) else None
    score = None if newest is None else span(newest["value"], newest["qualifier"])

    def judge(wanted: float) -> str:
        if here.empty:
            return "not_testable"
        satisfied = score is not None and above(span(wanted), score) is False
        if first and satisfied:
            return "supported"
        if first or satisfied:
            return "partly"
        middle = span((FIELD + 1) / 2)
        worst = span(here["value"].iloc[-1], here["qualifier"].iloc[-1])
        return "contradicted" if above(worst, middle) else "not_testable"

    found = () if score is None or newest is None else (float(newest["value"]),)
    facts = {
        "ranks": dict(zip(here["period"], here["value"].astype("int64"), strict=True)),
        "joint": [period for period in here["period"] if period in set(others["period"])],
        "first": first,
        "score": found[0] if found else None,
        "score_at": None if newest is None else newest["period"],
    }
    rows, readings = [since, survey], read(SATISFIED, judge, found)
    return Decision(judge(SATISFIED[1]), _because_g1(facts), rows, facts, readings=readings)


def g2(as_of: str | None = None) -> Decision:
    """Has the business environment improved? See `decide_g2`."""
    return decide_g2(db.observations(list(MORE_BUSINESS), as_of=as_of), db.indicators())


def decide_g2(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did measures of the business environment improve, or were good ranks held?

    Facts: here (pairs in the Bay Area or Guangdong, with what became of each), improved, worsened,
    held, unchanged, undecided (how many).
    """
    pairs = business_pairs(rows, indicators)
    here = pairs[pairs["area"].isin([*db.CITIES, "guangdong", "prd9", "gba"])]
    here = here.reset_index(drop=True)
    rank = here["indicator"].str.contains("rank")
    held = here["change_is"].eq("unchanged") & rank & here["last"].le(HELD)
    here = here.assign(change_is=here["change_is"].where(~held, "held"))
    names = ("improved", "worsened", "held", "unchanged", "undecided")
    counts = {name: int((here["change_is"] == name).sum()) for name in names}
    good, bad = counts["improved"] + counts["held"], counts["worsened"]
    if counts["improved"] and good >= 2 and not bad:
        verdict = "supported"
    elif bad > good:
        verdict = "contradicted"
    else:
        verdict = "partly" if good else "not_testable"
    told = {name: counts[name] for name in ("improved", "worsened", "held")}
    because = Statement(_TWICE, {"measures": listed(here, ENDS, "g"), **told})
    used = [of_pairs(rows, here) if len(here) else rows]
    lack = "open" if counts["undecided"] else "unfound"
    return Decision(verdict, because, used, counts | {"here": here}, lack)


def g3(as_of: str | None = None) -> Decision:
    """Have the "four governments" advanced? See `decide_g3`."""
    rows = db.observations(list(OUTCOMES), areas="guangdong", as_of=as_of)
    return decide_g3(rows, db.indicators())


def decide_g3(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did an outcome of government's own working improve? A mechanism is no outcome.

    Facts: outcomes (pairs of Guangdong's outcomes in two years), changes (of each).
    """
    outcomes = first_and_last(rows[rows["area"] == "guangdong"], indicators)
    changes = list(improvement(outcomes, indicators))
    if "improved" in changes:
        verdict = "partly" if "worsened" in changes else "supported"
    else:
        verdict = "contradicted" if "worsened" in changes else "not_testable"
    told = {"outcomes": listed(outcomes, CHANGE, "g")}
    because = Statement(OUTCOMES_ARE, told) if changes else Statement(_NONE)
    facts = {"outcomes": outcomes, "changes": changes}
    return Decision(verdict, because, [rows], facts, "open" if changes else "unfound")


_RANKS = N_("Guangdong's recorded ranks from assessed year 2018 are {ranks}.")
_NO_RANK = N_("No rank is recorded from assessed year 2018 on.")
_JOINT = N_("In {joint} another province is first too.")
_SCORE = N_("A survey of {at} by an outside body gives {score} of 100 for satisfaction.")
_NO_SCORE = N_("No outside survey of satisfaction is recorded.")
_RANK_OF_YEAR = N_("{year}: {rank}")
_TWICE = N_(
    "Measures with two years on one definition in the Bay Area or Guangdong: {measures}. Improved"
    " {improved}, worsened {worsened}, held at a good rank {held}."
)
_NONE = N_(
    "No outcome of government's own working is recorded for Guangdong in two years on one"
    " definition; mechanisms such as chief data officers decide nothing."
)


def _because_g1(facts: dict) -> Joined:
    ranks = [
        Statement(_RANK_OF_YEAR, {"year": Period(year), "rank": rank})
        for year, rank in facts["ranks"].items()
    ]
    parts = [Statement(_RANKS, {"ranks": Listed(ranks, ",")}) if ranks else Statement(_NO_RANK)]
    if facts["joint"]:
        joint = Listed([Period(year) for year in facts["joint"]])
        parts.append(Statement(_JOINT, {"joint": joint}))
    if facts["score"] is None:
        return Joined([*parts, Statement(_NO_SCORE)])
    told = {"at": Period(facts["score_at"]), "score": Number(facts["score"], ".2f")}
    return Joined([*parts, Statement(_SCORE, told)])
