"""H5d: do enterprises and society take part too little, compared with cases elsewhere?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

import digitalbay as db
from digitalbay.claims.actors import partnered
from digitalbay.claims.decision import Decision
from digitalbay.claims.shares import interval, of_guangdong, percent
from digitalbay.statements import N_, Joined, Portion, Statement

LEAST = 30  # cases on each side


def h5d(as_of: str | None = None) -> Decision:
    """Do enterprises and society take part too little? See `decide_h5d`."""
    return decide_h5d(
        db.cases(as_of=as_of), {*of_guangdong(db.areas()), "hong-kong", "macao", "gba"}
    )


def decide_h5d(cases: pd.DataFrame, places: Collection[str]) -> Decision:
    """Are fewer cases owned with others than government than in lists of cases elsewhere?

    cases: as `db.cases` returns them; places: areas of the Bay Area and Guangdong. Without a list
    from elsewhere a share has no standard.

    Facts: n, partnered, share, low, high (in the Bay Area, with a Wilson 95% interval), n_else,
    share_else (elsewhere; None of nothing).
    """
    cases = db.attested(cases)
    inside = cases["area"].isin(places)
    here, there = (
        list(map(partnered, part["owner_zh"])) for part in (cases[inside], cases[~inside])
    )
    own, other = interval(sum(here), len(here)), interval(sum(there), len(there))
    (share, low, high), share_else = own, other[0]
    if min(len(here), len(there)) < LEAST or own[0] is None or other[0] is None:
        verdict = "not_testable"
    elif own[2] < other[1]:
        verdict = "supported"
    else:
        verdict = "contradicted" if own[1] >= other[2] else "partly"
    facts = {"n": len(here), "partnered": sum(here), "share": share, "low": low, "high": high}
    facts |= {"n_else": len(there), "share_else": share_else}
    told = {"k": Portion(sum(here), len(here)), "share": percent(share)}
    parts = [Statement(_HERE, told)] if here else []
    if verdict == "not_testable":
        parts.append(Statement(_NO_LIST))
    else:
        parts.append(Statement(_THERE, {"share": percent(share_else)}))
    return Decision(verdict, Joined(parts), [cases], facts)


_HERE = N_(
    "Of the documented cases, {k} have an enterprise, university or social organisation among their"
    " owners ({share}%)."
)
_THERE = N_("Elsewhere it is {share}%.")
_NO_LIST = N_(
    "No list of like cases from the nation, with their owners, was found, so that the share has no"
    " standard."
)
