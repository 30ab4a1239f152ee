"""M1 to M4: were recommendations needed, committed to and carried out?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims import rule
from digitalbay.claims.combined import VERDICT_WORDS
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import improvement
from digitalbay.claims.recommendations import SUBJECTS
from digitalbay.claims.second.common import since_report
from digitalbay.claims.second.recommendations import (
    NUMBERED,
    PROBLEM,
    PROBLEMS,
    SIGNS,
    across,
    commitments_of,
    measured,
    measures,
    signs_of,
)
from digitalbay.statements import N_, Joined, Portion, Statement, Word

from .open import possible, sure, told

# What a statement says that no number was set.
DENIED = r"(?:尚未|没有|未)(?:设定|设立|制定|提出|明确).*(?:目标|指标)"


def m1(as_of: str | None = None) -> Decision:
    """Must the digital ecosystem be completed? See `decide_m`."""
    return _of("M1", as_of)


def m2(as_of: str | None = None) -> Decision:
    """Must levels and departments be coordinated? See `decide_m`."""
    return _of("M2", as_of)


def m3(as_of: str | None = None) -> Decision:
    """Must a mechanism of cooperation be established? See `decide_m`."""
    return _of("M3", as_of)


def m4(as_of: str | None = None) -> Decision:
    """Must enterprises and social actors be encouraged? See `decide_m`."""
    return _of("M4", as_of)


def _of(claim: str, as_of: str | None) -> Decision:
    problem = rule(PROBLEMS[claim])(as_of)
    documents, targets = db.documents(as_of=as_of), db.targets(as_of=as_of)
    made = commitments_of(claim, documents, targets)
    denials = denied(claim, db.events(as_of=as_of))
    return decide_m(claim, problem, made, denials, measured(claim, as_of), db.indicators())


def decide_m(
    claim: str,
    problem: Decision,
    made: pd.DataFrame,
    denials: pd.DataFrame,
    rows: pd.DataFrame,
    indicators: pd.DataFrame,
) -> Decision:
    """Is the problem there, was a commitment with a number made, and is there a sign of it?

    That no commitment is on record is not that none was made; only a statement says so. Nor is a
    measure that can't be compared one that did not improve.

    claim: "M1" to "M4"; problem: the decision on its problem; made: `commitments_of` it; denials:
    statements that there is none; rows: what is followed for the claim.

    Facts: problem_is (its verdict), commitments (targets), signs (pairs that improved), n, signs_n,
    answers (to the three conditions: True, False or None), unmatched (`Portion` of the measures
    that can't be compared), possible (verdicts).
    """
    wanted, pairs = measures(claim), across(rows, indicators, measures(claim))
    signs = signs_of(rows, indicators, wanted)
    certain = pairs[improvement(pairs, indicators) != "undecided"]
    compared = certain.groupby(["indicator", "area"]).ngroups
    needed = {"not_testable": None, "contradicted": False}.get(problem.verdict, True)
    committed = True if len(made) else False if len(denials) else None
    sign = True if len(signs) else False if compared == len(wanted) else None
    answers = [needed, committed, sign]
    left = possible(answers, _judge)
    facts = {"problem_is": problem.verdict, "commitments": made, "signs": signs, "n": len(made)}
    facts |= {"signs_n": len(signs), "answers": answers, "possible": left}
    facts["unmatched"] = Portion(len(wanted) - compared, len(wanted))
    lack = "unfound" if None in (committed, sign) else problem.lack
    used = [made, denials, rows, *problem.rows]
    return Decision(sure(left), _because(claim, facts), used, facts, lack)


def denied(claim: str, events: pd.DataFrame) -> pd.DataFrame:
    """Return the dated statements of 2023 or later that no number was set on a claim's subject."""
    found = events[events["area"].isin(["gba", "guangdong", "hengqin", *db.CITIES])]
    named = found["name_zh"].str.contains(DENIED) & found["name_zh"].str.contains(SUBJECTS[claim])
    return db.attested(since_report(found[named], "date"))


def _judge(answers: tuple[bool, ...]) -> str:
    return {0: "contradicted", len(answers): "supported"}.get(sum(answers), "partly")


_NEED_OPEN = N_("Whether the problem was there is open ({claim}: {verdict}).")
_COMMITTED = {
    True: NUMBERED,
    False: N_("A dated statement says that no commitment with a number was made."),
    None: N_(
        "No commitment with a number and a date, made from 2023 to 2025, was found; that none was"
        " made is not on record."
    ),
}
_SIGN = {
    True: SIGNS,
    False: N_("All measures followed on the subject compare, and none surely improved since 2022."),
    None: N_(
        "No measure followed on the subject is known to have improved since 2022; {unmatched} have"
        " no value before or none after that compares."
    ),
}


def _because(claim: str, facts: dict) -> Joined:
    needed, committed, sign = facts["answers"]
    values = {"claim": PROBLEMS[claim], "verdict": Word(VERDICT_WORDS[facts["problem_is"]])}
    parts = [Statement(_NEED_OPEN if needed is None else PROBLEM, values)]
    parts.append(Statement(_COMMITTED[committed], {"n": facts["n"]} if committed else {}))
    numbers = {True: {"n": facts["signs_n"]}, None: {"unmatched": facts["unmatched"]}}
    parts.append(Statement(_SIGN[sign], numbers.get(sign, {})))
    return Joined([*parts, *told(facts["possible"])])
