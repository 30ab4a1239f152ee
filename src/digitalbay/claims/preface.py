"""P1: does the work cover the three systems, and rest on what it says?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Listed, Statement, Word

from .actors import SYSTEMS
from .decision import Decision

_SYSTEM = dict(
    zip(
        SYSTEMS,
        (N_("Digital government"), N_("Digital society"), N_("Digital economy")),
        strict=True,
    )
)
_CASES = N_(
    "Documented cases of grade A or B: {cases}. Duration, visits and interviews have no public"
    " record."
)


def p1(as_of: str | None = None) -> Decision:
    """Does the work cover the three systems? See `decide_p1`."""
    return decide_p1(db.cases(as_of=as_of))


def decide_p1(cases: pd.DataFrame) -> Decision:
    """Is at least one case documented of each system? The method is not testable, so never more.

    cases: as `db.cases` returns them.

    Facts: cases (how many, by system).
    """
    cases = db.attested(cases)
    counts = {system: int((cases["theme"] == system).sum()) for system in SYSTEMS}
    form = N_("{system} {n}")
    told = [
        Statement(form, {"system": Word(_SYSTEM[system]), "n": n}) for system, n in counts.items()
    ]
    because = Statement(_CASES, {"cases": Listed(told, ",")})
    verdict = "partly" if all(counts.values()) else "not_testable"
    return Decision(verdict, because, [cases], {"cases": counts})
