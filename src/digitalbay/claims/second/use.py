"""H4b: has digital society changed life faster than elsewhere?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.series import comparable, exact, in_time
from digitalbay.statements import N_, Joined, Listed, Named, Number, Period, Statement, Word

from .common import by_report, verdict_of, yearly


class Match(NamedTuple):
    """A measure of use and the nearest one elsewhere; rises compare in per cent or in points."""

    here: tuple[str, str]  # indicator and area
    there: tuple[str, str]
    per_cent: bool


MATCHES = {
    "apps": Match(
        ("iam_smart_annual_transactions", "hong-kong"), ("singpass_transactions", "singapore"), True
    ),
    "payment": Match(
        ("fps_avg_daily_transactions", "hong-kong"),
        ("paynow_transactions_individual_and_corporate", "singapore"),
        True,
    ),
    "older": Match(
        ("smartphone_ownership_65plus_csd", "hong-kong"),
        ("smartphone_ownership_60plus_imda", "singapore"),
        False,
    ),
}
GROUPS = {
    "apps": N_("public service apps"),
    "payment": N_("electronic payment"),
    "older": N_("older people"),
}


def h4b(as_of: str | None = None) -> Decision:
    """Has digital society changed life? See `decide_h4b`."""
    wanted = {end for match in MATCHES.values() for end in (match.here[0], match.there[0])}
    known = [name for name in db.indicators()["indicator"] if name in wanted]
    rows = db.observations(known, areas=["hong-kong", "macao", "singapore"], as_of=as_of)
    return decide_h4b(rows, db.indicators())


def decide_h4b(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did use rise faster a year than the nearest measure elsewhere, in two of three groups?

    rows: the measures of `MATCHES`, of which values up to the end of 2022 count: the widest pair
    of the same part of two years.

    Facts: rises (group → here and there, a year; those of which both are known), faster (group →
    whether here rose faster), pairs (group → the two pairs).
    """
    rows = by_report(exact(rows))
    breaks = indicators.set_index("indicator")["breaks"]
    rises, pairs = {}, {}
    for group, match in MATCHES.items():
        here, there = (_pair(rows, end, breaks) for end in (match.here, match.there))
        if here and there:
            pairs[group] = [here, there]
            rises[group] = tuple(yearly(*pair, per_cent=match.per_cent) for pair in (here, there))
    faster = {group: here > there for group, (here, there) in rises.items()}
    n = list(faster.values()).count(True)
    verdict = verdict_of(list(faster.values())) if faster else "not_testable"
    if verdict in ("supported", "partly"):
        verdict = "supported" if n >= 2 else "partly"
    facts = {"rises": rises, "faster": faster, "pairs": pairs}
    return Decision(verdict, _because(facts), [rows], facts)


def _pair(rows: pd.DataFrame, end: tuple[str, str], breaks: pd.Series) -> tuple | None:
    indicator, area = end
    same = in_time(rows[rows["indicator"].eq(indicator) & rows["area"].eq(area)])
    return comparable(same, breaks.get(indicator, "")) if len(same) else None


_RATES = N_("{group}: {here} a year ({measure}, {since} to {until}) against {there} in Singapore")
_POINTS = N_("{value} points")
_PER_CENT = N_("{value} per cent")
_FOUND = N_("Rise a year: {which}.")
_NO_MATCH = N_("No like measure on both sides is on record for {groups}.")
_WHERE = N_("All measures are of Hong Kong; of the nine mainland cities there is none.")


def _because(facts: dict) -> Joined:
    each = []
    for group, values in facts["rises"].items():
        first, last = facts["pairs"][group][0]
        form = _PER_CENT if MATCHES[group].per_cent else _POINTS
        here, there = (Statement(form, {"value": Number(value, ".1f")}) for value in values)
        told = {"group": Word(GROUPS[group]), "here": here, "there": there}
        told |= {"measure": Named("indicator", first["indicator"])}
        told |= {"since": Period(first["period"]), "until": Period(last["period"])}
        each.append(Statement(_RATES, told))
    parts = [Statement(_FOUND, {"which": Listed(each, ";")})] if each else []
    if without := [Word(word) for group, word in GROUPS.items() if group not in facts["rises"]]:
        parts.append(Statement(_NO_MATCH, {"groups": Listed(without)}))
    return Joined([*parts, Statement(_WHERE)])
