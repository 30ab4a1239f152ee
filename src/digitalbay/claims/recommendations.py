"""M1 to M4 and H6: were recommendations needed and taken up, and do they answer the problems?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, permutations

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Portion, Statement, Word

from .actors import h5d
from .combined import VERDICT_WORDS
from .cooperation import h5c
from .coordination import h5b
from .decision import Decision
from .ecosystem import h5a
from .policy import dated

# What a title names that answers a recommendation. Drafts are left out.
SUBJECTS = {
    "M1": "数据开放|数据交易|流通交易|数字素养|数字技能|開放數據",
    "M2": "数据共享|资源共享|通办|首席数据官",
    "M3": "跨境|互认|共建智慧城市群|数据流动|數據流通",
    "M4": "授权运营|开发利用|数据开放|公众参与|志愿服务|開放數據",
}
DRAFTS = "征求意见稿|草案"
SINCE = "2023"
# The headings of 3.1–3.4 and 4.1–4.4, which are public.
PROBLEM_HEADINGS = (
    "数字生态缺位",
    "跨部门协同不充分",
    "合作机制尚未形成",
    "政企合作、社会参与有待完善",
)
RECOMMENDATION_HEADINGS = (
    "强化数字治理理念，完善数字生态",
    "建立跨层级跨部门协同机制，打破数字孤岛",
    "建立健全粤港澳数字治理合作机制",
    "完善政企合作机制，激发社会主体参与",
)  # fmt: skip


def m1(as_of: str | None = None) -> Decision:
    """Must the digital ecosystem be completed? See `decide_m`."""
    return decide_m("M1", "H5a", h5a(as_of), db.documents(as_of=as_of))


def m2(as_of: str | None = None) -> Decision:
    """Must levels and departments be coordinated? See `decide_m`."""
    return decide_m("M2", "H5b", h5b(as_of), db.documents(as_of=as_of))


def m3(as_of: str | None = None) -> Decision:
    """Must a mechanism of cooperation be established? See `decide_m`."""
    return decide_m("M3", "H5c", h5c(as_of), db.documents(as_of=as_of))


def m4(as_of: str | None = None) -> Decision:
    """Must enterprises and social actors be encouraged? See `decide_m`."""
    return decide_m("M4", "H5d", h5d(as_of), db.documents(as_of=as_of))


def decide_m(claim: str, problem: str, decided: Decision, documents: pd.DataFrame) -> Decision:
    """Was the problem of a recommendation there, and was the subject taken up from 2023 on?

    claim: "M1" to "M4"; problem: "H5a" to "H5d"; decided: its decision; documents: as
    `db.documents` returns them.

    Facts: problem, problem_is (its verdict), answers (a frame of `answers`), before and since (how
    many of them are older than 2023, and younger).
    """
    found = answers(documents, claim)
    since = found[found["issued"] >= SINCE]
    there, taken_up = decided.verdict in ("supported", "partly"), len(since) > 0
    if there and taken_up:
        verdict = "supported"
    elif there or taken_up:
        verdict = "partly"
    else:
        verdict = "contradicted" if decided.verdict == "contradicted" else "not_testable"
    told = {
        "claim": problem,
        "verdict": Word(VERDICT_WORDS[decided.verdict]),
        "n": len(since),
    }
    facts = {
        "problem": problem,
        "problem_is": decided.verdict,
        "answers": found,
        "before": len(found) - len(since),
        "since": len(since),
    }
    return Decision(verdict, Statement(_JUDGED, told), [since, *decided.rows], facts)


def answers(documents: pd.DataFrame, claim: str) -> pd.DataFrame:
    """Return the dated documents of the Bay Area whose titles name the subject of a claim.

    Of grade A or B, for the Bay Area, Guangdong, Hong Kong, Macao or one of the cities; without
    drafts. Titles alone are searched, so that their number is a lower bound.
    """
    found = documents[
        documents["area"].isin(["gba", "guangdong", *db.CITIES])
        & ~documents["title_zh"].str.contains(DRAFTS)
        & documents["title_zh"].str.contains(SUBJECTS[claim])
    ]
    return dated(found)


def h6(as_of: str | None = None) -> Decision:
    """Do four recommendations answer the four problems? See `decide_h6`."""
    counts = db.observations(["report_problem_areas", "report_recommendations"], as_of=as_of)
    return decide_h6(PROBLEM_HEADINGS, RECOMMENDATION_HEADINGS, counts)


def decide_h6(
    problems: Sequence[str], recommendations: Sequence[str], counts: pd.DataFrame
) -> Decision:
    """Does each problem have a recommendation, and each recommendation a problem, in one order?

    The headings of each pair are scored by the pairs of neighbouring characters that they share,
    and problems are assigned to recommendations so that the total is largest; of equal totals the
    one nearest to the order of the headings. A problem without a match has no recommendation.

    problems, recommendations: their headings; counts: observations of how many there are, which
    are shown as rows.

    Facts: matches (for each problem the position of its recommendation, or None), matched (how
    many have one), in_order.
    """
    matches = matched(problems, recommendations)
    found = [match for match in matches if match is not None]
    in_order = matches == list(range(len(recommendations)))
    if None not in matches:
        verdict = "supported" if in_order else "partly"
    else:
        alone = [any(shared(problem, other) for other in recommendations) for problem in problems]
        # A problem that only shares another's recommendation is answered, not one by one.
        verdict = "partly" if all(alone) else "contradicted"
    facts = {"matches": matches, "matched": len(found), "in_order": in_order}
    told = {"n": len(problems), "m": len(recommendations)}
    because = Statement(_ONE_TO_ONE, told)
    if verdict != "supported":
        because = Statement(_MATCHED, {"n": Portion(len(found), len(problems))})
    return Decision(verdict, because, [counts], facts)


def matched(problems: Sequence[str], recommendations: Sequence[str]) -> list[int | None]:
    """Return for each heading of a problem the position of its recommendation, or None."""
    places = [*range(len(recommendations)), *[None] * len(problems)]
    score = [[shared(problem, other) for other in recommendations] for problem in problems]

    def total(order: tuple[int | None, ...]) -> int:
        return sum(row[at] for row, at in zip(score, order, strict=True) if at is not None)

    best = max(permutations(places, len(problems)), key=total)
    return [at if at is not None and row[at] else None for row, at in zip(score, best, strict=True)]


def shared(one: str, other: str) -> int:
    """Return how many pairs of neighbouring characters two headings share, punctuation aside."""
    pairs = [
        {a + b for a, b in pairwise(text) if not {a, b} & set("，、")} for text in (one, other)
    ]
    return len(pairs[0] & pairs[1])


_JUDGED = N_(
    "The problem ({claim}) is judged {verdict}; {n} documents on the subject from 2023 on are"
    " recorded."
)
_ONE_TO_ONE = N_(
    "All {n} problems are matched one to one with the {m} recommendations, in the same order, by"
    " the words of their headings."
)
_MATCHED = N_("By the words of their headings, {n} problems match a recommendation of their own.")
