"""M1 to M4: were recommendations needed, committed to and carried out?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

import digitalbay as db
from digitalbay.claims import rule
from digitalbay.claims.combined import VERDICT_WORDS
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import first_and_last, improvement
from digitalbay.claims.following import FOLLOWED
from digitalbay.statements import N_, Joined, Statement, Word

from .common import since_report, verdict_of

PROBLEMS = {"M1": "H5a", "M2": "H5b", "M3": "H5c", "M4": "H5d"}
UNTIL = "2025-12-31"
# Indicators of commitments with a number beyond those that are followed.
COMMITTED = {
    "M2": (
        "digital_gov_new_initiatives",
        "iam_smart_departments_rate",
        "licences_digitalised_rate",
        "hotline_12345_resolution_rate",
    ),
}


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
    return decide_m(claim, problem, documents, targets, measured(claim, as_of), db.indicators())


def measures(claim: str) -> list[tuple[str, str]]:
    """Return the indicators and areas of the Bay Area that are followed for a claim."""
    return [pair for pair in FOLLOWED[claim] if pair[1] != "china"]


def measured(claim: str, as_of: str | None) -> pd.DataFrame:
    """Return the observations of what is followed for a claim, of these and more areas."""
    names, areas = (sorted(set(column)) for column in zip(*measures(claim), strict=True))
    return db.observations(names, areas=areas, as_of=as_of)


def decide_m(
    claim: str,
    problem: Decision,
    documents: pd.DataFrame,
    targets: pd.DataFrame,
    rows: pd.DataFrame,
    indicators: pd.DataFrame,
) -> Decision:
    """Is the problem there, is a commitment with a number on record, and a sign that it was kept?

    claim: "M1" to "M4"; problem: the decision on its problem; documents, targets: registers, of
    which targets on the subject set from 2023 to 2025 count; rows: what is followed for the claim,
    in the Bay Area, of which a rise from 2022 or before to 2023–2025 is a sign.

    Facts: problem_is (its verdict), commitments (targets), signs (pairs that improved), n, signs_n.
    """
    found = commitments_of(claim, documents, targets)
    signs = signs_of(rows, indicators, FOLLOWED[claim])
    there = {"not_testable": None, "contradicted": False}.get(problem.verdict, True)
    parts = [len(found) > 0, len(signs) > 0]
    verdict = verdict_of([there, *parts])
    told = {"claim": PROBLEMS[claim], "verdict": Word(VERDICT_WORDS[problem.verdict])}
    sentences = [Statement(PROBLEM, told)]
    sentences.append(
        Statement(NUMBERED, {"n": len(found)}) if parts[0] else Statement(_NOT_COMMITTED)
    )
    sentences.append(Statement(SIGNS, {"n": len(signs)}) if parts[1] else Statement(_NO_SIGN))
    facts = {"problem_is": problem.verdict, "commitments": found, "signs": signs}
    facts |= {"n": len(found), "signs_n": len(signs)}
    used = [found, rows, *problem.rows]
    return Decision(verdict, Joined(sentences), used, facts, problem.lack)


def commitments_of(claim: str, documents: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Return the targets on a subject that documents of 2023 to 2025 set for the Bay Area."""
    issued = documents.set_index("document")["issued"]
    days = targets["document"].map(issued).fillna("")
    since = since_report(targets.assign(day=days), "day")
    since = db.attested(since[since["day"].le(UNTIL)])
    subject = {*COMMITTED.get(claim, ()), *(indicator for indicator, _ in FOLLOWED[claim])}
    here = since["area"].isin(["gba", "guangdong", "hengqin", *db.CITIES])
    return since[here & since["indicator"].isin(subject)]


def signs_of(
    rows: pd.DataFrame, indicators: pd.DataFrame, wanted: Sequence[tuple[str, str]]
) -> pd.DataFrame:
    """Return the measures that surely improved from 2022 or before to 2023–2025."""
    pairs = across(rows, indicators, wanted)
    return pairs[improvement(pairs, indicators).eq("improved")]


def across(
    rows: pd.DataFrame, indicators: pd.DataFrame, wanted: Sequence[tuple[str, str]]
) -> pd.DataFrame:
    """Return the measures that have a value of 2022 or before and one of 2023–2025, as pairs."""
    keys = pd.MultiIndex.from_frame(rows[["indicator", "area"]])
    kept = rows[keys.isin(wanted) & rows["period"].str[-10:].le(UNTIL)]
    pairs = first_and_last(kept, indicators)
    return pairs[pairs["first_period"].str[:4].le("2022") & pairs["last_period"].str[:4].ge("2023")]


PROBLEM = N_("The problem ({claim}) is judged {verdict}.")
NUMBERED = N_("Commitments with a number and a date, made from 2023 to 2025: {n}.")
_NOT_COMMITTED = N_("No commitment with a number and a date, made from 2023 to 2025, is on record.")
SIGNS = N_("Measures on the subject that rose since 2022: {n}.")
_NO_SIGN = N_("No measure on the subject surely rose since 2022.")
