"""N1, N2, R1, R2 and R3: what the documents of nation and province say, and when."""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.data import periods
from digitalbay.statements import N_, Bilingual, Joined, Listed, Number, Period, Statement

from .answers import equals, every, not_below
from .bounds import Span, span
from .decision import Decision

DOCUMENTS = {"N1": "CN-050", "N2": "CN-002", "R1": "CN-003", "R2": "GD-001", "R3": "GD-002"}
MONTHS = {"N1": "2021-03", "N2": "2021-12", "R1": "2019-02", "R2": "2022-02", "R3": "2022-04"}
PARTS = "fyp14_outline_digital_parts"
PLANNED = {
    "informatisation_plan_major_tasks": 10,
    "informatisation_plan_key_projects": 17,
    "informatisation_plan_priority_actions": 10,
}
COUNTED = {
    "informatisation_plan_major_tasks": N_("{n} major tasks"),
    "informatisation_plan_key_projects": N_("{n} key projects"),
    "informatisation_plan_priority_actions": N_("{n} priority actions"),
}
UNDATED = N_("No dated record of the document was available.")


def dated(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the documents of grade A or B whose date of issue is on record."""
    return db.dated(db.attested(documents), "issued")


def deciding(documents: pd.DataFrame, claim: str) -> pd.DataFrame:
    """Return the dated row of the document that a claim is about; none if there is none."""
    return dated(documents[documents["document"] == DOCUMENTS[claim]])


def in_month(date: str, month: str) -> bool | None:
    """Tell whether a date of any precision lies in a month; None if it is too vague to say."""
    (first, last), (start, end) = periods.span(date), periods.span(month)
    if start <= first and last <= end:
        return True
    return None if first <= end and start <= last else False


def date_verdict(rows: pd.DataFrame, month: str) -> str:
    """Return the verdict on a date: in the month, outside it, or no date that decides."""
    dates = every(in_month(date, month) for date in rows["issued"]) if len(rows) else None
    return {True: "supported", False: "contradicted", None: "not_testable"}[dates]


def decide_n1(documents: pd.DataFrame, counts: pd.DataFrame) -> Decision:
    """Decide N1: is the outline of March 2021, and is a part on digital development counted?

    documents: as `db.documents` returns them; counts: observations that hold `PARTS`.
    Facts: issued (text or None), parts (number or None).
    """
    outline, counts = deciding(documents, "N1"), counts[counts["indicator"] == PARTS]
    part = counts.iloc[-1] if len(counts) else None
    verdict = date_verdict(outline, MONTHS["N1"])
    if verdict == "supported" and not (part is not None and not_below(_span(part), Span(1, 1))):
        verdict = "partly"
    issued = outline["issued"].iloc[0] if len(outline) else None
    if issued is None:
        because = Statement(UNDATED)
    elif part is None:
        because = Statement(
            N_(
                "The outline is dated {issued}; how many parts it has on digital development is "
                "not recorded."
            ),
            {"issued": Period(issued)},
        )
    else:
        because = Statement(
            N_("The outline is dated {issued} and has {parts} part on digital development."),
            {"issued": Period(issued), "parts": _count(part)},
        )
    facts = {"issued": issued, "parts": None if part is None else float(part["value"])}
    return Decision(verdict, because, [outline, counts], facts)


def n1(as_of: str | None = None) -> Decision:
    """Decide N1, on the national outline, as of a day."""
    return decide_n1(db.documents(as_of=as_of), db.observations(PARTS, as_of=as_of))


def decide_n2(documents: pd.DataFrame, counts: pd.DataFrame) -> Decision:
    """Decide N2: is the plan of December 2021, with 10 tasks, 17 projects and 10 actions?

    documents: as `db.documents` returns them; counts: observations that hold those of `PLANNED`.
    Facts: issued (text or None), counts (indicator → number, of those recorded).
    """
    plan, counts = deciding(documents, "N2"), counts[counts["indicator"].isin(PLANNED)]
    recorded = {row["indicator"]: row for _, row in counts.iterrows()}
    agree = every(equals(_span(row), PLANNED[name]) for name, row in recorded.items())
    verdict = date_verdict(plan, MONTHS["N2"])
    if agree is False:
        verdict = "contradicted"
    elif verdict == "supported" and (agree is None or len(recorded) < len(PLANNED)):
        verdict = "partly"
    issued = plan["issued"].iloc[0] if len(plan) else None
    facts = {
        "issued": issued,
        "counts": {name: float(row["value"]) for name, row in recorded.items()},
    }
    return Decision(verdict, _on_the_plan(issued, recorded), [plan, counts], facts)


def n2(as_of: str | None = None) -> Decision:
    """Decide N2, on the plan for national informatisation, as of a day."""
    return decide_n2(db.documents(as_of=as_of), db.observations(list(PLANNED), as_of=as_of))


def decide_r1(documents: pd.DataFrame) -> Decision:
    """Decide R1: was the outline development plan for the Bay Area issued in February 2019?

    documents: as `db.documents` returns them. Facts: issued, effective (text or None), claimed.
    """
    return _by_date("R1", documents)


def decide_r2(documents: pd.DataFrame) -> Decision:
    """Decide R2: was Guangdong's plan for digital government issued in February 2022?

    Argument and facts as in `decide_r1`.
    """
    return _by_date("R2", documents)


def decide_r3(documents: pd.DataFrame) -> Decision:
    """Decide R3: were Guangdong's regulations on the digital economy adopted in April 2022?

    Argument and facts as in `decide_r1`.
    """
    return _by_date("R3", documents)


def r1(as_of: str | None = None) -> Decision:
    """Decide R1, on the outline development plan, as of a day."""
    return decide_r1(db.documents(as_of=as_of))


def r2(as_of: str | None = None) -> Decision:
    """Decide R2, on the plan for digital government, as of a day."""
    return decide_r2(db.documents(as_of=as_of))


def r3(as_of: str | None = None) -> Decision:
    """Decide R3, on the regulations for the digital economy, as of a day."""
    return decide_r3(db.documents(as_of=as_of))


def _by_date(claim: str, documents: pd.DataFrame) -> Decision:
    rows, month = deciding(documents, claim), MONTHS[claim]
    if rows.empty:
        facts = {"issued": None, "effective": None, "claimed": month}
        return Decision("not_testable", Statement(UNDATED), [rows], facts)
    row = rows.iloc[0]
    form = N_("The date of “{title}” is {issued}; the claim says {month}.")
    words = {
        "title": Bilingual(row["title_en"] or row["title_zh"], row["title_zh"]),
        "issued": Period(row["issued"]),
        "month": Period(month),
    }
    if row["effective"]:
        form = N_(
            "The date of “{title}” is {issued}, in effect since {effective}; the claim says "
            "{month}."
        )
        words["effective"] = Period(row["effective"])
    facts = {"issued": row["issued"], "effective": row["effective"] or None, "claimed": month}
    return Decision(date_verdict(rows, month), Statement(form, words), [rows], facts)


def _on_the_plan(issued: str | None, recorded: dict[str, pd.Series]) -> Statement | Joined:
    counts = Listed(
        [
            Statement(form, {"n": _count(recorded[name])})
            for name, form in COUNTED.items()
            if name in recorded
        ]
    )
    if issued and recorded:
        form = N_("The plan is dated {issued}; {counts} are recorded.")
        return Statement(form, {"issued": Period(issued), "counts": counts})
    if issued:
        form = N_("The plan is dated {issued}; none of its numbers is recorded.")
        return Statement(form, {"issued": Period(issued)})
    if not recorded:
        return Statement(UNDATED)
    of_plan = Statement(N_("Of the plan, {counts} are recorded."), {"counts": counts})
    return Joined([Statement(UNDATED), of_plan])


def _span(row: pd.Series) -> Span:
    return span(row["value"], row["qualifier"])


def _count(row: pd.Series) -> Number:
    return Number(row["value"], ",.0f", row["qualifier"])
