"""Targets beside what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from digitalbay.claims.bounds import reached
from digitalbay.claims.decision import Part
from digitalbay.data.periods import last_day
from digitalbay.statements import N_, Named, Number, Period, Statement

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
    return paired(targets, [nearest(target, outturns) for _, target in targets.iterrows()])


def paired(targets: pd.DataFrame, found: Sequence[pd.Series | None]) -> pd.DataFrame:
    """Return targets with an outturn found for each, or None; columns as `beside`."""
    lines = []
    for (_, target), outturn in zip(targets.iterrows(), found, strict=True):
        if outturn is None:
            lines.append((float("nan"), "", "", "unrecorded"))
            continue
        result = _RESULTS[reached(target, outturn)]
        lines.append((outturn["value"], outturn["period"], outturn["qualifier"], result))
    added = pd.DataFrame(lines, columns=["outturn", "at", "outturn_qualifier", "result"])
    added = added.astype(
        {"outturn": "float64", "at": "str", "outturn_qualifier": "str", "result": "str"}
    )
    return targets.reset_index(drop=True).join(added)


def apart(pairs: pd.DataFrame, *, told: bool = False) -> list[Part]:
    """Return each target of `beside` as a part of a claim; what a bound leaves open stays so.

    An outturn on another definition bears another indicator, so that it is none. told: whether the
    decision itself says so.
    """
    return [Part(_name(row), *PARTS[row.result], _stated(row, told)) for row in pairs.itertuples()]


def _name(row: Any) -> Statement:
    told = {"indicator": Named("indicator", row.indicator), "area": Named("area", row.area)}
    return Statement(_TARGET, told | {"due": Period(row.period)})


def _stated(row: Any, told: bool) -> Statement:
    values = {"target": Number(row.value, ",.10g", row.qualifier)}
    if pd.isna(row.outturn):
        return Statement(_AIM if told else _NO_OUTTURN, values)
    outturn = Number(row.outturn, ",.10g", row.outturn_qualifier)
    return Statement(_OUTTURN, values | {"outturn": outturn, "at": Period(row.at)})


# Result of `beside` → verdict on a target taken as a part of a claim, and why it has none.
PARTS = {
    "reached": ("supported", ""),
    "missed": ("contradicted", ""),
    "undecided": ("not_testable", "open"),
    "unrecorded": ("not_testable", "unfound"),
}
_TARGET = N_("{indicator}, {area}, due {due}")
_OUTTURN = N_("Target {target}, outturn {outturn} ({at}).")
_AIM = N_("Target {target}.")
_NO_OUTTURN = N_("Target {target}; no outturn on the same definition near the due date.")
