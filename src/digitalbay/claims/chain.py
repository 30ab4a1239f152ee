"""The chain of a recommendation: indicator, baseline, commitment, execution, and its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, last_day
from digitalbay.statements import N_

from .bounds import direction
from .decision import Decision
from .ends import improvement, segment
from .following import FOLLOWED, followed, still_due, within_the_year

MID_2026 = "2026-06-30"  # executions count up to this day
KEPT, MISSED = "kept", "missed"
STATES = {
    KEPT: N_("kept"),
    MISSED: N_("not kept"),
    "open": N_("left open by a bound"),
    "unrecorded": N_("due, no outturn on record"),
    "later": N_("not yet due"),
    "improved": N_("improved, no commitment"),
    "worsened": N_("worsened, no commitment"),
    "unchanged": N_("unchanged, no commitment"),
    "incomparable": N_("does not compare"),
    "no_baseline": N_("no baseline"),
    "nothing_since": N_("nothing since 2022"),
    "nothing": N_("not on record"),
}
"""What can have become of a link, and how readers are told."""
FOLLOWED_TO_THE_END = (KEPT, MISSED, "improved", "worsened", "unchanged")
_OUTCOMES = {"reached": KEPT, "missed": MISSED, "undecided": "open", "unrecorded": "unrecorded"}
COLUMNS = [
    "indicator", "area",
    "base", "base_period", "base_qualifier", "later", "later_period", "later_qualifier",
    "target", "target_qualifier", "due", "document", "state",
]  # fmt: skip


def commitments(decisions: Mapping[str, Decision], as_of: str | None) -> dict[str, pd.DataFrame]:
    """Return the targets that are followed for each recommendation, M1 to M4.

    Those due from 2023 on for what `FOLLOWED` names, and those that decide it. decisions: by the
    newest rules, by claim.
    """
    targets = db.targets(as_of=as_of)
    each = {
        claim: pd.concat([still_due(targets, FOLLOWED[claim]), made.facts["commitments"]])
        for claim, made in decisions.items()
    }
    return {claim: found.drop_duplicates("target") for claim, found in each.items()}


def chains(due: Mapping[str, pd.DataFrame], as_of: str | None) -> dict[str, pd.DataFrame]:
    """Return the chain of each recommendation. due: its commitments, by claim."""
    wanted = {indicator for claim in due for indicator, _area in FOLLOWED[claim]}
    wanted = wanted.union(*(aims["indicator"] for aims in due.values()))
    rows, indicators = db.observations(sorted(wanted), as_of=as_of), db.indicators()
    return {claim: chain(rows, FOLLOWED[claim], aims, indicators) for claim, aims in due.items()}


def chain(
    rows: pd.DataFrame,
    wanted: Sequence[tuple[str, str]],
    targets: pd.DataFrame,
    indicators: pd.DataFrame,
) -> pd.DataFrame:
    """Return a line for each target, and for each indicator and area that has none.

    rows: observations, of which those that ended by mid-2026 count; wanted: indicators and areas
    that are followed; targets: commitments to be held; indicators: their table, which says what is
    better and where definitions break.

    Columns `COLUMNS`: the baseline of 2022 and the newest value since (for a target that is due,
    the outturn within its year), the commitment and who made it, and the state, of `STATES`.
    """
    ended = [last_day(period) <= as_day(MID_2026) for period in rows["period"]]
    rows = rows[pd.Series(ended, rows.index, dtype="bool")]
    pairs = list(dict.fromkeys([*wanted, *zip(targets["indicator"], targets["area"], strict=True)]))
    lines = []
    for line in followed(rows, pairs).to_dict("records"):
        same = (targets["indicator"] == line["indicator"]) & (targets["area"] == line["area"])
        aims = [_committed(line, target, rows) for _, target in targets[same].iterrows()]
        lines += aims or [line | _NO_TARGET | {"state": _moved(line, indicators)}]
    frame = pd.DataFrame(lines, columns=COLUMNS)
    return frame.astype(dict.fromkeys(["base", "later", "target"], "float64"))


_NO_TARGET = {"target": float("nan"), "target_qualifier": "", "due": "", "document": ""}


def _committed(line: dict, target: pd.Series, rows: pd.DataFrame) -> dict:
    """Return a line with a commitment and, once it is due, its outturn."""
    aim = {"target": target["value"], "target_qualifier": target["qualifier"]}
    aim |= {"due": target["period"], "document": target["document"]}
    if last_day(target["period"]) > as_day(MID_2026):
        return line | aim | {"state": "later"}
    held = within_the_year(target.to_frame().T, rows).iloc[0]
    ends = ("outturn", "at", "outturn_qualifier")
    names = ("later", "later_period", "later_qualifier")
    found = {name: held[end] for name, end in zip(names, ends, strict=True)}
    return line | aim | found | {"state": _OUTCOMES[held["result"]]}


def _moved(line: dict, indicators: pd.DataFrame) -> str:
    """Return what became of an indicator that no one made a commitment for."""
    base, later = pd.notna(line["base"]), pd.notna(line["later"])
    if not (base and later):
        return "no_baseline" if later else "nothing_since" if base else "nothing"
    breaks = indicators.set_index("indicator")["breaks"][line["indicator"]]
    if segment(line["base_period"], breaks) != segment(line["later_period"], breaks):
        return "incomparable"
    first, last = (_value(line, end) for end in ("base", "later"))
    pair = {"indicator": [line["indicator"]], "direction": [direction(first, last)]}
    moved = improvement(pd.DataFrame(pair), indicators).iloc[0]
    return "open" if moved == "undecided" else moved


def _value(line: dict, end: str) -> Any:
    return pd.Series({"value": line[end], "qualifier": line[f"{end}_qualifier"]})
