"""What the conclusion finds, as a head in words: each is chosen by what the data say."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from digitalbay.statements import N_, Statement

from .chain import FOLLOWED_TO_THE_END

_LEADS = {
    (True, True): N_("It leads in number and per head"),
    (True, False): N_("It leads in number, not per head"),
    (True, None): N_("It leads in number; whether per head is open"),
    (False, True): N_("It leads per head, not in number"),
    (False, False): N_("It leads neither in number nor per head"),
}
_LEAD_OPEN = N_("Whether it leads is open")
_CARRY = {
    -1: N_("Two cities carry innovation, less than they did"),
    0: N_("Two cities carry innovation, as they did"),
    1: N_("Two cities carry innovation, more than they did"),
}
_SPREAD = N_("Two cities no longer carry most of innovation")
_CARRY_OPEN = N_("Where innovation sits is not on record")
_USE = {
    "all": N_("Use rose wherever it is counted, so it sets nobody apart"),
    "most": N_("Use rose in most counts, not in all"),
    "few": N_("Use did not rise in most counts"),
    "none": N_("Whether use rose is not on record"),
}
_COOPERATION = {
    "three": N_("Cooperation had joined all three sides before the report"),
    "grew": N_("Cooperation began in pairs and grew after the report"),
    "pairs": N_("Cooperation began in pairs and has not grown since the report"),
    "open": N_("How cooperation began is not on record"),
}
_RECORD = {
    "seldom": N_("The public record shows what is supplied, seldom what came of it"),
    "mostly": N_("The public record mostly shows what came of what was promised"),
    "none": N_("What came of what was promised is not on record"),
}
POINT = 1  # per cent that a share must move before it is called more or less


def lead(facts: Mapping) -> Statement:
    """Return the finding on leading. facts: of H1 by its second rule, number and per_head."""
    return Statement(_LEADS.get((facts["number"], facts["per_head"]), _LEAD_OPEN))


def innovation(shares: pd.Series) -> Statement:
    """Return the finding on two cities. shares: their part of patents in per cent, by year."""
    if len(shares) < 2:
        return Statement(_CARRY_OPEN)
    moved = shares.iloc[-1] - shares.iloc[0]
    if shares.iloc[-1] <= 50:
        return Statement(_SPREAD)
    return Statement(_CARRY[0 if abs(moved) < POINT else 1 if moved > 0 else -1])


def use(facts: Mapping) -> Statement:
    """Return the finding on use. facts: of S1 by its second rule, rose and n."""
    rose, n = facts["rose"], facts["n"]
    if not n:
        return Statement(_USE["none"])
    return Statement(_USE["all" if rose == n else "most" if rose > n / 2 else "few"])


def cooperation(formed: Mapping[str, bool | None], counts: Mapping[str, int]) -> Statement:
    """Return the finding on cooperation.

    formed: of H5c by its third rule, whether "three" sides and "two" had a body that met; counts:
    of `cooperation.counts`, mechanisms by the end of 2022 and after.
    """
    if formed["three"]:
        return Statement(_COOPERATION["three"])
    if not formed["two"]:
        return Statement(_COOPERATION["open"])
    return Statement(_COOPERATION["grew" if counts["after"] > counts["mechanisms"] else "pairs"])


def record(states: pd.Series) -> Statement:
    """Return the finding on the public record. states: of all links of `chain.chain`."""
    if states.empty:
        return Statement(_RECORD["none"])
    followed = states.isin(FOLLOWED_TO_THE_END).mean()
    return Statement(_RECORD["mostly" if followed > 1 / 2 else "seldom"])
