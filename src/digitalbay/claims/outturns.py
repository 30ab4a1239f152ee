"""Targets beside what came of them."""

from __future__ import annotations

import pandas as pd

from digitalbay.claims.bounds import reached
from digitalbay.data.periods import last_day
from digitalbay.statements import N_

# What readers call each result of `beside`.
RESULT_WORDS = {
    "reached": N_("reached"),
    "missed": N_("not reached"),
    "undecided": N_("cannot be decided"),
    "unrecorded": N_("no outturn recorded"),
}
_RESULTS = {True: "reached", False: "missed", None: "undecided"}


def nearest(target: pd.Series, outturns: pd.DataFrame) -> pd.Series | None:
    """Return the outturn of a target's indicator and area whose period ends nearest to when due.

    None if there is no outturn or the target bears no date; of two equally near, the earlier row.
    """
    same = outturns[
        (outturns["indicator"] == target["indicator"]) & (outturns["area"] == target["area"])
    ]
    if same.empty or not target["period"]:
        return None
    due = last_day(target["period"])
    away = same["period"].map(lambda period: abs((last_day(period) - due).days)).astype("int64")
    return same.loc[away.idxmin()]


def beside(targets: pd.DataFrame, outturns: pd.DataFrame) -> pd.DataFrame:
    """Return targets with the nearest outturn and whether it reached them.

    Adds the columns outturn (NaN if none is recorded), at (its period), outturn_qualifier, and
    result: reached, missed, undecided (a bound leaves it open) or unrecorded.
    """
    lines = []
    for _, target in targets.iterrows():
        found = nearest(target, outturns)
        if found is None:
            lines.append((float("nan"), "", "", "unrecorded"))
            continue
        result = _RESULTS[reached(target, found)]
        lines.append((found["value"], found["period"], found["qualifier"], result))
    added = pd.DataFrame(lines, columns=["outturn", "at", "outturn_qualifier", "result"])
    added = added.astype(
        {"outturn": "float64", "at": "str", "outturn_qualifier": "str", "result": "str"}
    )
    return targets.reset_index(drop=True).join(added)
